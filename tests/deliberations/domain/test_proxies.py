"""Proxies in use at one moment and their faults (CGCT art. L. 2121-20)."""

import pytest

from deliberations.domain import proxies
from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.proxies import ProxyFault as F
from deliberations.domain.proxies import ProxyUse, free_holders, proxies_of
from deliberations.domain.timeline import Timeline
from tests.facts import debate, make_sitting, member_names, move

pytestmark = pytest.mark.unit

CASES = {
    "none": ([], []),
    "one-each": (
        [move(K.GIVES_PROXY, "m5", "m1"), move(K.GIVES_PROXY, "m6", "m2")],
        [ProxyUse("m5", "m1", True), ProxyUse("m6", "m2", True)],
    ),
    "two-to-one-holder": (
        [move(K.GIVES_PROXY, "m5", "m1"), move(K.GIVES_PROXY, "m6", "m1")],
        [
            ProxyUse("m5", "m1", True, F.SEVERAL_FOR_ONE_HOLDER),
            ProxyUse("m6", "m1", True, F.SEVERAL_FOR_ONE_HOLDER),
        ],
    ),
    "second-giver-has-arrived": (
        [move(K.GIVES_PROXY, "m5", "m1"), move(K.GIVES_PROXY, "m6", "m1"), move(K.ARRIVES, "m6")],
        [ProxyUse("m5", "m1", True)],
    ),
    "holder-absent": (
        [move(K.GIVES_PROXY, "m5", "m6")],
        [ProxyUse("m5", "m6", False, F.HOLDER_NOT_IN_ROOM)],
    ),
    "received-proxy-passed-on": (
        [move(K.GIVES_PROXY, "m5", "m6"), move(K.GIVES_PROXY, "m6", "m1")],
        [ProxyUse("m5", "m6", False, F.PASSED_ON), ProxyUse("m6", "m1", True)],
    ),
    "to-each-other": (
        [move(K.GIVES_PROXY, "m5", "m6"), move(K.GIVES_PROXY, "m6", "m5")],
        [
            ProxyUse("m5", "m6", False, F.PASSED_ON),
            ProxyUse("m6", "m5", False, F.PASSED_ON),
        ],
    ),
    "holder-without-seat": (
        [move(K.GIVES_PROXY, "m5", "s9")],
        [ProxyUse("m5", "s9", False, F.HOLDER_WITHOUT_SEAT)],
    ),
    "holder-stepped-aside": (
        [move(K.GIVES_PROXY, "m5", "m1"), move(K.STEPS_ASIDE, "m1")],
        [ProxyUse("m5", "m1", False, F.HOLDER_STEPPED_ASIDE)],
    ),
    "holder-is-a-titular-whose-substitute-sits": (
        [move(K.GIVES_PROXY, "m5", "m6"), move(K.SUBSTITUTE_SEATED, "m6", "s1")],
        [ProxyUse("m5", "m6", False, F.HOLDER_NOT_IN_ROOM)],
    ),
    "two-unnamed-holders-are-two-faults-of-their-own": (
        [move(K.GIVES_PROXY, "m5"), move(K.GIVES_PROXY, "m6")],
        [ProxyUse("m5", None, True, F.NO_HOLDER), ProxyUse("m6", None, True, F.NO_HOLDER)],
    ),
}


@pytest.mark.parametrize(("moves", "expected"), CASES.values(), ids=[f"l2121_20-{name}" for name in CASES])
def test_proxies_in_use(moves, expected):
    sitting = make_sitting(4, members=6, moves=moves)
    assert proxies_of(Timeline(sitting, member_names(6)).at(debate("p1"))) == tuple(expected)


def test_proxies_two_per_holder_when_special_rules_allow_them():
    moves = [move(K.GIVES_PROXY, "m5", "m1"), move(K.GIVES_PROXY, "m6", "m1")]
    room = Timeline(make_sitting(4, members=6, moves=moves), member_names(6)).at(debate("p1"))
    assert [use.fault for use in proxies_of(room, limit=2)] == [None, None]
    assert [proxies.free_holders(room), proxies.free_holders(room, limit=3)] == [
        ("m2", "m3", "m4"),
        ("m1", "m2", "m3", "m4"),
    ]


ROOM = Attendance(
    (
        Seat("a", SeatState.PRESENT),
        Seat("b", SeatState.PRESENT),
        Seat("c", SeatState.REPRESENTED, by="a"),
        Seat("d", SeatState.ABSENT, idle_holder="d"),
    )
)


@pytest.mark.parametrize(("limit", "expected"), [((), ("b",)), ((2,), ("a", "b")), ((0,), ())])
def test_proxies_may_still_go_to_those_who_hold_fewer_than_allowed(limit, expected):
    assert free_holders(ROOM, *limit) == expected


def test_proxies_to_oneself_are_not_counted():
    assert proxies_of(ROOM)[-1] == ProxyUse("d", "d", False, F.TO_ONESELF)


def test_proxy_held_by_an_officer_kept_out_of_his_accounts_is_no_fault_of_its_own():
    seats = (Seat("m1", SeatState.PRESENT), Seat("m2", SeatState.REPRESENTED, by="m1"))
    room = Attendance((*seats, Seat("m3", SeatState.PRESENT))).without({"m1"})
    assert proxies_of(room) == (ProxyUse("m2", "m1", False, None),)
