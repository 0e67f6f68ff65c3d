"""Hiding words of an act of either kind: they stay in the act, and no public page or copy shows them any more."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.writing import Writer
from deliberations.domain.hiding import HIDDEN
from deliberations.services.act_desks import AnyAct, Desk, desk_of
from deliberations.services.passages import chosen_passage

RECTIFIED = "rectified"


def hide_words(
    *, act: AnyAct, passage: str, words: Collection[int], reason: str, by: User | None, at: datetime
) -> Any:
    """Hide words of a passage from the public: personal data put online by mistake.

    ``words`` are numbers in the passage, from 0. The title of an annex is hidden whole. The public page changes at
    once, and what tells this text to the public is made again. Raises ``Refusal`` when nothing is chosen, when the
    passage does not read so any more, or without a reason. History ``act.rectified``, or ``decision.rectified``.
    """
    desk = desk_of(act)
    with desk.changing(RECTIFIED, by=by) as writer:
        found, place, number = chosen_passage(act, passage)
        told = [word.text for n, word in enumerate(found.words) if n in words]
        if not told:
            raise Refusal("rectification.words", "Cochez au moins un mot à occulter.")
        place.hide(writer, number, words)
        before = found.text if found.is_hidden_whole else " ".join(told)
        return keep_rectification(desk, writer, before, HIDDEN, reason, at)


def keep_rectification(desk: Desk, writer: Writer, before: str, after: str, reason: str, at: datetime) -> Any:
    """Within a change: keep what was written, what is written instead and why; freeze the text anew.

    Raises ``Refusal`` without a reason.
    """
    if not reason.strip():
        raise Refusal("rectification.reason", "Dites d'où vient l'erreur : le motif est conservé.")
    entry = desk.row.rectifications.model(
        **{desk.link: desk.row}, before=before, after=after, reason=reason.strip(), at=at, by=writer.by
    )
    kept = writer.write(entry, "")
    desk.freeze_text(by=writer.by, at=at)
    return kept
