"""Quotient then highest remainder (CGCT art. L. 1411-5, L. 2121-22; CASF art. R. 123-8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberations.domain.proportional import Apportionment, share_seats

pytestmark = pytest.mark.unit

OLD, MIDDLE, YOUNG = date(1950, 1, 1), date(1970, 1, 1), date(1990, 1, 1)


def unknown(index, place):
    return None


def born(*dates):
    """Every candidate of list ``n`` was born on the ``n``th date."""
    return lambda index, place: dates[index]


SHARES = {
    "one-list-takes-all": ([12], 5, (5,)),
    "exact-quotients": ([6, 9], 5, (2, 3)),
    "highest-remainder": ([10, 5], 5, (3, 2)),
    "two-remainders": ([7, 5, 3], 5, (2, 2, 1)),
    "small-list-by-its-remainder": ([11, 4], 3, (2, 1)),
    "small-list-without-a-seat": ([14, 1], 3, (3, 0)),
    "one-seat-is-a-plurality": ([8, 7], 1, (1, 0)),
    "more-seats-than-votes": ([2, 1], 5, (3, 2)),
    "no-vote-for-one-list": ([15, 0], 5, (5, 0)),
    "no-seat": ([8, 7], 0, (0, 0)),
    "no-list": ([], 0, ()),
    "equal-remainders-more-votes-first": ([9, 3], 2, (2, 0)),
    "all-remainders-equal-enough-seats": ([5, 5, 5], 3, (1, 1, 1)),
    "tie-but-nothing-left-to-share": ([6, 6], 4, (2, 2)),
}


@pytest.mark.parametrize(("votes", "seats", "expected"), SHARES.values(), ids=SHARES)
def test_shares_without_age(votes, seats, expected):
    assert share_seats(votes, seats, unknown) == Apportionment(expected)


TIES = {
    "older-list-first": ([6, 6], 3, born(YOUNG, OLD), Apportionment((1, 2), by_age=True)),
    "unknown-birth-date": ([6, 6], 3, born(None, OLD), Apportionment((1, 1), unshared=1)),
    "same-birth-date": ([6, 6], 3, born(OLD, OLD), Apportionment((1, 1), unshared=1, is_same_age=True)),
    "all-remainders-equal": ([5, 5, 5], 4, born(MIDDLE, OLD, YOUNG), Apportionment((1, 2, 1), by_age=True)),
    "two-of-three": ([5, 5, 5], 5, born(MIDDLE, OLD, YOUNG), Apportionment((2, 2, 1), by_age=True)),
    "two-of-three-equal-for-the-last": (
        *([5, 5, 5], 5, born(MIDDLE, OLD, MIDDLE)),
        Apportionment((1, 1, 1), unshared=2, is_same_age=True),
    ),
    "equal-youngest-lose": ([5, 5, 5], 4, born(YOUNG, OLD, YOUNG), Apportionment((1, 2, 1), by_age=True)),
    "one-seat": ([1, 1], 1, born(YOUNG, OLD), Apportionment((0, 1), by_age=True)),
    "nobody-voted": ([0, 0], 3, born(YOUNG, OLD), Apportionment((0, 0), unshared=3)),
}


@pytest.mark.parametrize(("votes", "seats", "birth_date", "expected"), TIES.values(), ids=TIES)
def test_shares_by_age(votes, seats, birth_date, expected):
    assert share_seats(votes, seats, birth_date) == expected


def test_share_asks_for_the_next_candidate_of_each_list():
    asked = []

    def birth_date(index, place):
        asked.append((index, place))
        return (OLD, YOUNG)[index]

    assert share_seats([6, 6], 5, birth_date).seats == (3, 2)
    assert asked == [(0, 2), (1, 2)]


@pytest.mark.parametrize(("votes", "seats"), [([-1, 3], 2), ([1, 3], -1)])
def test_share_refuses_negative_numbers(votes, seats):
    with pytest.raises(ValueError, match="negative"):
        share_seats(votes, seats, unknown)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 12))
def test_share_gives_every_seat_and_stays_next_to_the_quota(votes, seats):
    shared = share_seats(votes, seats, lambda index, place: date(1950, 1, 1 + index))
    cast = sum(votes)
    if not cast:
        assert shared == Apportionment((0,) * len(votes), unshared=seats)
        return
    assert (sum(shared.seats), shared.unshared) == (seats, 0)
    for vote, share in zip(votes, shared.seats, strict=True):
        assert vote * seats // cast <= share <= -(-vote * seats // cast)
