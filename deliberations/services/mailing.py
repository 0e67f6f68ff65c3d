"""The e-mails of the convocation: text and HTML, from the council's name, answered to the council's address."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from councils.models import Contact, Council, Mandate
from councils.queries import preferences_of
from councils.services.mail import message_of
from deliberations.domain.wording.typography import typeset, typeset_html

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content: bytes
    media_type: str = "application/pdf"


def build_message(
    template: str,
    *,
    council: Council,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    attached: Sequence[Attached] = (),
) -> EmailMultiAlternatives:
    """A message from the HTML ``template`` and the text one beside it; no remote image nor tracking of any kind."""
    told = {**context, "council": council, "subject": subject}
    message = message_of(
        to=to,
        subject=" ".join(typeset(subject).split()),
        body=typeset(render_to_string(template.replace(".html", ".txt"), told)),
        html=typeset_html(render_to_string(template, told)),
        sender=sender_of(council),
        reply_to=reply_to(council),
        headers={"Auto-Submitted": "auto-generated"},
    )
    for file in attached:
        message.attach(file.name, file.content, file.media_type)
    return message


def sender_of(council: Council) -> str:
    """« Mairie de Gruson <conforme@…> »: the name of the council, the address that may send."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = council.authority_name or f"{council.place_name} – {council.get_body_type_display()}"
    return formataddr((" ".join(name.split()), address))


def reply_to(council: Council) -> list[str]:
    email = preferences_of(council).contact_email
    return [email] if email else []


def email_of(member: Mandate) -> str:
    """The address of a member; empty when it is not known."""
    contact = Contact.objects.filter(person=member.person_id).first() if member.person_id else None
    return contact.email if contact else ""


def send(message: EmailMultiAlternatives) -> bool:
    """Whether the mail server took it. A failure is logged without the address."""
    try:
        message.send()
    except (OSError, ValueError):
        logger.exception("An e-mail of the convocation could not be sent")
        return False
    return True
