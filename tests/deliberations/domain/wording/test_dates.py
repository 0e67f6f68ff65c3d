from datetime import date, time, timedelta

import pytest

from deliberations.domain.wording.dates import (
    MONTHS,
    WEEKDAYS,
    date_in_words,
    long_date,
    month_name,
    numeric_date,
    numeric_time,
    time_in_words,
    weekday_name,
)
from deliberations.domain.wording.numbers import parse_cardinal

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 12, 19), "mardi dix-neuf décembre deux-mille-vingt-trois"),
        (date(2024, 1, 1), "lundi premier janvier deux-mille-vingt-quatre"),
        (date(2021, 8, 21), "samedi vingt-et-un août deux-mille-vingt-et-un"),
        (date(2024, 2, 29), "jeudi vingt-neuf février deux-mille-vingt-quatre"),
        (date(2000, 7, 31), "lundi trente-et-un juillet deux-mille"),
        (date(1971, 3, 11), "jeudi onze mars mille-neuf-cent-soixante-et-onze"),
        (date(2080, 5, 2), "jeudi deux mai deux-mille-quatre-vingt"),
        (date(2081, 5, 2), "vendredi deux mai deux-mille-quatre-vingt-un"),
        (date(2091, 5, 2), "mercredi deux mai deux-mille-quatre-vingt-onze"),
        (date(2100, 5, 2), "dimanche deux mai deux-mille-cent"),
    ],
)
def test_date_in_words(day, words):
    assert date_in_words(day) == words
    assert date_in_words(day, weekday=False) == words.split(" ", 1)[1]


def test_date_in_words_traditional():
    assert date_in_words(date(2021, 8, 21), hyphens=False) == "samedi vingt et un août deux mille vingt et un"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(18), "dix-huit heures"),
        (time(18, 30), "dix-huit heures trente"),
        (time(1), "une heure"),
        (time(1, 1), "une heure une"),
        (time(2), "deux heures"),
        (time(21), "vingt-et-une heures"),
        (time(20, 21), "vingt heures vingt-et-une"),
        (time(12), "midi"),
        (time(12, 15), "douze heures quinze"),
        (time(0), "minuit"),
        (time(0, 5), "zéro heure cinq"),
        (time(19, 45, 59), "dix-neuf heures quarante-cinq"),
    ],
)
def test_time_in_words(at, words):
    assert time_in_words(at) == words


def test_time_in_words_traditional():
    assert time_in_words(time(21, 31), hyphens=False) == "vingt et une heures trente et une"


def test_time_in_words_of_all_1440_minutes_say_the_minute():
    said = {}
    for minute in range(24 * 60):
        at = time(*divmod(minute, 60))
        said.setdefault(time_in_words(at), at)
    assert len(said) == 24 * 60
    for words, at in said.items():
        if words in ("midi", "minuit"):
            continue
        hour, unit, *rest = words.split(" ")
        assert parse_cardinal(hour) == at.hour
        assert unit == ("heure" if at.hour < 2 else "heures")
        assert [parse_cardinal(word) for word in rest] == [at.minute] * bool(at.minute)
        assert not any(word == "un" or word.endswith("-un") for word in (hour, *rest))


@pytest.mark.parametrize(
    ("day", "long", "numeric"),
    [
        (date(2023, 12, 28), "28 décembre 2023", "28/12/2023"),
        (date(2024, 1, 1), "1er janvier 2024", "01/01/2024"),
        (date(2024, 8, 2), "2 août 2024", "02/08/2024"),
        (date(987, 7, 3), "3 juillet 987", "03/07/0987"),
    ],
)
def test_dates_in_figures(day, long, numeric):
    assert long_date(day) == long
    assert numeric_date(day) == numeric


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (time(20, 30), "20 h 30"),
        (time(8, 5), "8 h 05"),
        (time(18), "18 h"),
        (time(0, 1), "0 h 01"),
    ],
)
def test_numeric_time(at, text):
    assert numeric_time(at) == text


def test_weekday_and_month_names():
    week = [date(2024, 1, 1) + timedelta(days=offset) for offset in range(7)]
    assert tuple(weekday_name(day) for day in week) == WEEKDAYS
    assert tuple(month_name(date(2024, month, 1)) for month in range(1, 13)) == MONTHS
    assert weekday_name(date(2023, 12, 19)) == "mardi"
    assert month_name(date(2023, 8, 19)) == "août"
