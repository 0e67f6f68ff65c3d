"""The means of signature of a council: added, opened to sign, taken out of service; their secrets stay encrypted."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Council, Person, User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.domain.signing_order import MeansKind, MeansProvider
from deliberations.domain.wording.agreement import counted
from deliberations.models import SigningMeans
from deliberations.signing.keys import Key, send_code
from deliberations.signing.ports import SigningFailed
from deliberations.signing.registry import open_signer
from deliberations.signing.vault import close_secret, is_under_first, open_secret

ADDED, STOPPED = "means.added", "means.stopped"
NO_SECRET = (
    "Cette installation n'a pas de clé pour chiffrer les moyens de signature : l'exploitant doit d'abord régler "
    "SIGNING_SECRET."
)


@dataclass(frozen=True, slots=True)
class Pkcs12Seal:
    """A seal given as a file and its passphrase."""

    label: str
    content: bytes
    passphrase: str


@dataclass(frozen=True, slots=True)
class Pkcs11Seal:
    """A seal in a device of the server: ``slot`` is one that the operator's settings name."""

    label: str
    slot: str
    pin: str


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """The account of ``person`` at a remote signature service (CSC API)."""

    label: str
    person: Person
    endpoint: str
    credential_id: str
    token: str


def add_pkcs12_seal(*, council: Council, told: Pkcs12Seal, by: User | None, at: datetime) -> SigningMeans:
    """Keep the seal of ``council`` once its file opens and is in its dates; the former goes out of service.

    Slow (the file is opened), and outside any transaction. Raises ``Refusal``. Side effects: history ``means.added``.
    """
    kept = {"content": base64.b64encode(told.content).decode(), "passphrase": told.passphrase}
    with _opened(MeansProvider.PKCS12, content=told.content, passphrase=told.passphrase) as key:
        row = _row(council, MeansProvider.PKCS12, told.label, key, by, at)
    return _keep(row, kept, by, at)


def add_pkcs11_seal(*, council: Council, told: Pkcs11Seal, by: User | None, at: datetime) -> SigningMeans:
    """The same for a seal whose key never leaves a device of the server."""
    place = pkcs11_slots().get(told.slot)
    if place is None:
        raise Refusal("means.slot", "L'exploitant n'a pas réglé de boîtier de ce nom (SIGNING_DEVICES).")
    kept = {**place, "pin": told.pin}
    with _opened(MeansProvider.PKCS11, **kept) as key:
        row = _row(council, MeansProvider.PKCS11, told.label, key, by, at)
    return _keep(row, kept, by, at)


def add_remote_account(
    *, council: Council, told: RemoteAccount, by: User | None, at: datetime
) -> SigningMeans:
    """The remote account of a signatory, whose code is typed at each signature. Raises ``Refusal``."""
    kept = {"endpoint": told.endpoint, "credential_id": told.credential_id, "token": told.token}
    with _opened(MeansProvider.CSC, **kept) as key:
        row = _row(council, MeansProvider.CSC, told.label, key, by, at)
    row.kind, row.person = MeansKind.PERSON, told.person
    return _keep(row, kept, by, at)


def pkcs11_slots() -> dict[str, dict[str, str]]:
    """Name of each device that the operator set up → what opens it, but the PIN."""
    slots = {}
    for line in settings.SIGNING_DEVICES:
        name, module, token, certificate = line.split("|")
        slots[name] = {"module": module, "token_label": token, "cert_label": certificate}
    return slots


def _row(
    council: Council, provider: MeansProvider, label: str, key: Key, by: User | None, at: datetime
) -> SigningMeans:
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Refusal(
            "means.out_of_date",
            f"Ce certificat n'est valable que du {certificate.not_valid_before_utc:%d/%m/%Y} au "
            f"{certificate.not_valid_after_utc:%d/%m/%Y}.",
        )
    return SigningMeans(
        council=council,
        kind=MeansKind.SEAL,
        provider=provider,
        label=label,
        certificate=certificate.public_bytes(Encoding.DER),
        certificate_subject=certificate.subject.rfc4514_string(),
        not_after=certificate.not_valid_after_utc,
        since=council_day(council, at),
        added_at=at,
        added_by=by,
    )


@transaction.atomic
def _keep(row: SigningMeans, secret: dict[str, Any], by: User | None, at: datetime) -> SigningMeans:
    lock_council(row.council_id)
    row.secret = _closed(row, secret)
    for former in lock(SigningMeans).filter(council_id=row.council_id, kind=row.kind, person=row.person):
        _stop(former, by, at)
    return Writer(by=by, reason=ADDED).write(row, "")


