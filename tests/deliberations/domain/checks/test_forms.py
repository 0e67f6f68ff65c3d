"""Checks on the forms of a vote (CGCT art. L. 2121-21) and on closed doors (art. L. 2121-18)."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.forms import check_closed_doors, check_requested_forms
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Origin
from deliberations.domain.votes import MajorityRule, Nomination, Tally, VoteMethod, VotePurpose
from tests.facts import applied, make_council, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

SECRET, PUBLIC = VoteMethod.SECRET, VoteMethod.PUBLIC


def run(check, vote, council=None, **sitting):
    """What is found on a vote of thirteen present and two represented."""
    moves = [move(K.GIVES_PROXY, "m14", "m2"), move(K.GIVES_PROXY, "m15", "m3")]
    facts = {"present": 13, "votes": (vote,), **sitting}
    record = Record(council or make_council(15), make_sitting(moves=moves, **facts))
    return [(f.code, f.severity, f.item, f.message) for f in applied(check, record)]


def tally(*counts: int, **facts):
    return make_vote(everyone=None, tally=Tally(*counts), **facts)


REQUESTS = {
    "public-quarter-of-present": (tally(15, method=PUBLIC, requested_by_present=4), {}, []),
    "public-too-few": (
        tally(15, method=PUBLIC, requested_by_present=3),
        {},
        ["Scrutin public demandé par 3 membres présents ; il en faut 4 (un quart de 13)."],
    ),
    "secret-third-of-present": (tally(15, method=SECRET, requested_by_present=5), {}, []),
    "secret-too-few": (
        tally(15, method=SECRET, requested_by_present=1),
        {},
        ["Scrutin secret demandé par 1 membre présent ; il en faut 5 (un tiers de 13)."],
    ),
    "secret-of-right-for-a-nomination": (
        tally(15, method=SECRET, requested_by_present=1),
        {"agenda": (make_item(nomination=Nomination()),)},
        [],
    ),
    "secret-of-right-at-an-election": (
        tally(15, method=SECRET, requested_by_present=1),
        {"agenda": (make_item(kind=ItemKind.ELECTION),)},
        [],
    ),
    "closed-doors-are-asked-otherwise": (
        tally(15, method=PUBLIC, purpose=VotePurpose.CLOSED_DOORS, requested_by_present=3),
        {},
        [],
    ),
    "ordinary-needs-no-request": (make_vote(requested_by_present=0), {}, []),
    "request-not-recorded": (tally(15, method=SECRET), {}, []),
    "attendance-not-recorded": (
        tally(15, method=SECRET, requested_by_present=1),
        {"attendance_recorded": False},
        [],
    ),
}


@pytest.mark.parametrize(("vote", "facts", "expected"), REQUESTS.values(), ids=REQUESTS)
def test_requested_forms_l2121_21(vote, facts, expected):
    found = run(check_requested_forms, vote, **facts)
    assert [message for *_, message in found] == expected
    assert {code for code, *_ in found} <= {"vote.too_few_requests"}


def test_public_ballot_of_a_ccas_has_no_share_l2121_21():
    few = {"requested_by_present": 1}
    board = make_council(15, body_type=BodyType.CCAS)
    assert run(check_requested_forms, tally(15, method=PUBLIC, **few), board) == []
    assert len(run(check_requested_forms, tally(15, method=SECRET, **few), board)) == 1


DOORS = VotePurpose.CLOSED_DOORS
BARE = MajorityRule.TWO_THIRDS_CAST
OF_MEMBERS = MajorityRule.PRESENT_OR_REPRESENTED
FAULT = [("vote.closed_doors_majority", Severity.WARNING, "p1")]
CLOSED_DOORS = {
    "by-default": (DOORS, MajorityRule.SIMPLE, BodyType.COMMUNE, []),
    "of-the-votes-cast": (DOORS, MajorityRule.TWO_THIRDS_CAST, BodyType.COMMUNE, FAULT),
    "of-members-present-or-represented": (DOORS, OF_MEMBERS, BodyType.COMMUNE, []),
    "epci": (DOORS, MajorityRule.TWO_THIRDS_CAST, BodyType.EPCI, FAULT),
    "ccas-never-public": (DOORS, MajorityRule.TWO_THIRDS_CAST, BodyType.CCAS, []),
    "other": (DOORS, MajorityRule.TWO_THIRDS_CAST, BodyType.OTHER, []),
    "another-vote": (VotePurpose.WHOLE, MajorityRule.TWO_THIRDS_CAST, BodyType.COMMUNE, []),
}


@pytest.mark.parametrize(
    ("purpose", "majority", "body_type", "expected"), CLOSED_DOORS.values(), ids=CLOSED_DOORS
)
def test_closed_doors_majority_l2121_18(purpose, majority, body_type, expected):
    vote = make_vote(purpose=purpose, majority=majority, decides=False)
    found = run(check_closed_doors, vote, make_council(15, body_type=body_type))
    assert [finding[:3] for finding in found] == expected


@pytest.mark.parametrize(
    ("origin", "remedy"),
    [
        (Origin.LIVE, "Choisir pour ce vote la majorité des membres présents ou représentés."),
        (Origin.RECORDED, "Recompter ce vote à la majorité des membres présents ou représentés."),
    ],
)
def test_closed_doors_article_place_and_remedy(origin, remedy):
    votes = (make_vote(purpose=DOORS, majority=BARE, decides=False), make_vote(uid="v2", ballot=2))
    (finding,) = check_closed_doors(Record(make_council(15), make_sitting(votes=votes, origin=origin)))
    assert (finding.article, finding.where) == ("CGCT art. L. 2121-18", "vote n° 1")
    assert finding.remedy == remedy
