"""Tables in normal form: header rows apart, every heading scoped, spans inside their own section."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from deliberations.richtext.model import Block, Cell, Paragraph, Row, Runs, Scope, Table

Section = tuple[str, list[list[Cell]]]
Rows = tuple[Row, ...]


def make_table(caption: Runs, sections: Sequence[Section]) -> Iterator[Block]:
    """The table, or its caption alone as a paragraph when it has no row.

    Without ``thead``, first rows made only of headings are the header.
    """
    header = _rows(sections, head=True)
    rows = _rows(sections, head=False)
    if not header:
        header, rows = _split_header(rows)
    if header or rows:
        yield Table(caption, _scoped(header, "col"), _scoped(rows, "row"))
    elif caption:
        yield Paragraph(caption)


def _rows(sections: Sequence[Section], *, head: bool) -> Rows:
    kept = (_without_empty_rows(rows) for tag, rows in sections if (tag == "thead") == head)
    return tuple(row for rows in kept for row in rows)


def _without_empty_rows(rows: list[list[Cell]]) -> list[Row]:
    """Drop rows without cells; what spanned them spans as many rows less, and stops at the last one."""
    kept = [index for index, cells in enumerate(rows) if cells]

    def fitted(cell: Cell, index: int) -> Cell:
        spanned = bisect_left(kept, index + cell.rowspan) - bisect_left(kept, index)
        return replace(cell, rowspan=spanned)

    return [Row(tuple(fitted(cell, index) for cell in rows[index])) for index in kept]


def _split_header(rows: Rows) -> tuple[Rows, Rows]:
    count = len(list(takewhile(lambda row: all(cell.header for cell in row.cells), rows)))
    crosses = any(
        index + cell.rowspan > count for index, row in enumerate(rows[:count]) for cell in row.cells
    )
    return ((), rows) if crosses else (rows[:count], rows[count:])


def _scoped(rows: Rows, scope: Scope) -> Rows:
    def scoped(cell: Cell) -> Cell:
        return replace(cell, scope=cell.scope or scope) if cell.header else cell

    return tuple(Row(tuple(scoped(cell) for cell in row.cells)) for row in rows)
