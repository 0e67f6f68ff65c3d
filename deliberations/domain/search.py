"""What somebody looks for: the kinds of things found, and the dates read in a question."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.names import strip_accents
from deliberations.domain.wording.dates import MONTHS
from deliberations.domain.wording.typography import plain


class EntryKind(StrEnum):
    """What a result is, in the order they are offered."""

    ACT = "ACT"
    DECISION = "DECISION"
    ITEM = "ITEM"
    SITTING = "SITTING"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, read once. ``rest`` are the words left when the date is taken out.

    ``since`` and ``until`` bound the day, the month or nothing (both ``None``); ``said`` is how the date was written.
    """

    text: str
    rest: str
    since: date | None = None
    until: date | None = None
    said: str = ""


_MONTHS = {strip_accents(name): number for number, name in enumerate(MONTHS, start=1)}
_NAMES = "|".join(_MONTHS)
_DAY = r"(?P<day>\d{1,2}|1er)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMERIC = re.compile(rf"(?<!\w){_DAY}[/.](?P<month>\d{{1,2}})[/.]{_YEAR}(?!\w)")
_ISO = re.compile(rf"(?<!\w){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_WRITTEN = re.compile(rf"(?<!\w)(?:{_DAY} )?(?P<name>{_NAMES}) {_YEAR}(?!\w)")
LONGEST = 200
"""Characters of a question that are read."""


def read_question(text: str) -> Question:
    """The date in a question (« 19/12/2023 », « 19 décembre 2023 », « mars 2023 ») and the other words.

    A date that does not exist stays among the words. A year alone is a word: acts hold years too.
    """
    asked = " ".join(plain(text[:LONGEST]).split())
    folded = strip_accents(asked.lower())
    if len(folded) != len(asked):  # An unusual letter: places would no longer agree.
        return Question(asked, asked)
    for pattern in (_NUMERIC, _ISO, _WRITTEN):
        found = pattern.search(folded)
        bounds = _bounds(found) if found else None
        if found and bounds:
            start, end = found.span()
            rest = " ".join((asked[:start] + " " + asked[end:]).split())
            return Question(asked, rest, *bounds, said=asked[start:end])
    return Question(asked, asked)


def _bounds(found: re.Match[str]) -> tuple[date, date] | None:
    parts = found.groupdict()
    month = _MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
    year, day = int(parts["year"]), (parts["day"] or "").replace("1er", "1")
    try:
        first = date(year, month, int(day) if day else 1)
    except ValueError:
        return None
    return first, first if day else date(year, month, monthrange(year, month)[1])
