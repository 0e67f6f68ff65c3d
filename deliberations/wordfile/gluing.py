"""Pieces that follow each other made one: paragraphs of the statement, items of a list, lines of the roll."""

import re
from collections.abc import Iterator

from deliberations.domain.markup import TokenKind, tokens
from deliberations.wordfile.pieces import Piece, Target
from deliberations.wordfile.reading import WordBlock


def after(html: str, count: int) -> str:
    """``html`` without the first ``count`` characters of its text (spaces counted once), tags kept."""
    left = len("".join(Piece(Target.UNKNOWN, html).text[:count].split()))
    pieces = []
    for token in tokens(html):
        source = token.source
        if token.kind is TokenKind.TEXT and left:
            position = 0
            while position < len(source) and left:
                step = _reference_at(source, position)
                left -= not source[position].isspace()
                position += step
            source = source[position:]
        pieces.append(source)
    return re.sub(r"<(strong|em|u|sub|sup)>\s*</\1>", "", "".join(pieces)).lstrip()


def _reference_at(source: str, position: int) -> int:
    """« &amp; » is one character of the text."""
    found = re.compile(r"&(?:amp|lt|gt);").match(source, position)
    return len(found.group()) if found else 1


def as_blocks(block: WordBlock) -> str:
    if block.is_table:
        return block.html
    if block.ordered is not None:
        tag = "ol" if block.ordered else "ul"
        return f'<{tag}><li data-level="{block.level}">{block.html}</li></{tag}>'
    return f"<h3>{block.html}</h3>" if block.is_heading else f"<p>{block.html}</p>"


def joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Paragraphs of the statement, and lines of facts or formulas, that follow each other: one piece of each."""
    held: Piece | None = None
    levels: list[int] = []
    for each in pieces:
        piece, level = _without_level(each)
        if level is None or held is None or not _go_together(held, piece):
            levels.clear()
        depth = _depth(levels, level)
        if held is not None and _go_together(held, piece):
            held = Piece(held.target, _glued(held, piece, depth), held.note)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


_LEVEL = re.compile(r'<(?:ul|ol)><li( data-level="(\d)")>')


def _without_level(piece: Piece) -> tuple[Piece, int | None]:
    """The piece as people read it, and the level that Word gives to its item; ``None`` outside a list."""
    found = _LEVEL.match(piece.html)
    if found is None:
        return piece, None
    html = piece.html[: found.start(1)] + piece.html[found.end(1) :]
    return Piece(piece.target, html, piece.note), int(found[2])


def _depth(levels: list[int], level: int | None) -> int:
    """How deep an item stands in the list that goes on: Word may begin a list at any level, and skip some."""
    if level is None:
        return 0
    while levels and level < levels[-1]:
        levels.pop()
    if not levels or level > levels[-1]:
        levels.append(level)
    return len(levels) - 1


def _go_together(held: Piece, piece: Piece) -> bool:
    joins = (Target.STATEMENT, Target.FACT, Target.FORMULA, Target.IGNORED)
    return held.target is piece.target and held.target in joins and held.note == piece.note


def _glued(held: Piece, piece: Piece, depth: int) -> str:
    """Items of one list that follow each other are one list; a deeper one goes into the item before it."""
    first, second = _block(held.html), _block(piece.html)
    return _as_one_list(first, second, depth) or first + second


def _as_one_list(first: str, second: str, depth: int) -> str:
    """Empty when ``second`` does not go on the list that ends ``first``."""
    closing, opening = first[-5:], second[:4]
    if closing not in ("</ul>", "</ol>") or opening not in ("<ul>", "<ol>"):
        return ""
    if depth == 0:
        goes_on = closing[2:] == opening[1:]
        return first.removesuffix(closing) + second.removeprefix(opening) if goes_on else ""
    item = first.removesuffix(closing).removesuffix("</li>")
    return f"{_as_one_list(item, second, depth - 1) or item + second}</li>{closing}"


def _block(html: str) -> str:
    return html if html.startswith(("<p>", "<h3>", "<ul>", "<ol>", "<table>")) else f"<p>{html}</p>"
