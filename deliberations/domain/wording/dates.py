"""Dates and times as French acts write them. Times are those of the town hall; seconds are dropped."""

from datetime import date, time

from deliberations.domain.wording.numbers import cardinal, year_in_words

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def weekday_name(d: date) -> str:
    """« lundi » … « dimanche »."""
    return WEEKDAYS[d.weekday()]


def month_name(d: date) -> str:
    """« janvier » … « décembre »."""
    return MONTHS[d.month - 1]


def date_in_words(d: date, *, weekday: bool = True, hyphens: bool = True) -> str:
    """« mardi dix-neuf décembre deux-mille-vingt-trois »; the first of a month is « premier ».

    ``hyphens=False`` gives the traditional spelling of the numbers.
    """
    day = "premier" if d.day == 1 else cardinal(d.day, hyphens=hyphens)
    words = f"{day} {month_name(d)} {year_in_words(d.year, hyphens=hyphens)}"
    return f"{weekday_name(d)} {words}" if weekday else words


def time_in_words(t: time, *, hyphens: bool = True) -> str:
    """« dix-huit heures trente », « une heure », « vingt-et-une heures », « midi », « minuit ».

    Hours and minutes are feminine. « midi » and « minuit » only name the exact hour: with minutes an act
    says « zéro heure cinq », because « minuit cinq » would leave the reader to guess which day it is.
    """
    if t.minute == 0 and t.hour in (0, 12):
        return "midi" if t.hour else "minuit"
    unit = "heures" if t.hour > 1 else "heure"
    words = f"{cardinal(t.hour, feminine=True, hyphens=hyphens)} {unit}"
    return f"{words} {cardinal(t.minute, feminine=True, hyphens=hyphens)}" if t.minute else words


def long_date(d: date) -> str:
    """« 15 décembre 2023 », « 1er janvier 2024 »."""
    day = "1er" if d.day == 1 else str(d.day)
    return f"{day} {month_name(d)} {d.year}"


def numeric_date(d: date) -> str:
    """« 28/12/2023 »."""
    return f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


def numeric_time(t: time) -> str:
    """« 20 h 30 », « 8 h 05 », « 18 h »."""
    return f"{t.hour} h {t.minute:02d}" if t.minute else f"{t.hour} h"
