"""Checks on the way an act reaches the State: its channel, and the number it travels under."""

import re
from collections.abc import Iterator

from councils.domain.bodies import BodyType
from councils.domain.membership import number_at
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, RULED, Certainty, Rule

ELECTRONIC_ABOVE = 50_000
"""Inhabitants beyond which a commune must transmit electronically (CGCT art. L. 2131-2)."""
_ON_PAPER = re.compile(r"papier|courrier|dépôt|déposé|postal", re.IGNORECASE)
_ACTES_NUMBER = re.compile(r"[A-Z0-9_]{1,15}")


def check_electronic_transmission(record: Record) -> Iterator[Finding]:
    """Large communes, and EPCI with own taxation, transmit electronically (CGCT art. L. 2131-2)."""
    if not _must_transmit_electronically(record):
        return
    for act in record.sitting.deliberations:
        if act.transmission is not None and _ON_PAPER.search(act.transmission.channel):
            yield Finding(
                code="transmission.not_electronic",
                severity=Severity.NOTICE,
                article="CGCT art. L. 2131-2",
                message="Acte transmis sur papier : au-dessus de 50 000 habitants, et dans un EPCI à fiscalité propre, "
                "la transmission est en principe électronique.",
                where="transmission",
                item=act.item,
                consequence="La transmission peut être contestée.",
                remedy="Vérifier le canal sur l'accusé de réception ; transmettre les prochains actes par voie "
                "électronique.",
            )


def _must_transmit_electronically(record: Record) -> bool:
    if record.council.body_type is BodyType.EPCI:
        return True
    inhabitants = number_at(record.council.populations, record.sitting.held_on)
    return inhabitants is not None and inhabitants > ELECTRONIC_ABOVE


def check_actes_number(record: Record) -> Iterator[Finding]:
    """The number sent through @CTES has at most fifteen capital letters, figures and underscores."""
    for act in record.sitting.deliberations:
        if act.actes_number and not _ACTES_NUMBER.fullmatch(act.actes_number):
            yield Finding(
                code="transmission.actes_number",
                severity=Severity.WARNING,
                article="",
                message=f"Le numéro @CTES « {act.actes_number} » n'a pas la forme attendue : quinze signes au plus, "
                "lettres capitales sans accent, chiffres ou soulignés.",
                where="transmission",
                item=act.item,
                consequence="La plateforme @CTES peut refuser l'acte.",
                remedy="Corriger le numéro, par exemple 2023_57 pour la délibération 2023-57.",
            )


RULES = (
    Rule(
        codes=("transmission.not_electronic",),
        title="Transmission électronique",
        article="CGCT art. L. 2131-2",
        says="Au-dessus de 50 000 habitants, et dans un EPCI à fiscalité propre, les actes sont transmis par voie "
        "électronique.",
        check=check_electronic_transmission,
        bodies=COMMUNES | {BodyType.EPCI},
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    Rule(
        codes=("transmission.actes_number",),
        title="Numéro @CTES",
        article="",
        says="Le numéro transmis par @CTES compte quinze signes au plus : lettres capitales sans accent, chiffres ou "
        "soulignés.",
        check=check_actes_number,
        bodies=RULED,
        certainty=Certainty.HOUSE,
    ),
)
