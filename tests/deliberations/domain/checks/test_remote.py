"""Checks on members at a distance: allowed in an EPCI only, and not in a secret ballot (CGCT art. L. 5211-11-1)."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.remote import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Derogation, ItemKind, ItemOutcome, Origin, Subject
from deliberations.domain.votes import Election, Nomination, Round, Tally, VoteMethod
from tests.facts import debate, make_council, make_item, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit

EPCI = BodyType.EPCI
M3, M4 = move(K.ATTENDS_REMOTELY, "m3"), move(K.ATTENDS_REMOTELY, "m4")


def found(body_type=BodyType.COMMUNE, **sitting):
    record = Record(make_council(15, body_type=body_type), make_sitting(9, **sitting))
    return [finding for rule in RULES for finding in rule.findings(record)]


NOTHING = "rien ne le permet ici."
CASES = {
    "nobody": ({}, []),
    "one": ({"moves": [M3]}, [("p1", f"Prénom M3 siège à distance (point 1) ; {NOTHING}")]),
    "two-on-every-point": (
        {"moves": [M3, M4], "items": 3},
        [(None, f"Prénom M3 et Prénom M4 siègent à distance (points 1, 2 et 3) ; {NOTHING}")],
    ),
    "each-on-points-of-his-own": (
        {"moves": [M3, move(K.ATTENDS_REMOTELY, "m4", on=debate("p2"))], "items": 2},
        [
            (None, f"Prénom M3 siège à distance (points 1 et 2) ; {NOTHING}"),
            ("p2", f"Prénom M4 siège à distance (point 2) ; {NOTHING}"),
        ],
    ),
    "at-the-vote-only": (
        {"moves": [move(K.ATTENDS_REMOTELY, "m3", on=voting("p1"))], "votes": (make_vote(),)},
        [("p1", f"Prénom M3 siège à distance (point 1) ; {NOTHING}")],
    ),
    "after-the-vote": (
        {"moves": [move(K.ATTENDS_REMOTELY, "m3", on=voting("p1", 2))], "votes": (make_vote(),)},
        [],
    ),
    "item-withdrawn": ({"moves": [M3], "agenda": (make_item(outcome=ItemOutcome.WITHDRAWN),)}, []),
    "exceptional-laws": (
        {"moves": [M3], "held_on": date(2021, 4, 9)},
        [("p1", f"Prénom M3 siège à distance (point 1) ; {NOTHING}")],
    ),
}


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES)
def test_remote_members_are_named_by_points(facts, expected):
    assert [(f.item, f.message) for f in found(**facts)] == expected


def test_remote_under_exceptional_laws_is_only_a_notice():
    (finding,) = found(moves=[M3], held_on=date(2021, 4, 9))
    assert finding.severity is Severity.NOTICE
    assert finding.remedy.startswith("Un régime dérogatoire a pu s'appliquer à cette date")


@pytest.mark.parametrize(
    ("body_type", "expected"),
    [
        (BodyType.COMMUNE, [("attendance.remote", Severity.WARNING, "CGCT art. L. 2121-17")]),
        (BodyType.CCAS, [("attendance.remote", Severity.WARNING, "CASF art. R. 123-17")]),
        (
            BodyType.CLOSED_SYNDICATE,
            [("attendance.remote", Severity.WARNING, "CGCT art. L. 5211-1 et L. 2121-17")],
        ),
        (EPCI, []),
        (BodyType.OPEN_SYNDICATE, []),
        (BodyType.OTHER, []),
    ],
)
def test_remote_by_body(body_type, expected):
    assert [(f.code, f.severity, f.article) for f in found(body_type, moves=[M3])] == expected


@pytest.mark.parametrize(
    ("origin", "remedy"),
    [
        (Origin.LIVE, "Enregistrer une absence, et le pouvoir écrit s'il y en a un."),
        (
            Origin.RECORDED,
            "Vérifier les présences ; si le quorum ou un vote en dépend, délibérer à nouveau.",
        ),
    ],
)
def test_remote_remedy_can_be_done(origin, remedy):
    assert [f.remedy for f in found(moves=[M3], origin=origin)] == [remedy]


SECRET = make_vote(everyone=None, tally=Tally(9), method=VoteMethod.SECRET)
ELECTION = Election("e", "p1", "Vice-président", rounds=(Round(1),))
BACK = move(K.ARRIVES, "m3", on=voting("p1", 2))
BALLOTS = {
    "ordinary": ({"votes": (make_vote(),)}, [M3], []),
    "public": ({"votes": (make_vote(method=VoteMethod.PUBLIC),)}, [M3], []),
    "secret": ({"votes": (SECRET,)}, [M3], ["p1"]),
    "secret-without-them": ({"votes": (SECRET,)}, [], []),
    "election": ({"elections": (ELECTION,)}, [M3], ["p1"]),
    "secret-once-they-are-back": (
        {"votes": (make_vote(), make_vote(uid="v2", ballot=2, method=VoteMethod.SECRET))},
        [M3, BACK],
        [],
    ),
}


@pytest.mark.parametrize(("facts", "moves", "items"), BALLOTS.values(), ids=BALLOTS)
def test_remote_in_an_epci_never_in_a_secret_ballot_l5211_11_1(facts, moves, items):
    secret = [f for f in found(EPCI, moves=moves, **facts) if f.code == "attendance.remote_secret_ballot"]
    assert [(f.item, f.severity) for f in secret] == [(item, Severity.WARNING) for item in items]


def test_remote_in_an_epci_by_public_ballot_only_l5211_11_1():
    votes = (make_vote(), make_vote("p2", uid="v2"), make_vote("p3", uid="v3", method=VoteMethod.PUBLIC))
    (finding,) = found(EPCI, moves=[M3], items=3, votes=votes)
    assert (finding.code, finding.severity, finding.item) == (
        "attendance.remote_ordinary_vote",
        Severity.NOTICE,
        None,
    )
    assert (
        finding.message
        == "Des membres siègent à distance, et le vote n'est pas un scrutin public (points 1 et 2)."
    )


@pytest.mark.parametrize(
    ("agenda", "remote", "is_found"),
    [
        (make_item(subject=Subject.BUDGET), True, True),
        (make_item(subject=Subject.OFFICERS), True, True),
        (make_item(kind=ItemKind.ELECTION), True, True),
        (make_item(nomination=Nomination(unanimous_waiver=True)), True, True),
        (make_item(subject=Subject.BUDGET), False, False),
        (make_item(subject=Subject.BUDGET, outcome=ItemOutcome.WITHDRAWN), True, False),
        (make_item(), True, False),
    ],
)
def test_remote_in_an_epci_never_for_the_budget_nor_the_offices_l5211_11_1(agenda, remote, is_found):
    moves = [move(K.ATTENDS_REMOTELY, "m9")] if remote else []
    codes = [f.code for f in found(EPCI, moves=moves, agenda=(agenda,))]
    assert codes == (["attendance.remote_item"] if is_found else [])


def test_remote_allowed_by_the_rules_that_were_recorded():
    moves = [move(K.ATTENDS_REMOTELY, "m9")]
    assert found(moves=moves, derogation=Derogation("loi", is_remote_allowed=True)) == []
