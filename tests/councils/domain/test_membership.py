"""Members in office and dated numbers."""

from datetime import date

import pytest

from councils.domain.bodies import DatedNumber
from councils.domain.membership import is_in_force, mandates_in_office, number_at, offices_held
from councils.domain.people import Mandate, Office, OfficeKind, SeatKind
from tests.facts import make_council

pytestmark = pytest.mark.unit

DAY = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2024, 3, 1), None, False),
        (None, date(2024, 2, 28), False),
        (date(2020, 7, 3), None, True),
        (None, date(2026, 3, 22), True),
    ],
    ids=["unknown-bounds", "one-day", "from-tomorrow", "until-yesterday", "open-end", "open-start"],
)
def test_period_bounds_are_inclusive(since, until, expected):
    assert is_in_force(Mandate("m", "p", since=since, until=until), DAY) is expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), None),
        ((DatedNumber(1200),), 1200),
        ((DatedNumber(1200), DatedNumber(1300, date(2024, 1, 1))), 1300),
        ((DatedNumber(1300, date(2024, 1, 1)), DatedNumber(1200)), 1300),
        ((DatedNumber(1200), DatedNumber(1300, date(2024, 3, 1))), 1200),
        ((DatedNumber(1300, date(2024, 3, 1)),), None),
        ((DatedNumber(1250, DAY), DatedNumber(1200, date(2023, 1, 1))), 1250),
    ],
    ids=["none", "undated", "latest", "any-order", "not-yet", "only-later", "first-day"],
)
def test_number_at_a_day(numbers, expected):
    assert number_at(numbers, DAY) == expected


def test_members_in_office_are_titulars_l5211_6():
    council = make_council(2, more=[Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m1")])
    assert [m.uid for m in mandates_in_office(council, DAY)] == ["m1", "m2"]


def test_offices_held_that_day():
    past = Office(OfficeKind.DEPUTY, until=date(2023, 12, 31))
    now = Office(OfficeKind.MAYOR, since=date(2024, 1, 1))
    assert offices_held(Mandate("m", "p", offices=(past, now)), DAY) == (now,)
    assert offices_held(Mandate("m", "p", offices=(past, now)), date(2023, 12, 31)) == (past,)
