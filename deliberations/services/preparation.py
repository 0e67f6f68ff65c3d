"""Preparing a sitting: opening it, correcting it, giving it up before it is called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from councils.domain.errors import Refusal
from councils.models import Council, Mandate, User
from councils.services.writing import Writer
from deliberations.domain.sittings import Origin, Requester
from deliberations.models import AgendaItem, Deliberation, Sitting
from deliberations.services.changes import SittingFinished, announce, changing, lock_sitting
from deliberations.services.editing import Saved, Seen, require_no_conflict

SITTING_CREATED = "sitting.created"
SITTING_PLANNED = "sitting.planned"
SITTING_DELETED = "sitting.deleted"


@dataclass(frozen=True, slots=True)
class SittingPlan:
    """What is decided of a sitting before it is held; each field is that of ``Sitting``.

    ``convocation_sent_on`` is told here for an old act only: a live sitting is called from its own page.
    """

    held_on: date
    starts_at: time | None = None
    place: str = ""
    session: str = ""
    is_public: bool = True
    chair: Mandate | None = None
    origin: str = Origin.LIVE
    convocation_is_urgent: bool = False
    convocation_urgency_reason: str = ""
    convocation_second_of: str = ""
    convocation_requested_by: str = Requester.NOBODY
    convocation_requested_on: date | None = None
    convocation_requesting_members: int | None = None
    convocation_sent_on: date | None = None

    def values(self) -> dict[str, Any]:
        """Name of each column of ``Sitting`` that the plan decides → its value."""
        names = [name for name in PLAN_NAMES if name != "convocation_sent_on" or self._is_recorded]
        return {name: getattr(self, name) for name in names}

    @property
    def _is_recorded(self) -> bool:
        return self.origin == Origin.RECORDED


PLAN_NAMES = tuple(each.name for each in fields(SittingPlan))


class SittingKept(Refusal):
    """The sitting cannot be deleted: something has been done with it."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("sitting.kept", f"Cette séance ne peut pas être supprimée : {' ; '.join(reasons)}.")
        self.reasons = reasons


def create_sitting(council: Council, plan: SittingPlan, *, by: User | None) -> Sitting:
    """Open a sitting, with no item yet. Raises ``RowRefused``. Side effect: ``sitting_changed`` after the commit."""
    with transaction.atomic():
        writer = Writer(by=by, reason=SITTING_CREATED)
        row = writer.write(Sitting(council=council, **plan.values()), "")
        announce(row)
        return row


def planned_values(sitting: Sitting, names: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What is stored of a plan, by column; ``names`` limits it to some."""
    return {name: getattr(sitting, name) for name in (names or PLAN_NAMES)}


def change_sitting(sitting: Sitting, plan: SittingPlan, *, seen: Seen, by: User | None) -> Saved:
    """Write what changed in ``plan``. What somebody else changed meanwhile, and this plan did not, is kept.

    Raises ``SittingFinished``, ``RowRefused``, or ``ChangedMeanwhile`` when both changed the same thing: nothing is
    written then. Side effects: those of ``changing``.
    """
    with changing(sitting, by=by, reason=SITTING_PLANNED) as change:
        wanted = plan.values()
        merged = require_no_conflict(change.sitting, planned_values(change.sitting, wanted), wanted, seen)
        for name, value in merged.values.items():
            setattr(change.sitting, name, value)
        return Saved(change.writer.write(change.sitting, ""), merged.kept)


def is_convoked(sitting: Sitting) -> bool:
    """Whether the convocation has left, to one member at least."""
    return sitting.convocation_sent_on is not None or sitting.dispatches.exists()


def reasons_to_keep(sitting: Sitting) -> tuple[str, ...]:
    """Why ``sitting`` cannot be deleted, each as the end of a sentence; empty when it can."""
    return tuple(_reasons_to_keep(sitting))


def _reasons_to_keep(sitting: Sitting) -> Iterator[str]:
    if sitting.finished_at is not None:
        yield "elle est clôturée"
    if is_convoked(sitting):
        yield "sa convocation est partie"
    if sitting.votes.exists() or sitting.elections.exists():
        yield "des votes y sont enregistrés"
    if sitting.movements.exists():
        yield "des présences y sont enregistrées"
    acts = sitting.deliberations.all()
    if (
        any(act.number for act in acts.select_related("council"))
        or acts.filter(issued__isnull=False).exists()
    ):
        yield "une de ses délibérations porte un numéro ou a été émise"
    others = Sitting.objects.filter(council=sitting.council_id)
    if others.filter(convocation_second_of=sitting.uid).exists():
        yield "une autre séance en est la seconde convocation"
    if others.filter(minutes_settled_in=sitting.uid).exclude(pk=sitting.pk).exists():
        yield "un procès-verbal y a été arrêté"


def delete_sitting(sitting: Sitting, *, by: User | None) -> None:
    """Give up a sitting that was only being prepared, with its agenda and its drafts. Its history stays.

    Raises ``SittingFinished`` or ``SittingKept`` (nothing is deleted). Files received stay: another may use them.
    Side effect: ``sitting_changed`` after the commit.
    """
    with transaction.atomic():
        locked = lock_sitting(sitting, to_delete=True)
        if locked.finished_at is not None:
            raise SittingFinished
        reasons = reasons_to_keep(locked)
        if reasons:
            raise SittingKept(reasons)
        announce(locked)
        _delete(Writer(by=by, reason=SITTING_DELETED), locked)


def _delete(writer: Writer, sitting: Sitting) -> None:
    try:
        for act in Deliberation.objects.filter(sitting=sitting):
            writer.delete(act)
        for item in AgendaItem.objects.filter(sitting=sitting):
            writer.delete(item)
        writer.delete(sitting)
    except (ProtectedError, RestrictedError) as error:
        raise SittingKept(("des pièces déjà enregistrées en dépendent",)) from error
