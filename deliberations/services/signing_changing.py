"""Changing a document put to signature: with its sitting or its decision locked first, like any other change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from councils.models import User
from councils.services.writing import Writer
from deliberations.models import MayorDecision, SigningPaper, Sitting
from deliberations.services.changes import changing
from deliberations.services.decision_changes import DecisionChange, changing_decision


@dataclass(frozen=True, slots=True)
class PaperChange:
    """The writer, and what is locked: the sitting, or the change of a decision."""

    writer: Writer
    sitting: Sitting | None = None
    decision: DecisionChange | None = None


@contextmanager
def changing_paper(paper: SigningPaper, *, by: User | None, reason: str) -> Iterator[PaperChange]:
    """Change ``paper`` in one transaction; see ``changing`` and ``changing_decision``."""
    with changing_subject(paper.sitting, paper.decision, by=by, reason=reason) as change:
        yield change


@contextmanager
def changing_subject(
    sitting: Sitting | None, decision: MayorDecision | None, *, by: User | None, reason: str
) -> Iterator[PaperChange]:
    """The same for what a document is about: a sitting or a decision."""
    if decision is not None:
        with changing_decision(decision, by=by, reason=reason, even_fixed=True) as change:
            yield PaperChange(change.writer, decision=change)
        return
    if sitting is None:
        raise ValueError("a document is about a sitting or a decision")
    with changing(sitting, by=by, reason=reason, even_finished=True) as of_sitting:
        yield PaperChange(of_sitting.writer, sitting=of_sitting.sitting)
