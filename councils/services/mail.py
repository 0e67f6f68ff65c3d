"""Our messages: one text and one HTML page for each, both in French."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def message_of(
    *, to: str, subject: str, body: str, html: str, sender: str = "", **more: Any
) -> EmailMultiAlternatives:
    """A message of two readings, its text and its HTML; ``more`` are the options of Django's own."""
    message = EmailMultiAlternatives(subject, body, sender or settings.DEFAULT_FROM_EMAIL, [to], **more)
    message.attach_alternative(html, "text/html")
    return message


def send_message(*, to: str, subject: str, text: str, html: str, context: Mapping[str, Any]) -> None:
    """Send the templates ``text`` and ``html`` (« emails/… ») to one address. Raises what the mail server raises."""
    told = dict(context)
    body = render_to_string(text, told).strip()
    message_of(to=to, subject=subject, body=body, html=render_to_string(html, told)).send()
