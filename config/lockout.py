"""Whose failures to log in are counted together: one e-mail from one address (settings ``AXES_*``)."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from councils.models.user import normalise_email


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The e-mail tried, in its stored form: « A@X » and « a@x » are one account, so one counter."""
    tried = (credentials or request.POST).get("username")
    return None if tried is None else normalise_email(tried)


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address. Behind our proxy, the one it has seen: the last of ``X-Forwarded-For``.

    What comes before in that header is the visitor's own word. Without proxy, or without a readable address there,
    it is the address of the connection; ``None`` when there is none (Unix socket).
    """
    connected = request.META.get("REMOTE_ADDR") or None
    if not settings.BEHIND_TLS_PROXY:
        return connected
    return _address(request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]) or connected


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
