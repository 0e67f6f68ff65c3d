"""Checks on the words of an act."""

from collections.abc import Iterator

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.texts import placeholders


def check_placeholders(record: Record) -> Iterator[Finding]:
    """Words left to be filled in a model text: « commune de XX »."""
    for act in record.sitting.deliberations:
        for found in placeholders(act):
            yield Finding(
                code="text.placeholder",
                severity=Severity.WARNING,
                article="",
                message=f"Texte à compléter : « {found.extract} ».",
                where=found.where,
                item=act.item,
                consequence="L'acte signé garderait un blanc du modèle.",
                remedy=f"Remplacer « {found.found} » par le nom ou la valeur voulus.",
            )
