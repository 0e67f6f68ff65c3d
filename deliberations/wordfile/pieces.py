"""The pieces into which a document is cut, and the text of an act that they make."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.clause_reading import ended
from deliberations.domain.texts import text_of
from deliberations.richtext import sanitise, sanitise_inline


class Target(StrEnum):
    """Where a piece goes. FACT and FORMULA are printed from the facts of the sitting: they are only compared."""

    TITLE = "TITLE"
    STATEMENT = "STATEMENT"
    VU = "VU"
    CONSIDERANT = "CONSIDERANT"
    ENTENDU = "ENTENDU"
    SUR_PROPOSITION = "SUR_PROPOSITION"
    SUR_RAPPORT = "SUR_RAPPORT"
    OTHER = "OTHER"
    VERB = "VERB"
    BULLET = "BULLET"
    ARTICLE = "ARTICLE"
    ANNEX = "ANNEX"
    FACT = "FACT"
    FORMULA = "FORMULA"
    UNKNOWN = "UNKNOWN"
    IGNORED = "IGNORED"


@dataclass(frozen=True, slots=True)
class Piece:
    """``html`` is blocks for the statement, inline otherwise; ``note`` tells the reader why it stands there."""

    target: Target
    html: str
    note: str = ""

    @property
    def text(self) -> str:
        return text_of(self.html)


@dataclass(slots=True)
class _Part:
    verb: str
    layout: OperativeLayout | None = None
    blocks: list[str] = field(default_factory=list)


_LAYOUTS = {Target.BULLET: OperativeLayout.BULLETS, Target.ARTICLE: OperativeLayout.ARTICLES}


def composed(pieces: Iterable[Piece]) -> ActText:
    """The text that the pieces make, in their order. A verb opens a part; so does a change of layout."""
    titles, statement, clauses, annexes = [], [], [], []
    parts: list[_Part] = []
    for piece in pieces:
        if piece.target is Target.TITLE:
            titles.append(sanitise_inline(piece.html))
        elif piece.target is Target.STATEMENT:
            statement.append(sanitise(piece.html))
        elif piece.target.value in ClauseKind.__members__:
            clauses.append(Clause(ClauseKind(piece.target.value), ended(sanitise_inline(piece.html))))
        elif piece.target is Target.ANNEX:
            annexes.append(" ".join(piece.text.split()))
        elif piece.target is Target.VERB:
            parts.append(_Part(_verb(piece.text)))
        elif piece.target in _LAYOUTS:
            _add_decision(parts, _LAYOUTS[piece.target], piece.html)
    return ActText(
        title_html=sanitise_inline(" ".join(titles)),
        statement_html=sanitise("".join(statement)),
        clauses=tuple(clause for clause in clauses if clause.text_html),
        operative=tuple(
            OperativePart(tuple(part.blocks), part.verb, part.layout or OperativeLayout.BULLETS)
            for part in parts
        ),
        annexes=tuple(annex for annex in annexes if annex),
    )


def _add_decision(parts: list[_Part], layout: OperativeLayout, html: str) -> None:
    if not parts or parts[-1].layout not in (None, layout):
        parts.append(_Part(""))
    parts[-1].layout = layout
    if block := ended(sanitise_inline(html)):
        parts[-1].blocks.append(block)


def _verb(text: str) -> str:
    verb = " ".join(text.split()).rstrip(" :")
    verb = verb.lower() if verb.isupper() else verb[:1].lower() + verb[1:]
    return "" if verb.lower() in ("décide", "decide") else verb[:200]
