"""Issuing the certified executory copy of an act, then having it signed by the mayor.

A document is rendered from a frozen snapshot of the facts, stored by its content and never made again.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pikepdf
from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import User
from deliberations import models
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.pdf import render_appearance
from deliberations.documents.view import Rendition
from deliberations.domain import acts, rulebook
from deliberations.domain.checks import check_sitting
from deliberations.domain.enforceability import is_enforceable
from deliberations.domain.findings import Severity
from deliberations.domain.issued import DocumentFormat, DocumentKind, SignatureLevel
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import FORMAT, Dossier, canonical_json, digest
from deliberations.queries import record_of
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import read_document, store_document
from deliberations.signing.ports import SignatureRequest, SignedDocument, SigningFailed
from deliberations.signing.registry import open_signer


@dataclass(frozen=True, slots=True)
class _Frozen:
    """One act as a snapshot holds it."""

    row: models.Snapshot
    record: Record
    act: acts.Deliberation


@transaction.atomic
def issue_certified_copy(
    *, deliberation: models.Deliberation, by: User | None, at: datetime
) -> models.IssuedDocument:
    """Freeze the facts of an act and issue its certified executory copy, unsigned.

    ``at`` is aware. The same facts issued again give back the document already issued, signed or not. Raises
    ``Refusal`` when the act has no number, is not executory (CGCT art. L. 2131-1), or when a check refuses it on a
    sitting held with the product. Side effects: a snapshot, an issued document, a file in the store.
    """
    locked = models.Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    record = record_of(locked.sitting)
    act = _act_of(record, locked.uid)
    _require_issuable(record, act)
    latest = latest_certified_copy(locked)
    text = canonical_json(_dossier(record))
    if latest is not None and latest.snapshot is not None and latest.snapshot.canonical_json == text:
        return latest
    frozen = _freeze(locked, text, at)
    content = render_act(frozen.record, frozen.act, rendition=Rendition.CERTIFIED, file_format=FileFormat.PDF)
    return _issue(locked, frozen.row, content, latest, by=by, at=at)


def latest_certified_copy(deliberation: models.Deliberation) -> models.IssuedDocument | None:
    """The certified copy in force, with its bytes here; ``None`` when none was issued."""
    copies = deliberation.issued.filter(kind=DocumentKind.CERTIFIED).exclude(path="")
    found: models.IssuedDocument | None = copies.order_by("-version").first()
    return found


@transaction.atomic
def sign_certified_copy(
    *, document: models.IssuedDocument, by: User, pkcs12: bytes, passphrase: str, at: datetime
) -> models.IssuedDocument:
    """Sign a certified copy with a PKCS#12 key (PAdES baseline B) and issue it as its next version.

    ``at`` is aware and becomes the claimed signing time. A copy already signed is given back as it is. Raises
    ``Refusal`` when the key does not open or may not sign. The caller has checked that ``by`` may sign.
    Side effects: an issued document that supersedes the first, a signature row, a file in the store.
    """
    locked = models.Deliberation.objects.select_for_update().get(pk=document.deliberation_id)
    latest = latest_certified_copy(locked)
    if latest is not None and latest.signatures.exists():
        return latest
    if latest is None or latest.pk != document.pk:
        raise Refusal(
            "document.superseded", "Une version plus récente de ce document existe : rouvrez la page."
        )
    request, signed = signed_copy(document, pkcs12=pkcs12, passphrase=passphrase, at=at)
    issued = _issue(locked, document.snapshot, signed.content, document, by=by, at=at)
    _record_signature(issued, signed, request, by)
    return issued


def signed_copy(
    document: models.IssuedDocument, *, pkcs12: bytes, passphrase: str, at: datetime
) -> tuple[SignatureRequest, SignedDocument]:
    """What was asked of the key and the file it gives back; nothing is written. Raises ``Refusal``."""
    request = _request(document, at)
    try:
        signer = open_signer("pkcs12", content=pkcs12, passphrase=passphrase)
        return request, signer.sign(read_document(document), request)
    except SigningFailed as failure:
        raise Refusal("signature.failed", failure.message_fr) from failure


def _act_of(record: Record, uid: str) -> acts.Deliberation:
    return next(d for d in record.sitting.deliberations if d.uid == uid)


def _require_issuable(record: Record, act: acts.Deliberation) -> None:
    if not (act.printed_number or act.sequence is not None):
        raise Refusal("act.unnumbered", "Cette délibération n'a pas encore de numéro : clôturez la séance.")
    if not is_enforceable(act, is_transmissible=record.item(act.item).is_transmissible):
        raise Refusal(
            "act.not_executory",
            "L'acte n'est pas encore exécutoire : enregistrez sa publication et sa réception en préfecture, "
            "puis recommencez.",
            "CGCT art. L. 2131-1",
        )
    if record.sitting.origin is Origin.LIVE:
        _require_no_refusal(record, act)


def _require_no_refusal(record: Record, act: acts.Deliberation) -> None:
    """On a recorded act, what the law forbids has happened already: it is only a remark."""
    for finding in check_sitting(record):
        if finding.severity is Severity.REFUSAL and finding.item in (None, act.item):
            raise Refusal(finding.code, f"{finding.message} {finding.remedy}".strip(), finding.article)


def _dossier(record: Record) -> Dossier:
    """All the act depends on: the council and its whole sitting, without the documents issued from it."""
    return Dossier.of(record.council, [record.without_issued_files()])


def _freeze(deliberation: models.Deliberation, text: str, at: datetime) -> _Frozen:
    """Write the snapshot and read it back: what is rendered is what is frozen."""
    dossier = read_dossier(text.encode())
    row = models.Snapshot.objects.create(
        deliberation=deliberation,
        canonical_json=text,
        schema_version=FORMAT,
        rule_book_version=rulebook.VERSION,
        sha256=digest(dossier),
        created_at=at,
    )
    record = Record(dossier.council, dossier.sittings[0])
    return _Frozen(row, record, _act_of(record, deliberation.uid))


def _issue(
    deliberation: models.Deliberation,
    snapshot: models.Snapshot | None,
    content: bytes,
    supersedes: models.IssuedDocument | None,
    *,
    by: User | None,
    at: datetime,
) -> models.IssuedDocument:
    stored = store_document(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    document: models.IssuedDocument = models.IssuedDocument.objects.create(
        deliberation=deliberation,
        kind=DocumentKind.CERTIFIED,
        format=DocumentFormat.PDF,
        version=supersedes.version + 1 if supersedes else 1,
        sha256=stored.sha256,
        size=stored.size,
        pages=pages,
        path=stored.path,
        snapshot=snapshot,
        supersedes=supersedes,
        issued_at=at,
        issued_by=by,
    )
    return document


def _request(document: models.IssuedDocument, at: datetime) -> SignatureRequest:
    """Who signs, with the capacity frozen in the snapshot, and how the signature looks."""
    if document.snapshot is None:
        raise Refusal(
            "document.without_facts", "Ce document a été émis ailleurs : il ne peut pas être signé ici."
        )
    dossier = read_dossier(document.snapshot.canonical_json.encode())
    record = Record(dossier.council, dossier.sittings[0])
    act = _act_of(record, document.deliberation.uid)
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    signatory = act.signatory.member if act.signatory else record.sitting.chair
    if signatory is None:
        raise Refusal("act.no_signatory", "Aucun signataire : enregistrez qui présidait la séance.")
    name = members.name(signatory)
    capacity = members.capacity(signatory, act.signatory.capacity if act.signatory else "")
    signed_at = at.astimezone(ZoneInfo(record.council.time_zone))
    reason = f"Délibération n° {document.deliberation.number}, copie certifiée exécutoire"
    return SignatureRequest(
        field_name=SIGNATURE_FIELD,
        signer_name=name,
        capacity=capacity,
        reason=reason,
        location=record.council.place_name,
        signed_at=signed_at,
        appearance=render_appearance(
            name, capacity, signed_at, f"Délibération n° {document.deliberation.number}"
        ),
    )


def _record_signature(
    issued: models.IssuedDocument, signed: SignedDocument, request: SignatureRequest, by: User
) -> None:
    models.Signature.objects.create(
        document=issued,
        sha256_before=signed.sha256_before,
        sha256_after=signed.sha256_after,
        signer_name=request.signer_name,
        capacity=request.capacity,
        signed_at=signed.signed_at,
        provider=signed.provider,
        certificate_subject=signed.certificate_subject,
        certificate_serial=signed.certificate_serial,
        level=SignatureLevel(signed.level.removeprefix("PAdES-")),
        user=by,
    )
