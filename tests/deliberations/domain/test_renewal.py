"""What an earlier act suggests to change: years move, dates and amounts are pointed at, the law does not."""

from datetime import date

import pytest

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.renewal import SuggestionKind, accepted, suggestions

pytestmark = pytest.mark.unit

LAST, NOW = date(2023, 12, 19), date(2024, 12, 17)
YEAR, DATE, AMOUNT = SuggestionKind.YEAR, SuggestionKind.DATE, SuggestionKind.AMOUNT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budget de l'exercice 2023", [(YEAR, "2023", "2024")]),
        ("année scolaire 2023-2024", [(YEAR, "2023-2024", "2024-2025")]),
        ("bilan 2022, budget 2024", [(YEAR, "2022", "2023"), (YEAR, "2024", "2025")]),
        ("le plan de 2010", []),
        ("la convention du 15 juin 2023", [(DATE, "15 juin 2023", "")]),
        ("le 01/09/2023", [(DATE, "01/09/2023", "")]),
        ("une somme de 1 250,50 €", [(AMOUNT, "1 250,50 €", "")]),
        ("un taux de 12,5 %", [(AMOUNT, "12,5 %", "")]),
        ("la loi n° 2023-595 du 8 juillet 2023", []),
        ("la délibération 2023-18", []),
        ("l'article L. 2023-4", []),
    ],
)
def test_suggestions(text, expected):
    found = suggestions(ActText(title_html=text), adopted_on=LAST, held_on=NOW)
    assert [(each.kind, each.found, each.proposed) for each in found] == expected


def test_nothing_moves_within_a_year():
    text = ActText(title_html="exercice 2023, 10 €")
    assert [each.kind for each in suggestions(text, adopted_on=LAST, held_on=LAST)] == [AMOUNT]


def test_only_the_accepted_ones_change_each_at_its_place():
    text = ActText(
        title_html="Exercice 2023 : report de 2023",
        clauses=(Clause(ClauseKind.VU, "le budget 2023"), Clause(ClauseKind.VU, "la somme de 10 €")),
    )
    found = suggestions(text, adopted_on=LAST, held_on=NOW)
    assert [(each.where, each.occurrence) for each in found] == [
        ("objet", 0),
        ("objet", 1),
        ("visas et considérants, n° 1", 0),
        ("visas et considérants, n° 2", 0),
    ]
    changed = accepted(text, ((found[1], "2024"), (found[3], "12 €")))
    assert changed.title_html == "Exercice 2023 : report de 2024"
    assert [clause.text_html for clause in changed.clauses] == ["le budget 2023", "la somme de 12 €"]
    assert accepted(text, ()) == text
