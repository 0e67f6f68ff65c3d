"""Decisions taken under an item that announces none."""

import pytest

from deliberations.domain.checks.various import RULES
from deliberations.domain.sittings import ItemOutcome
from tests.facts import make_act, make_item, make_record, make_sitting, make_vote

pytestmark = pytest.mark.unit


VOTED = (make_vote(),)


def found_in(title, votes=VOTED, acts=(), **item):
    agenda = (make_item(title_html=title, **item),)
    record = make_record(sitting=make_sitting(agenda=agenda, votes=votes, deliberations=acts))
    return [f.severity.name for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    "title",
    [
        *("Questions diverses", "AFFAIRES DIVERSES", "8. Informations et questions diverses", "Divers"),
        *(
            "Toutes délibérations exigées par l'urgence ou les circonstances",
            "Affaires urgentes",
            "Tour de table",
        ),
        *("Toute autre question", "Questions diverses et affaires urgentes"),
    ],
)
def test_various_decided_l2121_10(title):
    assert found_in(title) == ["WARNING"]
    assert found_in(title, votes=(), acts=(make_act(),)) == ["WARNING"]


def test_various_with_a_subject_is_only_asked():
    assert found_in("Affaires diverses : marché de Noël") == ["NOTICE"]


@pytest.mark.parametrize(
    "title",
    [
        *("Diverses subventions", "Tarifs", "Questions orales", "Travaux divers de voirie"),
        *("Travaux urgents", "Autres tarifs", "Circonstances exceptionnelles : aide", "Table de pique-nique"),
    ],
)
def test_various_none_where_the_title_announces_something(title):
    assert found_in(title) == []


def test_various_none_where_nothing_is_decided():
    assert found_in("Questions diverses", votes=(), acts=(make_act(operative=()),)) == []
    assert found_in("Questions diverses", outcome=ItemOutcome.WITHDRAWN) == []
    assert found_in("Questions diverses", added_in_sitting=True) == []
