"""Where the cells of a table fall: spans resolved on a grid, ragged rows filled, column widths shared out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deliberations.richtext import Cell, Row, blocks_as_text

_NARROWEST, _WIDEST = 6, 42
"""Characters that a column asks for at least and at most, so that a long text does not starve the others."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as placed: it ``continues`` a span of the row above, or ``restarts`` one of its own."""

    cell: Cell
    column: int
    width: int
    continues: bool = False
    restarts: bool = False


GridRow = tuple[Slot, ...]


def place_rows(rows: Sequence[Row], columns: int = 0) -> tuple[GridRow, ...]:
    """The slots of each row, filling the grid exactly; ``columns`` is its least width.

    A cell that would overlap the span of a row above is narrowed to the free columns.
    """
    placed = _placed(rows)
    width = max([columns, *(_end(row) for row in placed)])
    return tuple(_filled(row, width) for row in placed)


def column_count(rows: Sequence[Row]) -> int:
    return max((_end(row) for row in _placed(rows)), default=0)


def column_shares(grid: Sequence[GridRow]) -> tuple[float, ...]:
    """Part of the table's width for each column (they add up to 1), from its longest word and its text."""
    asked = [float(_NARROWEST)] * sum(slot.width for slot in grid[0]) if grid else []
    for slot in (slot for row in grid for slot in row if slot.width == 1 and not slot.continues):
        asked[slot.column] = max(asked[slot.column], _asked(slot.cell))
    return tuple(share / sum(asked) for share in asked)


def _asked(cell: Cell) -> float:
    """Characters that a cell would like on a line: its longest word, and part of a long text."""
    text = blocks_as_text(cell.blocks)
    longest = max((len(word) for word in text.split(" ")), default=0)
    return min(1.3 * max(longest, math.pow(len(text), 0.8)), _WIDEST)


def _placed(rows: Sequence[Row]) -> list[list[Slot]]:
    placed: list[list[Slot]] = []
    pending: dict[int, tuple[Slot, int]] = {}
    for row in rows:
        slots = _place(row, [slot for slot, _ in pending.values()])
        placed.append(slots)
        pending = _carried(slots, pending)
    return placed


def _place(row: Row, carried: Sequence[Slot]) -> list[Slot]:
    """Cells of one row in its free columns, between the slots carried from the rows above."""
    taken = {slot.column: slot for slot in carried}
    covered = {column for slot in carried for column in range(slot.column, slot.column + slot.width)}
    slots = list(taken.values())
    column = 0
    for cell in row.cells:
        while column in covered:
            column += 1
        width = next((w for w in range(1, cell.colspan) if column + w in covered), cell.colspan)
        slots.append(Slot(cell, column, width, restarts=cell.rowspan > 1))
        column += width
    return sorted(slots, key=lambda slot: slot.column)


def _carried(slots: Sequence[Slot], pending: dict[int, tuple[Slot, int]]) -> dict[int, tuple[Slot, int]]:
    """Slots that still cover the next row, with how many rows they have left after it."""
    after: dict[int, tuple[Slot, int]] = {}
    for slot in slots:
        left = pending[slot.column][1] - 1 if slot.continues else slot.cell.rowspan - 2
        if left >= 0:
            after[slot.column] = (Slot(slot.cell, slot.column, slot.width, continues=True), left)
    return after


def _end(slots: Sequence[Slot]) -> int:
    return max((slot.column + slot.width for slot in slots), default=0)


def _filled(slots: Sequence[Slot], width: int) -> GridRow:
    covered = {column for slot in slots for column in range(slot.column, slot.column + slot.width)}
    empty = [Slot(Cell(()), column, 1) for column in range(width) if column not in covered]
    return tuple(sorted((*slots, *empty), key=lambda slot: slot.column))
