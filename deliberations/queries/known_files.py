"""The documents issued here that have given bytes, by their SHA-256, whatever the council."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from deliberations.domain.signing_order import SEALED_COPIES, SignedKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import (
    DecisionCopy,
    DecisionSignature,
    Deliberation,
    HandSignature,
    IssuedDocument,
    MayorDecision,
    PlaceSignature,
    PublicCopy,
    RegisterEntry,
    Signature,
    SignatureProofs,
    SigningPaper,
    Sitting,
    SittingDocument,
)
from deliberations.models.proof import SignatureFacts

SCAN = "Copie numérisée de l'original signé à la main"
PUBLIC = "Copie mise à la disposition du public"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """One document of ours. ``of`` is ``None`` for one that tells nothing to the public, whatever its act becomes.

    ``is_latest``: nothing replaced it. ``lacks_a_signature``: a state of it before the last one.
    """

    of: Deliberation | MayorDecision | Sitting | None
    document: str
    kind: str = ""
    subject: str = ""
    is_latest: bool = True
    lacks_a_signature: bool = False
    signatures: tuple[SignatureFacts, ...] = field(default=())


def known_files(sha256: str) -> list[KnownFile]:
    """Every document of ours whose bytes have that digest."""
    return [
        *_of_acts(sha256),
        *_of_decisions(sha256),
        *_of_sittings(sha256),
        *_public(sha256),
        *_scans(sha256),
        *_of_register(sha256),
        *_of_seal(sha256),
        *_unfinished(sha256),
    ]


def _of_acts(sha256: str) -> Iterator[KnownFile]:
    rows = IssuedDocument.objects.filter(sha256=sha256).select_related(
        "deliberation__council", "deliberation__sitting", "superseded_by"
    )
    for row in rows.prefetch_related("signatures"):
        yield KnownFile(
            of=row.deliberation,
            document=row.get_kind_display(),
            kind=row.kind,
            is_latest=not hasattr(row, "superseded_by"),
            signatures=tuple(row.signatures.all()),
        )


def _of_decisions(sha256: str) -> Iterator[KnownFile]:
    for row in DecisionCopy.objects.filter(sha256=sha256).select_related("decision__council"):
        later = DecisionCopy.objects.filter(decision=row.decision, kind=row.kind, version__gt=row.version)
        yield KnownFile(row.decision, row.get_kind_display(), row.kind, is_latest=not later.exists())


def _of_sittings(sha256: str) -> Iterator[KnownFile]:
    """Of the papers of a sitting, the list and the minutes alone may be made public."""
    open_kinds = {SittingDocumentKind.MINUTES, SittingDocumentKind.DECISION_LIST}
    rows = SittingDocument.objects.filter(sha256=sha256).select_related("sitting__council", "superseded_by")
    for row in rows:
        is_latest = not hasattr(row, "superseded_by")
        of = row.sitting if row.kind in open_kinds else None
        seals = _seals_of(row) if row.kind == SittingDocumentKind.DECISION_LIST else ()
        yield KnownFile(
            of, row.get_kind_display(), row.kind, row.subject, is_latest=is_latest, signatures=seals
        )


def _public(sha256: str) -> Iterator[KnownFile]:
    rows = PublicCopy.objects.filter(sha256=sha256).select_related(
        "deliberation__council", "deliberation__sitting", "decision__council", "sitting__council"
    )
    for row in rows:
        yield KnownFile(row.deliberation or row.decision or row.sitting, PUBLIC, "PUBLIC", is_latest=False)


def _scans(sha256: str) -> Iterator[KnownFile]:
    by_hand = HandSignature.objects.filter(file__sha256=sha256, undone__isnull=True).select_related(
        "deliberation__council", "deliberation__sitting"
    )
    decided = DecisionSignature.objects.filter(file__sha256=sha256).select_related("decision__council")
    for signature in by_hand:
        yield KnownFile(signature.deliberation, SCAN)
    for row in decided:
        yield KnownFile(row.decision, SCAN)


def _of_register(sha256: str) -> Iterator[KnownFile]:
    for row in RegisterEntry.objects.filter(sha256=sha256):
        yield KnownFile(None, "Pages du registre", row.kind)


def _of_seal(sha256: str) -> Iterator[KnownFile]:
    """The volumes and the scans that bear the council's seal, completed since or not; lists are issued documents.

    A volume tells nothing to the public, nor does the scan of a signature that was taken back.
    """
    sealed = SigningPaper.objects.filter(kind__in=SEALED_COPIES, issued_at__isnull=False)
    bears = (
        Q(sha256=sha256) | Q(places__signatures__sha256_after=sha256) | Q(completions__sha256_before=sha256)
    )
    about = ("deliberation__council", "deliberation__sitting", "decision__council")
    for paper in sealed.filter(bears).exclude(kind=SignedKind.LIST).distinct().select_related(*about):
        yield KnownFile(
            None if paper.set_aside_at else paper.deliberation or paper.decision,
            f"{paper.get_kind_display()}, cachet du conseil : certifie la copie seulement",
            paper.kind,
            is_latest=paper.sha256 == sha256,
            signatures=tuple(PlaceSignature.objects.filter(place__paper=paper, event__isnull=False)),
        )


def _seals_of(row: SittingDocument) -> tuple[SignatureFacts, ...]:
    """The council's seal on the list of a sitting, however often it was completed."""
    placed = PlaceSignature.objects.filter(
        place__paper__kind=SignedKind.LIST, place__paper__sitting=row.sitting
    )
    completed = SignatureProofs.objects.filter(sha256_after=row.sha256).values("paper")
    return tuple(placed.filter(Q(sha256_after=row.sha256) | Q(place__paper__in=completed)))


def _unfinished(sha256: str) -> Iterator[KnownFile]:
    """What was handed to be signed, or between two signatures. A document issued as it is is told as such."""
    rows = Signature.objects.filter(Q(sha256_before=sha256) | Q(sha256_after=sha256)).exclude(
        document__sha256=sha256
    )
    for row in rows.select_related("document__deliberation__council", "document__deliberation__sitting"):
        act = row.document.deliberation
        yield KnownFile(act, row.document.get_kind_display(), is_latest=False, lacks_a_signature=True)
