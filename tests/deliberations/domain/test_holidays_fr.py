"""Public holidays of each territory: those of the installed library, under our department codes."""

from datetime import date

import holidays
import pytest

from councils.domain.bodies import Territory
from deliberations.domain.holidays_fr import _ALSACE_MOSELLE, _OVERSEAS, national_holidays, public_holidays
from tests.facts import make_council

pytestmark = pytest.mark.unit


def test_every_code_is_one_of_the_library():
    assert {*_OVERSEAS.values(), *_ALSACE_MOSELLE.values()} <= set(holidays.France.subdivisions)


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("974", {date(2024, 12, 20)}),
        ("975", set()),
        ("977", {date(2024, 10, 9)}),
        ("978", {date(2024, 5, 28), date(2024, 7, 21)}),
        ("986", {date(2024, 4, 28), date(2024, 6, 29), date(2024, 7, 29)}),
        ("987", {date(2024, 3, 5), date(2024, 3, 29), date(2024, 6, 29)}),
        ("988", {date(2024, 9, 24)}),
        ("", set()),
    ],
)
def test_days_of_overseas_by_department_code(code, days):
    council = make_council(territory=Territory.OVERSEAS, department_code=code)
    assert set(public_holidays(council, 2024)) - set(national_holidays(2024)) == days


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("67", {date(2024, 3, 29), date(2024, 12, 26)}),
        ("68", {date(2024, 3, 29), date(2024, 12, 26)}),
        ("57", {date(2024, 3, 29), date(2024, 12, 26)}),
        ("", {date(2024, 3, 29), date(2024, 12, 26)}),
    ],
)
def test_days_of_the_local_law_even_without_department(code, days):
    council = make_council(territory=Territory.ALSACE_MOSELLE, department_code=code)
    assert set(public_holidays(council, 2024)) - set(national_holidays(2024)) == days


def test_days_of_overseas_are_of_the_territory_not_of_the_code_alone():
    council = make_council(territory=Territory.ORDINARY, department_code="974")
    assert public_holidays(council, 2024) == national_holidays(2024)
    assert date(2025, 12, 20) not in public_holidays(council, 2025)
