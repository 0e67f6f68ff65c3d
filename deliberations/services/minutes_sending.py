"""Giving the minutes to the members: by e-mail from here, or otherwise, on the clerk's word."""

from collections.abc import Sequence
from datetime import date, datetime
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
from deliberations.domain.minutes import MinutesChannel
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.models import MinutesDistribution, Sitting, SittingDocument
from deliberations.queries import record_of
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.mailing import Attached, build_message, send
from deliberations.services.minutes_copies import issue_minutes
from deliberations.services.storage import read_document

DISTRIBUTED = "minutes.distributed"


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
    """Issue the minutes as they stand and have them sent to each member in office that day who has an address.

    ``at`` is aware. Raises ``Refusal`` while the sitting is not closed, or when no member has an address. Side effects:
    an issued document; after the commit, the worker sends the e-mails and notes each one that left.
    """
    if sitting.finished_at is None:
        raise Refusal(
            "sitting.open", "Clôturez d'abord la séance : le procès-verbal relate ce qui y est figé."
        )
    if not emails_of(members_on(sitting)):
        raise Refusal(
            "minutes.no_address",
            "Aucun membre n'a d'adresse électronique : complétez les fiches des membres, ou notez un envoi sur papier.",
        )
    with transaction.atomic():
        document = issue_minutes(sitting=sitting, by=by, at=at)
        order = partial(mail_minutes.enqueue, document.pk, by.pk if by else None)
        transaction.on_commit(order)
        return document


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
def mail_minutes(document_id: int, user_id: int | None) -> int:
    """Send the file to every member who has not had it; how many e-mails left. Nobody gets it twice."""
    document = SittingDocument.objects.select_related("sitting__council").get(pk=document_id)
    had = MinutesDistribution.objects.filter(document=document).values_list("member_id", flat=True)
    waiting = [member for member in members_on(document.sitting) if member.pk not in set(had)]
    addresses = emails_of(waiting)
    by = User.objects.filter(pk=user_id).first() if user_id else None
    content = read_document(document)
    reached = [member for member in waiting if member.pk in addresses]
    return sum(_mailed(document, member, addresses[member.pk], content, by) for member in reached)


def _mailed(
    document: SittingDocument, member: Mandate, address: str, content: bytes, by: User | None
) -> bool:
    if not send(_message(document.sitting, address, content)):
        return False
    at = timezone.now()
    with changing(document.sitting, by=by, reason=DISTRIBUTED, even_finished=True) as change:
        row = MinutesDistribution(
            sitting=change.sitting,
            member=member,
            sent_on=council_day(change.sitting.council, at),
            channel=MinutesChannel.EMAIL,
            source=Source.MACHINE,
            document=document,
            at=at,
            by=by,
        )
        change.writer.write(row, "")
    return True


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
