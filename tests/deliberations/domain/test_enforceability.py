"""When an act becomes executory, until when it may be challenged, when the list of deliberations is due."""

from datetime import date, timedelta

import pytest

from deliberations.domain.enforceability import (
    add_months,
    appeal_deadline,
    decision_list_due,
    enforceable_from,
)

pytestmark = pytest.mark.unit

DEC_28, JAN_2 = date(2023, 12, 28), date(2024, 1, 2)


@pytest.mark.parametrize(
    ("published", "transmitted", "transmissible", "expected"),
    [
        (DEC_28, DEC_28, True, DEC_28),
        (JAN_2, DEC_28, True, JAN_2),
        (DEC_28, JAN_2, True, JAN_2),
        (DEC_28, None, True, None),
        (None, DEC_28, True, None),
        (None, None, True, None),
        (DEC_28, None, False, DEC_28),
        (DEC_28, JAN_2, False, DEC_28),
        (None, DEC_28, False, None),
    ],
    ids=[
        *("l2131_1-seed", "l2131_1-published-last", "l2131_1-transmitted-last", "l2131_1-not-transmitted"),
        *(
            "l2131_1-not-published",
            "l2131_1-neither",
            "l2131_3-published-only",
            "l2131_3-transmitted-all-the-same",
        ),
        "l2131_3-not-published",
    ],
)
def test_enforceable_from(published, transmitted, transmissible, expected):
    found = enforceable_from(
        published_on=published, transmitted_on=transmitted, is_transmissible=transmissible
    )
    assert found == expected


@pytest.mark.parametrize(
    ("published", "deadline"),
    [
        (date(2023, 12, 28), date(2024, 2, 29)),
        (date(2025, 3, 10), date(2025, 5, 12)),
        (date(2023, 12, 31), date(2024, 3, 1)),
        (date(2024, 12, 31), date(2025, 3, 3)),
        (date(2023, 12, 29), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2024, 4, 30)),
        (date(2024, 7, 1), date(2024, 9, 2)),
        (date(2024, 2, 28), date(2024, 4, 29)),
        (date(2024, 2, 29) + timedelta(days=1), date(2024, 5, 2)),
        (date(2024, 3, 7), date(2024, 5, 10)),
        (date(2024, 9, 9), date(2024, 11, 12)),
        (date(2024, 10, 24), date(2024, 12, 26)),
        (date(2024, 1, 29), date(2024, 4, 2)),
        (date(2023, 12, 30), date(2024, 3, 1)),
    ],
    ids=[
        *("seed-thursday", "sunday-then-monday", "31-december-leap", "31-december-then-saturday"),
        *("29-december-leap", "from-29-february", "1-july", "28-february", "1-may-is-a-holiday"),
        *(
            "ascension-and-8-may",
            "11-november",
            "25-december-not-26",
            "easter-monday",
            "clamped-to-29-february",
        ),
    ],
)
def test_appeal_deadline_cja_r421_1(published, deadline):
    assert appeal_deadline(published) == deadline


def test_appeal_deadline_is_always_a_working_day_within_a_week():
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(1100)]
    late = [(appeal_deadline(d) - add_months(d, 2)).days for d in days]
    assert (min(late), max(late)) == (1, 4)
    assert {appeal_deadline(d).weekday() for d in days} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 11, 15), 2, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 10, 31), 12, date(2025, 10, 31)),
    ],
)
def test_add_months_clamps_to_the_end(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("held", "due"),
    [(date(2023, 12, 19), date(2023, 12, 26)), (date(2024, 2, 26), date(2024, 3, 4))],
    ids=["seed", "leap-year"],
)
def test_decision_list_is_due_within_a_week_l2121_25(held, due):
    assert decision_list_due(held) == due
