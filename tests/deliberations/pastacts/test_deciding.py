"""Decisions and votes in the ways they are typed: numbered, glued, denied, told in the head."""

import pytest

from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult
from deliberations.pastacts import SourceLine, read_paper

pytestmark = pytest.mark.unit

HEAD = """COMMUNE DE VERPILLY
Séance du 12 mars 2019
Présents : MM. ALIX, BORDE, Mme CARRE{head}
Délibération n° 2019-14
Objet : Vente de la parcelle
"""
LEAD = "Après en avoir délibéré, le conseil municipal, à l'unanimité, "


def read(body, head=""):
    text = HEAD.format(head=head) + body
    (act,) = read_paper([SourceLine(n, line) for n, line in enumerate(text.split("\n"), start=1)]).acts
    return act


def decisions_of(body):
    return [found.value.text.rstrip(".") for found in read(body).decisions]


@pytest.mark.parametrize(
    "told",
    [
        "DÉCIDE :\n1°) de vendre,\n2°) de charger le maire.",
        "DÉCIDE :\n1°/ de vendre,\n2°/ de charger le maire.",
        "DÉCIDE : 1°) de vendre, 2°) de charger le maire.",
        "DÉCIDE :\nArt. 1 : de vendre\nArt. 2 : de charger le maire.",
        "décide (12 voix pour) :\n- de vendre,\n- de charger le maire.",
        "décide :\n- de vendre ; - de charger le maire.",
        "décide :\nDe vendre,\nDe charger le maire.",
    ],
)
def test_two_decisions_however_they_are_marked(told):
    assert [text.lower() for text in decisions_of(LEAD + told)] == ["de vendre", "de charger le maire"]


def test_lines_below_a_decision_that_announces_them_are_part_of_it():
    told = "décide :\n- de fixer les tarifs suivants :\n- adultes : 12 €\n- enfants : 6 €\n- de les appliquer en avril"
    first, second = decisions_of(LEAD + told)
    assert first.endswith("adultes : 12 € - enfants : 6 €")
    assert second == "de les appliquer en avril"


def test_a_word_in_capitals_of_a_list_announced_is_no_verb():
    told = "décide :\n- d'approuver le plan :\nMONTANT total : 12 000 €\nPART de l'État : 4 000 €\n- de le transmettre"
    first, second = decisions_of(LEAD + told)
    assert first == "d'approuver le plan : MONTANT total : 12 000 € PART de l'État : 4 000 €"
    assert second == "de le transmettre"


@pytest.mark.parametrize(
    "denied",
    [
        "ne donne pas une suite favorable à cette demande",
        "n'approuve pas la vente",
        "ne participe pas aux frais",
    ],
)
def test_what_is_not_decided_is_not_read_as_its_contrary(denied):
    assert decisions_of(f"{LEAD}{denied}.") == [denied]
    assert decisions_of(f"{LEAD}{denied} et charge le maire de le dire.") == [denied, "le maire de le dire"]


COUNTED = "\nPour : 5\nContre : 9\nAbstention : 1"


def test_counts_of_the_head_complete_a_vote_told_without_them():
    vote = read(
        "Après en avoir délibéré, à l'unanimité, le conseil approuve la vente.", "\nPour : 9\nContre : 0"
    ).vote
    assert (vote.value.in_favour, vote.value.against, vote.value.stated) == (9, 0, StatedResult.UNANIMOUS)
    assert vote.is_clear


def test_counts_that_contradict_the_words_are_doubtful():
    act = read("Après en avoir délibéré, à la majorité, le conseil approuve la vente.", COUNTED)
    assert act.vote.value.stated is StatedResult.REJECTED
    assert act.confidence is Confidence.DOUBTFUL


def test_a_number_by_order_and_year_opens_an_act():
    lines = [
        "Séance du 3 décembre 2012",
        "56/2012 - Rythmes scolaires",
        "Le conseil municipal décide le report.",
    ]
    (act,) = read_paper([SourceLine(n, line) for n, line in enumerate(lines, start=1)]).acts
    assert (act.number.value, act.title.value) == ("56/2012", "Rythmes scolaires")
