"""What HTML a dossier may bring: the restricted subset, nested as an act is, no deeper."""

from collections.abc import Callable, Sequence

from deliberations.domain.markup import LONGEST_TAG, Token, TokenKind, tokens

ALLOWED_TAGS = frozenset(
    "p ul ol li table caption thead tbody tfoot tr th td br strong em b i u sub sup a mark".split()
)
DEEPEST = 40
"""Levels of open tags: nine levels of lists need about twenty."""


def markup_fault(html: str) -> str:
    """What is wrong with the tags of a text, in French; empty when all can be kept. Takes one pass."""
    found = [token for token in tokens(html) if token.kind is not TokenKind.TEXT]
    return next((fault for check in _CHECKS if (fault := check(found))), "")


def _unclosed(found: Sequence[Token]) -> str:
    """Reading on would lose all that follows."""
    if not found or found[-1].is_closed:
        return ""
    return f"balise HTML jamais fermée : « {_shown(found[-1])} » ; pour un simple « < », écrire « &lt; »"


def _too_long(found: Sequence[Token]) -> str:
    tags = (token for token in found if token.name and token.kind is not TokenKind.RAW)
    token = next((token for token in tags if len(token.source) > LONGEST_TAG), None)
    if token is None:
        return ""
    size = len(token.source)
    return f"balise HTML trop longue ({size} signes, {LONGEST_TAG} au plus) : « {_shown(token)} »"


def _foreign(found: Sequence[Token]) -> str:
    names = dict.fromkeys(token.name for token in found if token.kind is TokenKind.START)
    foreign = [f"<{name[:40]}>" for name in names if name not in ALLOWED_TAGS]
    return f"balises HTML non admises : {', '.join(foreign[:20])}" if foreign else ""


def _too_deep(found: Sequence[Token]) -> str:
    depth = deepest = 0
    for token in found:
        if token.kind is TokenKind.END:
            depth = max(0, depth - 1)
        elif token.kind is TokenKind.START and token.name != "br":
            depth += 1
            deepest = max(deepest, depth)
    return f"balises HTML imbriquées trop profondément ({deepest} niveaux)" if deepest > DEEPEST else ""


_CHECKS: tuple[Callable[[Sequence[Token]], str], ...] = (_too_long, _unclosed, _foreign, _too_deep)


def _shown(token: Token, limit: int = 40) -> str:
    return token.source if len(token.source) <= limit else f"{token.source[:limit]}…"
