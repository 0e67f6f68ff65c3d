"""Words of a restricted HTML text replaced by others, its tags left where they stand."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from deliberations.domain.act_text import ActText
from deliberations.domain.markup import TokenKind, tokens
from deliberations.domain.texts import text_of

_SPACES = "[ \u00a0\u202f]+"
_APOSTROPHES = "['\u2019]"
_PLACE = re.compile(
    r"(?P<name>objet|exposé|visas et considérants, n° |décision, point |annexe )(?P<rank>\d+)?"
)


def replaced(html: str, found: str, new: str, *, occurrence: int = 0) -> str | None:
    """``html`` with one occurrence (from 0) of the words ``found`` become ``new``; ``None`` when it is not there.

    Spaces and apostrophes match whatever their kind. Words that a tag cuts in two are not found: nothing is guessed.
    """
    pattern = _pattern(found)
    if pattern is None:
        return None
    pieces, seen = [], 0
    for token in tokens(html):
        source = token.source
        if token.kind is TokenKind.TEXT:
            for match in pattern.finditer(source):
                if seen == occurrence:
                    text = escape(new, quote=False)
                    source = source[: match.start()] + text + source[match.end() :]
                seen += 1
        pieces.append(source)
    return "".join(pieces) if seen > occurrence else None


def _pattern(found: str) -> re.Pattern[str] | None:
    words = [re.escape(escape(word, quote=False)) for word in found.split()]
    if not words:
        return None
    source = re.sub("['\u2019]", lambda _: _APOSTROPHES, _SPACES.join(words))
    start = r"(?<!\w)" if found.strip()[0].isalnum() else ""
    end = r"(?!\w)" if found.strip()[-1].isalnum() else ""
    return re.compile(start + source + end)


def changed_at(text: ActText, where: str, change: Callable[[str], str | None]) -> ActText | None:
    """``text`` with the piece that a finding names by ``where`` changed; ``None`` when nothing changes.

    Places are those of ``texts.passages``: « objet », « exposé », « visas et considérants, n° 2 », « décision,
    point 3 », « annexe 1 ».
    """
    place = _PLACE.fullmatch(where)
    if place is None:
        return None
    rank = int(place["rank"] or 1) - 1
    if place["name"] == "objet":
        html = change(text.title_html)
        return None if html in (None, text.title_html) else replace(text, title_html=html or "")
    if place["name"] == "exposé":
        html = change(text.statement_html)
        return None if html in (None, text.statement_html) else replace(text, statement_html=html or "")
    if place["name"].startswith("visas"):
        return _clause_changed(text, rank, change)
    if place["name"].startswith("décision"):
        return _block_changed(text, rank, change)
    return _annex_changed(text, rank, change)


def _clause_changed(text: ActText, rank: int, change: Callable[[str], str | None]) -> ActText | None:
    if rank >= len(text.clauses):
        return None
    clauses = list(text.clauses)
    html = change(clauses[rank].text_html)
    if html is None or html == clauses[rank].text_html:
        return None
    clauses[rank] = replace(clauses[rank], text_html=html)
    return replace(text, clauses=tuple(clauses))


def _block_changed(text: ActText, rank: int, change: Callable[[str], str | None]) -> ActText | None:
    """The ``rank`` of a decision is counted across the parts."""
    parts = list(text.operative)
    for index, part in enumerate(parts):
        if rank < len(part.blocks_html):
            blocks = list(part.blocks_html)
            html = change(blocks[rank])
            if html is None or html == blocks[rank]:
                return None
            blocks[rank] = html
            parts[index] = replace(part, blocks_html=tuple(blocks))
            return replace(text, operative=tuple(parts))
        rank -= len(part.blocks_html)
    return None


def _annex_changed(text: ActText, rank: int, change: Callable[[str], str | None]) -> ActText | None:
    if rank >= len(text.annexes):
        return None
    html = change(escape(text.annexes[rank], quote=False))
    title = None if html is None else text_of(html)
    if title is None or title == text.annexes[rank]:
        return None
    return replace(text, annexes=(*text.annexes[:rank], title, *text.annexes[rank + 1 :]))
