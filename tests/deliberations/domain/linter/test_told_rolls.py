"""The rolls of a text against the presences: m1 to m3 there, m4 represented by m2, m5 absent."""

import pytest

from deliberations.domain.linter.told_rolls import RULES
from deliberations.domain.movements import MovementKind
from tests.facts import debate, make_act, make_council, make_person, make_record, make_sitting, move

pytestmark = pytest.mark.unit

NAMES = [("Anne", "Un"), ("Bruno", "Deux"), ("Chloé", "Trois"), ("David", "Quatre"), ("Ève", "Cinq")]
PEOPLE = [make_person(f"m{n}", given_name=g, family_name=f) for n, (g, f) in enumerate(NAMES, start=1)]
PROXY = move(MovementKind.GIVES_PROXY, "m4", "m2")


def found_in(*lines, moves=(PROXY,), **facts):
    act = make_act(statement_html="".join(f"<p>{line}</p>" for line in lines))
    sitting = make_sitting(3, members=5, moves=moves, deliberations=(act,), **facts)
    record = make_record(make_council(5, people=PEOPLE), sitting)
    return [(f.code.removeprefix("text."), f.message) for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    ("line", "code", "name"),
    [
        ("Étaient présents : Mme UN, M. DEUX, Mme CINQ", "roll", "Ève CINQ"),
        ("Présents : Anne UN et David QUATRE", "roll", "David QUATRE"),
        ("Absents : Mme TROIS, Mme CINQ", "roll", "Chloé TROIS"),
        ("Ont donné pouvoir : David QUATRE à Chloé TROIS", "proxy_holder", "Chloé TROIS"),
        ("Excusés : M. QUATRE (pouvoir à Mme UN)", "proxy_holder", "Anne UN"),
        ("Absents : M. QUATRE, ayant donné pouvoir à Mme UN", "proxy_holder", "Anne UN"),
        ("Pouvoirs : Mme CINQ à Mme UN", "proxy_holder", "Anne UN"),
    ],
)
def test_told_roll_is_not_that_of_the_facts(line, code, name):
    [(found, message)] = found_in(line)
    assert found == code
    assert name in message


@pytest.mark.parametrize(
    "line",
    [
        "Étaient présents : Mme UN, M. DEUX, Mme TROIS",
        "Présents ou représentés : Mme UN, M. DEUX, M. QUATRE",
        "Absents : Mme CINQ, M. QUATRE (pouvoir à M. DEUX)",
        "Pouvoirs : M. QUATRE à M. DEUX",
        "Ont donné pouvoir : David QUATRE à un voisin",
    ],
)
def test_told_roll_right(line):
    assert found_in(line) == []


def test_told_roll_of_someone_who_came_or_left():
    arrives = move(MovementKind.ARRIVES, "m5", on=debate("p1"))
    leaves = move(MovementKind.LEAVES, "m3", on=debate("p1"))
    assert found_in("Présents : Mme UN, Mme CINQ", moves=(arrives,)) == []
    assert found_in("Absents : Mme TROIS", moves=(leaves,)) == []


def test_told_roll_none_where_attendance_is_not_recorded():
    assert found_in("Présents : Mme CINQ", moves=(), movements=(), attendance_recorded=False) == []
