from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from councils.domain.days import council_day

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [
        ("Europe/Paris", 21, date(2026, 7, 14)),
        ("Europe/Paris", 22, date(2026, 7, 15)),
        ("Indian/Reunion", 20, date(2026, 7, 15)),
        ("America/Guadeloupe", 2, date(2026, 7, 13)),
        ("America/Guadeloupe", 23, date(2026, 7, 14)),
    ],
)
def test_day_is_that_of_the_council(zone, hour, day):
    at = datetime(2026, 7, 14, hour, 30, tzinfo=UTC)
    assert council_day(SimpleNamespace(time_zone=zone), at) == day
