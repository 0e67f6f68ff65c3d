"""Columns of amounts with their labels, from the tables of an act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.linter.figures import (
    BARE_DIGITS,
    decimals_of,
    is_well_formed,
    printed,
    value_of,
)
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.tables import Piece, Table

_UNIT = r"%|€|euros?|EUR|k€|K€|M€"
TAX = r"H\.?\s?T\.?|T\.?\s?T\.?\s?C\.?"
_CELL = re.compile(
    rf"(?P<open>\()?\s?(?P<sign>[-+−–])?\s?(?P<figures>{BARE_DIGITS})\s?(?P<unit>{_UNIT})?\s?(?P<tax>{TAX})?\s?\)?",
    re.IGNORECASE,
)
_LONGEST_CELL = 40
_BLANKS = frozenset({"", "-", "–", "—", "/", "//", "néant", "."})
_TOTAL = re.compile(
    r"(?:soit )?(?:(?:un|le|au) )?(?:sous )?(?:s total|(?:montant |cout )?(?:total|totaux)|somme totale)\b"
    r"|ensemble$"
)
_SUBTOTAL = re.compile(r"(?:sous |s )total")
_TTC = re.compile(r"\bt ?t ?c\b|toutes taxes")
_HT = re.compile(r"\bh ?t\b|hors tax|hors tva")
_VAT = re.compile(r"\bt ?v ?a\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a cell prints it. ``unit`` is « % », « € », « k€ »… or empty; ``tax`` is « HT », « TTC » or empty."""

    written: str
    value: Decimal
    decimals: int
    unit: str = ""
    tax: str = ""
    is_bracketed: bool = False

    @property
    def is_share(self) -> bool:
        return self.unit == "%"

    @property
    def is_year(self) -> bool:
        return not self.unit and bool(re.fullmatch(r"(?:19|20)\d\d", self.written))

    @property
    def step(self) -> Decimal:
        """One unit of the last figure printed: 1 for « 12 », 0.01 for « 12,50 »."""
        return Decimal(1).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a column: its label, and its number, ``None`` when the cell is blank.

    ``has_colon`` tells that a colon parts the label of a line of text from its amount.
    """

    where: str
    label: str
    number: Number | None
    share: Number | None = None
    has_colon: bool = False

    @property
    def folded(self) -> str:
        return fold(self.label)

    @property
    def tax(self) -> str:
        """« HT » or « TTC », as the cell or else the label says."""
        if self.number is not None and self.number.tax:
            return self.number.tax
        if _TTC.search(self.folded):
            return "TTC"
        return "HT" if _HT.search(self.folded) else ""

    @property
    def is_vat(self) -> bool:
        return bool(_VAT.search(self.folded)) and not _HT.search(self.folded) and not _TTC.search(self.folded)

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(self.folded)) and not self.is_vat

    @property
    def is_subtotal(self) -> bool:
        return bool(_SUBTOTAL.match(self.folded))


@dataclass(frozen=True, slots=True)
class Column:
    """The entries of one column of numbers, top to bottom, under its heading."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def is_money(self) -> bool:
        has_unit = any(e.number and e.number.unit not in ("", "%") for e in self.entries)
        return has_unit or bool(
            re.search(r"€|\beuros?\b|\bmontants?\b|\b(?:HT|TTC)\b", self.heading, re.IGNORECASE)
        )


def number_of(cell: str) -> Number | None:
    """The number that a cell holds, alone; ``None`` for a text, a blank, or several lines."""
    found = _CELL.fullmatch(cell) if len(cell) <= _LONGEST_CELL else None
    if found is None or not is_well_formed(found["figures"]):
        return None
    value = value_of(found["figures"])
    is_negative = found["sign"] in ("-", "−", "–") or found["open"] is not None
    tax = re.sub(r"[.\s]", "", found["tax"] or "").upper()
    unit = (found["unit"] or "").lower()
    return Number(
        written=cell,
        value=-value if is_negative else value,
        decimals=decimals_of(found["figures"]),
        unit="€" if unit.startswith("eu") else unit,
        tax=tax,
        is_bracketed=found["open"] is not None,
    )


def like(value: Decimal, model: Number) -> str:
    """``value`` printed in the manner of ``model``: its decimals, or more if needed, its unit and its tax."""
    decimals = max(model.decimals, 2 if value != value.to_integral_value() else 0)
    figures = printed(value, decimals)
    unit = re.search(rf"\s?(?:{_UNIT})\s?(?:{TAX})?$", model.written.rstrip(" )"), re.IGNORECASE)
    return figures + (unit.group() if unit else "")


def is_blank(cell: str) -> bool:
    return cell.lower() in _BLANKS


# --- tables


def body_of(table: Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The heading of each column, and the rows under it; a row of years alone is a heading too."""
    start = next((i for i, row in enumerate(table.rows) if _is_of_numbers(row)), len(table.rows))
    heads = table.rows[:start]
    width = len(table.rows[0])
    return tuple(" ".join(row[c] for row in heads if row[c]) for c in range(width)), table.rows[start:]


def _is_of_numbers(row: Sequence[str]) -> bool:
    numbers = [n for n in map(number_of, row) if n is not None]
    return bool(numbers) and not all(n.is_year for n in numbers)


def columns_of(piece: Piece, table: Table) -> tuple[Column | None, ...]:
    """Each column of a table that holds numbers and nothing else than numbers and blanks, else ``None``."""
    headings, rows = body_of(table)
    return tuple(_column(piece, headings[c], rows, c) for c in range(len(headings)))


def _column(piece: Piece, heading: str, rows: Sequence[Sequence[str]], c: int) -> Column | None:
    entries = []
    if _PRICED.search(heading):
        return None
    for row in rows:
        number = number_of(row[c])
        if number is None and not is_blank(row[c]):
            return None
        entries.append(Entry(piece.where, label_of(row, c), number))
    numbers = [e.number for e in entries if e.number is not None]
    if len(numbers) < 2 or all(n.is_year for n in numbers):
        return None
    return Column(heading, tuple(entries))


def label_of(row: Sequence[str], c: int) -> str:
    """The texts on the left of a cell, up to the numbers of the half of the table where it stands."""
    texts: list[str] = []
    for cell in reversed(row[:c]):
        if number_of(cell) is not None:
            if texts:
                break
        elif not is_blank(cell):
            texts.append(cell)
    return " ".join(reversed(texts))


_PRICED = re.compile(r"\d\s?(?:€|euros?\b)", re.IGNORECASE)
"""In a heading, an amount is that of a line which holds more than a number: the column cannot be added up."""
