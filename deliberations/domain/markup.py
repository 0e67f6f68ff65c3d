"""Cutting an HTML source into tags and texts, in one pass whatever it holds.

``html.parser`` reads « <a <a <a … » again and again from each « < »; here every character is read once. The cuts
are those of the HTML standard, so that a browser, a cleaner and we see the same tags.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# Each alternative matches wherever it may begin, up to the end of the source when nothing closes it: the
# possessive quantifiers (« ++ », « *+ ») never give a character back, so nothing is read twice.
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+)"""
_ATTRIBUTES = rf"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+)*+"
_TOKEN = re.compile(
    r"(?P<TEXT>(?:[^<]++|<(?![A-Za-z!?/])|</\Z)++)|<(?:"
    rf"(?P<START>[A-Za-z][^\s/>]*+){_ATTRIBUTES}"
    rf"|/(?P<END>[A-Za-z][^\s/>]*+){_ATTRIBUTES}"
    r"|(?P<COMMENT>!--(?:-?(?=>)|.*?(?:--!?(?=>)|\Z))|[!?/][^>]*+)"
    r")(?P<CLOSE>>)?",
    re.DOTALL,
)
LONGEST_TAG = 2_000
"""Characters of one tag that any text of ours needs: a long address fits."""

_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9A-Fa-f]{8,}+);?+")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


class TokenKind(StrEnum):
    """RAW is the content of a script, a style or another element in which no tag is read."""

    TEXT = "TEXT"
    START = "START"
    END = "END"
    COMMENT = "COMMENT"
    RAW = "RAW"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a source. ``name`` is that of the tag, or of the element around a RAW, in lower case.

    ``is_closed`` is false for a tag or a comment that the end of the source cuts: its « > » is missing.
    """

    kind: TokenKind
    source: str
    name: str = ""
    is_closed: bool = True


def tokens(source: str) -> Iterator[Token]:
    """The pieces of ``source`` in order; joined, they are the source. Two texts never follow each other."""
    position = 0
    while found := _TOKEN.match(source, position):
        token = _token(found)
        yield token
        position = found.end()
        if token.kind is TokenKind.START and token.name in _RAW:
            end = _end_of_raw(source, position, token.name)
            if end > position:
                yield Token(TokenKind.RAW, source[position:end], token.name)
            position = end


def _token(found: re.Match[str]) -> Token:
    if found["TEXT"] is not None:
        return Token(TokenKind.TEXT, found.group())
    kind = next(k for k in (TokenKind.START, TokenKind.END, TokenKind.COMMENT) if found[k] is not None)
    name = "" if kind is TokenKind.COMMENT else found[kind].lower()
    return Token(kind, found.group(), name, found["CLOSE"] is not None)


def _end_of_raw(source: str, position: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, position)
    return found.start() if found else len(source)


def unescaped(text: str) -> str:
    """``text`` with its character references as characters; a number beyond Unicode gives U+FFFD.

    ``html.unescape`` alone raises ``ValueError`` on a number of thousands of figures.
    """
    return html.unescape(_LONG_REFERENCE.sub(_short_reference, text))


def _short_reference(found: re.Match[str]) -> str:
    reference = found.group().removesuffix(";").lower()
    mark = "&#x" if reference[2] == "x" else "&#"
    figures = reference.removeprefix(mark).lstrip("0") or "0"
    return f"{mark}{figures};" if len(figures) <= 7 else "\ufffd"
