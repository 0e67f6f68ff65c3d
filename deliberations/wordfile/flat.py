"""The text of a Word file line by line, whatever holds it: paragraphs, lists, tables, text boxes, margins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from deliberations.domain.texts import text_of
from deliberations.wordfile.reading import Origin, WordBlock, WordText

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</p>|</li>|</h\d>")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class FlatLine:
    """A line of text; an empty one stands for an empty paragraph or for the edge of a table."""

    text: str
    is_heading: bool = False
    is_item: bool = False
    is_margin: bool = False


def flat_lines(word: WordText) -> Iterator[FlatLine]:
    """Every line in the order of the page, margins last; what tracked changes removed is left out."""
    for block in word.blocks:
        if block.origin is Origin.REMOVED:
            continue
        if block.after_gap:
            yield FlatLine("")
        if block.is_table:
            yield FlatLine("")
            yield from (FlatLine(text, is_margin=_is_margin(block)) for text in _rows(block.html))
            yield FlatLine("")
        else:
            yield from _paragraph(block)


def _is_margin(block: WordBlock) -> bool:
    return block.origin is Origin.MARGIN


def _paragraph(block: WordBlock) -> Iterator[FlatLine]:
    lines = _lines(block.html)
    if block.is_heading or block.ordered is not None:
        yield FlatLine(" ".join(lines), block.is_heading, block.ordered is not None, _is_margin(block))
        return
    yield from (FlatLine(text, is_margin=_is_margin(block)) for text in lines)
    if len(lines) > 1:
        yield FlatLine("")


def _lines(html: str) -> list[str]:
    pieces = (unescape(text_of(piece)).strip() for piece in _BREAK.split(html))
    return [piece for piece in pieces if piece]


def _rows(html: str) -> Iterator[str]:
    """A row of short cells is one line (« Présents : 19 »); a cell of several lines gives each of them.

    A table of one row only puts things side by side on the page: each cell stands alone.
    """
    rows = _ROW.findall(html)
    for row in rows:
        cells = [lines for cell in _CELL.findall(row) if (lines := _lines(cell))]
        is_layout = len(rows) == 1 and any(len(lines[0]) > _SHORT for lines in cells)
        if all(len(lines) == 1 for lines in cells) and not is_layout:
            texts = [lines[0] for lines in cells]
            is_pair = len(texts) == 2 and len(texts[0]) < _SHORT and not texts[0].endswith(":")
            yield (" : " if is_pair and re.fullmatch(r"\d{1,4}", texts[1]) else " | ").join(texts)
            continue
        for lines in cells:
            yield from lines
            yield ""
