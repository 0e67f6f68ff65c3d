"""Whom this installation trusts: what the administrator entered, and the lists of those revoked."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.x509 import Certificate, load_der_x509_certificate
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.locking import lock
from deliberations.domain.signing_order import MeansKind
from deliberations.domain.trusted import AuthorityOrigin, TrustPurpose
from deliberations.models import RevocationList, SigningMeans, TrustedAuthority
from deliberations.signing.authorities import Authority, UnfitAuthority, UnfitList, read_authority, read_list
from deliberations.signing.demo_authority import LIST_FILE, ROOT_FILE
from deliberations.signing.fetching import NotFetched, fetch
from deliberations.signing.trust import Trust, certificates_of, is_demonstration
from deliberations.signing.trusted_list import UnfitTrustedList, read_trusted_list

PERSON_OR_SEAL = frozenset({TrustPurpose.PERSON, TrustPurpose.SEAL})


def current_trust() -> Trust:
    """Whom to trust. A demonstration is believed only where the settings allow one.

    An authority that has ended is still trusted for what was signed before: the check looks at dates itself.
    """
    rows = [row for row in TrustedAuthority.objects.filter(removed_at__isnull=True) if _is_believed(row)]
    demonstration = tuple(_demonstration_roots())
    lists = RevocationList.objects.filter(authority__in=rows).exclude(content=b"")
    return Trust(
        roots=(*(bytes(r.certificate) for r in rows if r.purposes & PERSON_OR_SEAL), *demonstration),
        crls=(*(bytes(each) for each in lists.values_list("content", flat=True)), *_demonstration_lists()),
        timestamp_roots=(
            *(bytes(row.certificate) for row in rows if TrustPurpose.TIMESTAMP in row.purposes),
            *demonstration,
        ),
        seals=tuple(_seals()),
    )


def _seals() -> Iterable[bytes]:
    """The certificates that are, or were, the seal of a council of this installation."""
    rows = SigningMeans.objects.filter(kind=MeansKind.SEAL, certificate__isnull=False)
    return (bytes(der) for der in rows.values_list("certificate", flat=True) if der)


def _is_believed(row: TrustedAuthority) -> bool:
    return bool(settings.DEMO_ALLOWED) or not is_demonstration(bytes(row.certificate))


def _demonstration_roots() -> Iterable[bytes]:
    """The roots that ``manage.py demo`` made here; none where no demonstration is allowed."""
    path = Path(settings.DATA_DIR) / "demo" / ROOT_FILE
    if settings.DEMO_ALLOWED and path.is_file():
        yield from certificates_of(path.read_bytes())


def _demonstration_lists() -> Iterable[bytes]:
    """What that demonstration's authority says to have revoked: nothing."""
    path = Path(settings.DATA_DIR) / "demo" / LIST_FILE
    if settings.DEMO_ALLOWED and path.is_file():
        yield path.read_bytes()


def authority_of(certificate: bytes) -> TrustedAuthority | None:
    """The row of a trusted certificate (DER)."""
    digest = hashlib.sha256(certificate).hexdigest()
    found: TrustedAuthority | None = TrustedAuthority.objects.filter(
        sha256=digest, removed_at__isnull=True
    ).first()
    return found


def is_listed(certificate: bytes) -> bool | None:
    """Whether an authority of a European trusted list loaded here issued ``certificate`` (DER).

    ``None`` where no list is loaded: nothing can be told then.
    """
    listed = TrustedAuthority.objects.filter(origin=AuthorityOrigin.EU_LIST, removed_at__isnull=True)
    authorities = [load_der_x509_certificate(bytes(row.certificate)) for row in listed]
    if not authorities:
        return None
    return any(_issued(authority, load_der_x509_certificate(certificate)) for authority in authorities)


