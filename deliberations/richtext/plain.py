"""Structured text → plain text, laid out as in a typed act."""

from collections.abc import Iterable, Iterator

from deliberations.richtext.model import Block, Cell, Heading, ItemList, Paragraph, Row, Runs, Table
from deliberations.richtext.reader import parse_blocks

_INDENT = "  "
_CELL_SEPARATOR = " | "


def plain_text(html: str) -> str:
    """The text of ``html`` as ``blocks_as_text`` lays it out, private passages included."""
    return blocks_as_text(parse_blocks(html))


def blocks_as_text(blocks: Iterable[Block]) -> str:
    """Blocks parted by empty lines; « - » or « 1. » before an item, « | » between cells."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def runs_as_text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from runs_as_text(runs).split("\n")
        case Heading(runs):
            yield runs_as_text(runs)
        case ItemList():
            yield from _list_lines(block)
        case Table(caption, header_rows, rows):
            yield from [runs_as_text(caption)] if caption else []
            yield from (_row_line(row) for row in (*header_rows, *rows))


def _list_lines(block: ItemList) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.ordered else "- "
        for index, line in enumerate(line for part in item for line in _lines(part)):
            yield (_INDENT if index else mark) + line


def _row_line(row: Row) -> str:
    return _CELL_SEPARATOR.join(_cell_line(cell) for cell in row.cells).rstrip(" ")


def _cell_line(cell: Cell) -> str:
    return " ".join(line for block in cell.blocks for line in _lines(block))
