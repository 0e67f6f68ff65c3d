"""What is put in reserve and carried forward, beside the result."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.linter.accounts import check_accounts
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit

RESULT = "Excédent de fonctionnement : 102 450,30 €. Déficit d'investissement : 31 200,10 €."
BOTH = ("d'affecter 51 200,10 € au compte 1068", "de reporter 52 150,20 € au compte 002")
SAID = (
    "51 200,10 € au compte 1068 et 52 150,20 € au compte 002 font 103 350,30 €, pour un résultat à affecter de "
    "102 450,30 €."
)

LISTED = "d'affecter l'excédent de fonctionnement de 102 450,30 € comme suit : 1068 : 51 200,10 € ; 002 : 52 150,20 €"
TAKEN = (
    "du résultat à affecter, 102 450,30 €, d'inscrire 51 200,10 € au compte 1068 et 52 150,20 € au compte 002"
)
ROWS = (("Réserves (1068)", "51 200,10 €"), ("Report (R002)", "52 150,20 €"))
CELLS = "".join(f"<tr><td>{label}</td><td>{amount}</td></tr>" for label, amount in ROWS)
TABLE = f"{RESULT}</p><table>{CELLS}</table><p>"


def told(html, *decided):
    parts = (OperativePart(tuple(decided)),)
    act = make_act(statement_html=f"<p>{html}</p>", operative=parts)
    return list(check_accounts(make_record(sitting=make_sitting(deliberations=(act,)))))


WRONG = {
    "two decisions": (RESULT, BOTH),
    "one sentence": (RESULT, ("d'affecter 51 200,10 € au compte 1068 et 52 150,20 € au compte 002",)),
    "accounts first": (RESULT, ("au compte 1068 : 51 200,10 € ; au compte 002 : 52 150,20 €",)),
    "the result in the sentence": ("", (LISTED,)),
    "the result before what is taken from it": ("", (TAKEN,)),
    "a table": (TABLE, ()),
    "the closing result, not that of the year": (
        "Résultat de l'exercice en fonctionnement : 90 000,00 €. Résultat de clôture de fonctionnement : 102 450,30 €.",
        BOTH,
    ),
}


@pytest.mark.parametrize(("html", "decided"), WRONG.values(), ids=WRONG)
def test_allocation_is_not_the_result(html, decided):
    assert [(f.code, f.message) for f in told(html, *decided)] == [("text.account_result", SAID)]


def test_allocation_is_told_where_it_is_decided():
    [found] = told(RESULT, *BOTH)
    assert found.where == "décision, point 2"
    assert found.consequence == (
        "Le conseil n'affecte pas le résultat qu'il constate : la reprise au budget est fausse."
    )
    assert found.remedy == "Refaire le calcul et corriger le montant qui est faux."


def with_result(amount):
    return RESULT.replace("102 450,30", amount)


RIGHT = {
    "right": (with_result("103 350,30"), BOTH),
    "rounded": (with_result("103 350,30"), ("1068 : 51 200 €", "002 : 52 150 €")),
    "of several years": (f"{RESULT} Excédent antérieur : 900,00 €.", BOTH),
    "the whole told elsewhere": (f"{RESULT} Total : 103 350,30 €.", BOTH),
    "far": (with_result("150 000,00"), BOTH),
    "two reserves": (RESULT, (*BOTH, "d'affecter 1 000,00 € au compte 1068")),
    "reserve alone": (RESULT, BOTH[:1]),
    "no result": ("Le résultat est affecté.", BOTH),
    "of the year alone": (RESULT.replace("fonctionnement", "fonctionnement de l'exercice"), BOTH),
    "of another section": (RESULT.replace("Excédent de fonctionnement", "Excédent d'investissement"), BOTH),
    "a part of it": (RESULT.replace("Excédent", "dont un excédent"), BOTH),
    "two results": (f"{RESULT} Excédent d'exploitation : 102 540,30 €.", BOTH),
    "another use": (f"{RESULT} Une part est reversée au budget principal.", BOTH),
    "not sure which": (RESULT, ("1068 51 200,10 € 52 150,20 € 002",)),
    "read in two ways": (
        RESULT,
        ("de 7 € au compte 1068 pour 51 200,10 € et au compte 002 pour 52 150,20 €",),
    ),
    "other numbers": (RESULT, ("article 1068-2 : 51 200,10 €", "lot 3.002 : 52 150,20 €")),
}


@pytest.mark.parametrize(("html", "decided"), RIGHT.values(), ids=RIGHT)
def test_allocation_right_or_not_sure(html, decided):
    assert told(html, *decided) == []


@pytest.mark.parametrize(
    "piece", ["1068 1 000 € ", "002 ", "excédent de fonctionnement 1 000,00 € ", "1068 : "]
)
def test_allocations_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert told(piece * (100_000 // len(piece)), *BOTH) == []
