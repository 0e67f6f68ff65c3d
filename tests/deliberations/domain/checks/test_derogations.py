"""Checks on the exceptional rules of 2020 to 2022."""

from datetime import date

import pytest

from deliberations.domain.checks.derogations import check_derogation
from deliberations.domain.record import Record
from deliberations.domain.sittings import Derogation
from tests.facts import make_council, make_sitting

pytestmark = pytest.mark.unit

THIRD = Derogation("loi", quorum_of_third=True)


@pytest.mark.parametrize(
    ("held_on", "derogation", "is_found"),
    [
        (date(2020, 3, 11), THIRD, True),
        (date(2020, 3, 12), THIRD, False),
        (date(2022, 7, 31), THIRD, False),
        (date(2022, 8, 1), THIRD, True),
        (date(2024, 6, 28), Derogation(), False),
    ],
)
def test_derogation_belongs_to_its_window(held_on, derogation, is_found):
    record = Record(make_council(), make_sitting(held_on=held_on, derogation=derogation))
    assert bool(list(check_derogation(record))) is is_found
