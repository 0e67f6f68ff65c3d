"""The register of a council (CGCT art. R. 2121-9): volumes, the sheets of each entry, and what the tables list.

A sheet gets its number once, when the entry is made; numbers follow each other from volume to volume.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SMALL_COMMUNE = 1000
"""Inhabitants below which the sheets may be bound every five years rather than each year."""
YEARS_OF_SMALL = 5
DIGITS = 6


class Binding(StrEnum):
    """How often the sheets are bound."""

    YEARLY = "YEARLY"
    FIVE_YEARS = "FIVE_YEARS"


class SheetRule(StrEnum):
    """What carries a number: each printed page, or each leaf with its front and its back.

    The article says « feuillets » and does not say which: both are met in town halls.
    """

    PAGE = "PAGE"
    LEAF = "LEAF"


class EntryKind(StrEnum):
    """What a run of sheets holds."""

    TITLE = "TITLE"
    DELIBERATION = "DELIBERATION"
    RECTIFICATION = "RECTIFICATION"
    DECISION = "DECISION"
    CLOSING_SHEET = "CLOSING_SHEET"
    TABLE_BY_DATE = "TABLE_BY_DATE"
    TABLE_BY_SUBJECT = "TABLE_BY_SUBJECT"
    END = "END"


ACTS = (EntryKind.DELIBERATION, EntryKind.RECTIFICATION, EntryKind.DECISION)
"""What the tables list."""


DATED = (EntryKind.DELIBERATION, EntryKind.DECISION, EntryKind.CLOSING_SHEET)
"""What follows in order of date (CGCT art. L. 2121-23): a rectified act has the day of the act that it corrects."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One run of sheets. ``on`` is the day of the sitting or of the decision; ``order`` the place in the sitting.

    ``sitting`` is the uid of the sitting it belongs to, empty for another. Sheets count from ``first`` to ``last``.
    """

    kind: EntryKind
    on: date
    title: str
    first: int
    last: int
    pages: int
    number: str = ""
    order: int | None = None
    matter_code: str = ""
    theme: str = ""
    sitting: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume: its number, its period (both days included), how its sheets are numbered, since when it is open."""

    number: int
    since: date
    until: date
    binding: Binding
    rule: SheetRule
    first_sheet: int
    opened_on: date
    closed_on: date | None = None


def sheets_of(pages: int, rule: SheetRule) -> int:
    """How many sheets ``pages`` take: an entry always begins a sheet of its own."""
    return pages if rule is SheetRule.PAGE else (pages + 1) // 2


def sheet_labels(first: int, pages: int, rule: SheetRule) -> tuple[str, ...]:
    """What is printed at the top of each page; by leaves, the empty back of the last one is labelled too."""
    if rule is SheetRule.PAGE:
        return tuple(_label(first + number) for number in range(pages))
    sides = range(sheets_of(pages, rule) * 2)
    return tuple(f"{_label(first + side // 2)} {'verso' if side % 2 else 'recto'}" for side in sides)


def _label(number: int) -> str:
    return f"Feuillet n° {number:0{DIGITS}d}"


def shown_sheets(first: int, last: int) -> str:
    """« 12 » or « 12 à 15 »."""
    return f"{first}" if first == last else f"{first} à {last}"


def usual_binding(population: int | None) -> Binding:
    """Every five years below 1,000 inhabitants, else each year; each year where the population is not known."""
    return Binding.FIVE_YEARS if population is not None and population < SMALL_COMMUNE else Binding.YEARLY


def last_day(since: date, binding: Binding) -> date:
    """The last day of a volume begun on ``since``: the end of its year, or of the fifth."""
    years = YEARS_OF_SMALL - 1 if binding is Binding.FIVE_YEARS else 0
    return date(since.year + years, 12, 31)


def listed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What the tables list, by date, then in the order of the sitting, then as entered."""
    acts = [entry for entry in entries if entry.kind in ACTS]
    return tuple(sorted(acts, key=lambda entry: (entry.on, entry.order or 0, entry.first)))


def by_matter(entries: Iterable[Entry]) -> tuple[tuple[str, Sequence[Entry]], ...]:
    """The acts of each matter code, in the order of the nomenclature; those without one last, under an empty code."""
    found: dict[str, list[Entry]] = {}
    for entry in listed(entries):
        found.setdefault(entry.matter_code, []).append(entry)
    return tuple((code, found[code]) for code in sorted(found, key=_code_order))


def _code_order(code: str) -> tuple[bool, tuple[int, ...]]:
    return (not code, tuple(int(part) if part.isdecimal() else 0 for part in code.split(".")))


def by_theme(entries: Iterable[Entry]) -> tuple[tuple[str, Sequence[Entry]], ...]:
    """The acts of each theme of the agendas, in alphabetical order; those without one are left out."""
    found: dict[str, list[Entry]] = {}
    for entry in listed(entries):
        if entry.theme:
            found.setdefault(entry.theme, []).append(entry)
    return tuple((theme, found[theme]) for theme in sorted(found, key=str.casefold))
