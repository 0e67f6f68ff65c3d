"""The vote of the main budget, which nobody marked as such (CGCT art. L. 1612-2)."""

import pytest

from deliberations.domain.checks.budgets import RULES
from deliberations.domain.sittings import ItemKind, Subject
from tests.facts import make_item, make_record, make_sitting, make_vote

pytestmark = pytest.mark.unit


VOTED = (make_vote(),)


def found_in(title, votes=VOTED, **item):
    sitting = make_sitting(agenda=(make_item(title_html=title, **item),), votes=votes)
    return [f.code for rule in RULES for f in rule.findings(make_record(sitting=sitting))]


@pytest.mark.parametrize(
    "title",
    [
        "Vote du budget primitif 2024",
        "Budget primitif 2024 - vote",
        "BP 2024",
        "Présentation et vote du budget primitif 2024 de la commune",
        "Adoption du budget principal – exercice 2024",
        "Budget primitif 2024 et vote des taux d'imposition",
    ],
)
def test_budget_left_without_its_subject_is_found_l1612_2(title):
    assert found_in(title) == ["budget.unmarked"]


@pytest.mark.parametrize(
    "title",
    [
        "Décision modificative n° 1 au budget primitif 2024",
        "Budget supplémentaire 2024",
        "Budget annexe de l'eau 2024",
        "Vote du budget primitif 2024 – assainissement",
        "Vote du budget principal 2024 et du budget annexe",
        "Débat d'orientation budgétaire",
        "Virement de crédits au budget 2024",
        "Autorisation de dépenses avant le vote du budget primitif 2024",
        "Budget primitif 2024 : subventions aux associations",
        "Vote du budget participatif",
        "Présentation du budget",
    ],
)
def test_budget_is_not_read_in_what_comes_near_it(title):
    assert found_in(title) == []


def test_budget_of_an_item_marked_told_or_not_decided_is_silent():
    title = "Vote du budget primitif 2024"
    assert "budget.unmarked" not in found_in(title, subject=Subject.BUDGET)
    assert found_in(title, kind=ItemKind.INFORMATION) == []
    assert found_in(title, votes=()) == []
