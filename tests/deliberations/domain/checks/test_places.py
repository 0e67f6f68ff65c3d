"""The town hall where the council sits is its own (CGCT art. L. 2121-7)."""

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Office, OfficeKind
from deliberations.domain.checks.places import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.sittings import Origin
from tests.facts import make_council, make_mandate, make_record, make_sitting

pytestmark = pytest.mark.unit


def found(place, own="Gruson", *, body=BodyType.COMMUNE, more=(), origin=Origin.LIVE):
    council = make_council(place_name=own, body_type=body, more=more)
    return [
        f
        for rule in RULES
        for f in rule.findings(make_record(council, make_sitting(place=place, origin=origin)))
    ]


@pytest.mark.parametrize(
    "place",
    [
        "à la mairie de Modèle",
        "en Mairie de la commune de Modèle",
        "à l'hôtel de ville de Modèle-sur-Mer",
        "au sein de la MAIRIE DE MODÈLE",
        "salle du conseil de la mairie d'Exemple",
        "à la mairie du Modèle",
    ],
)
@pytest.mark.parametrize("origin", Origin)
def test_place_of_another_l2121_7(place, origin):
    assert [(f.code, f.severity) for f in found(place, origin=origin)] == [
        ("sitting.place_of_another", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("place", "own"),
    [
        ("à la mairie", "Gruson"),
        ("à la mairie de Gruson", "Gruson"),
        ("MAIRIE DE GRUSON", "Gruson"),
        ("en mairie de Gruson Salle du Conseil", "Gruson"),
        ("à la mairie de St Ouen", "Saint-Ouen-sur-Seine"),
        ("à la mairie du Gosier", "Le Gosier"),
        ("à la mairie de la Commune", "Gruson"),
        ("à la mairie annexe de Hameau", "Gruson"),
        ("à la mairie du Bourg", "Gruson"),
        ("à la mairie de quartier", "Gruson"),
        ("à la salle des fêtes de Modèle", "Gruson"),
        ("à l'école de Modèle", "Gruson"),
        ("", "Gruson"),
    ],
)
def test_place_of_ours(place, own):
    assert found(place, own) == []


def test_place_of_a_delegated_town_hall_is_in_the_commune():
    delegated = make_mandate("m99", offices=(Office(OfficeKind.DELEGATED_MAYOR),))
    assert found("à la mairie de Modèle", more=(delegated,)) == []


@pytest.mark.parametrize("body", [b for b in BodyType if b is not BodyType.COMMUNE])
def test_place_of_another_is_of_communes_only(body):
    assert found("à la mairie de Modèle", body=body) == []


def test_place_of_another_is_quoted():
    (finding,) = found("à la mairie de Modèle")
    assert (
        finding.message == "Lieu enregistré : « mairie de Modèle », alors que le conseil est celui de Gruson."
    )


def test_place_long_ones_take_a_time_that_grows_like_them():
    assert found("mairie de la commune " * 10_000) == []
