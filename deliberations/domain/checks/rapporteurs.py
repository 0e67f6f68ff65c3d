"""Checks on the rapporteur of an item: who presents it is in the room."""

from collections.abc import Iterator

from deliberations.domain.checks.common import names_of, of_points, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.speakers import was_away
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Rule, house_rule
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.wording.agreement import Forms, agree

_RAPPORTEUR = Forms.regular("rapporteur")


def check_rapporteurs(record: Record) -> Iterator[Finding]:
    """Whoever is recorded as the rapporteur of an item is there at its opening, or later at one of its votes.

    One finding per person, whatever the number of items. Another member may have read the report: only a warning.
    """
    missed: dict[str, list[str]] = {}
    for item in record.sitting.agenda:
        told = item.rapporteur if item.outcome is ItemOutcome.EXAMINED else None
        if told and was_away(record, item.uid, (told,)):
            missed.setdefault(told, []).append(item.uid)
    for rapporteur, items in missed.items():
        yield _absent(record, rapporteur, items)


def _absent(record: Record, rapporteur: str, items: list[str]) -> Finding:
    names = names_of(record)
    word = agree(_RAPPORTEUR, [names.gender(rapporteur)])
    return Finding(
        code="rapporteur.absent",
        severity=Severity.WARNING,
        article="",
        message=f"{names.name(rapporteur)}, {word} ({of_points(record, items)}), n'est pas dans la salle d'après les "
        "présences enregistrées.",
        where="ordre du jour",
        item=items[0] if len(items) == 1 else None,
        items=tuple(items),
        consequence="L'acte dirait qu'un membre absent a présenté l'affaire : lui ou les présences sont à corriger.",
        remedy=remedy(
            record,
            "Enregistrer le membre qui présente l'affaire, ou l'arrivée du rapporteur.",
            "Relever au procès-verbal qui a présenté l'affaire, et corriger le rapporteur ou les présences.",
        ),
    )


RULES: tuple[Rule, ...] = (
    house_rule(
        "rapporteur.absent",
        "Rapporteur absent",
        "Le rapporteur d'un point est dans la salle quand le conseil l'examine.",
        check_rapporteurs,
    ),
)
