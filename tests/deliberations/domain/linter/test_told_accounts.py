"""Results of accounts told in sentences, or in lines that follow one another."""

import pytest

from deliberations.domain.linter.accounts import RULES
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def told(html):
    record = make_record(sitting=make_sitting(deliberations=(make_act(statement_html=html),)))
    return [(f.message.partition(" : ")[0], f.correction) for rule in RULES for f in rule.findings(record)]


TWO_EXCESSES = "Un excédent de fonctionnement de 480 813,60 € et un excédent d'investissement de 36 700,08 €"
ONE_DEFICIT = TWO_EXCESSES.replace("excédent d'inv", "déficit d'inv")
LISTED_DEFICIT = (
    "<li>Excédent de fonctionnement : 480 813,60 €</li><li>Déficit d'investissement : 36 700,08 €</li>"
)
HEADS = "<tr><td></td><td>Dépenses</td><td>Recettes</td><td>Résultat</td></tr>"
ROW = "<tr><td>Fonctionnement</td><td>100 000,00</td><td>120 000,00</td><td>{}</td></tr>"
WRONG = {
    "in a sentence": (
        "<p>Dépenses 2 033 729,68 €, recettes 2 514 543,28 €, soit un excédent de 480 913,60 €.</p>",
        [("« excédent »", "480 813,60 €")],
    ),
    "in three sentences": (
        "<p>Recettes : 120 000 €. Dépenses : 100 000 €. Résultat de l'exercice : 25 000 €.</p>",
        [("« Résultat de l'exercice »", "20 000 €")],
    ),
    "in lines without unit": (
        "<p>Dépenses = 2 033 729.68<br>Recettes = 2 514 543.28<br>D'où un excédent d'exploitation de 480 913.60€</p>",
        [("« excédent d'exploitation »", "480 813,60€")],
    ),
    "deficit": (
        "<p>Investissement : dépenses 50 000 €, recettes 30 000 €, soit un déficit de 25 000 €.</p>",
        [("« déficit »", "-20 000 €")],
    ),
    "both sections": (
        f"<p>{TWO_EXCESSES}, soit un excédent global de 517 513,78 €.</p>",
        [("« excédent global »", "517 513,68 €")],
    ),
    "one section in deficit": (
        f"<ul>{LISTED_DEFICIT}<li>Résultat global : 444 113,25 €</li></ul>",
        [("« Résultat global »", "444 113,52 €")],
    ),
    "alone in a table": (
        f"<table>{HEADS}{ROW.format('25 000,00')}</table>",
        [("« Fonctionnement »", "20 000,00")],
    ),
}

OF_A_YEAR = "Recettes 150 000 €, dépenses 100 000 €"
RIGHT = {
    "in a sentence": f"<p>{OF_A_YEAR}, soit un excédent de 50 000 €.</p>",
    "cents left out": f"<p>{OF_A_YEAR}, soit un excédent de 50 001 €.</p>",
    "of several years": f"<p>{OF_A_YEAR}, excédent cumulé de 60 000 €.</p>",
    "carried over after": f"<p>{OF_A_YEAR}, soit un excédent de 60 000 €, compte tenu du report.</p>",
    "carried over between": f"<p>{OF_A_YEAR}, résultat reporté 10 000 €, résultat 60 000 €.</p>",
    "of another section": f"<p>Fonctionnement. {OF_A_YEAR}. Résultat d'investissement : 60 000 €.</p>",
    "nothing alike": f"<p>{OF_A_YEAR}, soit un excédent de 187 213 €.</p>",
    "both sections": f"<p>{ONE_DEFICIT}, soit un excédent global de 444 113,52 €.</p>",
    "two years": f"<p>{TWO_EXCESSES}, un excédent reporté de 100 €, soit un excédent global de 517 613,68 €.</p>",
    "years and numbers": f"<p>En 2023, {OF_A_YEAR} (12 mandats et 30 titres), résultat de 50 000 €.</p>",
    "no figures": "<p>Les dépenses, les recettes et le résultat sont présentés.</p>",
    "a table": f"<table>{HEADS}{ROW.format('20 000,00')}</table>",
}


@pytest.mark.parametrize(("html", "expected"), WRONG.values(), ids=WRONG)
def test_told_result_that_is_not_what_it_adds(html, expected):
    assert told(html) == expected


@pytest.mark.parametrize("html", RIGHT.values(), ids=RIGHT)
def test_told_result_right_or_not_sure(html):
    assert told(html) == []


def test_told_result_is_not_told_twice_where_a_list_tells_it():
    html = (
        "<ul><li>Recettes : 120 000 €</li><li>Dépenses : 100 000 €</li><li>Résultat de l'exercice : 25 000 €</li>"
        "<li>Total : 20 000 €</li></ul>"
    )
    assert told(html) == [("« Résultat de l'exercice »", "20 000 €")]


@pytest.mark.parametrize(
    "piece", ["dépenses 1 000 €, recettes 2 000 €, résultat 1 500 € ", "résultat 1 000,00 ", "soit "]
)
def test_told_results_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert told(f"<p>{piece * (200_000 // len(piece))}</p>")[2:] == []
