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
PROSE = (
    "Recettes d’investissement : 318 520 € ; dépenses d’investissement : 318 250 € ; recettes de fonctionnement : "
    "612 400 € ; dépenses de fonctionnement : 612 400 €. Le budget est voté en équilibre."
)
UNBALANCED = [
    LOOKS + table(*HEADS, OFF),
    "<p>Le budget s'équilibre en recettes et dépenses : investissement : dépenses 318 250 €, recettes 318 520 €.</p>",
    "<p>Le budget primitif 2024 équilibré : dépenses 318 250 € ; recettes 318 520 €</p>",
    "<p>Le budget primitif, équilibré, se présente ainsi :</p>" + LINES,
    f"<p>{BUDGET} 318 250 € et 318 520 € en investissement</p>",
    f"<p>{PROSE}</p>",
    f"<p>{PROSE.replace('318 520', '318 520,00').replace('318 250', '318 250,00')}</p>",
    f"<p>{PROSE.rpartition('recettes de')[0]}. Le budget est équilibré.</p>",
    f"<p>{PROSE.replace('d’investissement : 318 520', 'de la section d’investissement s’élèvent à 318 520')}</p>",
]
BALANCED = [
    LOOKS + table(*HEADS, ("Investissement", "318 520 €", "318 520 €")),
    LOOKS + table(*HEADS, OFF, ("Excédent reporté", "270 €", ""), ("Total", "318 520 €", "318 520 €")),
    f"<p>{BUDGET} 318 250 € et 318 520 € en fonctionnement et investissement</p>",
    f"<p>{BUDGET} 612 400 € et 318 520 € en investissement</p>",
    "<p>Le budget primitif, équilibré, se présente ainsi :</p>" + LINES + "<p>Excédent reporté : 270 €</p>",
    "<p>Le compte administratif 2023 : le budget équilibré donne dépenses 318 250 €, recettes 318 520 €.</p>",
    LINES,
    f"<p>{PROSE.replace('250', '520')}</p>",
    f"<p>{PROSE} Résultat reporté : 270 €.</p>",
    f"<p>{PROSE} Le virement est de 270 €.</p>",
    f"<p>{PROSE} Le compte administratif suit.</p>",
    f"<p>{PROSE.partition('Le budget')[0]}</p>",
    f"<p>{PROSE.replace('dépenses d’inv', 'dépenses réelles d’inv')}</p>",
    f"<p>{PROSE} Dépenses d’investissement : 318 520 €.</p>",
    # One section alone, whose amounts are not alike: a part of it, perhaps.
    f"<p>{PROSE.rpartition('recettes de')[0].replace('250', '111')}. Le budget est équilibré.</p>",
]


@pytest.mark.parametrize("html", UNBALANCED)
def test_balance_told_and_not_met(html):
    assert differences(html) == ["270 €."]


@pytest.mark.parametrize("html", BALANCED)
def test_balance_met_or_not_sure(html):
    assert differences(html) == []


def test_balance_of_a_whole_budget_in_prose_is_told_however_far_apart():
    assert differences(f"<p>{PROSE.replace('318 250', '111 111')}</p>") == ["207 409 €."]


def test_balance_is_told_once_for_a_list_and_its_prose():
    assert differences(f"<p>Le budget est équilibré.</p>{LINES}") == ["270 €."]


@pytest.mark.parametrize(
    "piece", ["dépenses de fonctionnement : 1 € ", "recettes d'investissement ", "budget équilibré "]
)
def test_balance_in_prose_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes."""
    assert differences(f"<p>{piece * (100_000 // len(piece))}</p>") == []
