"""Whether the certified copy of an act is signed, how, when and by whom: the only place that answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from councils.domain.days import council_day
from deliberations.domain.issued import DocumentKind
from deliberations.models import Deliberation, HandSignature, IssuedDocument, Sitting


class Means(StrEnum):
    """CERTIFICATE: the file itself is signed. HAND: the paper is, as the town hall declares."""

    CERTIFICATE = "CERTIFICATE"
    HAND = "HAND"


@dataclass(frozen=True, slots=True)
class Signed:
    """How an act is signed. ``by`` begins with the capacity; ``on`` is the civil day of the council."""

    means: Means
    on: date
    by: str


def how_signed(act: Deliberation) -> Signed | None:
    """How ``act`` is signed, the file first; ``None`` when nobody signed it."""
    document = signed_copies_of(act).first()
    if document is not None:
        row = document.signatures.all()[0]
        on = council_day(act.council, row.signed_at)
        return Signed(Means.CERTIFICATE, on, _named(row.capacity, row.signer_name))
    paper = hand_signature_of(act)
    if paper is None:
        return None
    return Signed(Means.HAND, paper.signed_on, _named(paper.capacity, str(paper.signatory)))


def signed_copies_of(act: Deliberation) -> QuerySet[IssuedDocument]:
    """The signed certified copies kept here, the one in force first."""
    copies = IssuedDocument.objects.filter(
        deliberation=act, kind=DocumentKind.CERTIFIED, signatures__isnull=False
    ).exclude(path="")
    return copies.distinct().order_by("-version").prefetch_related("signatures")


def hand_signature_of(act: Deliberation) -> HandSignature | None:
    """The signature by hand that counts: the latest noted that was not undone."""
    rows = HandSignature.objects.filter(deliberation=act, undone__isnull=True)
    row: HandSignature | None = (
        rows.select_related("signatory__person", "secretary__person", "file", "by").order_by("pk").last()
    )
    return row


def signed_acts(sitting: Sitting) -> frozenset[int]:
    """Keys of the acts of a sitting that are signed, by whatever means."""
    files = IssuedDocument.objects.filter(deliberation__sitting=sitting, signatures__isnull=False)
    papers = HandSignature.objects.filter(deliberation__sitting=sitting, undone__isnull=True)
    keys = [rows.values_list("deliberation_id", flat=True) for rows in (files, papers)]
    return frozenset(key for some in keys for key in some)


def _named(capacity: str, name: str) -> str:
    return f"{capacity}, {name}" if capacity else name
