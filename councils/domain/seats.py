"""How many seats a municipal council has, and when it is complete (CGCT art. L. 2121-2, L. 2121-2-1)."""

from bisect import bisect_right
from datetime import date

_STRATA = (
    (0, 7),
    (100, 11),
    (500, 15),
    (1_500, 19),
    (2_500, 23),
    (3_500, 27),
    (5_000, 29),
    (10_000, 33),
    (20_000, 35),
    (30_000, 39),
    (40_000, 43),
    (50_000, 45),
    (60_000, 49),
    (80_000, 53),
    (100_000, 55),
    (150_000, 59),
    (200_000, 61),
    (250_000, 65),
    (300_000, 69),
)
"""First number of inhabitants of each stratum, and its seats."""
_FLOORS = [floor for floor, _ in _STRATA]

_SMALLEST = ((100, 5), (500, 9))
_SMALLEST_SINCE = date(2019, 12, 28)
"""Loi 2019-1461 of 27 December 2019; its first day is not established here."""
_ALSO_SMALL = (1_000, 13)
_ALSO_SMALL_SINCE = date(2026, 3, 1)
"""Loi 2025-444, from the renewal of March 2026."""


def legal_seats(population: int) -> int:
    """Seats by municipal population at the last general election; they stay the same for the whole term.

    Paris, Lyon, Marseille and new communes in their first terms (art. L. 2113-7, L. 2113-8) have their own numbers,
    which are recorded by hand. Raises ``ValueError`` for a negative population.
    """
    if population < 0:
        raise ValueError("a population is not negative")
    return _STRATA[bisect_right(_FLOORS, population) - 1][1]


def complete_from(population: int, on: date) -> int | None:
    """Members from which the council of a small commune is deemed complete, or ``None`` where all are needed."""
    strata = list(_SMALLEST) if on >= _SMALLEST_SINCE else []
    if on >= _ALSO_SMALL_SINCE:
        strata.append(_ALSO_SMALL)
    return next((members for below, members in strata if population < below), None)
