"""Dates that contradict the calendar, the sitting of 28 June 2024, or themselves."""

import pytest

from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.linter.dates import RULES
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(text):
    act = make_act(statement_html=f"<p>{text}</p>")
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    return [
        (f.code.removeprefix("text."), f.correction)
        for rule in RULES
        for f in rule.findings(record)
        if f.where == "exposé"
    ]


WRONG = {
    "le dix-neuf décembre deux mille vingt-trois (18/12/2023)": (
        "date_words",
        "dix-huit décembre deux mille vingt-trois",
    ),
    "le vingt décembre deux mille vingt-trois (18/12/2023)": (
        "date_words",
        "dix-huit décembre deux mille vingt-trois",
    ),
    "le 19 décembre 2023 (dix-huit décembre deux mille vingt-trois)": (
        "date_words",
        "dix-neuf décembre deux mille vingt-trois",
    ),
    "le vingt-huit juin deux mille vingt-quatre, soit le 27/06/2024": ("date_words", "28/06/2024"),
    "L'an deux mille vingt-quatre, le vingt-sept juin, à 19 heures, le conseil": ("date_words", ""),
    "L'an deux mille vingt-trois et le 28 juin à 20 h": ("date_words", ""),
    "L'an 2024, le vendredi 21 juin": ("date_words", ""),
    "L'an deux mille vingt-trois, le vendredi 28 juin 2024, le conseil": (
        "date_words",
        "deux mille vingt-quatre",
    ),
    "L'an deux mille vingt-et-quatre, le vingt-huit juin": ("date_words", "deux mille vingt-quatre"),
    "Séance du 27 juin 2024": ("date_words", "28 juin 2024"),
    "Séance du conseil municipal du 28 mai 2024 à 19 heures": ("date_words", "28 juin 2024"),
    "lundi 19 décembre 2023": ("weekday", "mardi 19 décembre 2023"),
    "le jeudi 28/06/2024": ("weekday", "vendredi 28/06/2024"),
    "Mercredi premier janvier deux mille vingt-quatre": (
        "weekday",
        "lundi premier janvier deux mille vingt-quatre",
    ),
    "avant le 31 novembre": ("impossible_date", ""),
    "le 29 février 2023": ("impossible_date", ""),
    "le 31/04/2024": ("impossible_date", ""),
    "le 12.13.2024": ("impossible_date", ""),
    "le trente février deux mille vingt-quatre": ("impossible_date", ""),
}


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_date_wrong(text, told):
    assert found_in(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "le dix-neuf décembre deux mille vingt-trois (19/12/2023)",
        "mardi 19 décembre 2023",
        "Mardi dix-neuf décembre deux-mille-vingt-trois",
        "L'an deux mille vingt-quatre, le vingt-huit juin, à 19 heures",
        "L'an deux mil vingt-quatre et le vendredi vingt-huit du mois de juin",
        "L'an deux mille vingt-quatre, les membres convoqués le 21 juin 2024",
        "Séance du 28 juin 2024",
        "séance du conseil municipal du 3 mai 2024.",
        "L'an deux mille vingt-quatre, le vendredi 28 juin 2024, à 19 heures",
        "approuve le procès-verbal de la séance du 12 avril 2024",
        "Séance du 12 avril 2024 : le procès-verbal en est approuvé par le conseil municipal",
        "du 19 décembre 2023, vingt décembre deux mille vingt-trois",
        "le 29 février 2024, le 29 février, le 31 décembre",
        "l'arrêté n° 31/04/2024 et l'article 2.13.2024-1",
        "le 8 mai et le 11 novembre, un mardi de juin",
        "loi n° 82-213 du 2 mars 1982",
        "le 1er janvier 2024, le premier mai deux mille vingt-quatre",
        "à partir de mars 2024, en mai deux mille euros",
        "les 28 et 29 juin 2024",
        "vendredi 28 juin",
    ],
)
def test_date_right(text):
    assert found_in(text) == []


OPENING = "L'an deux mille vingt-quatre, le {} juin à 19 heures, le conseil municipal s'est réuni"
IN_WORDS = (
    "Le {} juin deux mille vingt-quatre à dix-neuf heures, le conseil municipal s'est réuni à la mairie"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OPENING.format("jeudi 28"), [("weekday", "vendredi 28 juin")]),
        (OPENING.format("jeudi vingt-huit"), [("weekday", "vendredi vingt-huit juin")]),
        (OPENING.format("vendredi 28"), []),
        # Another day than the sitting's is told as such, and not for its day of the week too.
        (OPENING.format("vendredi 27"), [("date_words", "")]),
        (IN_WORDS.format("vingt-sept"), [("date_words", "vingt-huit juin deux mille vingt-quatre")]),
        (IN_WORDS.format("vingt-huit"), []),
        ("Le 14 mars 2024, le conseil municipal s'est réuni pour débattre des orientations", []),
        ("Le 14 mars 2024 à 18 heures, la commission s'est réunie sous la présidence du maire", []),
        ("Le 14 mars 2024, le conseil municipal s'était réuni à 18 heures", []),
    ],
)
def test_opening_of_an_act_against_its_sitting(text, told):
    assert found_in(text) == told


def test_opening_printed_before_the_visas_is_read_too():
    act = make_act(clauses=(Clause(ClauseKind.OTHER, OPENING.format("jeudi 28")),))
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    assert [f.correction for rule in RULES for f in rule.findings(record)] == ["vendredi 28 juin"]
