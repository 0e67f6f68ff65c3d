"""Check on where the council sits: in its own commune, not at the town hall of another (CGCT art. L. 2121-7)."""

import re
from collections.abc import Iterator

from councils.domain.membership import offices_held
from councils.domain.people import OfficeKind
from deliberations.domain.checks.common import remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.linter.places import PLACE, is_own_place
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Rule
from deliberations.domain.wording.elision import du

_TOWN_HALL = re.compile(
    r"\b(?P<words>(?i:mairie|hôtel\ de\ ville)\ "
    rf"(?i:(?:de\ la\ (?:commune|ville)\ )?(?:d['’]|de\ la\ |de\ l['’]|du\ |des\ |de\ )){PLACE})",
    re.VERBOSE,
)
_PARTS = frozenset("quartier proximite bourg village centre secteur arrondissement".split())
"""« Mairie du Bourg », « mairie de Quartier Nord »: parts of the commune."""


def check_place_in_commune(record: Record) -> Iterator[Finding]:
    """The sitting is not held at the town hall of another commune (art. L. 2121-7).

    Only a town hall is read: a hall or a school named after another place may stand in the commune. A commune that
    has delegated mayors has several town halls.
    """
    found = None if _has_several_town_halls(record) else _TOWN_HALL.search(record.sitting.place)
    if found and folded_words(found["name"])[0] not in _PARTS and not is_own_place(record, found["name"]):
        yield Finding(
            code="sitting.place_of_another",
            severity=Severity.WARNING,
            article="CGCT art. L. 2121-7",
            message=f"Lieu enregistré : « {found['words']} », alors que le conseil est celui "
            f"{du(record.council.place_name)}.",
            where="séance",
            consequence="Une séance tenue hors de la commune peut faire annuler ses délibérations.",
            remedy=remedy(
                record,
                "Réunir le conseil à la mairie, ou dans un autre lieu de la commune ; ou corriger le lieu.",
                "Vérifier au procès-verbal où le conseil s'est réuni, et corriger le lieu s'il vient d'un modèle.",
            ),
        )


def _has_several_town_halls(record: Record) -> bool:
    on = record.sitting.held_on
    offices = (office for m in record.council.mandates for office in offices_held(m, on))
    return any(office.kind is OfficeKind.DELEGATED_MAYOR for office in offices)


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("sitting.place_of_another",),
        title="Séance dans la commune",
        article="CGCT art. L. 2121-7",
        says="Le conseil se réunit dans sa commune, et non à la mairie d'une autre.",
        check=check_place_in_commune,
        bodies=COMMUNES,
        softened_by_exceptional_laws=True,
    ),
)
