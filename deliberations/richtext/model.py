"""Structured text as frozen values: what the restricted HTML says, without the HTML."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Position = Literal["", "sub", "sup"]
Scope = Literal["", "col", "row", "colgroup", "rowgroup"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a run is set. ``private`` marks what the public copy must not show."""

    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    position: Position = ""
    href: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one format. A line feed is a line break; other white space is single spaces."""

    text: str
    format: Format = Format()


Runs = tuple[Run, ...]
RunsMapper = Callable[[Runs], Runs]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs

    def map_runs(self, change: RunsMapper) -> "Paragraph":
        return Paragraph(change(self.runs))


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading of the text itself, on one line; it never stands in an item nor in a cell."""

    runs: Runs

    def map_runs(self, change: RunsMapper) -> "Heading":
        return Heading(change(self.runs))


@dataclass(frozen=True, slots=True)
class ItemList:
    """Each item is one or more blocks, most often one paragraph."""

    ordered: bool
    items: tuple[tuple["Block", ...], ...]

    def map_runs(self, change: RunsMapper) -> "ItemList":
        return replace(self, items=tuple(map_blocks(item, change) for item in self.items))


@dataclass(frozen=True, slots=True)
class Cell:
    """``scope`` is empty for a data cell; spans are counted in columns and rows, at least 1."""

    blocks: tuple["Block", ...]
    header: bool = False
    scope: Scope = ""
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``header_rows`` are repeated on each page; spans never cross from them into ``rows``."""

    caption: Runs
    header_rows: tuple[Row, ...]
    rows: tuple[Row, ...]

    def map_runs(self, change: RunsMapper) -> "Table":
        return Table(change(self.caption), _map_rows(self.header_rows, change), _map_rows(self.rows, change))


Block = Paragraph | Heading | ItemList | Table


def map_blocks(blocks: tuple[Block, ...], change: RunsMapper) -> tuple[Block, ...]:
    """Apply ``change`` to every sequence of runs: paragraphs, items, captions and cells."""
    return tuple(block.map_runs(change) for block in blocks)


def _map_rows(rows: tuple[Row, ...], change: RunsMapper) -> tuple[Row, ...]:
    return tuple(
        Row(tuple(replace(cell, blocks=map_blocks(cell.blocks, change)) for cell in row.cells))
        for row in rows
    )
