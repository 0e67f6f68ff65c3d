"""Whether an address is that of one of our public pages, or of another council that we know. Nothing is fetched."""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from deliberations.models import TrustedAuthority

LONGEST = 500


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """``path`` is ours, to go to. Else ``council`` is known and told, or neither: nobody here answers for it."""

    path: str = ""
    council: str = ""
    address: str = ""


def checked_address(typed: str, *, hosts: set[str]) -> CheckedAddress:
    """What ``typed`` leads to. ``hosts`` are the names under which this site answers."""
    parts = _parts(typed)
    if parts is None:
        return CheckedAddress()
    host = (parts.hostname or "").lower()
    if host in hosts | {_host(settings.PUBLIC_BASE_URL)}:
        return CheckedAddress(path=_our_path(parts.path))
    return _of_another(host)


def _parts(typed: str) -> SplitResult | None:
    text = typed.strip()[:LONGEST]
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def _our_path(path: str) -> str:
    """``path`` when it is that of a public page or of its file."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    name = str(found.url_name)
    return path if name == "check_act" or name.startswith("public_") else ""


def _of_another(host: str) -> CheckedAddress:
    rows = TrustedAuthority.objects.filter(removed_at__isnull=True).exclude(council_address="")
    for row in rows:
        if _host(row.council_address) == host:
            return CheckedAddress(council=row.council_name, address=row.council_address)
    return CheckedAddress()
