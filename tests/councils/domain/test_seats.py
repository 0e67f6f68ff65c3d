"""Seats by population: both edges of every stratum, and the councils deemed complete."""

from datetime import date

import pytest

from councils.domain.seats import complete_from, legal_seats

pytestmark = pytest.mark.unit

STRATA = [
    *((0, 7), (99, 7), (100, 11), (499, 11), (500, 15), (1_499, 15), (1_500, 19), (2_499, 19)),
    *((2_500, 23), (3_499, 23), (3_500, 27), (4_999, 27), (5_000, 29), (9_999, 29), (10_000, 33)),
    *((19_999, 33), (20_000, 35), (29_999, 35), (30_000, 39), (39_999, 39), (40_000, 43), (49_999, 43)),
    *((50_000, 45), (59_999, 45), (60_000, 49), (79_999, 49), (80_000, 53), (99_999, 53), (100_000, 55)),
    *((149_999, 55), (150_000, 59), (199_999, 59), (200_000, 61), (249_999, 61), (250_000, 65)),
    *((299_999, 65), (300_000, 69), (2_000_000, 69)),
]


@pytest.mark.parametrize(("population", "seats"), STRATA)
def test_legal_seats_l2121_2(population, seats):
    assert legal_seats(population) == seats


def test_legal_seats_of_a_negative_population():
    with pytest.raises(ValueError, match="not negative"):
        legal_seats(-1)


@pytest.mark.parametrize(
    ("population", "on", "members"),
    [
        (99, date(2019, 12, 27), None),
        (99, date(2019, 12, 28), 5),
        (100, date(2024, 1, 1), 9),
        (499, date(2024, 1, 1), 9),
        (500, date(2024, 1, 1), None),
        (500, date(2026, 2, 28), None),
        (500, date(2026, 3, 1), 13),
        (999, date(2026, 3, 1), 13),
        (1_000, date(2026, 3, 1), None),
        (99, date(2026, 3, 1), 5),
    ],
)
def test_council_deemed_complete_l2121_2_1(population, on, members):
    assert complete_from(population, on) == members
