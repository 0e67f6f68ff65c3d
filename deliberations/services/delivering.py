"""One e-mail of a convocation to one member: the task of the worker. Nothing leaves twice, nothing vanishes."""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from councils.domain.days import council_day
from councils.services.locking import lock
from deliberations.documents.convocation import render_convocation_pdf, view_convocation
from deliberations.domain.convening import DeliveryState, EventKind, MailingKind
from deliberations.domain.notices import first_call
from deliberations.domain.record import Record
from deliberations.domain.wording.dates import long_date
from deliberations.models import Delivery, Mailing, StoredFile
from deliberations.queries import record_of
from deliberations.queries.convening import sent_letter
from deliberations.services.changes import lock_sitting
from deliberations.services.dispatches import record_dispatch
from deliberations.services.links import make_link, note
from deliberations.services.mailing import Attached, build_message
from deliberations.services.messages import convocation_context
from deliberations.services.storage import read_document, receive_file

logger = logging.getLogger(__name__)

PDF_NAME = "convocation.pdf"
STARTED = "La séance a commencé avant que le courriel ne parte."
INTERRUPTED = "L'envoi s'est interrompu. Relancez-le ; s'il échoue encore, prévenez l'assistance."
_EVENTS = {
    MailingKind.CONVOCATION: EventKind.SENT,
    MailingKind.AMENDED: EventKind.AMENDED_SENT,
    MailingKind.REMINDER: EventKind.REMINDED,
}
NO_ADDRESS = "Aucune adresse électronique n'est connue pour ce membre."


@task()
def deliver(delivery_id: int) -> str:
    """Send one e-mail that waits; the state it ends in. Called again, it does nothing more.

    Whatever happens the delivery says so: an error of ours leaves it FAILED too, then goes on to the worker's log.
    """
    taken = _take(delivery_id, timezone.now())
    if taken is None:
        return "left alone"
    error = INTERRUPTED
    try:
        error = _send(taken)
    finally:
        _end(taken, error, timezone.now())
    return taken.state


def _take(delivery_id: int, at: datetime) -> Delivery | None:
    """The delivery, now ours; ``None`` when it does not wait any more."""
    with transaction.atomic():
        rows = lock(Delivery).filter(pk=delivery_id, state=DeliveryState.WAITING)
        found: Delivery | None = rows.first()
        if found is None:
            return None
        found.state, found.taken_at, found.attempts = DeliveryState.SENDING, at, found.attempts + 1
        found.save(update_fields=["state", "taken_at", "attempts"])
    return Delivery.objects.select_related("mailing__sitting__council", "member__person").get(pk=delivery_id)


def _send(delivery: Delivery) -> str:
    """Why it did not leave, in French; empty when the mail server took it."""
    mailing, sitting = delivery.mailing, delivery.mailing.sitting
    if sitting.opened_at is not None:
        return STARTED
    if not delivery.email:
        return NO_ADDRESS
    record, at = record_of(sitting), timezone.now()
    delivery.pdf = _file_of(delivery, record, at)
    _, token = make_link(sitting, delivery.member, at)
    address = f"{mailing.site}{reverse('member_link', kwargs={'token': token})}"
    message = build_message(
        "emails/convocation.html",
        council=sitting.council,
        to=delivery.email,
        subject=_subject(record, mailing),
        context=convocation_context(record, delivery.member.uid, sitting, mailing, address),
        attached=[Attached(PDF_NAME, read_document(delivery.pdf))],
    )
    try:
        message.send()
    except (OSError, ValueError) as error:
        logger.warning("A convocation could not be sent: %s", error)
        return f"Le serveur de courriel a refusé le message ou n'a pas répondu ({type(error).__name__})."
    return ""


def _file_of(delivery: Delivery, record: Record, at: datetime) -> StoredFile:
    """The letter to join: the very one already sent, since only a changed agenda makes another.

    Dated anew, the letter of a reminder would prove a late call (CGCT art. L. 2121-11, L. 2121-12).
    """
    mailing, council = delivery.mailing, delivery.mailing.sitting.council
    if mailing.kind == MailingKind.AMENDED:
        content = letter_of(record, [delivery.member.uid], at)
    else:
        sent = sent_letter(mailing.sitting, delivery.member)
        if sent is not None:
            return sent
        content = letter_as_called(record, delivery.member.uid, at)
    return receive_file(
        council=council, content=content, name=PDF_NAME, media_type="application/pdf", by=None
    )


def letter_as_called(record: Record, member: str, at: datetime) -> bytes:
    """The letter of one member, dated by the day he was first called; by ``at`` before that."""
    return letter_of(record, [member], first_call(record, member) or at)


def letter_of(record: Record, members: list[str], at: datetime) -> bytes:
    """The letters to ``members`` as they leave at ``at``, dated by the council's own day."""
    day = council_day(record.council, at)
    return render_convocation_pdf(view_convocation(record, members, edited_on=day))


def _subject(record: Record, mailing: Mailing) -> str:
    held = long_date(record.sitting.held_on)
    if mailing.kind == MailingKind.AMENDED:
        return f"Ordre du jour modifié : séance du {held}"
    if mailing.kind == MailingKind.REMINDER:
        return f"Rappel : séance du {held}, votre réponse est attendue"
    return f"Convocation : séance du {held}"


def _end(delivery: Delivery, error: str, at: datetime) -> None:
    """Write how it ended, with the dispatch that it proves."""
    delivery.error = error
    delivery.state = DeliveryState.FAILED if error else DeliveryState.SENT
    delivery.sent_at = None if error else at
    sitting, mailing = delivery.mailing.sitting, delivery.mailing
    with transaction.atomic():
        lock_sitting(sitting)
        delivery.save(update_fields=["state", "error", "sent_at", "pdf"])
        if error:
            note(sitting, delivery.member, EventKind.FAILED, at, error)
            return
        note(sitting, delivery.member, _EVENTS[MailingKind(mailing.kind)], at)
        if mailing.kind == MailingKind.CONVOCATION:
            record_dispatch(sitting, delivery.member, by=mailing.asked_by, at=at)
