"""Decisions without a verb, and lists that mix several ways of deciding."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.linter.drafting import RULES
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(*blocks, verb=""):
    act = make_act(operative=(OperativePart(blocks, verb),))
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    return [f for rule in RULES for f in rule.findings(record)]


def corrections(*blocks, verb=""):
    return [(f.code.removeprefix("text."), f.where, f.correction) for f in found_in(*blocks, verb=verb)]


@pytest.mark.parametrize(
    ("block", "correction"),
    [
        ("Approbation des statuts", "D'approuver les"),
        ("approbation du projet", "d'approuver le"),
        ("Adoption de la convention", "D'adopter la"),
        ("Désignation de l'entreprise", "De désigner l'"),
        ("Création de deux postes", ""),
        ("1. Fixation des tarifs", "De fixer les"),
        ("Article 2 : APPROBATION des statuts", "D'approuver les"),
        ("Avis favorable", ""),
        ("Tarif unique de 3 euros", ""),
    ],
)
def test_decision_without_a_verb(block, correction):
    assert corrections(block) == [("decision_without_verb", "décision, point 1", correction)]


@pytest.mark.parametrize(
    "block",
    [
        "d'approuver les statuts",
        "approuve les statuts",
        "APPROUVE les statuts",
        "Le transfert de la compétence",
        "Que le tarif est de 3 euros",
        "12 300,00 € sont inscrits au compte 1068",
        "À compter du 1er janvier, les tarifs sont modifiés",
        "Article 1er : Le tarif est fixé à 3 euros",
        "d'ester en justice",
        "s'engage à verser la somme",
        "Firmin Exemple est proclamé adjoint",
        "Prend acte du rapport",
        "de se prononcer favorablement",
        "Refusé",
    ],
)
def test_decision_with_a_verb(block):
    assert corrections(block) == []


def test_decision_without_a_verb_goes_on_from_the_verb_of_its_part():
    assert corrections("Avis favorable au projet", verb="émet") == []
    assert len(corrections("Avis favorable au projet", verb="décide :")) == 1


def test_decision_without_a_verb_in_a_list_announced_by_the_one_before():
    assert corrections("fixe les tarifs suivants :", "Cantine : 3 euros", "Garderie : 1 euro") == []


def test_decisions_without_a_verb_are_each_told():
    assert [where for _, where, _ in corrections("Approbation du plan", "Adoption du budget")] == [
        "décision, point 1",
        "décision, point 2",
    ]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("d'approuver le plan", "autorise le maire"), [(2, "d'autoriser")]),
        (("d'approuver le plan", "Autorise le maire"), [(2, "D'autoriser")]),
        (("approuve le plan", "autorise le maire", "de fixer le tarif"), [(3, "fixe")]),
        (("APPROUVE le plan", "AUTORISE le maire", "DE FIXER le tarif"), [(3, "FIXE")]),
        (
            ("de fixer le tarif", "émet un avis", "Désignation des délégués"),
            [(2, "d'émettre"), (3, "De désigner les")],
        ),
        (
            ("Le transfert", "Que le tarif", "D'adhérer", "Approuve", "Désigne"),
            [(4, "D'approuver"), (5, "De désigner")],
        ),
        (("approuve le plan", "autorise le maire", "de s'engager à payer"), [(3, "s'engage")]),
        (("approuve le plan", "Adoption du règlement", "autorise le maire"), [(2, "Adopte le")]),
        (("d'approuver le plan", "s'engage à payer"), [(2, "de s'engager")]),
    ],
)
def test_mixed_bullets(blocks, expected):
    found = [f for f in found_in(*blocks) if f.code == "text.mixed_bullets"]
    assert [(f.where, f.correction) for f in found] == [
        (f"décision, point {n}", text) for n, text in expected
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        (
            "d'approuver le plan",
            "de fixer le tarif",
            "que le tarif est de 3 euros",
            "le versement de 3 euros",
        ),
        ("approuve le plan", "AUTORISE le maire"),
        ("d'approuver le plan", "Le maire est chargé de l'exécution"),
        ("d'approuver le plan ;", "de fixer le tarif,", "d'autoriser le maire."),
    ],
)
def test_mixed_bullets_none(blocks):
    assert found_in(*blocks) == []


def test_mixed_bullets_of_two_parts_are_apart():
    parts = (OperativePart(("d'approuver le plan",)), OperativePart(("autorise le maire",)))
    record = make_record(sitting=make_sitting(deliberations=(make_act(operative=parts),)))
    assert [f for rule in RULES for f in rule.findings(record)] == []


def test_mixed_bullets_are_placed_in_the_whole_act():
    parts = (
        OperativePart(("d'approuver le plan",)),
        OperativePart(("d'ouvrir le poste", "autorise le maire")),
    )
    record = make_record(sitting=make_sitting(deliberations=(make_act(operative=parts),)))
    [finding] = [f for rule in RULES for f in rule.findings(record)]
    assert finding.where == "décision, point 3"
    assert finding.message == "« autorise » est au présent : la liste mêle plusieurs formes."


@pytest.mark.parametrize("piece", ["- ", "a) ", "1. ", "Article 1 ", "er", "x ", "d'"])
def test_decision_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert len(found_in(piece * (100_000 // len(piece)))) <= 1
