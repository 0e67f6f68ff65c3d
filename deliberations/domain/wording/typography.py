"""French typographic spaces and apostrophes, applied to finished texts in this one place.

``typeset`` changes nothing but spaces (U+00A0 and U+202F, put or inserted where French rules ask for them)
and straight apostrophes. It is idempotent, and leaves web and e-mail addresses alone.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from deliberations.domain.markup import TokenKind, tokens, unescaped

NBSP = "\u00a0"
NARROW = "\u202f"

_GAP = f"[ {NBSP}\u2009{NARROW}]"
_MASK = "\ue000"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
_CODE = r"(?:LO|L\.O|[LRDA])"
_MONTH = "(?i:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_UNIT = (
    "(?:€|%|‰|°C|[kM]€|h|min|[kcm]?m|[kc]?m[²³23]|ha|k?g|t|l|[kMG]?W|[kMG]Wh|[kM]?VA|k?V|[kMGT]o"
    "|voix|abstentions?|euros?)"
)
# Possessive quantifiers (« ++ ») and a look behind: no word is read again from each of its letters.
# What is never touched. An e-mail address keeps even a straight apostrophe: a broken address is worse.
_PROTECTED = re.compile(
    r"(?:https?://|ftp://|www\.|mailto:)[^\s«»<>]*[^\s«»<>.,;:!?)'’]"
    r"|(?<![\w.+'-])[\w.+'-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?<!\d)\d++:\d++(?::\d++)*+"
    r"|&#?\w++;"
    rf"|{_MASK}"
)
_VERBATIM = frozenset({"script", "style", "pre", "code", "kbd", "samp", "textarea"})

_Replacement = str | Callable[[re.Match[str]], str]


def _rule(pattern: str, replacement: _Replacement) -> tuple[re.Pattern[str], _Replacement]:
    return re.compile(pattern.replace("~", _GAP)), replacement


def _narrow_gaps(match: re.Match[str]) -> str:
    return re.sub(_GAP, NARROW, match.group())


# In a pattern « ~ » is one space of any kind. Order matters: where two rules meet, the last one wins.
_RULES = (
    _rule(r"(?<!\d)'", "’"),
    # « 3 500 », but neither « 2023 500 » nor « 2023-57 150 »: years and numbers of acts are no thousands.
    _rule(r"(?<!\d)(?<!\d[-/.,])\d{1,3}(?:~\d{3})+(?!\d)", _narrow_gaps),
    _rule(r"(?<!\w)([nN]°s?)~*(?=\d)", rf"\1{NBSP}"),
    _rule(r"(?<!\w)([nN]°s?|§)~+(?=\S)", rf"\1{NBSP}"),
    _rule(rf"(?<=\d)~+(?={_UNIT}(?![\w'’]))", NBSP),
    _rule(r"(?<=\d)(?=[€%‰](?!\w))", NBSP),
    _rule(rf"(?<=\d{NBSP}h)~+(?=\d\d(?!\d))", NBSP),
    _rule(rf"(?:(?<=\d)|(?<=\der))~+(?={_MONTH}(?!\w))", NBSP),
    _rule(rf"(?<!\w)({_MONTH})~+(?=\d{{4}}(?!\d))", rf"\1{NBSP}"),
    _rule(r"(?<!\w)(MM?\.|Mmes?|Mlles?)~+(?=\w)", rf"\1{NBSP}"),
    _rule(rf"(?<!\w)(Mgr|Mes?|Dr|Pr|{_CAPITAL}\.)~+(?={_CAPITAL})", rf"\1{NBSP}"),
    _rule(rf"(?<!\w)((?i:articles?|art\.|annexes?|alinéas?))~+(?=(?:{_CODE}\.?~?)?\*?\d)", rf"\1{NBSP}"),
    _rule(rf"(?<!\w)({_CODE}\.)(?:~+(?=\*?\d)|(?=\*?\d{{3}}))", rf"\1{NBSP}"),
    _rule(r"(?<=[«‹])(?:~+(?!\s)|(?=\S))", NBSP),
    _rule(r"(?<!\s)~+(?=[»›])|(?<=\S)(?=[»›])", NBSP),
    _rule(r"(?<!\s)~+(?=:)", NBSP),
    _rule(rf"(?<=[\w)\]»›\"…’.%€‰°{_MASK}])(?=:(?:\s|\Z))", NBSP),
    _rule(r"(?<!\s)~+(?=[;!?])", NARROW),
    _rule(rf"(?<=[\w)\]»›\"…’.%€‰°{_MASK}])(?=[;!?]+(?:[\s)\]»›\"]|\Z))", NARROW),
)


def typeset(text: str) -> str:
    """Plain text with French spaces and apostrophes.

    Never touches letters, digits, hyphens, « ... », line breaks, addresses, « 20:30 », character references.
    ``typeset(typeset(x)) == typeset(x)``.
    """
    kept = iter(_PROTECTED.findall(text))
    result = _PROTECTED.sub(_MASK, text)
    for pattern, replacement in _RULES:
        result = pattern.sub(replacement, result)
    return re.sub(_MASK, lambda _: next(kept), result)


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """Each piece of a source, and whether it is text to typeset."""
    verbatim = 0
    for token in tokens(source):
        if token.name in _VERBATIM and token.kind is TokenKind.START:
            verbatim += 1
        elif token.name in _VERBATIM and token.kind is TokenKind.END:
            verbatim = max(0, verbatim - 1)
        is_title = token.kind is TokenKind.RAW and token.name == "title"
        yield token.source, (token.kind is TokenKind.TEXT or is_title) and not verbatim


def typeset_html(source: str) -> str:
    """HTML with ``typeset`` applied to its text nodes; tags, attributes and comments stay byte-identical.

    A line break between two words of a text node is an ordinary space there. Character references of the
    text become characters, save ``&amp;``, ``&lt;`` and ``&gt;``. ``script``, ``style``, ``pre``, ``code``,
    ``kbd``, ``samp`` and ``textarea`` are left alone. Rules do not look across tags.
    """
    return "".join(_typeset_node(piece) if is_text else piece for piece, is_text in _pieces(source))


_SHORT = 120
"""A label, a name, a button: found again in page after page, where a paragraph is not."""


def _typeset_node(raw: str) -> str:
    return _remembered_node(raw) if len(raw) <= _SHORT else _typeset_text(raw)


@lru_cache(maxsize=4096)
def _remembered_node(raw: str) -> str:
    return _typeset_text(raw)


def _typeset_text(raw: str) -> str:
    text = re.sub(r"(?<=\S)[ \t\r\n\f]+(?=\S)", " ", unescaped(raw))
    return html.escape(typeset(text), quote=False)


def plain(text: str) -> str:
    """Text for comparison: ordinary single spaces, straight apostrophes, no space at either end."""
    return re.sub(r"\s+", " ", text).replace("’", "'").strip()
