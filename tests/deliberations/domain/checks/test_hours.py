"""The hours of the evening: those that cannot be, past midnight included."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deliberations.domain.checks.hours import check_hours, check_suspensions
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Suspension
from tests.facts import debate, make_council, make_sitting, move, timeline

pytestmark = pytest.mark.unit

PARIS = ZoneInfo("Europe/Paris")


def at(day, hour, minute=0):
    return datetime(2024, 6, day, hour, minute, tzinfo=PARIS)


def evening(*hours, **facts):
    moves = [replace(move(K.LEAVES, f"m{n}"), at=hour) for n, hour in enumerate(hours, start=3)]
    return Record(make_council(15), make_sitting(8, **{"movements": timeline(moves), **facts}))


@pytest.mark.parametrize(
    ("hours", "facts", "expected"),
    [
        ((at(28, 20), at(28, 21)), {}, []),
        ((at(28, 20), at(28, 20)), {}, []),
        ((None, at(28, 21), None), {}, []),
        ((at(28, 23, 50), at(29, 0, 10)), {"opened_at": at(28, 20), "closed_at": at(29, 0, 30)}, []),
        (
            (at(28, 21), at(28, 20)),
            {},
            ["Mouvement de Prénom M4 noté à 20 h, après un événement de 21 h."],
        ),
        (
            (at(28, 19),),
            {"opened_at": at(28, 20)},
            ["Mouvement de Prénom M3 noté à 19 h, après un événement de 20 h."],
        ),
        (
            (at(28, 23),),
            {"closed_at": at(28, 22, 30)},
            ["Fin de séance notée à 22 h 30, après un événement de 23 h."],
        ),
    ],
    ids=["in-order", "equal", "unknown", "midnight", "backwards", "before-opening", "after-the-end"],
)
def test_hours_of_movements(hours, facts, expected):
    assert [f.message for f in check_hours(evening(*hours, **facts))] == expected


def test_hour_of_who_steps_aside_is_that_of_saying_it():
    moves = [replace(move(K.STEPS_ASIDE, "m3"), at=at(28, 21)), replace(move(K.ARRIVES, "m4"), at=at(28, 20))]
    record = Record(make_council(15), make_sitting(8, movements=timeline(moves)))
    assert list(check_hours(record)) == []


@pytest.mark.parametrize(
    ("start", "end", "is_sound"),
    [
        (at(28, 21), at(28, 21, 15), True),
        (at(28, 23, 50), at(29, 0, 10), True),
        (None, None, True),
        (at(28, 21), None, True),
        (at(28, 21, 15), at(28, 21), False),
        (at(28, 19), at(28, 21), False),
        (at(28, 23), at(29, 3), False),
    ],
)
def test_suspensions_fall_within_the_sitting(start, end, is_sound):
    suspensions = (Suspension(debate("p1"), start, end),)
    record = evening(opened_at=at(28, 20), closed_at=at(29, 1), suspensions=suspensions)
    assert [f.code for f in check_suspensions(record)] == ([] if is_sound else ["hours.suspension"])
