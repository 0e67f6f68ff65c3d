from datetime import date

import pytest

from councils.domain.bodies import DatedNumber
from councils.domain.people import Office, OfficeKind, SeatKind
from councils.domain.tables import MissingFact, missing_for_ranks, oldest_member, table_of
from tests.facts import make_council, make_mandate, make_person

pytestmark = pytest.mark.unit

DAY = date(2026, 4, 1)
ELECTED = date(2026, 3, 15)


def council_of(*mandates, births=(), **facts):
    """A council of exactly these mandates; ``births`` are the birth dates of their persons, in order."""
    persons = tuple(
        make_person(m.uid, birth_date=birth)
        for m, birth in zip(mandates, [*births, *[None] * len(mandates)], strict=False)
    )
    council = make_council(0, **facts)
    return type(council)(uid="x", place_name="X", persons=persons, mandates=mandates, seats=council.seats)


def test_table_counts_vacant_seats_and_sorts_out_the_rest():
    council = council_of(
        make_mandate("a", recorded_rank=1),
        make_mandate("b", until=date(2025, 1, 1)),
        make_mandate("c", until=date(2026, 1, 1)),
        make_mandate("d", seat=SeatKind.SUBSTITUTE),
        seats=(DatedNumber(3),),
    )
    table = table_of(council, DAY)
    assert [m.mandate.uid for m in table.members] == ["a"]
    assert [m.uid for m in table.substitutes] == ["d"]
    assert [m.uid for m in table.past] == ["c", "b"]
    assert (table.seats, table.vacant, table.is_ordered) == (3, 2, True)


@pytest.mark.parametrize(("seats", "vacant"), [((), None), ((DatedNumber(1),), 0)])
def test_vacant_seats_are_unknown_or_none(seats, vacant):
    council = council_of(make_mandate("a"), make_mandate("b"), seats=seats)
    assert table_of(council, DAY).vacant == vacant


def test_only_facts_that_still_decide_are_missing_l2121_1():
    council = council_of(
        make_mandate("a", elected_on=ELECTED, votes_obtained=10),
        make_mandate("b", elected_on=ELECTED, votes_obtained=10),
        make_mandate("c", elected_on=ELECTED, votes_obtained=9),
        births=[date(1950, 1, 1)],
    )
    assert missing_for_ranks(council, DAY) == (MissingFact("b", "birth_date"),)


def test_election_dates_are_asked_for_first():
    council = council_of(make_mandate("a", elected_on=ELECTED), make_mandate("b"))
    assert missing_for_ranks(council, DAY) == (MissingFact("b", "elected_on"),)


def test_deputies_need_their_order():
    first = make_mandate("a", offices=(Office(OfficeKind.DEPUTY, order=1),))
    second = make_mandate("b", offices=(Office(OfficeKind.DEPUTY),))
    assert missing_for_ranks(council_of(first, second), DAY) == (MissingFact("b", "order"),)


def test_nothing_is_missing_when_the_law_decides():
    council = council_of(
        make_mandate("a", elected_on=ELECTED, votes_obtained=10),
        make_mandate("b", elected_on=ELECTED, votes_obtained=9),
    )
    assert missing_for_ranks(council, DAY) == ()


@pytest.mark.parametrize(
    ("births", "oldest"),
    [
        ((date(1960, 1, 1), date(1950, 2, 28)), "b"),
        ((date(1960, 1, 1), None), None),
        ((date(1950, 2, 28), date(1950, 2, 28)), None),
    ],
)
def test_oldest_member_is_never_guessed_l2122_8(births, oldest):
    found = oldest_member(council_of(make_mandate("a"), make_mandate("b"), births=births), DAY)
    assert (found and found.uid) == oldest


def test_nobody_is_the_oldest_of_an_empty_council():
    assert oldest_member(council_of(), DAY) is None
