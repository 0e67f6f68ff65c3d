"""Issuing a document with its last signature: from then on it changes no more, but by a new version."""

from collections.abc import Callable, Mapping
from datetime import datetime

from councils.models import User
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import IssuedDocument, PlaceSignature, Signature, SigningPaper, SittingDocument
from deliberations.queries.signatures import counted_signatures
from deliberations.services.decision_signing import sign_by_certificate
from deliberations.services.issuing import add_version
from deliberations.services.signing_changing import PaperChange
from deliberations.services.sitting_documents import last_issued, last_snapshot
from deliberations.services.storage import read_document

_KINDS = {
    SignedKind.REGISTER_ACT: DocumentKind.REGISTER,
    SignedKind.EXTRACT: DocumentKind.EXTRACT,
    SignedKind.CERTIFIED: DocumentKind.CERTIFIED,
}
_PAPERS = {
    SignedKind.MINUTES: SittingDocumentKind.MINUTES,
    SignedKind.LIST: SittingDocumentKind.DECISION_LIST,
}
STAND_ALONE = frozenset({SignedKind.VOLUME, SignedKind.SCAN})
"""Sealed copies of what is kept already: the paper itself keeps them, no other document of theirs is issued."""
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

    Side effects: an issued document that supersedes the last, a copy of each electronic signature on that of an act; a
    decision takes effect. A volume or a scan that the seal certifies stays in ``paper``.
    ``paper`` is not saved here.
    """
    is_first, paper.issued_at = paper.issued_at is None, paper.issued_at or at
    kind = SignedKind(paper.kind)
    if kind in STAND_ALONE:
        return
    if change.decision is not None:
        if is_first:  # its sheet of the register stays the one that is signed on paper
            (signature,) = counted_signatures(paper)
            sign_by_certificate(change.decision, signature, at)
        return
    _ISSUERS[kind](paper, by, at)


def _issue_act(paper: SigningPaper, by: User | None, at: datetime) -> None:
    act, kind = paper.deliberation, _KINDS[SignedKind(paper.kind)]
    if act is None:
        raise ValueError("an act is issued from its deliberation")
    in_force = act.issued.filter(kind=kind, superseded_by__isnull=True).exclude(path="")
    latest = in_force.order_by("-version").first()
    document = add_version(act, paper.snapshot, read_document(paper), latest, by=by, at=at, kind=kind)
    paper.issued = document
    for each in counted_signatures(paper):
        _copy(each, document)


def _copy(each: PlaceSignature, document: IssuedDocument) -> None:
    Signature.objects.create(document=document, **{name: getattr(each, name) for name in SIGNATURE_FIELDS})


def _issue_paper(paper: SigningPaper, by: User | None, at: datetime) -> None:
    sitting, kind = paper.sitting, _PAPERS[SignedKind(paper.kind)]
    if sitting is None:
        raise ValueError("minutes and lists are those of a sitting")
    latest = last_issued(sitting, BY_KIND[kind])
    paper.issued_paper = SittingDocument.objects.create(
        sitting=sitting,
        kind=kind,
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
    SignedKind.MINUTES: _issue_paper,
    SignedKind.LIST: _issue_paper,
}
