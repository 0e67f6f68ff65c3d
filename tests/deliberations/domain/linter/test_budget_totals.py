"""The two sections of a budget, beside its total."""

import pytest

from deliberations.domain.linter.accounts import check_balance
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def told(html):
    act = make_act(statement_html=f"<p>{html}</p>", operative=())
    return [f.message for f in check_balance(make_record(sitting=make_sitting(deliberations=(act,))))]


ONE = (
    "Le budget annexe s'équilibre en section de fonctionnement à 640 000 € et en section d'investissement à 210 000 €, "
    "soit un total de 860 000 €."
)
SEVERAL = (
    "Le budget proposé s'équilibre en dépenses et en recettes à la somme totale de 860 000 €.</p>"
    "<p>En section d'exploitation, les dépenses et les recettes s'élèvent à 640 000 €.</p>"
    "<p>Les dépenses d'exploitation sont les achats : 237 500 €.</p>"
    "<p>En section d'investissement, les dépenses et les recettes s'élèvent à 210 000 €."
)
SAID = "Les deux sections, 640 000 € et 210 000 €, font 850 000 €, pour un budget dit de 860 000 €."
OTHER = ONE.replace("annexe", "de l'eau").replace("640", "340").replace("860", "550")


@pytest.mark.parametrize("html", [ONE, SEVERAL, f"{ONE} {OTHER}", ONE.replace("un total", "un budget total")])
def test_sections_do_not_make_the_budget(html):
    assert told(html) == [SAID]


@pytest.mark.parametrize(
    "html",
    [
        ONE.replace("860", "850"),
        SEVERAL.replace("860", "850"),
        ONE.replace("860 000", "850 001"),
        ONE.replace("860", "960"),
        ONE.replace("budget", "plan"),
        ONE.replace("s'équilibre", "se présente"),
        f"{ONE.replace('860', '850')} {OTHER}",
        # Not the total of both sections, nor a section whole.
        ONE.replace("un total de", "un total hors virement de"),
        ONE.replace("860 000 €", "860 000 € hors opérations d'ordre"),
        ONE.replace("un total de", "un total de dépenses de"),
        ONE.replace("en section d'inv", "en recettes d'inv"),
        ONE.replace("fonctionnement à", "fonctionnement, charges comprises, à"),
        f"{SEVERAL}</p><p>L'investissement était de 200 000 €.",
        f"{ONE} Résultat cumulé : 3 €.",
    ],
)
def test_sections_make_the_budget_or_are_not_sure(html):
    assert told(html) == []


@pytest.mark.parametrize(
    "piece", ["budget équilibré 1 € ", "fonctionnement à 1 € investissement ", "total ", "budget "]
)
def test_sections_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert told(piece * (100_000 // len(piece))) == []
