"""An act read, as plain text that somebody corrects in ordinary boxes, and back into the text of an act."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby

from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.clause_reading import read_clause
from deliberations.domain.votes import StatedResult
from deliberations.pastacts.model import Found, ReadAct, ReadDecision

_OPENINGS = {
    ClauseKind.VU: "Vu",
    ClauseKind.CONSIDERANT: "Considérant",
    ClauseKind.ENTENDU: "Entendu",
    ClauseKind.SUR_PROPOSITION: "Sur proposition",
    ClauseKind.SUR_RAPPORT: "Sur rapport",
    ClauseKind.OTHER: "",
}
_VERB_LINE = re.compile(r"(?P<verb>[^\W\d][\w' ]{1,60}?)\s*:")
_ITEM = re.compile(
    r"(?:[-–•*]|(?P<article>article\s+(?:1er|premier|unique|\d{1,3})\s*[:.–-]))\s*(?P<text>.+)", re.IGNORECASE
)
_PLURAL = {"décident": "décide", "approuvent": "approuve", "autorisent": "autorise", "adoptent": "adopte"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed for one act. Texts are plain; counts are ``None`` where the paper says nothing."""

    number: str = ""
    held_on: date | None = None
    title: str = ""
    theme: str = ""
    matter_code: str = ""
    statement: str = ""
    clauses: str = ""
    decisions: str = ""
    stated: StatedResult | None = None
    in_favour: int | None = None
    against: int | None = None
    abstentions: int | None = None
    not_voting: int | None = None


def draft_of(act: ReadAct) -> Draft:
    """The plain texts of an act read: one clause a line, one decision a line under its verb."""
    vote = act.vote.value if act.vote else None
    title = act.title.value if act.title else ""
    return Draft(
        number=_value(act.number),
        held_on=act.held_on.value if act.held_on else None,
        title=title,
        theme=_value(act.theme),
        matter_code=_value(act.matter_code),
        statement="\n\n".join(found.value for found in act.statement),
        clauses="\n".join(f"{_OPENINGS[f.value.kind]} {f.value.text}".strip() for f in act.clauses),
        decisions="\n".join(_decision_lines(act.decisions)),
        stated=vote.stated if vote else None,
        in_favour=vote.in_favour if vote else None,
        against=vote.against if vote else None,
        abstentions=vote.abstentions if vote else None,
        not_voting=vote.not_voting if vote else None,
    )


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""


def _decision_lines(decisions: Iterable[Found[ReadDecision]]) -> Iterator[str]:
    number = 0
    for verb, run in groupby((found.value for found in decisions), key=lambda each: each.verb):
        yield f"{_PLURAL.get(verb, verb).upper()} :"
        for each in run:
            if each.layout is OperativeLayout.ARTICLES:
                number += 1
                yield f"Article {number} : {each.text}"
            else:
                yield f"- {each.text}"


def clauses_of(text: str) -> tuple[Clause, ...]:
    """One clause a line; a line that opens as no clause does is kept as it is."""
    made = []
    for line in text.splitlines():
        kept = escape(" ".join(line.split()), quote=False)
        if kept:
            made.append(read_clause(kept) or Clause(ClauseKind.OTHER, kept))
    return tuple(made)


def operative_of(text: str) -> tuple[OperativePart, ...]:
    """« APPROUVE : » opens a part, « - … » or « Article 1 : … » is a decision; another line goes on with it."""
    parts: list[tuple[str, OperativeLayout | None, list[str]]] = []
    for line in filter(None, (" ".join(each.split()) for each in text.splitlines())):
        verb, item = _VERB_LINE.fullmatch(line), _ITEM.fullmatch(line)
        if verb and not item:
            parts.append((_verb(verb["verb"]), None, []))
            continue
        layout = OperativeLayout.ARTICLES if item and item["article"] else OperativeLayout.BULLETS
        if not parts or parts[-1][1] not in (None, layout):
            parts.append(("", None, []))
        name, _, blocks = parts[-1]
        parts[-1] = (name, layout, [*blocks, escape(item["text"] if item else line, quote=False)])
    return tuple(
        OperativePart(tuple(blocks), verb, layout or OperativeLayout.BULLETS)
        for verb, layout, blocks in parts
        if blocks
    )


def _verb(printed: str) -> str:
    verb = printed.strip().lower()
    return "" if verb in ("décide", "decide") else verb
