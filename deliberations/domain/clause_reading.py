"""A clause of the preamble as people write it: its opening word told from its text, its final mark put aside."""

import re

from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.markup import TokenKind, tokens
from deliberations.domain.texts import text_of

_OPENERS = re.compile(
    r"\s*(?:(?P<VU>VUS?|Vus?|vu(?=\s))|(?P<CONSIDERANT>CONSID[EÉ]RANT|[Cc]onsid[eé]rant)"
    r"|(?P<ENTENDU>ENTENDU|[Ee]ntendu)|(?P<SUR_PROPOSITION>SUR\ (?:LA\ )?PROPOSITION|[Ss]ur\ (?:la\ )?proposition)"
    r"|(?P<SUR_RAPPORT>SUR\ (?:LE\ )?RAPPORT|[Ss]ur\ (?:le\ )?rapport))(?!\w)\s*(?::\s*)?"
)
_OTHER_OPENERS = re.compile(
    r"\s*(?:APR[EÈ]S|[Aa]pr[eè]s)\s(?:avoir|AVOIR|lecture|LECTURE)\b(?!.{0,80}d[eé]lib[eé]r[eé])"
    r"|\s*(?:OU[IÏ]|[Oo]u[iï])\s|\s*(?:ATTENDU|[Aa]ttendu)\b",
    re.DOTALL,
)
_END = re.compile(r"(?:\s*(?<!&amp)(?<!&lt)(?<!&gt)[;,])+\s*$")


def read_clause(html: str) -> Clause | None:
    """The clause that inline ``html`` opens (« Vu le code ; », « CONSIDÉRANT que… »); ``None`` when it opens none.

    The text keeps its formats; what follows the opening word is not changed but for its final « ; ».
    """
    found = _opened(html)
    if found is not None:
        return Clause(found[0], ended(found[1])) if text_of(found[1]) else None
    if _OTHER_OPENERS.match(text_of(html)):
        return Clause(ClauseKind.OTHER, ended(html))
    return None


def typed_clause(kind: ClauseKind, html: str) -> Clause:
    """A clause typed under ``kind``: an opening word typed again is not printed twice, and another one wins."""
    found = _opened(html)
    if found is None or not text_of(found[1]) or kind is ClauseKind.OTHER:
        return Clause(kind, ended(html))
    return Clause(found[0], ended(found[1]))


def ended(html: str) -> str:
    """``html`` without the « ; » or « , » that the document prints itself."""
    return _END.sub("", html)


def _opened(html: str) -> tuple[ClauseKind, str] | None:
    """The kind and the text after the opening word, wherever the tags around that word are."""
    opening = _OPENERS.match(text_of(html))
    if opening is None:
        return None
    left = len("".join(opening.group().split()))
    pieces = []
    for token in tokens(html):
        source = token.source
        if token.kind is TokenKind.TEXT and left >= 0:
            source, left = _without(source, left)
        pieces.append(source)
    return ClauseKind(opening.lastgroup or ""), _EMPTY.sub("", "".join(pieces)).lstrip()


_EMPTY = re.compile(r"<(?P<tag>strong|em|u)></(?P=tag)>")


def _without(source: str, count: int) -> tuple[str, int]:
    """``source`` without its first ``count`` letters and the spaces around; −1 once all are taken and text goes on."""
    position = 0
    while position < len(source) and (count or source[position].isspace()):
        count -= not source[position].isspace()
        position += 1
    return source[position:], count if count or position == len(source) else -1
