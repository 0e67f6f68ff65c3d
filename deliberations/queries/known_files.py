"""The documents issued here that have given bytes, by their SHA-256, whatever the council."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, Value

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
    """Every document of ours whose bytes have that digest.

    One query asks every table at once: most of the files given here are not ours.
    """
    found = (rows(sha256).order_by().values_list(Value(name)) for name, (rows, _) in _TABLES.items())
    first, *others = found
    names = {name for (name,) in first.union(*others)}
    return [
        file for name, (rows, told) in _TABLES.items() if name in names for file in told(rows(sha256), sha256)
    ]


# --- acts, decisions, sittings, and what the public was given


def _acts(sha256: str) -> QuerySet[IssuedDocument]:
    return IssuedDocument.objects.filter(sha256=sha256)


def _acts_told(rows: QuerySet[IssuedDocument], _: str) -> Iterator[KnownFile]:
    about = rows.select_related("deliberation__council", "deliberation__sitting", "superseded_by")
    for row in about.prefetch_related("signatures"):
        yield KnownFile(
            of=row.deliberation,
            document=row.get_kind_display(),
            kind=row.kind,
            is_latest=not hasattr(row, "superseded_by"),
            signatures=tuple(row.signatures.all()),
        )


def _decisions(sha256: str) -> QuerySet[DecisionCopy]:
    return DecisionCopy.objects.filter(sha256=sha256)


def _decisions_told(rows: QuerySet[DecisionCopy], _: str) -> Iterator[KnownFile]:
    for row in rows.select_related("decision__council"):
        later = DecisionCopy.objects.filter(decision=row.decision, kind=row.kind, version__gt=row.version)
        yield KnownFile(row.decision, row.get_kind_display(), row.kind, is_latest=not later.exists())


def _sittings(sha256: str) -> QuerySet[SittingDocument]:
    return SittingDocument.objects.filter(sha256=sha256)


def _sittings_told(rows: QuerySet[SittingDocument], _: str) -> Iterator[KnownFile]:
    """Of the papers of a sitting, the list and the minutes alone may be made public."""
    open_kinds = {SittingDocumentKind.MINUTES, SittingDocumentKind.DECISION_LIST}
    for row in rows.select_related("sitting__council", "superseded_by"):
        is_latest = not hasattr(row, "superseded_by")
        of = row.sitting if row.kind in open_kinds else None
        seals = _seals_of(row) if row.kind == SittingDocumentKind.DECISION_LIST else ()
        yield KnownFile(
            of, row.get_kind_display(), row.kind, row.subject, is_latest=is_latest, signatures=seals
        )


def _seals_of(row: SittingDocument) -> tuple[SignatureFacts, ...]:
    """The council's seal on the list of a sitting, however often it was completed."""
    placed = PlaceSignature.objects.filter(
        place__paper__kind=SignedKind.LIST, place__paper__sitting=row.sitting
    )
    completed = SignatureProofs.objects.filter(sha256_after=row.sha256).values("paper")
    return tuple(placed.filter(Q(sha256_after=row.sha256) | Q(place__paper__in=completed)))


def _public(sha256: str) -> QuerySet[PublicCopy]:
    return PublicCopy.objects.filter(sha256=sha256)


def _public_told(rows: QuerySet[PublicCopy], _: str) -> Iterator[KnownFile]:
    about = ("deliberation__council", "deliberation__sitting", "decision__council", "sitting__council")
    for row in rows.select_related(*about):
        yield KnownFile(row.deliberation or row.decision or row.sitting, PUBLIC, "PUBLIC", is_latest=False)


# --- scans


def _act_scans(sha256: str) -> QuerySet[HandSignature]:
    return HandSignature.objects.filter(file__sha256=sha256, undone__isnull=True)


def _act_scans_told(rows: QuerySet[HandSignature], _: str) -> Iterator[KnownFile]:
    for row in rows.select_related("deliberation__council", "deliberation__sitting"):
        yield KnownFile(row.deliberation, SCAN)


def _decision_scans(sha256: str) -> QuerySet[DecisionSignature]:
    return DecisionSignature.objects.filter(file__sha256=sha256)


def _decision_scans_told(rows: QuerySet[DecisionSignature], _: str) -> Iterator[KnownFile]:
    for row in rows.select_related("decision__council"):
        yield KnownFile(row.decision, SCAN)


# --- the register, the council's seal, and what was not finished


def _register(sha256: str) -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(sha256=sha256)


def _register_told(rows: QuerySet[RegisterEntry], _: str) -> Iterator[KnownFile]:
    for row in rows:
        yield KnownFile(None, "Pages du registre", row.kind)


def _sealed(sha256: str) -> QuerySet[SigningPaper]:
    """The volumes and the scans that bear the council's seal, completed since or not; lists are issued documents."""
    bears = (
        Q(sha256=sha256) | Q(places__signatures__sha256_after=sha256) | Q(completions__sha256_before=sha256)
    )
    sealed = SigningPaper.objects.filter(kind__in=SEALED_COPIES, issued_at__isnull=False)
    return sealed.filter(bears).exclude(kind=SignedKind.LIST).distinct()


def _sealed_told(rows: QuerySet[SigningPaper], sha256: str) -> Iterator[KnownFile]:
    """A volume tells nothing to the public, nor does the scan of a signature that was taken back."""
    about = ("deliberation__council", "deliberation__sitting", "decision__council")
    for paper in rows.select_related(*about):
        yield KnownFile(
            None if paper.set_aside_at else paper.deliberation or paper.decision,
            f"{paper.get_kind_display()}, cachet du conseil : certifie la copie seulement",
            paper.kind,
            is_latest=paper.sha256 == sha256,
            signatures=tuple(PlaceSignature.objects.filter(place__paper=paper, event__isnull=False)),
        )


def _unfinished(sha256: str) -> QuerySet[Signature]:
    """What was handed to be signed, or between two signatures. A document issued as it is is told as such."""
    rows = Signature.objects.filter(Q(sha256_before=sha256) | Q(sha256_after=sha256))
    return rows.exclude(document__sha256=sha256)


def _unfinished_told(rows: QuerySet[Signature], _: str) -> Iterator[KnownFile]:
    for row in rows.select_related("document__deliberation__council", "document__deliberation__sitting"):
        act = row.document.deliberation
        yield KnownFile(act, row.document.get_kind_display(), is_latest=False, lacks_a_signature=True)


_TABLES: Mapping[
    str, tuple[Callable[[str], QuerySet[Any]], Callable[[QuerySet[Any], str], Iterator[KnownFile]]]
] = {
    "act": (_acts, _acts_told),
    "decision": (_decisions, _decisions_told),
    "sitting": (_sittings, _sittings_told),
    "public copy": (_public, _public_told),
    "scan of an act": (_act_scans, _act_scans_told),
    "scan of a decision": (_decision_scans, _decision_scans_told),
    "register": (_register, _register_told),
    "sealed copy": (_sealed, _sealed_told),
    "unfinished": (_unfinished, _unfinished_told),
}
"""Where a digest may be: the rows that have it, and what is told of them."""
