"""Whether the members were called in time, in clear days or not (CGCT art. L. 2121-11, CASF art. R. 123-16)."""

from datetime import UTC, date, datetime

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.notices import CalendarNotice, calendar_notice, is_called_in_time
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel, Convocation, Dispatch
from tests.facts import make_council, make_sitting

pytestmark = pytest.mark.unit

HELD_ON = date(2024, 6, 28)
SOCIAL = {"body_type": BodyType.CCAS}
LOCAL = {"territory": Territory.ALSACE_MOSELLE}


def record_of(convocation, **council):
    return Record(make_council(15, **council), make_sitting(held_on=HELD_ON, convocation=convocation))


def sent(day, **facts):
    return Convocation(sent_on=date(2024, 6, day), **facts)


@pytest.mark.parametrize(
    ("convocation", "council", "expected"),
    [
        (sent(25), SOCIAL, CalendarNotice(3, 3)),
        (sent(26), SOCIAL, CalendarNotice(2, 3)),
        (sent(26, is_urgent=True), SOCIAL, CalendarNotice(2, 3)),
        (sent(27), LOCAL, CalendarNotice(1, 3)),
        (sent(27, is_urgent=True), LOCAL, CalendarNotice(1, 1)),
        (sent(25), {}, None),
        (sent(25), {**LOCAL, "body_type": BodyType.EPCI}, None),
        (Convocation(), SOCIAL, None),
    ],
    ids=["ccas", "ccas-late", "ccas-urgent", "local", "local-urgent", "commune", "local-epci", "unknown"],
)
def test_calendar_notice_r123_16_and_local_law(convocation, council, expected):
    assert calendar_notice(record_of(convocation, **council)) == expected


def each(days):
    calls = (
        Dispatch(f"m{n}", Channel.POST, datetime(2024, 6, day, 9, tzinfo=UTC)) for n, day in days.items()
    )
    return Convocation(dispatches=tuple(calls))


ALL = dict.fromkeys(range(1, 16), 20)


@pytest.mark.parametrize(
    ("convocation", "council", "expected"),
    [
        (sent(20), {}, True),
        (sent(25), {}, False),
        (sent(25), SOCIAL, True),
        (sent(26), SOCIAL, False),
        (sent(27), LOCAL, False),
        (Convocation(), {}, True),
        (each(ALL), {}, True),
        (each(dict.fromkeys(range(1, 15), 20)), {}, False),
        (each({**ALL, 7: 26}), {}, False),
        (sent(27), {"body_type": BodyType.OTHER}, True),
    ],
    ids=[
        *("commune", "commune-late", "ccas", "ccas-late", "local-late", "unknown"),
        *("one-by-one", "one-not-called", "one-late", "no-rule-of-ours"),
    ],
)
def test_called_in_time_unless_something_recorded_denies_it(convocation, council, expected):
    assert is_called_in_time(record_of(convocation, **council)) is expected
