"""Before the sitting: reminding those who have not answered, and putting off a sitting called too late."""

from datetime import date, datetime, timedelta

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.convening import (
    DeliveryState,
    EventKind,
    MailingKind,
    agenda_change,
    announced_agenda,
    later_days,
)
from deliberations.domain.record import Record
from deliberations.models import Delivery, Sitting
from deliberations.queries import record_of
from deliberations.queries.convening import CalledMember, Convening, convening_of
from deliberations.services.changes import changing
from deliberations.services.convening import enqueue, is_leaving, new_mailing, require_not_started

BETWEEN_REMINDERS = timedelta(hours=20)
"""Nobody is reminded twice in one day."""
_GOING = (DeliveryState.WAITING, DeliveryState.SENDING)


def to_remind(record: Record, state: Convening, at: datetime) -> tuple[CalledMember, ...]:
    """The members called by e-mail who neither answered nor gave a proxy, and were not reminded a moment ago."""
    if state.mailings and agenda_change(state.announced, announced_agenda(record)):
        return ()
    return tuple(member for member in state.members if _is_silent(member, at))


def _is_silent(member: CalledMember, at: datetime) -> bool:
    if not member.is_called or not member.goes_by_email or member.answer or member.proxy:
        return False
    reminded = [event.at for event in member.events if event.kind == EventKind.REMINDED]
    return not is_leaving(member, at) and all(at - each > BETWEEN_REMINDERS for each in reminded)


def remind(sitting: Sitting, *, by: User, at: datetime, site: str) -> tuple[Delivery, ...]:
    """Queue a reminder to each member without an answer; those queued.

    The dispatch of the convocation does not change. Raises ``Refusal`` once the sitting has started. Side effects: one
    task for each e-mail, after the commit; each that leaves is an event of the proof.
    """
    with changing(sitting, by=by, reason="convocation.reminded") as change:
        record = record_of(change.sitting)
        require_not_started(record)
        silent = to_remind(record, convening_of(change.sitting, record), at)
        queued = tuple(
            new_mailing(change, silent, MailingKind.REMINDER, record=record, by=by, at=at, site=site)
        )
    enqueue(queued)
    return queued


def postpone(sitting: Sitting, *, day: date, by: User, on: date) -> None:
    """Move a sitting that nobody was called to yet, to a later day for which a call ``on`` today is in time.

    There is then no urgency any more: one declared is taken back. Raises ``Refusal`` for another day, or once a
    convocation has left or waits to. Side effects: those of ``changing``.
    """
    with changing(sitting, by=by, reason="sitting.postponed") as change:
        record = record_of(change.sitting)
        require_not_started(record)
        state = convening_of(change.sitting, record)
        if state.is_sent:
            raise Refusal(
                "sitting.called",
                "La convocation est déjà partie : changez la date dans « Modifier », puis prévenez les membres.",
            )
        if any(member.delivery and member.delivery.state in _GOING for member in state.members):
            raise Refusal(
                "sitting.leaving",
                "La convocation est en cours d'envoi avec l'ancienne date : attendez de savoir si elle est partie.",
            )
        if day not in later_days(record, on):
            raise Refusal("sitting.too_early", "Cette date n'est plus proposée : choisissez-en une autre.")
        change.sitting.held_on = day
        change.sitting.convocation_is_urgent = False
        change.sitting.convocation_urgency_reason = ""
        change.writer.write(change.sitting, "")
