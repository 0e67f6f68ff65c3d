"""Votes as French town halls tell them: in a row, in prose, by names, in a table."""

import pytest

from deliberations.domain.votes import StatedResult
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.voters import persons_in
from deliberations.pastacts.votes import read_table, read_vote

pytestmark = pytest.mark.unit

UNANIMOUS, ADOPTED = StatedResult.UNANIMOUS, StatedResult.ADOPTED


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("vote : pour 10, contre 0, abs 1", (10, 0, 1, None, None)),
        ("POUR 14 CONTRE 0 ABSTENTION 0", (14, 0, 0, None, None)),
        ("20 POUR 3 CONTRE 1 ABST", (20, 3, 1, None, None)),
        ("Pour : 23 – Contre : – – Abstentions : –", (23, 0, 0, None, None)),
        ("Pour : 20 Contre : 6 (Mme UN) Abstention : 1", (20, 6, 1, None, None)),
        ("pour 10, contre 0, abs 1, NPPV 2", (10, 0, 1, 2, None)),
        ("Pour : 10 Contre : 0 Abstention : 1 Ne prend pas part au vote : 2", (10, 0, 1, 2, None)),
        ("à l'unanimité (14 voix)", (14, None, None, None, UNANIMOUS)),
        ("à l'unanimité moins une abstention", (None, None, 1, None, ADOPTED)),
        ("par treize voix et une abstention", (13, None, 1, None, None)),
        ("Contre : M. UN et Mme DEUX. Abstention : M. TROIS", (None, 2, 1, None, None)),
        ("à la majorité, Mme Un et M. Deux s'étant abstenus", (None, None, 2, None, ADOPTED)),
        ("par 24 voix pour et 5 voix contre, Mme UN ne prenant pas part au vote", (24, 5, None, 1, None)),
        ("à la majorité absolue des suffrages exprimés", (None, None, None, None, ADOPTED)),
    ],
)
def test_vote_told(told, expected):
    vote = read_vote([Paragraph(told, 1, 1)]).value
    assert (vote.in_favour, vote.against, vote.abstentions, vote.not_voting, vote.stated) == expected


def test_two_votes_in_a_row_are_doubtful():
    told = "Pour : 10 Contre : 0 Abstention : 1. Amendement : Pour : 4 Contre : 6 Abstention : 1"
    vote = read_vote([Paragraph(told, 1, 1)])
    assert (vote.value.in_favour, vote.is_clear) == (10, False)


@pytest.mark.parametrize(
    "told",
    [
        "les membres présents formant la majorité des membres en exercice",
        "Majorité absolue : 8",
        "un crédit de 15 000 € pour 14 élèves contre 12 en 2015",
    ],
)
def test_what_is_no_vote_gives_none(told):
    assert read_vote([Paragraph(told, 1, 1)]) is None


@pytest.mark.parametrize(
    "cells",
    [
        ("Votes pour", "Votes contre :", "Abstentions :", "42", "0", "1"),
        ("Pour : 42", "Contre : 0", "Abstentions : 1"),
    ],
)
def test_a_table_read_cell_by_cell(cells):
    parts = [Paragraph(text, n, n) for n, text in enumerate(("x" * 80, *cells), start=1)]
    vote = read_table(parts)
    assert (vote.value.in_favour, vote.value.against, vote.value.abstentions) == (42, 0, 1)
    assert vote.first == 2


def test_a_fourth_column_counts_those_who_take_no_part():
    cells = ("Pour", "Contre", "Abstentions", "NPPV", "14", "0", "1", "2")
    vote = read_table([Paragraph(text, n, n) for n, text in enumerate(cells, start=1)]).value
    assert (vote.in_favour, vote.against, vote.abstentions, vote.not_voting) == (14, 0, 1, 2)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. UN", 1),
        ("MM. UN et DEUX, Mme TROIS", 3),
        ("Mme Le Goff (pouvoir à M. UN) et M. Saint-Clair", 2),
        ("Monsieur UN, adjoint aux finances", 1),
        ("le groupe « Agir ensemble »", None),
        ("", None),
    ],
)
def test_people_are_counted_only_where_nothing_else_is_named(text, count):
    assert persons_in(text) == count
