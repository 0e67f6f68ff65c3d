"""A budget told to be balanced, beside expenses and receipts."""

import pytest

from deliberations.domain.linter.accounts import check_balance
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def differences(html):
    record = make_record(sitting=make_sitting(deliberations=(make_act(statement_html=html),)))
    return [f.message.rpartition(" de ")[2] for f in check_balance(record)]


def table(*rows):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{cells}</table>"


BUDGET = "Le budget, équilibré en dépenses et en recettes à"
LOOKS = "<p>Le budget est équilibré comme suit :</p>"
HEADS = ("", "Dépenses", "Recettes"), ("Fonctionnement", "612 400 €", "612 400 €")
OFF = ("Investissement", "318 250 €", "318 520 €")
LINES = (
    "<ul><li>Dépenses d'investissement : 318 250 €</li><li>Recettes d'investissement : 318 520 €</li></ul>"
)
UNBALANCED = [
    LOOKS + table(*HEADS, OFF),
    "<p>Le budget s'équilibre en recettes et dépenses : investissement : dépenses 318 250 €, recettes 318 520 €.</p>",
    "<p>Le budget primitif 2024 équilibré : dépenses 318 250 € ; recettes 318 520 €</p>",
    "<p>Le budget primitif, équilibré, se présente ainsi :</p>" + LINES,
    f"<p>{BUDGET} 318 250 € et 318 520 € en investissement</p>",
]
BALANCED = [
    LOOKS + table(*HEADS, ("Investissement", "318 520 €", "318 520 €")),
    LOOKS + table(*HEADS, OFF, ("Excédent reporté", "270 €", ""), ("Total", "318 520 €", "318 520 €")),
    f"<p>{BUDGET} 318 250 € et 318 520 € en fonctionnement et investissement</p>",
    f"<p>{BUDGET} 612 400 € et 318 520 € en investissement</p>",
    "<p>Le budget primitif, équilibré, se présente ainsi :</p>" + LINES + "<p>Excédent reporté : 270 €</p>",
    "<p>Le compte administratif 2023 : le budget équilibré donne dépenses 318 250 €, recettes 318 520 €.</p>",
    LINES,
]


@pytest.mark.parametrize("html", UNBALANCED)
def test_balance_told_and_not_met(html):
    assert differences(html) == ["270 €."]


@pytest.mark.parametrize("html", BALANCED)
def test_balance_met_or_not_sure(html):
    assert differences(html) == []
