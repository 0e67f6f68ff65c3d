"""Dates as acts write them, in words or in figures, with the day of the week beside."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from councils.domain.names import strip_accents
from deliberations.domain.linter.figures import WORDS, value_of_words
from deliberations.domain.wording.dates import MONTHS, WEEKDAYS

_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}|fevrier|aout|decembre)\b", re.IGNORECASE)
_NUMBERS = {strip_accents(name): number for number, name in enumerate(MONTHS, start=1)}
_WEEKDAY = rf"(?:\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s{{1,3}}(?:le\s)?)?"
_DAY = re.compile(
    rf"{_WEEKDAY}(?:\b(?P<first>premier)|(?<![\d/.,-])(?P<digits>\d{{1,2}})(?:\s?er)?|(?P<words>{WORDS}))\s{{1,3}}$",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"\s{{1,3}}(?:(?P<digits>\d{{4}})(?![\d/])|(?P<words>{WORDS}))", re.IGNORECASE)
_SLASHED = re.compile(
    rf"{_WEEKDAY}(?<![\w/.,°-])(?<!°\s)(?P<day>\d{{1,2}})(?P<gap>[/.])(?P<month>\d{{1,2}})(?P=gap)(?P<year>\d{{4}})(?![\w/-])",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 60, 90
"""Characters read on each side of the name of a month: the longest day and the longest year fit."""
_A_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date of a text, from ``start`` to ``end``; without year, ``year`` is ``None``. It may not exist."""

    start: int
    end: int
    words: str
    weekday: str
    day: int
    month: int
    year: int | None
    is_in_words: bool

    @property
    def exists(self) -> bool:
        if not 1 <= self.month <= 12:
            return False
        year = _A_LEAP_YEAR if self.year is None else self.year
        return 1 <= self.day <= monthrange(year, self.month)[1]

    @property
    def as_date(self) -> date | None:
        """The day meant, when the year is written and the day exists."""
        return date(self.year, self.month, self.day) if self.year and self.exists else None


def dates_in(text: str) -> tuple[WrittenDate, ...]:
    """Every date of a text that names its day and month, in reading order."""
    return tuple(sorted([*_named(text), *_slashed(text)], key=lambda found: found.start))


def _named(text: str) -> Iterator[WrittenDate]:
    for month in _MONTH.finditer(text):
        day = _DAY.search(text[max(0, month.start() - _BEFORE) : month.start()])
        number = _day_number(day) if day else None
        if day is None or number is None:
            continue
        year = _YEAR.match(text, month.end(), month.end() + _AFTER)
        year_number = _year_number(year) if year else None
        end = year.end() if year and year_number is not None else month.end()
        start = month.start() - len(day.group())
        yield WrittenDate(
            start=start,
            end=end,
            words=text[start:end],
            weekday=(day["weekday"] or "").lower(),
            day=number,
            month=_NUMBERS[strip_accents(month.group().lower())],
            year=year_number,
            is_in_words=day["digits"] is None,
        )


def _day_number(day: re.Match[str]) -> int | None:
    if day["first"]:
        return 1
    return int(day["digits"]) if day["digits"] else value_of_words(day["words"])


def _year_number(year: re.Match[str]) -> int | None:
    number = int(year["digits"]) if year["digits"] else value_of_words(year["words"])
    return number if number is not None and 1000 <= number <= 9999 else None


def _slashed(text: str) -> Iterator[WrittenDate]:
    for found in _SLASHED.finditer(text):
        yield WrittenDate(
            start=found.start(),
            end=found.end(),
            words=found.group(),
            weekday=(found["weekday"] or "").lower(),
            day=int(found["day"]),
            month=int(found["month"]),
            year=int(found["year"]) or None,
            is_in_words=False,
        )
