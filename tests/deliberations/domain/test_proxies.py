"""Proxies in use at one moment and their faults (CGCT art. L. 2121-20)."""

import pytest

from deliberations.domain.attendance import attendance_at
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.proxies import ProxyFault as F
from deliberations.domain.proxies import ProxyUse, proxies_of
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
        [ProxyUse("m5", "m6", False, F.HOLDER_NOT_IN_ROOM), ProxyUse("m6", "m1", True)],
    ),
    "to-each-other": (
        [move(K.GIVES_PROXY, "m5", "m6"), move(K.GIVES_PROXY, "m6", "m5")],
        [
            ProxyUse("m5", "m6", False, F.HOLDER_NOT_IN_ROOM),
            ProxyUse("m6", "m5", False, F.HOLDER_NOT_IN_ROOM),
        ],
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
    assert proxies_of(attendance_at(sitting, member_names(6), debate("p1"))) == tuple(expected)
