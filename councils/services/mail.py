"""Our messages: one text and one HTML page for each, both in French."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_message(*, to: str, subject: str, text: str, html: str, context: Mapping[str, Any]) -> None:
    """Send the templates ``text`` and ``html`` (« emails/… ») to one address. Raises what the mail server raises."""
    message = EmailMultiAlternatives(
        subject, render_to_string(text, dict(context)).strip(), settings.DEFAULT_FROM_EMAIL, [to]
    )
    message.attach_alternative(render_to_string(html, dict(context)), "text/html")
    message.send()
