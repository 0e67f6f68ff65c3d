"""Who would chair where the mayor is away (CGCT art. L. 2122-17)."""

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Office, OfficeKind
from deliberations.domain.chairs import replacement_of_mayor
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.sittings import ItemKind
from tests.facts import (
    MAYOR,
    debate,
    make_council,
    make_item,
    make_mandate,
    make_record,
    make_sitting,
    move,
)

pytestmark = pytest.mark.unit


def deputy(order: int) -> tuple[Office, ...]:
    return (Office(OfficeKind.DEPUTY, order=order),)


DEPUTIES = (make_mandate("d2", offices=deputy(2)), make_mandate("d1", offices=deputy(1)))
COMMUNE = make_council(5, more=DEPUTIES)
UNRANKED = make_council(0, more=(make_mandate("m1", offices=(MAYOR,)), make_mandate("a"), make_mandate("b")))
AWAY = [move(K.LEAVES, "m1")]


def comes(*members):
    return [move(K.PRESENT, uid) for uid in members]


CASES = {
    "mayor-in-the-room": (COMMUNE, comes("d1"), {}, None),
    "first-deputy": (COMMUNE, [*AWAY, *comes("d2", "d1")], {}, "d1"),
    "second-deputy": (COMMUNE, [*AWAY, *comes("d2")], {}, "d2"),
    "next-in-the-table": (COMMUNE, AWAY, {}, "m2"),
    "accounts-have-an-elected-chair": (COMMUNE, AWAY, {"kind": ItemKind.ACCOUNTS}, None),
    "order-not-known": (UNRANKED, [*AWAY, *comes("b", "a")], {}, None),
    "epci": (make_council(5, body_type=BodyType.EPCI), AWAY, {}, None),
}


@pytest.mark.parametrize(("council", "moves", "item", "expected"), CASES.values(), ids=CASES)
def test_replacement_of_the_mayor_l2122_17(council, moves, item, expected):
    members = 5 if council is not UNRANKED else 1
    sitting = make_sitting(members, members=members, moves=moves, agenda=(make_item(**item),))
    assert replacement_of_mayor(make_record(council, sitting), debate("p1")) == expected


def test_replacement_of_the_mayor_where_nobody_came():
    sitting = make_sitting(0, members=5)
    assert replacement_of_mayor(make_record(COMMUNE, sitting), debate("p1")) is None
