"""The whole text of an act as one canonical JSON, and back: what versions, models and conflicts compare."""

import hashlib
import json
from enum import StrEnum
from typing import Any

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart


class VersionKind(StrEnum):
    """Why a version was kept. SET_ASIDE is what somebody typed and did not choose in a conflict."""

    AUTOSAVE = "AUTOSAVE"
    SAVED = "SAVED"
    STARTED = "STARTED"
    RESTORED = "RESTORED"
    SET_ASIDE = "SET_ASIDE"


def text_as_json(text: ActText) -> str:
    """One text, one spelling: keys in order, no space, accents as they are."""
    content = {
        "title_html": text.title_html,
        "statement_html": text.statement_html,
        "clauses": [[clause.kind.value, clause.text_html] for clause in text.clauses],
        "operative": [
            {"verb": part.verb, "layout": part.layout.value, "blocks_html": list(part.blocks_html)}
            for part in text.operative
        ],
        "annexes": list(text.annexes),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_from_json(content: str) -> ActText:
    """The text that ``text_as_json`` wrote."""
    read: dict[str, Any] = json.loads(content)
    return ActText(
        title_html=read["title_html"],
        statement_html=read["statement_html"],
        clauses=tuple(Clause(ClauseKind(kind), html) for kind, html in read["clauses"]),
        operative=tuple(
            OperativePart(tuple(part["blocks_html"]), part["verb"], OperativeLayout(part["layout"]))
            for part in read["operative"]
        ),
        annexes=tuple(read["annexes"]),
    )


def digest_of(text: ActText) -> str:
    """SHA-256 of the canonical JSON: two texts are the same when it is."""
    return hashlib.sha256(text_as_json(text).encode()).hexdigest()
