"""Giving the minutes to the members: by e-mail from here, or otherwise, on the clerk's word."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django_tasks import task

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Contact, Mandate, User
from deliberations.domain.acts import Source
from deliberations.domain.convening import DeliveryState
from deliberations.domain.minutes import MinutesChannel
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.models import MinutesDistribution, MinutesMail, Sitting, SittingDocument
from deliberations.queries import record_of
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.mailing import Attached, build_message, send
from deliberations.services.minutes_copies import issue_minutes
from deliberations.services.storage import read_document

DISTRIBUTED = "minutes.distributed"
FORGOTTEN_AFTER = timedelta(minutes=15)
"""An e-mail that has not moved since is taken for lost: it may be sent again."""
INTERRUPTED = "L'envoi s'est interrompu. Relancez-le ; s'il échoue encore, prévenez l'assistance."


def declare_distribution(
    *, sitting: Sitting, channel: MinutesChannel, sent_on: date, by: User | None, at: datetime
) -> MinutesDistribution:
    """Note that the draft was given to all the members. ``at`` is aware. Twice the same is once.

    Raises ``Refusal`` on a day before the sitting, or to come.
    """
    require_possible_day(sitting, sent_on, at=at, topic="minutes")
    with changing(sitting, by=by, reason=DISTRIBUTED, even_finished=True) as change:
        told = {"sitting": change.sitting, "member": None, "channel": channel, "sent_on": sent_on}
        known: MinutesDistribution | None = MinutesDistribution.objects.filter(**told).first()
        row = MinutesDistribution(**told, source=Source.DECLARED, at=at, by=by)
        return known or change.writer.write(row, "")


def send_minutes(*, sitting: Sitting, by: User | None, at: datetime) -> SittingDocument:
    """Issue the minutes as they stand and have them sent to each member still in office who has an address.

    ``at`` is aware. Whoever had this very file, or for whom it waits, is left alone; one whose e-mail failed is tried
    again. Raises ``Refusal`` while the sitting is not closed, or when no member has an address. Side effects: an issued
    document, a row for each e-mail; after the commit, the worker sends them and notes each one that left.
    """
    if sitting.finished_at is None:
        raise Refusal(
            "sitting.open", "Clôturez d'abord la séance : le procès-verbal relate ce qui y est figé."
        )
    members = recipients(sitting, at)
    if not members:
        raise Refusal(
            "minutes.no_address",
            "Aucun membre n'a d'adresse électronique : complétez les fiches des membres, ou notez un envoi sur papier.",
        )
    with changing(sitting, by=by, reason=DISTRIBUTED, even_finished=True) as change:
        document = issue_minutes(sitting=change.sitting, by=by, at=at)
        for member in members:
            _ask(document, member, by=by, at=at)
        return document


def resend_minutes(*, mail: MinutesMail, by: User | None, at: datetime) -> None:
    """Try again an e-mail that failed, or that the worker left half-way. One that left is not sent twice.

    ``at`` is aware. Raises ``Refusal`` for a member who is no longer in office, or has no address any more.
    """
    sitting = mail.document.sitting
    if mail.member_id not in {member.pk for member in recipients(sitting, at)}:
        raise Refusal(
            "minutes.not_reachable",
            "Ce membre n'est plus en exercice, ou n'a plus d'adresse électronique : complétez sa fiche, ou notez un "
            "envoi sur papier.",
        )
    with changing(sitting, by=by, reason=DISTRIBUTED, even_finished=True):
        _ask(mail.document, mail.member, by=by, at=at)


def _ask(document: SittingDocument, member: Mandate, *, by: User | None, at: datetime) -> None:
    """Within a change: one row for each file and member, which holds back a second e-mail."""
    if MinutesDistribution.objects.filter(document=document, member=member).exists():
        return
    mail, is_new = MinutesMail.objects.get_or_create(
        document=document, member=member, defaults={"asked_at": at, "asked_by": by}
    )
    if not is_new:
        if not is_stuck(mail, at):
            return
        mail.state, mail.error, mail.asked_at, mail.asked_by = DeliveryState.WAITING, "", at, by
        mail.save()
    transaction.on_commit(partial(mail_minutes.enqueue, mail.pk))


def is_stuck(mail: MinutesMail, at: datetime) -> bool:
    """Whether it failed, or has moved no more for so long that the worker must have stopped under it."""
    is_going = mail.state in (DeliveryState.WAITING, DeliveryState.SENDING)
    return mail.state == DeliveryState.FAILED or (is_going and mail.asked_at <= at - FORGOTTEN_AFTER)


def stuck_mails(sitting: Sitting, at: datetime) -> list[MinutesMail]:
    """The e-mails of the minutes that did not leave, of the last file sent, in the order asked."""
    rows = MinutesMail.objects.filter(document__sitting=sitting).select_related("member__person", "document")
    last = max((row.document_id for row in rows), default=None)
    return [row for row in rows if row.document_id == last and is_stuck(row, at)]


def recipients(sitting: Sitting, at: datetime) -> list[Mandate]:
    """The members on the day of ``sitting`` who are in office still and have an address."""
    today = council_day(sitting.council, at)
    members = [member for member in members_on(sitting) if is_in_force(member, max(today, sitting.held_on))]
    addresses = emails_of(members)
    return [member for member in members if member.pk in addresses]


def members_on(sitting: Sitting) -> list[Mandate]:
    """The mandates in office on the day of ``sitting``, titulars, in the order they were entered."""
    rows = Mandate.objects.filter(council=sitting.council, substitute_for=None).select_related("person")
    return [row for row in rows.order_by("pk") if is_in_force(row, sitting.held_on)]


def emails_of(members: Sequence[Mandate]) -> dict[int, str]:
    """The address of each member who has one, by the key of the mandate. One query."""
    persons = [member.person_id for member in members if member.person_id]
    contacts = Contact.objects.filter(person__in=persons).exclude(email="")
    known = dict(contacts.values_list("person_id", "email"))
    return {member.pk: known[member.person_id] for member in members if member.person_id in known}


@task()
def mail_minutes(mail_id: int) -> str:
    """Send one e-mail that waits; the state it ends in. Called again, it does nothing more."""
    mail = _take(mail_id)
    if mail is None:
        return "left alone"
    error = INTERRUPTED
    try:
        error = _send(mail)
    finally:
        _end(mail, error)
    return mail.state


def _take(mail_id: int) -> MinutesMail | None:
    waiting = MinutesMail.objects.filter(pk=mail_id, state=DeliveryState.WAITING)
    if not waiting.update(state=DeliveryState.SENDING):
        return None
    rows = MinutesMail.objects.select_related("document__sitting__council", "member__person", "asked_by")
    return rows.get(pk=mail_id)


def _send(mail: MinutesMail) -> str:
    """Why it did not leave, in French; empty when the mail server took it."""
    address = emails_of([mail.member]).get(mail.member_id)
    if address is None:
        return "Ce membre n'a plus d'adresse électronique."
    sent = send(_message(mail.document.sitting, address, read_document(mail.document)))
    return "" if sent else "Le serveur de courriel a refusé le message ou n'a pas répondu."


def _end(mail: MinutesMail, error: str) -> None:
    """Write how it ended, with the distribution that it proves."""
    with changing(mail.document.sitting, by=mail.asked_by, reason=DISTRIBUTED, even_finished=True) as change:
        mail.error, mail.state = error, DeliveryState.FAILED if error else DeliveryState.SENT
        mail.save(update_fields=["state", "error"])
        if error:
            return
        at = timezone.now()
        row = MinutesDistribution(
            sitting=change.sitting,
            member=mail.member,
            sent_on=council_day(change.sitting.council, at),
            channel=MinutesChannel.EMAIL,
            source=Source.MACHINE,
            document=mail.document,
            at=at,
            by=mail.asked_by,
        )
        change.writer.write(row, "")


def _message(sitting: Sitting, address: str, content: bytes) -> EmailMultiAlternatives:
    day, is_draft = long_date(sitting.held_on), not sitting.minutes_settled_in
    what = "Projet de procès-verbal" if is_draft else "Procès-verbal"
    name = f"{slugify(f'{sitting.council.place_name} {sitting.held_on:%Y-%m-%d} proces-verbal')}.pdf"
    authority = BodyWords(record_of(sitting).council).authority
    return build_message(
        "emails/minutes.html",
        council=sitting.council,
        to=address,
        subject=f"{what} de la séance du {day}",
        context={"day": day, "is_draft": is_draft, "authority": capitalised(authority)},
        attached=[Attached(name, content)],
    )
