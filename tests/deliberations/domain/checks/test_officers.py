"""Checks on the chair (CGCT art. L. 2121-14) and the secretary (art. L. 2121-15) of the sitting."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, Territory
from councils.domain.people import Gender, SeatKind
from deliberations.domain.checks.officers import check_chair, check_secretaries
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Auxiliary, ItemKind, ItemOutcome, Origin, Subject
from deliberations.domain.votes import Election, Round
from tests.facts import (
    applied,
    debate,
    make_act,
    make_council,
    make_item,
    make_mandate,
    make_person,
    make_sitting,
    make_vote,
    move,
    voting,
)

pytestmark = pytest.mark.unit

REFUSAL, WARNING = Severity.REFUSAL, Severity.WARNING


def found(check, council=None, **sitting):
    record = Record(council or make_council(15), make_sitting(**{"present": 8, **sitting}))
    return applied(check, record)


def run(check, council=None, **sitting):
    return [(f.code, f.severity, f.item) for f in found(check, council, **sitting)]


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
    "absent-all-evening-is-told-once": (
        {"items": 2, "secretaries": ("m9",), "deliberations": (make_act(), make_act("p2"))},
        [("secretary.absent", WARNING, None)],
    ),
    "at-a-distance": (
        {**ACT, "moves": [move(K.ATTENDS_REMOTELY, "m2")]},
        [("secretary.absent", WARNING, "p1")],
    ),
    "stepped-aside": ({**ACT, "moves": [move(K.STEPS_ASIDE, "m2")]}, [("secretary.absent", WARNING, "p1")]),
    "drafts-before-the-sitting": ({**ACT, "secretaries": (), "present": 0, "movements": ()}, []),
}


@pytest.mark.parametrize(("facts", "expected"), OFFICERS.values(), ids=OFFICERS)
def test_secretary_l2121_15(facts, expected):
    assert run(check_secretaries, **facts) == expected


@pytest.mark.parametrize("body_type", [BodyType.CCAS, BodyType.OTHER])
def test_secretary_is_not_a_member_everywhere_r123_23(body_type):
    council = make_council(15, body_type=body_type)
    assert run(check_secretaries, council, secretaries=(), **ACT) == []


WOMEN = [make_person("x", gender=Gender.FEMININE)] * 12
ABSENTS = {
    "one": ((), ("m9",), "Prénom M9, secrétaire de séance, n'est pas présent(e) (point 1)."),
    "one-woman": (WOMEN, ("m9",), "Prénom X, secrétaire de séance, n'est pas présente (point 1)."),
    "two": (
        *((), ("m9", "m10")),
        "Prénom M9 et Prénom M10, secrétaires de séance, ne sont pas présent(e)s (point 1).",
    ),
}


@pytest.mark.parametrize(("people", "secretaries", "message"), ABSENTS.values(), ids=ABSENTS)
def test_secretary_absent_is_named(people, secretaries, message):
    council = make_council(15, people=people)
    assert [f.message for f in found(check_secretaries, council, secretaries=secretaries, **ACT)] == [message]


GONE = make_mandate("ancien", until=date(2024, 6, 27))
LATE = make_mandate("futur", since=date(2024, 6, 29))
SUBSTITUTE = make_mandate("suppleant", seat=SeatKind.SUBSTITUTE, substitute_for="m9")
LOCAL = {"territory": Territory.ALSACE_MOSELLE}
EPCI = {"body_type": BodyType.EPCI}
STRANGERS = {
    "in-office": ({}, {"secretaries": ("m2",)}, []),
    "left-the-day-before": ({}, {"secretaries": ("ancien",)}, [("secretary.not_member", REFUSAL, None)]),
    "on-an-old-paper": (
        *({}, {"secretaries": ("ancien",), "origin": Origin.RECORDED}),
        [("secretary.not_member", WARNING, None)],
    ),
    "not-yet": ({}, {"secretaries": ("m2", "futur")}, [("secretary.not_member", REFUSAL, None)]),
    "of-one-item": (
        {},
        {"agenda": (make_item(secretary="ancien"),)},
        [("secretary.not_member", REFUSAL, "p1")],
    ),
    "substitute": (EPCI, {"secretaries": ("suppleant",)}, []),
    "alsace-moselle-l2541_6": (LOCAL, {"secretaries": ("ancien",)}, []),
    "ccas-r123_23": ({"body_type": BodyType.CCAS}, {"secretaries": ("ancien",)}, []),
    "other": ({"body_type": BodyType.OTHER}, {"secretaries": ("ancien",)}, []),
}


@pytest.mark.parametrize(("council", "facts", "expected"), STRANGERS.values(), ids=STRANGERS)
def test_secretary_is_a_member_l2121_15(council, facts, expected):
    council = make_council(15, more=(GONE, LATE, SUBSTITUTE), **council)
    assert run(check_secretaries, council, **facts) == expected


def test_secretary_who_does_not_sit_is_named():
    council = make_council(15, more=(GONE,))
    (finding,) = found(check_secretaries, council, secretaries=("ancien",))
    assert (finding.message, finding.article) == (
        "Prénom ANCIEN, secrétaire de séance, n'est pas membre en exercice à cette date.",
        "CGCT art. L. 2121-15",
    )


def test_an_agent_keeps_the_minutes_under_the_local_law_l2541_6():
    facts = {"secretaries": (), "auxiliaries": (Auxiliary("Prénom AGENT"),), **ACT}
    assert found(check_secretaries, make_council(15, **LOCAL), **facts) == []
    assert len(found(check_secretaries, **facts)) == 1


NAME_ONE = "Nommer un membre secrétaire au début de la séance."
MISSING = {
    "commune": ({}, {}, "CGCT art. L. 2121-15", NAME_ONE),
    "epci": (EPCI, {}, "CGCT art. L. 5211-1 et L. 2121-15", NAME_ONE),
    "alsace-moselle": (
        *(LOCAL, {}, "CGCT art. L. 2541-6"),
        "Faire désigner le secrétaire de la séance, membre du conseil ou non.",
    ),
    "recorded": (
        *({}, {"origin": Origin.RECORDED}, "CGCT art. L. 2121-15"),
        "Relever au procès-verbal qui a été secrétaire, et l'enregistrer.",
    ),
}


@pytest.mark.parametrize(("council", "facts", "article", "remedy"), MISSING.values(), ids=MISSING)
def test_secretary_missing_article_and_remedy(council, facts, article, remedy):
    (finding,) = found(check_secretaries, make_council(15, **council), secretaries=(), **ACT, **facts)
    assert (finding.article, finding.remedy) == (article, remedy)


TWO_VOTES = {"votes": (make_vote(), make_vote(uid="v2", ballot=2))}
P1 = [("chair.absent", WARNING, "p1")]
CHAIRS = {
    "present": ([], {}, []),
    "absent": ([], {"chair": "m9"}, P1),
    "represented": ([move(K.GIVES_PROXY, "m9", "m1")], {"chair": "m9"}, P1),
    "aside": ([move(K.STEPS_ASIDE, "m1")], {}, P1),
    "gone-before-the-vote": ([move(K.LEAVES, "m1", on=voting("p1"))], {"votes": (make_vote(),)}, P1),
    "gone-before-the-second-vote": ([move(K.LEAVES, "m1", on=voting("p1", 2))], TWO_VOTES, P1),
    "gone-before-the-second-round": (
        [move(K.LEAVES, "m1", on=voting("p1", 2))],
        {"elections": (Election("e", "p1", "Délégué", rounds=(Round(1), Round(2))),)},
        P1,
    ),
    "gone-after-the-vote": ([move(K.LEAVES, "m1", on=voting("p1", 2))], {"votes": (make_vote(),)}, []),
    "gone-and-replaced": (
        [move(K.LEAVES, "m1", on=voting("p1")), move(K.CHAIR_TAKEN, "m2")],
        {"votes": (make_vote(),)},
        [],
    ),
    "taken-by-someone-absent": ([move(K.CHAIR_TAKEN, "m9")], {}, P1),
    "of-the-item": ([], {"items": 2, "agenda": (make_item(chair="m9"), make_item("p2", 2))}, P1),
    "two-items-one-finding": ([move(K.LEAVES, "m1")], {"items": 2}, [("chair.absent", WARNING, None)]),
    "item-adjourned": (
        [],
        {"chair": "m9", "agenda": (make_item(outcome=ItemOutcome.ADJOURNED),)},
        [],
    ),
    "no-chair": ([], {"chair": None}, []),
    "without-a-seat": ([], {"chair": "ancien"}, P1),
    "outgoing-mayor": ([], {"chair": "ancien", "agenda": (make_item(subject=Subject.INSTALLATION),)}, []),
    "of-his-accounts": (
        [move(K.LEAVES, "m1", on=voting("p1"))],
        {"agenda": (make_item(kind=ItemKind.ACCOUNTS),), "votes": (make_vote(),)},
        [],
    ),
    "attendance-not-recorded": ([], {"chair": "m9", "attendance_recorded": False}, []),
    "nobody-yet": ([], {"present": 0}, []),
}


@pytest.mark.parametrize(("moves", "facts", "expected"), CHAIRS.values(), ids=CHAIRS)
def test_chair_is_in_the_room_l2121_14(moves, facts, expected):
    assert run(check_chair, make_council(15, more=(GONE,)), moves=moves, **facts) == expected


@pytest.mark.parametrize(
    ("body_type", "held_on", "expected"),
    [
        (BodyType.COMMUNE, date(2024, 6, 28), P1),
        (BodyType.COMMUNE, date(2021, 4, 9), []),
        (BodyType.EPCI, date(2024, 6, 28), []),
        (BodyType.OTHER, date(2024, 6, 28), []),
    ],
)
def test_chair_at_a_distance_l5211_11_1(body_type, held_on, expected):
    council = make_council(15, body_type=body_type)
    assert run(check_chair, council, moves=[move(K.ATTENDS_REMOTELY, "m1")], held_on=held_on) == expected


LEFT = "Point 1 : Prénom M1, qui préside d'après les faits enregistrés, n'est pas dans la salle."
ASIDE = (
    "Point 1 : Prénom M1, qui préside d'après les faits enregistrés, ne prend pas part au débat ni au vote."
)
REMOTE = "Point 1 : Prénom M1, qui préside d'après les faits enregistrés, est à distance."
SAID = {
    "left": ([move(K.LEAVES, "m1")], {}, LEFT, "ouverture du débat"),
    "aside": ([move(K.STEPS_ASIDE, "m1")], {}, ASIDE, "ouverture du débat"),
    "remote": ([move(K.ATTENDS_REMOTELY, "m1")], {}, REMOTE, "ouverture du débat"),
    "at-the-vote": ([move(K.LEAVES, "m1", on=voting("p1"))], {"votes": (make_vote(),)}, LEFT, "vote"),
    "at-the-second-vote": ([move(K.LEAVES, "m1", on=voting("p1", 2))], TWO_VOTES, LEFT, "vote n° 2"),
}


@pytest.mark.parametrize(("moves", "facts", "message", "where"), SAID.values(), ids=SAID)
def test_chair_absent_says_who_where_and_when(moves, facts, message, where):
    (finding,) = found(check_chair, moves=moves, **facts)
    assert (finding.message, finding.where) == (message, where)
    assert (
        finding.remedy == "Enregistrer qui a présidé. À défaut du maire, la présidence revient à Prénom M2."
    )


@pytest.mark.parametrize(
    ("body_type", "article"),
    [
        (BodyType.COMMUNE, "CGCT art. L. 2121-14 et L. 2122-17"),
        (BodyType.EPCI, "CGCT art. L. 5211-1 et L. 2121-14"),
        (BodyType.CCAS, ""),
    ],
)
def test_chair_article(body_type, article):
    (finding,) = found(check_chair, make_council(15, body_type=body_type), chair="m9")
    assert finding.article == article