@transaction.atomic
def stop_means(*, means: SigningMeans, by: User | None, at: datetime) -> None:
    """Take ``means`` out of service, and forget its secret; the certificate stays, since it signed. Twice is once."""
    lock_council(means.council_id)
    _stop(lock(SigningMeans).get(pk=means.pk), by, at)


def _stop(row: SigningMeans, by: User | None, at: datetime) -> None:
    if row.secret is None:
        return
    today = council_day(row.council, at)
    row.until, row.secret = min(row.until or today, today), None
    Writer(by=by, reason=STOPPED).write(row, "")


def seal_of(council: Council, on: date) -> SigningMeans | None:
    """The seal in service on a day; ``None`` where the council has none."""
    rows = SigningMeans.objects.filter(council=council, kind=MeansKind.SEAL, secret__isnull=False)
    return next((row for row in rows.order_by("-pk") if is_in_force(row, on)), None)


def means_of_person(person: Person, on: date) -> list[SigningMeans]:
    """What ``person`` alone may sign with, in service on a day."""
    rows = SigningMeans.objects.filter(person=person, kind=MeansKind.PERSON, secret__isnull=False)
    return [row for row in rows.order_by("-pk") if is_in_force(row, on)]


def open_means(means: SigningMeans, **typed: str) -> Key:
    """The key of ``means``, with what was ``typed`` for this signature (a PIN, a one-time code).

    Slow, and never inside a transaction. Raises ``Refusal``.
    """
    kept = _kept_secret(means)
    if means.provider == MeansProvider.PKCS12:
        kept["content"] = base64.b64decode(kept["content"])
    return _opened(MeansProvider(means.provider), **kept, **typed)


def _kept_secret(means: SigningMeans) -> dict[str, Any]:
    if means.secret is None:
        raise Refusal("means.stopped", "Ce moyen de signature n'est plus en service.")
    try:
        told = json.loads(open_secret(bytes(means.secret), settings.SIGNING_SECRET, bound_to=_bound(means)))
    except SigningFailed as failure:
        raise Refusal("means.closed", failure.message_fr) from failure
    kept: dict[str, Any] = told
    return kept


def open_certificate(*, pkcs12: bytes, passphrase: str) -> Key:
    """The key of a file that is kept nowhere. Slow on purpose, so never inside a transaction. Raises ``Refusal``."""
    return _opened(MeansProvider.PKCS12, content=pkcs12, passphrase=passphrase)


def send_code_of(means: SigningMeans) -> int | None:
    """Have the service of a remote account send its one-time code to the signatory.

    Returns how many documents one code signs, ``None`` without limit. Network, never inside a transaction. Raises
    ``Refusal``.
    """
    kept = _kept_secret(means)
    try:
        send_code(**kept)
        with open_signer(means.provider, **kept) as key:
            return key.batch_limit
    except SigningFailed as failure:
        raise Refusal("signature.code_not_sent", failure.message_fr) from failure


def _opened(provider: MeansProvider, **credentials: Any) -> Key:
    try:
        return open_signer(provider.value, **credentials)
    except SigningFailed as failure:
        raise Refusal("signature.failed", failure.message_fr) from failure


def _closed(row: SigningMeans, secret: dict[str, Any]) -> bytes:
    try:
        return close_secret(json.dumps(secret).encode(), settings.SIGNING_SECRET, bound_to=_bound(row))
    except ValueError as error:
        raise Refusal("means.no_secret", NO_SECRET) from error


def _bound(row: SigningMeans) -> str:
    return f"{row.council.uid}/{row.uid}"


def close_under_first(_: datetime) -> str:
    """The daily duty: secrets still under a former ``SIGNING_SECRET`` are encrypted under the first. In French."""
    secrets, changed = settings.SIGNING_SECRET, 0
    if not secrets:
        return ""
    for key in SigningMeans.objects.filter(secret__isnull=False).values_list("pk", flat=True):
        with transaction.atomic():
            row = lock(SigningMeans).select_related("council").filter(pk=key).first()
            if row is not None and row.secret is not None and not _is_current(row, secrets):
                plain = open_secret(bytes(row.secret), secrets, bound_to=_bound(row))
                row.secret = close_secret(plain, secrets, bound_to=_bound(row))
                row.save(update_fields=["secret"])
                changed += 1
    return (
        f"{counted(changed, 'moyen de signature rechiffré', 'moyens de signature rechiffrés')}."
        if changed
        else ""
    )


def _is_current(row: SigningMeans, secrets: list[str]) -> bool:
    """One that no secret opens is left: the page says so."""
    try:
        return is_under_first(bytes(row.secret or b""), secrets, bound_to=_bound(row))
    except SigningFailed:
        return True
