"""The daily head of the proof register: sealed, timestamped, published and mailed, so that it leaves this server."""

import base64
import hashlib
import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from councils.domain.days import council_day
from councils.models import Council, User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.domain.proofs import (
    consistency_proof,
    head_text,
    inclusion_proof,
    leaf_hash,
    tree_root,
    utc_text,
)
from deliberations.domain.wording.agreement import counted
from deliberations.models import ProofChain, ProofEntry, ProofHead, ProofRecipients
from deliberations.services.mailing import Attached, build_message, send
from deliberations.services.proof_followed import adopt
from deliberations.services.timestamping import stamp_digest, timestamp_service
from deliberations.signing.ports import SigningFailed

logger = logging.getLogger(__name__)
RECIPIENTS = "proof.recipients"
FORMAT = "conforme-preuve/1"
MOST_WAITING = 31
"""Heads of one council that a visit of the duty asks a timestamp for."""


def seal_heads(now: datetime) -> str:
    """The recurring duty: the head of the day of each council, its timestamp, its publication and its mail.

    ``now`` is aware. What failed is asked again by the next visit. Returns one French line, or nothing.
    """
    done = [seal_and_send(council, at=now) for council in Council.objects.order_by("pk")]
    heads = sum(done)
    return f"Têtes du registre de preuve : {counted(heads, 'racine')} de plus." if heads else ""


def seal_and_send(council: Council, *, at: datetime) -> bool:
    """The same for one council; whether a head was made."""
    if not ProofChain.objects.filter(council=council).exists():
        adopt(council, at=at)
    made = seal_head(council, at=at)
    for head in ProofHead.objects.filter(council=council, token=b"").order_by("day")[:MOST_WAITING]:
        stamp_head(head, at=at)
    last = ProofHead.objects.filter(council=council).order_by("-day").first()
    if last is not None and last.mailed_at is None:
        mail_head(last, at=at)  # it seals all that those before it did
    return made is not None


def seal_head(council: Council, *, at: datetime) -> ProofHead | None:
    """Seal all the entries of ``council`` in the root of the day; ``None`` where nothing was entered since the last.

    One a day: what is entered later waits for tomorrow. It is published at once, ``at`` is aware.
    """
    with transaction.atomic():
        locked = lock_council(council.pk)
        chain = lock(ProofChain).filter(council=council).first()
        last = ProofHead.objects.filter(council=council).order_by("-size").first()
        day = council_day(locked, at)
        if chain is None or not chain.size or (last and (last.size == chain.size or last.day >= day)):
            return None
        root = tree_root(leaves_of(council, chain.size)).hex()
        return ProofHead.objects.create(
            council=locked, day=day, size=chain.size, root=root, sealed_at=at, published_at=at
        )


def leaves_of(council: Council, size: int) -> list[bytes]:
    """The leaf hashes of the first ``size`` entries."""
    rows = ProofEntry.objects.filter(council=council, seq__lte=size).order_by("seq")
    return [leaf_hash(bytes.fromhex(found)) for found in rows.values_list("hash", flat=True)]


def text_of_head(head: ProofHead) -> str:
    """The text whose SHA-256 is timestamped."""
    return head_text(council=head.council.uid, day=head.day.isoformat(), size=head.size, root=head.root)


def digest_of_head(head: ProofHead) -> bytes:
    return hashlib.sha256(text_of_head(head).encode()).digest()


def stamp_head(head: ProofHead, *, at: datetime) -> bool:
    """Timestamp a head that is not yet; whether it is now. A server that fails leaves it « à horodater »."""
    service = timestamp_service()
    if service is None or head.is_stamped:
        return head.is_stamped
    try:
        token = stamp_digest(digest_of_head(head), service)
    except SigningFailed as failure:
        logger.warning("Head %s of council %s is not timestamped: %s", head.day, head.council_id, failure)
        return False
    with transaction.atomic():
        row = lock(ProofHead).get(pk=head.pk)
        if not row.is_stamped:
            row.token, row.stamped_at = token, at
            row.save(update_fields=["token", "stamped_at"])
    return True


