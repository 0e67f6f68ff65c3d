"""Results of accounts, and budgets told to be balanced."""

import pytest

from deliberations.domain.findings import Severity
from deliberations.domain.linter.accounts import RULES
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(html, **sitting):
    act = make_act(title_html="Objet", statement_html=html)
    record = make_record(sitting=make_sitting(deliberations=(act,), **sitting))
    return [finding for rule in RULES for finding in rule.findings(record)]


def told(html):
    return [f.message for f in findings_in(html)]


def table(*rows):
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


YEAR = ("Dépenses | 600,00 €", "Recettes | 500,00 €")
WRONG = {
    "result": (table(*YEAR, "Résultat de l'exercice | 110,00 €"), "recettes − dépenses font -100,00 €"),
    "deficit": (table(*YEAR, "Déficit de l'exercice | 110,00 €"), "recettes − dépenses font -100,00 €"),
    "closing": (
        table(*YEAR, "Résultat reporté 2022 | 300,00 €", "Résultat cumulé | 210,00 €"),
        "recettes − dépenses + résultat reporté font 200,00 €",
    ),
    "sign": (
        table(*YEAR, "Résultat reporté 2022 | 300,00 €", "Résultat de clôture | - 200,00 €"),
        "recettes − dépenses + résultat reporté font 200,00 €",
    ),
    "across": (
        table(
            "Section | Dépenses | Recettes | Solde", "A | 10 | 30 | 20", "B | 10 | 15 | 5", "C | 10 | 40 | 20"
        ),
        "recettes − dépenses font 30",
    ),
}


@pytest.mark.parametrize(("html", "said"), WRONG.values(), ids=WRONG)
def test_account_wrong(html, said):
    (message,) = told(html)
    assert message.endswith(f"mais {said}.")


RIGHT = {
    "result": table(*YEAR, "Résultat de l'exercice | -100,00 €"),
    "without its sign": table(*YEAR, "Déficit de l'exercice | 100,00 €"),
    "other way round": table("Recettes | 500 €", "Dépenses | 600 €", "Résultat 2023 | 100 €"),
    "closing": table(*YEAR, "Excédent reporté | 300,00 €", "Résultat cumulé | 200,00 €"),
    "deficit carried over": table(*YEAR, "Déficit reporté | 300,00 €", "Résultat cumulé | 400,00 €"),
    "deficit carried over, without its sign": table(
        *YEAR, "Résultat reporté | 300,00 €", "Résultat cumulé | - 400,00 €"
    ),
    "another line between": table(*YEAR, "Restes à réaliser | 50,00 €", "Résultat de l'exercice | 110,00 €"),
    "two sections": table(
        "Dépenses de fonctionnement | 600 €",
        "Recettes d'investissement | 500 €",
        "Résultat de l'exercice | 7 €",
    ),
    "rounded": table("Dépenses | 600 €", "Recettes | 500 €", "Résultat de l'exercice | -101 €"),
    "across, something else": table(
        "Section | Dépenses | Recettes | Résultat", "A | 10 | 30 | 70", "B | 10 | 15 | 90"
    ),
}


@pytest.mark.parametrize("html", RIGHT.values(), ids=RIGHT)
def test_account_right(html):
    assert told(html) == []


def test_account_tells_what_is_seen():
    (found,) = findings_in(WRONG["result"][0])
    assert (found.code, found.severity, found.where) == ("text.account_result", Severity.WARNING, "exposé")
    assert found.message == "« Résultat de l'exercice » : 110,00 €, mais recettes − dépenses font -100,00 €."
    assert found.consequence == "Un résultat faux fausse l'affectation et la reprise au budget."
    assert found.remedy == "Refaire le calcul, signe compris, et corriger le chiffre qui est faux."


BUDGET = table(
    "Section | Dépenses | Recettes", "Fonctionnement | 500 € | 510 €", "Investissement | 20 € | 20 €"
)
UNBALANCED = {
    "table": (
        BUDGET + "<p>adopte le budget, équilibré en dépenses et en recettes</p>",
        "« Fonctionnement » : 500 €",
    ),
    "total": (
        table("Budget | Dépenses | Recettes", "A | 5 € | 5 €", "Total | 50 € | 60 €")
        + "<p>Il est voté en équilibre.</p>",
        "« Total » : 50 €",
    ),
    "down": (
        table("Dépenses de fonctionnement | 50 €", "Recettes de fonctionnement | 60 €")
        + "<p>voté en équilibre</p>",
        "« Fonctionnement » : 50 €",
    ),
    "sentence": (
        "<p>Fonctionnement : dépenses 500 €, recettes 510 €, le budget est voté en équilibre.</p>",
        "500 €",
    ),
    "sentence, receipts first": (
        "<p>Voté en équilibre : recettes de 510 € et dépenses de 500 €.</p>",
        "500 €",
    ),
}


@pytest.mark.parametrize(("html", "said"), UNBALANCED.values(), ids=UNBALANCED)
def test_budget_unbalanced(html, said):
    (message,) = told(html)
    assert message.startswith(f"{said} de dépenses et ")
    assert message.endswith(" : l'écart est de 10 €.")


@pytest.mark.parametrize(
    "html",
    [
        BUDGET,
        BUDGET.replace("510", "500") + "<p>voté en équilibre</p>",
        BUDGET + "<p>Le budget est voté en suréquilibre.</p>",
        BUDGET + "<p>Compte administratif, puis budget voté en équilibre.</p>",
        "<p>Dépenses 500 €, recettes 510 €. Le budget est voté en équilibre.</p>",
        "<p>Voté en équilibre : dépenses 500 €, recettes 500 €.</p>",
    ],
)
def test_budget_balanced_or_not_told_to_be(html):
    assert told(html) == []


def test_budget_of_a_recorded_act_is_only_read_again():
    (found,) = findings_in(UNBALANCED["table"][0], origin=Origin.RECORDED)
    assert (found.code, found.severity) == ("text.balance", Severity.WARNING)
    assert found.remedy.startswith("Relire l'acte d'origine")


LONG = 20_000


@pytest.mark.parametrize(
    "piece", ["voté en équilibre dépenses 1 € ", "dépenses 1 €, recettes ", "<p>voté en équilibre. A</p>"]
)
def test_balance_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes: this test would not end."""
    assert told(piece * (10 * LONG // len(piece))) == []
