"""Completing what the record of a sitting lacks once its acts have left: told in the minutes, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime, time

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.minutes import CompletionKind
from deliberations.domain.minutes_completing import completed, is_lacking
from deliberations.models import MinutesCompletion, Sitting
from deliberations.services.closing import why_not_reopened
from deliberations.services.minutes import writing
from deliberations.services.sitting_documents import told_record

COMPLETED = "minutes.completed"


@dataclass(frozen=True, slots=True)
class MissingFact:
    """What is completed: ``hour`` of an HOUR, else ``member``."""

    kind: CompletionKind
    member: Mandate | None = None
    hour: time | None = None


def may_complete(sitting: Sitting) -> bool:
    """Whether completing is the way: the sitting is closed, cannot be opened again, and its minutes are a draft."""
    is_closed = sitting.finished_at is not None and not sitting.minutes_settled_in
    return is_closed and bool(why_not_reopened(sitting))


def lacking(sitting: Sitting) -> tuple[CompletionKind, ...]:
    """What neither the record nor a completion tells."""
    record = completed(told_record(sitting))
    return tuple(kind for kind in CompletionKind if is_lacking(record, kind))


def complete_minutes(
    *, sitting: Sitting, fact: MissingFact, reason: str, by: User | None, at: datetime
) -> MinutesCompletion:
    """Record a fact that the closed sitting lacks; its frozen facts and its acts stay as they are.

    ``at`` is aware. Raises ``MinutesSettled``, or ``Refusal``: the sitting may still be opened again, the fact is told
    already, or nothing says how it is known. History ``minutes.completed``.
    """
    if not reason.strip():
        raise Refusal(
            "minutes.completion_reason", "Dites comment cette mention est connue : le motif est conservé."
        )
    with writing(sitting, by=by, reason=COMPLETED) as change:
        if not may_complete(change.sitting):
            raise Refusal(
                "minutes.reopen_instead",
                "Cette séance peut encore être rouverte : rouvrez-la, et notez-y ce qui manque.",
            )
        if fact.kind not in lacking(change.sitting):
            raise Refusal(
                "minutes.already_told", "Cette mention est déjà connue : elle ne se remplace pas ici."
            )
        row = MinutesCompletion(
            sitting=change.sitting,
            kind=fact.kind,
            member=fact.member,
            hour=fact.hour,
            completed_on=council_day(change.sitting.council, at),
            reason=reason.strip(),
            at=at,
            by=by,
        )
        return change.writer.write(row, "")