def mail_head(head: ProofHead, *, at: datetime) -> bool:
    """Mail a head to the addresses of its council, with its machine-readable text and its token; whether it left.

    It has left once one address took it. One that waits for its timestamp is mailed all the same: the text alone
    shows any later change of the register.
    """
    recipients = ProofRecipients.objects.filter(council=head.council).first()
    if recipients is None or not recipients.addresses:
        return False
    row = ProofHead.objects.select_related("council").get(pk=head.pk)
    sent = [send(_message(row, address)) for address in recipients.addresses]
    if not any(sent):
        return False
    ProofHead.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=at)
    return True


def _message(head: ProofHead, address: str) -> Any:
    council = head.council
    attached = [
        Attached(f"preuve-{council.uid}-{head.day}.json", head_file(head), "application/json"),
    ]
    if head.is_stamped:
        token = bytes(head.token)
        attached.append(
            Attached(f"preuve-{council.uid}-{head.day}.tst", token, "application/timestamp-token")
        )
    page = settings.PUBLIC_BASE_URL.rstrip("/") + reverse("public_proofs", kwargs={"council": council.uid})
    return build_message(
        "emails/proof_head.html",
        council=council,
        to=address,
        subject=f"Registre de preuve de {council.place_name} : empreinte du {head.day:%d/%m/%Y}",
        context={"head": head, "page": page if settings.PUBLIC_BASE_URL else ""},
        attached=attached,
    )


def head_facts(head: ProofHead) -> dict[str, Any]:
    """A head as it is published: all that is needed to check it, and its token in base64."""
    return {
        "format": FORMAT,
        "council": head.council.uid,
        "name": head.council.place_name,
        "day": head.day.isoformat(),
        "size": head.size,
        "root": head.root,
        "signed_text": text_of_head(head),
        "sha256_of_signed_text": digest_of_head(head).hex(),
        "timestamp_token": base64.b64encode(bytes(head.token)).decode() if head.is_stamped else None,
    }


def head_file(head: ProofHead) -> bytes:
    """The same as an indented JSON file."""
    return as_file(head_facts(head))


def as_file(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def head_over(entry: ProofEntry) -> ProofHead | None:
    """The first head that seals ``entry``, the nearest to what it tells; ``None`` while none does."""
    heads = ProofHead.objects.filter(council=entry.council_id, size__gte=entry.seq)
    return heads.select_related("council").order_by("size").first()


def inclusion_of(entry: ProofEntry, head: ProofHead, leaves: Sequence[bytes] | None = None) -> dict[str, Any]:
    """Everything to compute anew that ``entry`` is under ``head``: no personal data, no salt."""
    known = leaves if leaves is not None else leaves_of(head.council, head.size)
    path = inclusion_proof(known, entry.seq - 1)
    return {
        "format": FORMAT,
        "entry": entry_facts(entry),
        "leaf_index": entry.seq - 1,
        "tree_size": head.size,
        "leaf_hash": known[entry.seq - 1].hex(),
        "audit_path": [each.hex() for each in path],
        "head": head_facts(head),
    }


def consistency_of(first: ProofHead, second: ProofHead) -> dict[str, Any]:
    """Everything to compute anew that what ``second`` seals begins with what ``first`` sealed (RFC 6962, 2.1.2).

    ``first`` is the older head of the same council, or the same. Raises ``IndexError`` otherwise.
    """
    path = consistency_proof(leaves_of(second.council, second.size), first.size)
    return {
        "format": FORMAT,
        "first": head_facts(first),
        "second": head_facts(second),
        "consistency_path": [each.hex() for each in path],
    }


def entry_facts(entry: ProofEntry) -> dict[str, Any]:
    """An entry as it is hashed, and its hashes."""
    return {
        "seq": entry.seq,
        "at": utc_text(entry.at),
        "kind": entry.kind,
        "commitment": entry.commitment,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def set_recipients(*, council: Council, emails: Sequence[str], by: User | None) -> ProofRecipients:
    """Whom the head of each day is mailed to. Side effect: the history."""
    with transaction.atomic():
        lock_council(council.pk)
        row = ProofRecipients.objects.filter(council=council).first() or ProofRecipients(council=council)
        row.emails = "\n".join(dict.fromkeys(emails))
        return Writer(by=by, reason=RECIPIENTS).write(row, "")
