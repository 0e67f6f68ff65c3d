"""Whose failures to log in are counted together: one e-mail from one address (settings ``AXES_*``)."""

from ipaddress import IPv6Address, IPv6Network, ip_address
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
    it is the address of the connection; ``None`` when there is none (Unix socket). An IPv6 address stands for its
    /64, which one subscriber holds whole.
    """
    connected = request.META.get("REMOTE_ADDR") or None
    seen = (
        request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] if settings.BEHIND_TLS_PROXY else ""
    )
    return _address(seen) or _address(connected or "") or connected


def _address(text: str) -> str | None:
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Network((address, 64), strict=False).network_address
    return str(address)
