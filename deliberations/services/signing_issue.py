"""Issuing a document with its last signature: from then on it changes no more, but by a new version."""

from collections.abc import Callable, Mapping
from datetime import datetime

from councils.models import User
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import IssuedDocument, PlaceSignature, Signature, SigningPaper, SittingDocument
from deliberations.services.decision_changes import DecisionChange
from deliberations.services.decision_documents import issue_signed_sheet
from deliberations.services.decision_signing import sign_by_certificate
from deliberations.services.issuing import add_version
from deliberations.services.signing_changing import PaperChange
from deliberations.services.sitting_documents import last_issued, last_snapshot
from deliberations.services.storage import StoredPdf, read_document

_KINDS = {
    SignedKind.REGISTER_ACT: DocumentKind.REGISTER,
    SignedKind.EXTRACT: DocumentKind.EXTRACT,
    SignedKind.CERTIFIED: DocumentKind.CERTIFIED,
}
SIGNATURE_FIELDS = (
    *(
        "sha256_before",
        "sha256_after",
        "signer_name",
        "capacity",
        "signed_at",
        "proven_at",
        "reauthenticated_at",
    ),
    *(
        "order",
        "provider",
        "means",
        "certificate",
        "certificate_subject",
        "certificate_serial",
        "level",
        "user",
    ),
)


def issue_signed(change: PaperChange, paper: SigningPaper, *, by: User | None, at: datetime) -> None:
    """Within a change: issue the file of ``paper`` as the next version of its kind.

    Side effects: an issued document that supersedes the last, a copy of each electronic signature on that of an act.
    ``paper`` is not saved here.
    """
    is_first, paper.issued_at = paper.issued_at is None, paper.issued_at or at
    if change.decision is not None:
        _issue_decision(change.decision, paper, by, at, is_first=is_first)
        return
    _ISSUERS[SignedKind(paper.kind)](paper, by, at)


def _issue_decision(
    change: DecisionChange, paper: SigningPaper, by: User | None, at: datetime, *, is_first: bool
) -> None:
    """The decision takes effect with the signature of its file, which is its sheet of the register."""
    if is_first:
        (signature,) = counted_signatures(paper)
        sign_by_certificate(change, signature, at)
    stored = StoredPdf(paper.path, paper.sha256, paper.size, paper.pages)
    paper.issued_copy = issue_signed_sheet(change.row, stored, by=by, at=at)


def _issue_act(paper: SigningPaper, by: User | None, at: datetime) -> None:
    act, kind = paper.deliberation, _KINDS[SignedKind(paper.kind)]
    if act is None:
        raise ValueError("an act is issued from its deliberation")
    latest = act.issued.filter(kind=kind).exclude(path="").order_by("-version").first()
    document = add_version(act, paper.snapshot, read_document(paper), latest, by=by, at=at, kind=kind)
    paper.issued = document
    for each in counted_signatures(paper):
        _copy(each, document)


def _copy(each: PlaceSignature, document: IssuedDocument) -> None:
    Signature.objects.create(document=document, **{name: getattr(each, name) for name in SIGNATURE_FIELDS})


def signers_of(paper: SigningPaper) -> tuple[bytes, ...]:
    """The certificates (DER) of those who signed ``paper`` electronically, in their order."""
    return tuple(bytes(each.certificate) for each in counted_signatures(paper) if each.certificate)


def counted_signatures(paper: SigningPaper) -> list[PlaceSignature]:
    """The electronic signatures that the file of ``paper`` bears, in their order: those not taken back."""
    rows = []
    for place in paper.places.all():
        events = sorted(place.events.all(), key=lambda event: event.pk)
        if events and events[-1].signature is not None:
            rows.append(events[-1].signature)
    return rows


def _issue_minutes(paper: SigningPaper, by: User | None, at: datetime) -> None:
    sitting = paper.sitting
    if sitting is None:
        raise ValueError("minutes are those of a sitting")
    latest = last_issued(sitting, BY_KIND[SittingDocumentKind.MINUTES])
    paper.issued_paper = SittingDocument.objects.create(
        sitting=sitting,
        kind=SittingDocumentKind.MINUTES,
        subject="",
        format=DocumentFormat.PDF,
        version=latest.version + 1 if latest else 1,
        sha256=paper.sha256,
        size=paper.size,
        pages=paper.pages,
        path=paper.path,
        snapshot=last_snapshot(sitting),
        supersedes=latest,
        issued_at=at,
        issued_by=by,
    )


_ISSUERS: Mapping[SignedKind, Callable[[SigningPaper, User | None, datetime], None]] = {
    SignedKind.REGISTER_ACT: _issue_act,
    SignedKind.EXTRACT: _issue_act,
    SignedKind.CERTIFIED: _issue_act,
    SignedKind.MINUTES: _issue_minutes,
}
