"""Checks on who sat: quorum, proxies, secretary; who has rules of ours; the time of exceptional laws."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.quorum import check_officers, check_proxies, check_quorum
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, ItemOutcome
from tests.facts import debate, make_act, make_council, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

COVID, BEFORE, AFTER = date(2021, 4, 9), date(2020, 3, 11), date(2022, 8, 1)
REFUSAL, WARNING, NOTICE = Severity.REFUSAL, Severity.WARNING, Severity.NOTICE


def run(check, council=None, **sitting):
    record = Record(council or make_council(15), make_sitting(**{"present": 8, **sitting}))
    return [(f.code, f.severity, f.item) for f in check(record)]


NO_QUORUM = ("quorum.not_met", REFUSAL, "p1")
TO_SECOND = Convocation(date(2024, 6, 21), second_of="seance-1")


@pytest.mark.parametrize(
    ("council", "facts", "expected"),
    [
        (None, {}, []),
        (None, {"present": 7}, [NO_QUORUM]),
        (
            None,
            {"present": 7, "moves": [move(K.GIVES_PROXY, f"m{n + 7}", f"m{n}") for n in range(1, 6)]},
            [NO_QUORUM],
        ),
        (None, {"moves": [move(K.STEPS_ASIDE, "m8")]}, [NO_QUORUM]),
        (None, {"present": 7, "items": 2, "moves": [move(K.ARRIVES, "m8", on=debate("p2"))]}, [NO_QUORUM]),
        (None, {"present": 7, "convocation": TO_SECOND}, []),
        (None, {"present": 7, "agenda": (make_item(outcome=ItemOutcome.ADJOURNED),)}, []),
        (None, {"present": 7, "agenda": (make_item(outcome=ItemOutcome.WITHDRAWN),)}, []),
        (None, {"present": 7, "attendance_recorded": False}, []),
        (make_council(0), {"present": 0, "members": 0}, []),
        (make_council(15, body_type=BodyType.EPCI), {"present": 7}, [NO_QUORUM]),
        (make_council(15, body_type=BodyType.OTHER), {"present": 7}, []),
        (make_council(15, body_type=BodyType.OPEN_SYNDICATE), {"present": 7}, []),
        (None, {"present": 7, "held_on": COVID}, [("quorum.not_met", NOTICE, "p1")]),
        (None, {"present": 7, "held_on": BEFORE}, [NO_QUORUM]),
        (None, {"present": 7, "held_on": AFTER}, [NO_QUORUM]),
    ],
    ids=[
        *(
            "met",
            "one-short",
            "proxies-never-count",
            "interested-member-out",
            "met-later-only",
            "second-call",
        ),
        *("adjourned", "withdrawn", "not-recorded", "no-member-known", "epci", "other", "statutes"),
        *("exceptional-laws", "before-them", "after-them"),
    ],
)
def test_quorum_l2121_17(council, facts, expected):
    assert run(check_quorum, council, **facts) == expected


@pytest.mark.parametrize(
    ("members", "present", "message"),
    [
        (
            15,
            7,
            "Quorum non atteint : 7 présents pour 8 requis (15 membres en exercice ; les pouvoirs ne comptent pas).",
        ),
        (
            3,
            1,
            "Quorum non atteint : 1 présent pour 2 requis (3 membres en exercice ; les pouvoirs ne comptent pas).",
        ),
        (
            1,
            0,
            "Quorum non atteint : 0 présent pour 1 requis (1 membre en exercice ; les pouvoirs ne comptent pas).",
        ),
    ],
)
def test_quorum_message(members, present, message):
    record = Record(make_council(members), make_sitting(present, members=members))
    assert [f.message for f in check_quorum(record)] == [message]


TWO_TO_ONE = [move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m10", "m1")]
VOTED = {"votes": (make_vote(),)}
PROXIES = {
    "sound": ([move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m10", "m2")], VOTED, []),
    "two-to-one-holder": (TWO_TO_ONE, VOTED, [("proxy.several_for_one_holder", REFUSAL, "p1")]),
    "said-once-for-two-votes": (
        *(TWO_TO_ONE, {"items": 2, "votes": (make_vote(), make_vote("p2", uid="v2"))}),
        [("proxy.several_for_one_holder", REFUSAL, "p1")],
    ),
    "two-holders-with-two-each": (
        [*TWO_TO_ONE, move(K.GIVES_PROXY, "m11", "m2"), move(K.GIVES_PROXY, "m12", "m2")],
        VOTED,
        [("proxy.several_for_one_holder", REFUSAL, "p1")] * 2,
    ),
    "second-giver-has-arrived": ([*TWO_TO_ONE, move(K.ARRIVES, "m10")], VOTED, []),
    "holder-gone": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.LEAVES, "m8")],
        VOTED,
        [("proxy.holder_not_in_room", WARNING, "p1")],
    ),
    "holder-unnamed": ([move(K.GIVES_PROXY, "m9")], VOTED, [("proxy.no_holder", WARNING, "p1")]),
    "no-vote-no-use": (TWO_TO_ONE, {}, []),
    "exceptional-laws": (
        *(TWO_TO_ONE, {**VOTED, "held_on": COVID}),
        [("proxy.several_for_one_holder", NOTICE, "p1")],
    ),
}


@pytest.mark.parametrize(("moves", "facts", "expected"), PROXIES.values(), ids=PROXIES)
def test_proxies_l2121_20(moves, facts, expected):
    assert run(check_proxies, moves=moves, **facts) == expected


def test_proxies_of_another_assembly_follow_no_rule_of_ours():
    assert run(check_proxies, make_council(15, body_type=BodyType.OTHER), moves=TWO_TO_ONE, **VOTED) == []


def test_proxies_messages_name_both():
    moves = [
        move(K.GIVES_PROXY, "m9", "m8"),
        move(K.GIVES_PROXY, "m10"),
        *TWO_TO_ONE[:1],
        move(K.LEAVES, "m8"),
    ]
    moves += [move(K.GIVES_PROXY, "m11", "m1"), move(K.GIVES_PROXY, "m12", "m8")]
    record = Record(make_council(15), make_sitting(8, moves=moves, votes=(make_vote(),)))
    assert [f.message for f in check_proxies(record)] == [
        "Prénom M1 détient plusieurs pouvoirs ; un seul est permis.",
        "Le pouvoir de Prénom M10 ne nomme pas son mandataire.",
        "Prénom M8, qui détient le pouvoir de Prénom M12, n'est pas dans la salle.",
    ]


ACT = {"deliberations": (make_act(),)}
OFFICERS = {
    "named-and-present": ({**ACT}, []),
    "missing": ({**ACT, "secretaries": ()}, [("secretary.missing", WARNING, None)]),
    "missing-but-nothing-decided": ({"secretaries": ()}, []),
    "named-for-the-item-only": ({**ACT, "secretaries": (), "agenda": (make_item(secretary="m3"),)}, []),
    "absent": ({**ACT, "secretaries": ("m9",)}, [("secretary.absent", WARNING, "p1")]),
    "represented": (
        {**ACT, "secretaries": ("m9",), "moves": [move(K.GIVES_PROXY, "m9", "m1")]},
        [("secretary.absent", WARNING, "p1")],
    ),
    "one-of-two-absent": ({**ACT, "secretaries": ("m2", "m9")}, [("secretary.absent", WARNING, "p1")]),
    "left-before-the-second-item": (
        {
            "items": 2,
            "moves": [move(K.LEAVES, "m2", on=debate("p2"))],
            "deliberations": (make_act(), make_act("p2")),
        },
        [("secretary.absent", WARNING, "p2")],
    ),
    "attendance-not-recorded": ({**ACT, "attendance_recorded": False}, []),
}


@pytest.mark.parametrize(("facts", "expected"), OFFICERS.values(), ids=OFFICERS)
def test_secretary_l2121_15(facts, expected):
    assert run(check_officers, **facts) == expected


@pytest.mark.parametrize("body_type", [BodyType.CCAS, BodyType.OTHER])
def test_secretary_is_not_a_member_everywhere_r123_23(body_type):
    council = make_council(15, body_type=body_type)
    assert run(check_officers, council, secretaries=(), **ACT) == []


def test_secretary_absent_is_named():
    sitting = replace(make_sitting(8, secretaries=("m9", "m10")), deliberations=(make_act(),))
    (finding,) = check_officers(Record(make_council(15), sitting))
    assert finding.message == "Le secrétaire de séance n'est pas présent : Prénom M9 et Prénom M10."
