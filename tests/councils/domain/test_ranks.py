"""Order of the table: classes, legal key, and what happens when a fact is missing."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import Council
from councils.domain.people import Mandate, Office, OfficeKind, Person, SeatKind
from councils.domain.ranks import RankBasis, table_order

pytestmark = pytest.mark.unit

DAY = date(2024, 6, 28)
GENERAL, BY_ELECTION = date(2020, 6, 28), date(2022, 2, 6)
L, R, E = RankBasis.LEGAL, RankBasis.RECORDED, RankBasis.LISTED


def councillor(
    uid: str,
    elected: date | None = GENERAL,
    votes: int | None = 300,
    born: int | None = 1970,
    rank: int | None = None,
    *offices: Office,
) -> tuple[Person, Mandate]:
    person = Person(uid, "Prénom", uid, birth_date=born and date(born, 1, 1))
    mandate = Mandate(uid, uid, offices=offices, elected_on=elected, votes_obtained=votes, recorded_rank=rank)
    return person, mandate


def office(kind: OfficeKind, order: int | None = None, **period: date) -> Office:
    return Office(kind, order=order, **period)


def council_of(*people: tuple[Person, Mandate]) -> Council:
    return Council("c", "Exemple", persons=tuple(p for p, _ in people), mandates=tuple(m for _, m in people))


def order_of(*people: tuple[Person, Mandate], on: date = DAY) -> list[tuple[str, RankBasis]]:
    table = table_order(council_of(*people), on)
    assert [r.rank for r in table] == list(range(1, len(table) + 1))
    return [(r.mandate.uid, r.basis) for r in table]


CASES = {
    "seniority-first": (
        [councillor("late", BY_ELECTION, 900, 1930), councillor("early", GENERAL, 10, 1999)],
        [("early", L), ("late", L)],
    ),
    "then-votes-obtained": (
        [councillor("few", votes=299, born=1930), councillor("many", votes=300, born=1999)],
        [("many", L), ("few", L)],
    ),
    "then-age-older-first": (
        [councillor("young", born=1990), councillor("old", born=1950)],
        [("old", L), ("young", L)],
    ),
    "same-list-so-age-decides": (
        [councillor("c", born=1980), councillor("a", born=1960), councillor("b", born=1970)],
        [("a", L), ("b", L), ("c", L)],
    ),
    "votes-not-needed-when-dates-differ": (
        [councillor("late", BY_ELECTION, None, None), councillor("early", GENERAL, None, None)],
        [("early", L), ("late", L)],
    ),
    "birth-missing-but-not-needed": (
        [councillor("few", votes=299, born=None), councillor("many", votes=300, born=None)],
        [("many", L), ("few", L)],
    ),
    "birth-missing-and-needed": (
        [councillor("b", born=None, rank=2), councillor("a", born=1999, rank=1)],
        [("a", R), ("b", R)],
    ),
    "votes-missing-and-needed": (
        [councillor("b", votes=None, rank=9), councillor("a", votes=1, rank=3)],
        [("a", R), ("b", R)],
    ),
    "one-incomplete-key-makes-the-whole-class-recorded": (
        [
            councillor("late", BY_ELECTION, rank=1),
            councillor("x", born=None, rank=3),
            councillor("y", born=1950, rank=2),
        ],
        [("late", R), ("y", R), ("x", R)],
    ),
    "recorded-then-order-of-entry": (
        [councillor("z", None), councillor("y", None, rank=2), councillor("x", None)],
        [("y", R), ("z", E), ("x", E)],
    ),
    "born-the-same-day-is-not-decided": (
        [councillor("b", born=1970, rank=2), councillor("a", born=1970, rank=1)],
        [("a", R), ("b", R)],
    ),
    "recorded-rank-yields-to-the-legal-key": (
        [councillor("young", born=1990, rank=1), councillor("old", born=1950, rank=2)],
        [("old", L), ("young", L)],
    ),
    "mayor-then-deputies-by-election-then-councillors": (
        [
            councillor("plain", born=1930),
            councillor("second", GENERAL, 300, 1940, None, office(OfficeKind.DEPUTY, 2)),
            councillor("first", GENERAL, 300, 1990, None, office(OfficeKind.DEPUTY, 1)),
            councillor("mayor", GENERAL, 300, 1999, None, office(OfficeKind.MAYOR)),
        ],
        [("mayor", L), ("first", L), ("second", L), ("plain", L)],
    ),
    "deputies-without-order-keep-recorded-ranks": (
        [
            councillor("b", GENERAL, 300, 1970, 3, office(OfficeKind.DEPUTY)),
            councillor("a", GENERAL, 300, 1970, 2, office(OfficeKind.DEPUTY, 1)),
        ],
        [("a", R), ("b", R)],
    ),
    "president-and-vice-presidents-of-an-epci": (
        [
            councillor("vp", GENERAL, 300, 1930, None, office(OfficeKind.VICE_PRESIDENT, 1)),
            councillor("president", GENERAL, 300, 1999, None, office(OfficeKind.PRESIDENT)),
        ],
        [("president", L), ("vp", L)],
    ),
    "delegated-mayor-and-councillor-are-councillors": (
        [
            councillor("dm", GENERAL, 300, 1990, None, office(OfficeKind.DELEGATED_MAYOR)),
            councillor("dc", GENERAL, 300, 1980, None, office(OfficeKind.DELEGATED_COUNCILLOR)),
            councillor("plain", born=1970),
        ],
        [("plain", L), ("dc", L), ("dm", L)],
    ),
    "former-deputy-is-a-councillor-again": (
        [
            councillor("now", GENERAL, 300, 1990, None, office(OfficeKind.DEPUTY, 2, since=BY_ELECTION)),
            councillor("before", GENERAL, 300, 1930, None, office(OfficeKind.DEPUTY, 1, until=BY_ELECTION)),
        ],
        [("now", L), ("before", L)],
    ),
    "nobody": ([], []),
}


@pytest.mark.parametrize(("people", "expected"), CASES.values(), ids=[f"l2121_1-{name}" for name in CASES])
def test_table_order(people, expected):
    assert order_of(*people) == expected


def test_table_two_members_with_the_same_name_are_two_rows():
    twins = [councillor("nelly-a", None, rank=2), councillor("nelly-b", None, rank=1)]
    same = [(replace(p, given_name="Nelly", family_name=""), m) for p, m in twins]
    assert order_of(*same) == [("nelly-b", R), ("nelly-a", R)]


def test_table_unknown_person_counts_as_unknown_birth():
    appointed = Mandate(
        "asso", None, label="Représentant des familles", elected_on=GENERAL, votes_obtained=300
    )
    people = council_of(councillor("a"))
    table = table_order(replace(people, mandates=(*people.mandates, appointed)), DAY)
    assert [(r.mandate.uid, r.basis) for r in table] == [("a", E), ("asso", E)]


def test_table_leaves_out_substitutes_and_ended_mandates():
    person, mandate = councillor("a")
    others = [
        replace(mandate, uid="sub", seat=SeatKind.SUBSTITUTE, substitute_for="a"),
        replace(mandate, uid="gone", until=date(2024, 6, 27)),
        replace(mandate, uid="next", since=date(2024, 6, 29)),
        replace(mandate, uid="last-day", until=DAY, elected_on=BY_ELECTION),
        replace(mandate, uid="first-day", since=DAY, elected_on=DAY),
    ]
    assert order_of((person, mandate), *((person, m) for m in others)) == [
        ("a", L),
        ("last-day", L),
        ("first-day", L),
    ]
