"""Changing a document put to signature: with its sitting, its decision or its volume of the register locked first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from councils.models import User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.models import MayorDecision, RegisterVolume, SigningPaper, Sitting
from deliberations.services.changes import changing
from deliberations.services.decision_changes import DecisionChange, changing_decision


@dataclass(frozen=True, slots=True)
class PaperChange:
    """The writer, and what is locked: the sitting, or the change of a decision. Of a volume, neither."""

    writer: Writer
    sitting: Sitting | None = None
    decision: DecisionChange | None = None


@contextmanager
def changing_paper(paper: SigningPaper, *, by: User | None, reason: str) -> Iterator[PaperChange]:
    """Change ``paper`` in one transaction; see ``changing`` and ``changing_decision``."""
    with changing_subject(paper.sitting, paper.decision, paper.volume, by=by, reason=reason) as change:
        yield change


@contextmanager
def changing_subject(
    sitting: Sitting | None,
    decision: MayorDecision | None,
    volume: RegisterVolume | None = None,
    *,
    by: User | None,
    reason: str,
) -> Iterator[PaperChange]:
    """The same for what a document is about: a sitting, a decision or a volume of the register."""
    if decision is not None:
        with changing_decision(decision, by=by, reason=reason, even_fixed=True) as change:
            yield PaperChange(change.writer, decision=change)
        return
    if volume is not None:
        with transaction.atomic():
            lock_council(volume.council_id)
            lock(RegisterVolume).get(pk=volume.pk)
            yield PaperChange(Writer(by=by, reason=reason))
        return
    if sitting is None:
        raise ValueError("a document is about a sitting, a decision or a volume")
    with changing(sitting, by=by, reason=reason, even_finished=True) as of_sitting:
        yield PaperChange(of_sitting.writer, sitting=of_sitting.sitting)
