"""Quorum: more than half of the members in office, present in person (CGCT art. L. 2121-17)."""

from dataclasses import replace

import pytest

from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import Bar, BarGround
from tests.facts import debate, make_council, make_sitting, move

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("in_office", "required"),
    [
        (1, 1),
        (2, 2),
        (7, 4),
        (11, 6),
        (14, 8),
        (15, 8),
        (19, 10),
        (23, 12),
        (27, 14),
        (29, 15),
        (33, 17),
        (35, 18),
        (69, 35),
    ],
)
def test_quorum_required_l2121_17(in_office, required):
    assert Quorum(in_office=in_office, present=0).required == required
    assert not Quorum(in_office=in_office, present=required - 1).is_met
    assert Quorum(in_office=in_office, present=required).is_met


PROXIES = [move(K.GIVES_PROXY, f"m{n + 7}", f"m{n}") for n in range(1, 6)]
CASES = {
    "l2121_17-proxies-never-count": (15, 7, PROXIES, Quorum(15, 7), False),
    "l2121_17-exactly-half-of-an-even-council": (14, 7, [], Quorum(14, 7), False),
    "l2121_17-half-plus-one-of-an-even-council": (14, 8, [], Quorum(14, 8), True),
    "l2131_11-interested-member-leaves": (
        *(15, 8, [move(K.STEPS_ASIDE, "m8", on=debate("p1"), until=debate("p2"))]),
        *(Quorum(15, 7), False),
    ),
    "l5211_6-substitute-counts": (15, 7, [move(K.SUBSTITUTE_SEATED, "m15", "s1")], Quorum(15, 8), True),
    "l2121_17-late-arrival-does-not-help-this-item": (
        *(15, 7, [move(K.ARRIVES, "m8", on=debate("p2"))]),
        *(Quorum(15, 7), False),
    ),
    "l2121_17-departure-during-the-debate-is-too-late": (
        *(15, 8, [move(K.LEAVES, "m8", on=replace(debate("p1"), ballot=2))]),
        *(Quorum(15, 8), True),
    ),
}


@pytest.mark.parametrize(("members", "present", "moves", "expected", "is_met"), CASES.values(), ids=CASES)
def test_quorum_of_an_item(members, present, moves, expected, is_met):
    sitting = make_sitting(present, members=members, items=2, moves=moves)
    quorum = Record(make_council(members), sitting).quorum("p1")
    assert (quorum, quorum.is_met) == (expected, is_met)


def test_quorum_is_read_again_for_each_item():
    moves = [move(K.STEPS_ASIDE, "m8", on=debate("p2"), until=debate("p3"))]
    record = Record(make_council(15), make_sitting(8, items=3, moves=moves))
    assert [record.quorum(f"p{n}").is_met for n in (1, 2, 3)] == [True, False, True]


def test_quorum_unknown_without_attendance():
    record = Record(make_council(15), make_sitting(8, attendance_recorded=False))
    assert quorum_of(record.attendance()) is None
    assert record.quorum("p1") is None


ROOM = Attendance((Seat("a", SeatState.PRESENT), Seat("b", SeatState.PRESENT), Seat("c", SeatState.ABSENT)))


@pytest.mark.parametrize(
    ("bars", "expected"),
    [
        ((), Quorum(3, 2)),
        ((Bar("a", BarGround.INTEREST),), Quorum(3, 1)),
        ((Bar("a", BarGround.AUTHORISING_OFFICER),), Quorum(3, 1)),
        ((Bar("a", BarGround.REPRESENTATIVE),), Quorum(2, 1)),
        ((Bar("c", BarGround.REPRESENTATIVE),), Quorum(2, 2)),
        ((Bar("c", BarGround.INTEREST),), Quorum(3, 2)),
        ((Bar("z", BarGround.REPRESENTATIVE),), Quorum(3, 2)),
    ],
)
def test_quorum_leaves_out_those_kept_from_the_item_l2131_11(bars, expected):
    assert quorum_of(ROOM, bars=bars) == expected


@pytest.mark.parametrize(("in_office", "required"), [(15, 5), (16, 6), (3, 1), (1, 1)])
def test_quorum_of_a_third_under_the_exceptional_laws(in_office, required):
    assert Quorum(in_office, 0, is_of_third=True).required == required
