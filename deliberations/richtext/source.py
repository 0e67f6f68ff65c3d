"""What is given to the cleaner: the tags it knows, no deeper than a text needs.

The cleaner takes the square of their number on open tags, on the attributes of one tag, on « & » and no-break
spaces. Here all are counted or set aside first, in one pass. Nothing is made safe here: the cleaner does that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from deliberations.domain.markup import LONGEST_TAG, Token, TokenKind, tokens, unescaped

DEEPEST = 100
"""Tags open at once; a text that goes deeper is kept as bare paragraphs."""

INLINE = {
    "b": "strong",
    "i": "em",
    **{name: name for name in ("strong", "em", "u", "sub", "sup", "mark", "a")},
}
"""Inline tags and the one name of each."""

HEADING = "h3"
"""The one level of sub-heading; other levels are read as this one."""

STRUCTURE = frozenset("p br h3 ul ol li table caption thead tbody tfoot tr th td".split())
OTHER_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form "
    "header hr main nav pre section summary".split()
)
_HEADINGS = {f"h{level}": HEADING for level in range(1, 7)}
_NAMES = INLINE | {name: name for name in STRUCTURE | OTHER_BLOCKS} | _HEADINGS
_WITH_ATTRIBUTES = frozenset({"a", "th", "td"})
_NEVER_DEEPER = frozenset("p br hr li dd dt caption thead tbody tfoot tr th td".split())
"""Tags that the next of their kind closes, or that hold nothing."""

_VANISHING = frozenset({"script", "style"})
_STAND_INS = {"&": "\ufdd0", "<": "\ufdd1", "\u00a0": "\ufdd2"}
_DROPPED = str.maketrans(dict.fromkeys(_STAND_INS.values(), ""))
_AWAY = _DROPPED | str.maketrans(_STAND_INS)
_BACK = str.maketrans({stand_in: character for character, stand_in in _STAND_INS.items()})


def source_to_clean(html: str) -> str:
    """``html`` with its known tags only; ``as_read`` gives back the characters of its texts.

    A text that nests too deeply loses its tags, and is private as a whole as soon as a part of it is: a mark that
    is not followed to its end must not publish a name.
    """
    found = [token for token in tokens(html) if token.name not in _VANISHING]
    pieces = _bare(found) if _depth(found) > DEEPEST else (_kept(token) for token in found)
    return "".join(pieces)


def as_read(text: str) -> str:
    """A text that comes back from the cleaner, with the characters it was cleaned without.

    They were written as noncharacters of Unicode, which no text may hold.
    """
    return text.translate(_BACK)


def _depth(found: Iterable[Token]) -> int:
    """The most tags open at once, at worst: each is open until its own end tag."""
    opened: Counter[str] = Counter()
    total = deepest = 0
    for token in found:
        name = _NAMES.get(token.name, "")
        if not name or name in _NEVER_DEEPER:
            continue
        if token.kind is TokenKind.START:
            opened[name] += 1
            total += 1
            deepest = max(deepest, total)
        elif opened[name]:
            opened[name] -= 1
            total -= 1
    return deepest


def _kept(token: Token) -> str:
    """The token as the cleaner needs it; a tag longer than any of ours loses its attributes."""
    if token.kind in (TokenKind.TEXT, TokenKind.RAW):
        return _text(token.source)
    name = _NAMES.get(token.name)
    if name is None or not token.is_closed:
        return ""
    if token.kind is TokenKind.END:
        return f"</{name}>"
    is_whole = name in _WITH_ATTRIBUTES and len(token.source) <= LONGEST_TAG
    return token.source.translate(_DROPPED) if is_whole else f"<{name}>"


def _bare(found: list[Token]) -> Iterator[str]:
    """The texts of ``found``, cut where a block begins or ends."""
    is_private = any(token.name == "mark" for token in found)
    yield "<mark>" if is_private else ""
    for token in found:
        if token.kind in (TokenKind.TEXT, TokenKind.RAW):
            yield _text(token.source)
        elif token.name in STRUCTURE | OTHER_BLOCKS | _HEADINGS.keys():
            yield "<br><br>"


def _text(source: str) -> str:
    return unescaped(source).translate(_AWAY)
