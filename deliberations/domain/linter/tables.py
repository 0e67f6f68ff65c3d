"""Lines and tables of a restricted HTML text: what ``text_of`` joins, read cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deliberations.domain.acts import Deliberation
from deliberations.domain.markup import LONGEST_TAG, Token, TokenKind, tokens, unescaped

MOST_COLUMNS, MOST_ROWS = 24, 300
"""A larger table is left alone: no act prints one, and its sums would be long to try."""

_BREAKS = frozenset({"p", "h3", "li", "br", "ul", "ol"})
_SPAN = re.compile(r"\b(?P<name>colspan|rowspan)\s{0,3}=\s{0,3}[\"']?(?P<value>\d{1,3})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, row by row, all rows as long. Lines of one cell are parted by a line feed.

    A cell over several columns stands in the first, the others are empty; a text over several rows is repeated on
    each, a number is not.
    """

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text or a table of an act, and where a reader finds it."""

    where: str
    content: str | Table


def pieces_of(act: Deliberation) -> Iterator[tuple[Piece, ...]]:
    """The statement, then each operative part: the lines of one of them may make one list."""
    yield tuple(Piece("exposé", content) for content in contents_of(act.statement_html))
    first = 1
    for part in act.operative:
        blocks = tuple(enumerate(part.blocks_html, start=first))
        first += len(blocks)
        yield tuple(
            Piece(f"décision, point {place}", content)
            for place, block in blocks
            for content in contents_of(block)
        )


def contents_of(html: str) -> tuple[str | Table, ...]:
    """The lines that are not blank and the tables of a text, in reading order, in a time that grows like it."""
    reader = _Reader()
    for token in tokens(html):
        reader.read(token)
    reader.end_line()
    reader.end_table()
    return tuple(reader.contents)


@dataclass(slots=True)
class _Cell:
    colspan: int
    rowspan: int
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """``rows`` are those of the table being read; a table in a cell is text of that cell."""

    contents: list[str | Table] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None
    depth: int = 0

    def read(self, token: Token) -> None:
        if token.kind is TokenKind.TEXT:
            self._text(unescaped(token.source))
        elif token.kind is TokenKind.START:
            self._start(token)
        elif token.kind is TokenKind.END:
            self._end(token.name)

    def _text(self, text: str) -> None:
        if self.cell is not None:
            self.cell.parts.append(text.replace("\n", " "))
        elif not self.depth:
            self.line.append(text)

    def _start(self, token: Token) -> None:
        if token.name == "table":
            self.depth += 1
            if self.depth == 1:
                self.end_line()
        elif self.depth == 1 and token.name == "tr":
            self.rows.append([])
            self.cell = None
        elif self.depth == 1 and token.name in ("td", "th"):
            self._open_cell(token)
        elif token.name in _BREAKS or self.depth > 1:
            self._break()

    def _open_cell(self, token: Token) -> None:
        if not self.rows:
            self.rows.append([])
        spans = _spans(token.source)
        self.cell = _Cell(spans.get("colspan", 1), spans.get("rowspan", 1))
        self.rows[-1].append(self.cell)

    def _end(self, name: str) -> None:
        if name == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self.end_table()
        elif self.depth == 1 and name in ("td", "th", "tr"):
            self.cell = None
        elif name in _BREAKS:
            self._break()

    def _break(self) -> None:
        if self.cell is not None:
            self.cell.parts.append("\n")
        elif not self.depth:
            self.end_line()

    def end_line(self) -> None:
        text = " ".join("".join(self.line).split())
        self.line.clear()
        if text:
            self.contents.append(text)

    def end_table(self) -> None:
        self.depth, self.cell = 0, None
        rows, self.rows = self.rows, []
        if len(rows) <= MOST_ROWS and (grid := _grid(rows)):
            self.contents.append(Table(grid))


def _spans(source: str) -> dict[str, int]:
    if len(source) > LONGEST_TAG:
        return {}
    return {found["name"].lower(): max(1, int(found["value"])) for found in _SPAN.finditer(source)}


def _grid(rows: Sequence[Sequence[_Cell]]) -> tuple[tuple[str, ...], ...]:
    """The cells at their places; nothing when a row is too wide."""
    grid: list[list[str]] = []
    held: dict[int, tuple[int, str]] = {}
    for row in rows:
        placed = _placed(row, held)
        if placed is None:
            return ()
        grid.append(placed)
    width = max(map(len, grid), default=0)
    return tuple((*row, *("",) * (width - len(row))) for row in grid)


def _placed(row: Sequence[_Cell], held: dict[int, tuple[int, str]]) -> list[str] | None:
    """One row; ``held``, the columns taken by cells above with the rows still to cover, is brought up to date."""
    placed: list[str] = []
    taken = {column: held.pop(column) for column in list(held)}

    def fill() -> None:
        while len(placed) in taken:
            left, text = taken[len(placed)]
            if left > 1:
                held[len(placed)] = (left - 1, text)
            placed.append(text)

    for cell in row:
        fill()
        text = _text_of(cell)
        for offset in range(min(cell.colspan, MOST_COLUMNS)):
            column = len(placed)
            if cell.rowspan > 1:
                held[column] = (cell.rowspan - 1, "" if offset or _holds_figures(text) else text)
            placed.append("" if offset else text)
        if len(placed) > MOST_COLUMNS:
            return None
    fill()
    return placed


def _holds_figures(text: str) -> bool:
    return bool(re.match(r"[-+(−]?\s?\d", text))


def _text_of(cell: _Cell) -> str:
    lines = (" ".join(line.split()) for line in "".join(cell.parts).split("\n"))
    return "\n".join(line for line in lines if line)
