"""Evolutions, sums of rates, and the rate that two amounts imply."""

import pytest

from deliberations.domain.linter.percentages import RULES
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(text):
    act = make_act(title_html="Objet", statement_html=f"<p>{text}</p>")
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    return [finding for rule in RULES for finding in rule.findings(record)]


WRONG = {
    "La subvention de 4 000 € représente 30 % des 10 000 € de travaux": "3 000 €",
    "Le prix augmente. L'aide de 4 000 € représente 30 % des 10 000 € de travaux": "3 000 €",
    "Le loyer passe de 450 € à 470 €, soit une hausse de 3 %": "4,44 %",
    "Le loyer passe de 470 € à 450 €, soit une baisse de 3 %": "4,26 %",
    "20,59 % part communale et 16,21 % part départementale soit 37,80 %": "36,80 %",
    "30 % pour l'État, 20 % pour la Région et 10 % pour le Département, soit un total de 65 %": "60 %",
    "Le devis s'élève à 1 000,00 € HT, soit 1 250,00 € TTC.": "",
    "Le devis est de 1 000 € HT (1 150 € TTC). L'aide est de 30 %.": "",
}


@pytest.mark.parametrize(("text", "correction"), WRONG.items())
def test_rate_wrong(text, correction):
    assert [f.correction for f in findings_in(text)] == [correction]


@pytest.mark.parametrize(
    "text",
    [
        "La subvention de 3 000 € représente 30 % des 10 000 € de travaux",
        "Le loyer passe de 450 € à 470 €, soit une hausse de 4,4 %",
        "Le loyer passe de 450 € à 470 €, soit une hausse de 4 %",
        "Le prix passe de 450 € à 550 €, soit une hausse de 3 % par an",
        "Le prix passe de 470 € à 450 €, soit une hausse de 3 %",  # told otherwise: which is wrong is not sure
        "20,59 % part communale et 16,21 % part départementale soit 36,80 %",
        "33,3 % pour l'un et 33,3 % pour l'autre, soit 67 %",
        "une hausse de 20 % et 16 %, soit 18 %",
        "20 % en 2022 et 16 % en 2023, soit 38 %, 30 % et 20 % en moyenne, soit 24 %",
        "20 % des aides et 80 % des charges, soit 5 %",
        "10 000 € HT soit 12 000 € TTC, 5 000 € HT soit 6 100 € TTC",
        "1 000 € HT, soit 1 055 € TTC.",
        "1 000 € HT, soit 1 000 € TTC.",
        "100,33 € HT, soit 120,40 € TTC.",
        "une subvention de 1 000 € HT et un coût de 1 400 € TTC",
        "30 % de 10 000 € HT, soit 12 700 € TTC",
    ],
)
def test_rate_right(text):
    assert findings_in(text) == []


def test_rate_that_no_tax_has_is_a_doubt():
    (found,) = findings_in("Le devis s'élève à 1 000,00 € HT, soit 1 250,00 € TTC.")
    assert found.message == (
        "« 1 000,00 € HT, soit 1 250,00 € TTC » : la TVA serait de 25,00 %, qui n'est aucun des taux français. "
        "Plusieurs taux s'appliquent peut-être ; sinon, l'un des deux montants est faux."
    )
    assert found.consequence == "La taxe ne peut pas être contrôlée."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "passe de 450 € à 470 €, soit une hausse de 3 %",
            "« de 450 € à 470 €, soit une hausse de 3 % » : de 450 à 470 €, c'est une hausse de 4,44 %.",
        ),
        ("20 % et 15 %, soit 36 %", "« 20 % et 15 %, soit 36 % » : l'addition des pourcentages donne 35 %."),
    ],
)
def test_rate_message(text, message):
    assert [f.message for f in findings_in(text)] == [message]


LONG = 20_000


@pytest.mark.parametrize("piece", ["1 % et ", "de 1 € à 2 €, ", "1 % a, 2 % b soit ", "1 € HT (2 € TTC). A"])
def test_rate_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes: this test would not end."""
    assert findings_in(piece * (10 * LONG // len(piece))) == []