def _issued(authority: Certificate, certificate: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def add_authority(
    *,
    encoded: bytes,
    purposes: frozenset[TrustPurpose],
    by: User | None,
    at: datetime,
    origin: AuthorityOrigin = AuthorityOrigin.MANUAL,
    council_name: str = "",
    council_address: str = "",
    list_addresses: Sequence[str] = (),
) -> TrustedAuthority:
    """Trust one certificate (PEM or DER). Trusted already, its row is returned as it is.

    Raises ``Refusal``: no authority, out of date, trusted for nothing, a demonstration where none is allowed.
    """
    read = _readable(encoded, at)
    if read.is_demonstration and not settings.DEMO_ALLOWED:
        raise Refusal(
            "trust.demonstration",
            "Cette autorité est celle d'une démonstration, sans valeur : elle ne peut pas être reconnue ici.",
        )
    if read.is_timestamper and purposes & PERSON_OR_SEAL:
        raise Refusal(
            "trust.purpose", "Ce certificat est celui d'un service d'horodatage : il ne sert à rien d'autre."
        )
    known = authority_of(read.certificate)
    if known is not None:
        return known
    row = TrustedAuthority(
        name=read.name,
        certificate=read.certificate,
        sha256=hashlib.sha256(read.certificate).hexdigest(),
        is_for_persons=TrustPurpose.PERSON in purposes,
        is_for_seals=TrustPurpose.SEAL in purposes,
        is_for_timestamps=TrustPurpose.TIMESTAMP in purposes,
        origin=AuthorityOrigin.DEMONSTRATION if read.is_demonstration else origin,
        council_name=council_name,
        council_address=council_address,
        list_addresses="\n".join(list_addresses),
        not_before=read.not_before,
        not_after=read.not_after,
        added_by=by,
        added_at=at,
    )
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refusal("trust.row", " ".join(error.messages)) from error
    row.save()
    return row


def _readable(encoded: bytes, at: datetime) -> Authority:
    try:
        return read_authority(encoded, at=at)
    except UnfitAuthority as error:
        raise Refusal("trust.unfit", error.message_fr) from error


def load_trusted_list(
    *, xml: bytes, signed_by: Sequence[bytes], by: User | None, at: datetime
) -> tuple[list[TrustedAuthority], list[str]]:
    """Trust every service granted in a European list; the rows, and why others were left out.

    ``signed_by`` as ``read_trusted_list``: empty, the caller answers for the file. Raises ``Refusal``.
    """
    try:
        services = read_trusted_list(xml, signed_by=signed_by, at=at)
    except UnfitTrustedList as error:
        raise Refusal("trust.list", error.message_fr) from error
    kept, left = [], []
    for service in services:
        purposes = frozenset({TrustPurpose.TIMESTAMP}) if service.stamps else PERSON_OR_SEAL
        try:
            kept.append(
                add_authority(
                    encoded=service.certificate,
                    purposes=purposes,
                    by=by,
                    at=at,
                    origin=AuthorityOrigin.EU_LIST,
                )
            )
        except Refusal as refusal:
            left.append(refusal.message_fr)
    return kept, left


@transaction.atomic
def remove_authority(*, authority: TrustedAuthority, at: datetime) -> TrustedAuthority:
    """Trust it no longer, from now on. Twice is once; the row stays."""
    row = lock(TrustedAuthority).get(pk=authority.pk)
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
    return row


# --- revocation lists


def refresh_lists(at: datetime) -> str:
    """Fetch the lists of the trusted authorities that are due; what was done, in French, or nothing.

    A list is due when half of its time has passed, or after a failure. One that cannot be had, or is not signed by its
    authority, changes nothing but the cause that is told: the list before it is kept.
    """
    _follow_addresses()
    due = [row for row in _followed() if _is_due(row, at)]
    failed = [row.authority.name for row in due if not _refresh(row, at)]
    if not due:
        return ""
    told = f"Listes de révocation : {len(due) - len(failed)} reçue(s)."
    return f"{told} Non reçue(s) : {', '.join(failed)}." if failed else told


def _follow_addresses() -> None:
    for authority in TrustedAuthority.objects.filter(removed_at__isnull=True).exclude(list_addresses=""):
        for address in authority.list_addresses.split():
            RevocationList.objects.get_or_create(authority=authority, address=address)


def _followed() -> Iterable[RevocationList]:
    rows = RevocationList.objects.filter(authority__removed_at__isnull=True).select_related("authority")
    return [row for row in rows if row.address in row.authority.list_addresses.split()]


def _is_due(row: RevocationList, at: datetime) -> bool:
    if row.fetched_at is None or row.failed_at is not None or row.this_update is None:
        return True
    until = row.next_update or row.fetched_at
    return at >= row.this_update + (until - row.this_update) / 2


def _refresh(row: RevocationList, at: datetime) -> bool:
    try:
        fetched = fetch(row.address, allows_private=settings.TRUST_PRIVATE_ADDRESSES)
        content, dates = read_list(fetched, authority=bytes(row.authority.certificate), at=at)
    except (NotFetched, UnfitList) as error:
        row.failed_at, row.error = at, error.message_fr
        row.save(update_fields=["failed_at", "error"])
        return False
    row.content, row.this_update, row.next_update = content, dates.this_update, dates.next_update
    row.fetched_at, row.failed_at, row.error = at, None, ""
    row.save()
    return True


def lists_overdue(at: datetime) -> list[RevocationList]:
    """The lists that have ended, or were never had: what they would say is not known."""
    rows = RevocationList.objects.filter(authority__removed_at__isnull=True).select_related("authority")
    return list(rows.filter(Q(next_update__lt=at) | Q(fetched_at__isnull=True)))
