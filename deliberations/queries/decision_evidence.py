"""Everything that proves a mayor's decision, in the order of time, each with its digest."""

from collections.abc import Iterator

from councils.domain.days import council_day
from deliberations.domain.wording.agreement import counted
from deliberations.models import (
    DecisionReport,
    DecisionSignature,
    MayorDecision,
)
from deliberations.queries.evidence import Proof, proofs_of_end, proofs_of_followed, proofs_of_signing


def proofs_of_decision(row: MayorDecision) -> tuple[Proof, ...]:
    """The proofs of ``row``, the oldest first, in a number of queries that does not depend on how many there are."""
    found = [
        *_signatures(row),
        *_documents(row),
        *proofs_of_signing(row),
        *proofs_of_followed(row),
        *_reports(row),
        *proofs_of_end(row),
    ]
    return tuple(sorted(found, key=lambda proof: proof.key))


def _signatures(row: MayorDecision) -> Iterator[Proof]:
    for each in row.hand_signatures.select_related("signatory__person", "file", "by", "electronic"):
        yield Proof(
            "Signature",
            _how(each),
            each.signed_on,
            each.at,
            ", ".join(part for part in (each.capacity, str(each.signatory), _right(each)) if part),
            _digest(each),
            str(each.by or ""),
        )


def _how(row: DecisionSignature) -> str:
    if row.electronic is not None:
        return "Décision signée électroniquement"
    return "Décision signée sur papier, numérisée" if row.file else "Décision signée sur papier"


def _digest(row: DecisionSignature) -> str:
    if row.electronic is not None:
        return row.electronic.sha256_after
    return row.file.sha256 if row.file else ""


def _right(row: DecisionSignature) -> str:
    """« par délégation du maire, arrêté n° 2024-12 »; nothing for a signature noted before it was computed."""
    order = f"arrêté n° {row.order_number}" if row.order_number else ""
    told = row.get_power_display()
    return ", ".join(part for part in (f"{told[:1].lower()}{told[1:]}", order) if part)


def _documents(row: MayorDecision) -> Iterator[Proof]:
    for snapshot in row.snapshots.all():
        yield Proof(
            "Document",
            "Faits figés",
            council_day(row.council, snapshot.created_at),
            snapshot.created_at,
            f"format {snapshot.schema_version}",
            snapshot.sha256,
        )
    for copy in row.copies.select_related("by"):
        yield Proof(
            "Document",
            f"{copy.get_kind_display()}, version {copy.version} : émise",
            council_day(row.council, copy.at),
            copy.at,
            counted(copy.pages, "page", "pages") if copy.pages else "",
            copy.sha256,
            str(copy.by or ""),
        )


def _reports(row: MayorDecision) -> Iterator[Proof]:
    for report in DecisionReport.objects.filter(decision=row).select_related("sitting__finished_by"):
        sitting = report.sitting
        yield Proof(
            "Compte rendu",
            f"Compte rendu au conseil, séance du {sitting.held_on:%d/%m/%Y}",
            sitting.held_on,
            sitting.finished_at,
            by=str(sitting.finished_by or ""),
        )
