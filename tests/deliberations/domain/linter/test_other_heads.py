"""Whom the decision entrusts with its execution."""

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Office, OfficeKind
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.linter.other_heads import RULES
from deliberations.domain.sittings import ItemKind, Origin
from tests.facts import make_act, make_council, make_item, make_mandate, make_record, make_sitting

pytestmark = pytest.mark.unit

COMMUNE, EPCI = BodyType.COMMUNE, BodyType.EPCI


def found_in(text, body=COMMUNE, *, more=(), verb="", origin=Origin.LIVE, kind=ItemKind.DELIBERATION, **act):
    made = make_act(operative=(OperativePart((text,), verb=verb),), **act)
    head = Office(OfficeKind.MAYOR if body is COMMUNE else OfficeKind.PRESIDENT)
    council = make_council(0, body_type=body, more=(make_mandate("m1", offices=(head,)), *more))
    sitting = make_sitting(deliberations=(made,), origin=origin, agenda=(make_item(kind=kind),))
    return [f for rule in RULES for f in rule.findings(make_record(council, sitting))]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (COMMUNE, "autorise Monsieur le Président à signer la convention"),
        (COMMUNE, "d'autoriser le président, ou son représentant, à signer"),
        (COMMUNE, "AUTORISE MADAME LA PRÉSIDENTE À SIGNER"),
        (COMMUNE, "Le Président est autorisé à signer l'acte"),
        (COMMUNE, "donne pouvoir à Mme la Présidente"),
        (COMMUNE, "charge le Président de signer les actes"),
        (COMMUNE, "charge le Président d'exécuter la décision"),
        (EPCI, "autorise Monsieur le Maire à signer"),
        (EPCI, "adhère pour la communauté de communes, autorise le Maire à signer"),
        (BodyType.CLOSED_SYNDICATE, "charge Mme la Maire de l'exécution de la présente délibération"),
    ],
)
def test_other_head(body, text):
    assert [f.code for f in found_in(text, body)] == ["text.other_head"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (COMMUNE, "autorise Monsieur le Maire à signer"),
        (COMMUNE, "autorise le Président du syndicat à signer"),
        (COMMUNE, "autorise le Président d'Exemple Agglo à signer"),
        (COMMUNE, "autorise le président de séance à signer"),
        (COMMUNE, "rejoint la communauté de communes et autorise le Président à signer"),
        (COMMUNE, "constitue un groupement de commandes et autorise le Président à signer"),
        (COMMUNE, "constate que le Président est autorisé à signer"),
        (COMMUNE, "remercie le Président"),
        (EPCI, "autorise le Président à signer"),
        (EPCI, "autorise le Maire de Voisine à signer avec le Président"),
        (EPCI, "conclut une convention avec la commune de Voisine et autorise le Maire à signer"),
        (EPCI, "autorise les maires à signer"),
        (EPCI, "autorise le maire délégué à signer"),
        (BodyType.CCAS, "autorise le Maire à signer"),
        (BodyType.OPEN_SYNDICATE, "autorise le Maire à signer"),
        (BodyType.OTHER, "autorise le Maire à signer"),
    ],
)
def test_other_head_none(body, text):
    assert found_in(text, body) == []


def test_other_head_behind_the_verb_of_its_part():
    (finding,) = found_in("Monsieur le Président à signer", verb="autorise")
    assert finding.where == "décision, point 1"
    assert finding.message == (
        "« autorise Monsieur le Président » : cette assemblée n'a pas de président, c'est le maire qui exécute ses "
        "décisions."
    )


def test_other_head_whom_the_visas_name():
    clauses = (Clause(ClauseKind.VU, "les statuts du syndicat des eaux"),)
    assert found_in("autorise le Président à signer", clauses=clauses) == []


def test_other_head_who_holds_the_office_there():
    president = make_mandate("m2", offices=(Office(OfficeKind.PRESIDENT),))
    assert found_in("autorise le Président à signer", more=(president,)) == []


def test_other_head_who_chairs_the_accounts():
    assert found_in("autorise le Président à signer", kind=ItemKind.ACCOUNTS) == []


def test_other_head_of_a_recorded_act_is_only_read_again():
    (finding,) = found_in("autorise le Président à signer", origin=Origin.RECORDED)
    assert finding.remedy.startswith("Relire l'acte")


@pytest.mark.parametrize(
    "piece", ["autorise le ", "autorise le Président ", "le président est ", "donne tout ", "que le "]
)
def test_other_head_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    found_in(piece * (200_000 // len(piece)))
