"""What the council's seal certified, and what waits for it, apart from the certified copies."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from councils.models import Council
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import (
    DecisionSignature,
    Deliberation,
    HandSignature,
    MayorDecision,
    RegisterVolume,
    SigningPaper,
    Sitting,
    SittingDocument,
)
from deliberations.models.signing import PAPER_IN_FORCE
from deliberations.queries.signatures import paper_in_force


def sealed_copy(council: Council, kind: SignedKind, subject: str) -> SigningPaper | None:
    """The copy in force that bears the seal; ``None`` while it waits for it, or was never asked."""
    paper = paper_in_force(council, kind, subject)
    return paper if paper is not None and paper.issued_at is not None else None


def volumes_to_seal(council: Council) -> QuerySet[RegisterVolume]:
    """The closed volumes that bear no seal yet, the oldest first."""
    rows = RegisterVolume.objects.filter(council=council, closed_on__isnull=False).select_related("council")
    return rows.filter(~Exists(_sealed("volume", SignedKind.VOLUME))).order_by("number")


def lists_to_seal(council: Council) -> QuerySet[Sitting]:
    """The closed sittings whose list was issued, and whose list in force is not a sealed one."""
    latest = SittingDocument.objects.filter(
        kind=SittingDocumentKind.DECISION_LIST, superseded_by__isnull=True
    )
    waiting = latest.filter(signed_paper__isnull=True, sitting=OuterRef("pk"))
    rows = Sitting.objects.filter(council=council, finished_at__isnull=False).select_related("council")
    return rows.filter(Exists(waiting)).order_by("held_on", "pk")


def is_list_to_seal(sitting: Sitting) -> bool:
    """Whether the list of a closed sitting bears no seal, issued already or not."""
    rows = sitting.issued_papers.filter(kind=SittingDocumentKind.DECISION_LIST, superseded_by__isnull=True)
    return sitting.finished_at is not None and not rows.filter(signed_paper__isnull=False).exists()


def acts_with_scan_to_seal(council: Council) -> Iterator[Deliberation | MayorDecision]:
    """The acts signed by hand whose paper is kept, and whose copy bears no seal yet, the oldest first."""
    yield from _scans(Deliberation.objects.filter(council=council))
    papers = DecisionSignature.objects.filter(decision=OuterRef("pk"), file__isnull=False)
    decisions = MayorDecision.objects.filter(Exists(papers), ~Exists(_sealed("decision", SignedKind.SCAN)))
    yield from decisions.filter(council=council).select_related("council").order_by("pk")


def scans_to_seal(sitting: Sitting) -> QuerySet[Deliberation]:
    """The same of one sitting."""
    return _scans(Deliberation.objects.filter(sitting=sitting))


def _scans(acts: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
    noted = HandSignature.objects.filter(deliberation=OuterRef("pk"), undone__isnull=True, file__isnull=False)
    rows = acts.filter(Exists(noted), ~Exists(_sealed("deliberation", SignedKind.SCAN)))
    return rows.select_related("council", "sitting__council", "item").order_by("sitting__held_on", "pk")


def _sealed(about: str, kind: SignedKind) -> QuerySet[SigningPaper]:
    rows = SigningPaper.objects.filter(PAPER_IN_FORCE, kind=kind, issued_at__isnull=False)
    return rows.filter(Q(**{about: OuterRef("pk")}))
