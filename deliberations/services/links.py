"""Personal links: 128 random bits sent by e-mail, of which only the SHA-256 is kept."""

import hashlib
import re
import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Mandate
from deliberations.domain.convening import EventKind
from deliberations.models import LinkEvent, PersonalLink, Sitting

TOKEN_BYTES = 16
TOKEN_PATTERN = r"[A-Za-z0-9_-]{22}"
DAYS_AFTER = 7
"""The page of the sitting stays readable a week after it."""

ASKED_AGAIN_AFTER = timedelta(minutes=10)
"""A page asked again within this time is the same visit: one line of proof, whoever reloads it."""


UNKNOWN = "link.unknown"


class LinkRefused(Refusal):
    """A link that opens nothing; the message says to the member what to do."""


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(sitting: Sitting, member: Mandate, at: datetime) -> tuple[PersonalLink, str]:
    """A new link of ``member`` and its token, which is known here once and for all. Earlier links keep working."""
    token = new_token()
    link: PersonalLink = PersonalLink.objects.create(
        sitting=sitting,
        member=member,
        token_sha256=token_digest(token),
        created_at=at,
        expires_at=expiry_of(sitting),
    )
    return link, token


def expiry_of(sitting: Sitting) -> datetime:
    """The end of the seventh day after the sitting, by the council's clock."""
    zone = ZoneInfo(sitting.council.time_zone)
    return datetime.combine(sitting.held_on + timedelta(days=DAYS_AFTER + 1), time(), zone)


def find_link(token: str, at: datetime) -> PersonalLink:
    """The link of ``token``. Raises ``LinkRefused``: unknown, revoked, expired, or its member no longer sits.

    The index looks for a digest: how long it takes says nothing of the tokens that exist.
    """
    if not re.fullmatch(TOKEN_PATTERN, token):
        raise _unknown()
    rows = PersonalLink.objects.select_related("sitting__council", "member__person")
    link = rows.filter(token_sha256=token_digest(token)).first()
    if link is None:
        raise _unknown()
    if link.revoked_at is not None:
        raise LinkRefused(
            "link.revoked",
            "Ce lien a été désactivé par la mairie. Utilisez le dernier courriel reçu, ou appelez la mairie.",
        )
    if at >= link.expires_at:
        raise LinkRefused(
            "link.expired",
            "Ce lien a expiré : il n'ouvrait la page de la séance que jusqu'à la semaine suivante.",
        )
    if not is_in_force(link.member, link.sitting.held_on):
        raise LinkRefused(
            "link.no_mandate",
            "Votre mandat ne couvre pas le jour de cette séance : ce lien n'ouvre plus sa page.",
        )
    return link


def _unknown() -> LinkRefused:
    return LinkRefused(
        UNKNOWN,
        "Ce lien n'est pas reconnu. Ouvrez-le depuis le courriel de convocation, sans le recopier à la main.",
    )


def note_page_asked(link: PersonalLink, at: datetime) -> None:
    """Keep that the page was asked for. A mail scanner may have done it: only an answer proves a reading."""
    rows = LinkEvent.objects.filter(sitting=link.sitting, member=link.member, kind=EventKind.PAGE_ASKED)
    if not rows.filter(at__gt=at - ASKED_AGAIN_AFTER).exists():
        note(link.sitting, link.member, EventKind.PAGE_ASKED, at)


def note_paper_read(link: PersonalLink, name: str, at: datetime) -> None:
    """Keep that a paper was downloaded, once for each paper and visit."""
    rows = LinkEvent.objects.filter(sitting=link.sitting, member=link.member, kind=EventKind.PAPER_READ)
    if not rows.filter(at__gt=at - ASKED_AGAIN_AFTER, detail=name[:500]).exists():
        note(link.sitting, link.member, EventKind.PAPER_READ, at, name)


def note(sitting: Sitting, member: Mandate, kind: EventKind, at: datetime, detail: str = "") -> None:
    """Add one line to the proof."""
    LinkEvent.objects.create(sitting=sitting, member=member, kind=kind, at=at, detail=detail[:500])


def revoke_links(sitting: Sitting, member: Mandate, at: datetime) -> int:
    """Close every link of one member; how many were open."""
    return PersonalLink.objects.filter(sitting=sitting, member=member, revoked_at__isnull=True).update(
        revoked_at=at
    )
