"""Checks on counts, named voters, requested forms and verdicts."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.votes import (
    check_counts,
    check_named_voters,
    check_requested_forms,
    check_verdicts,
)
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.votes import Ballot, Choice, MajorityRule, Nomination, Tally, VoteMethod
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote, member_names, move, voting

pytestmark = pytest.mark.unit

FOR, AGAINST = Choice.FOR, Choice.AGAINST
SECRET, PUBLIC = VoteMethod.SECRET, VoteMethod.PUBLIC


def run(check, vote, council=None, **sitting):
    """Codes found on a vote of thirteen present and two represented."""
    moves = [move(K.GIVES_PROXY, "m14", "m2"), move(K.GIVES_PROXY, "m15", "m3"), *sitting.pop("moves", [])]
    facts = {"present": 13, "votes": (vote,), **sitting}
    record = Record(council or make_council(15), make_sitting(moves=moves, **facts))
    return [(f.code, f.severity, f.item, f.message) for f in check(record)]


def tally(*counts: int, **facts):
    return make_vote(everyone=None, tally=Tally(*counts), **facts)


MORE, FEWER = "vote.more_than_voters", "vote.fewer_than_voters"
TAIL = "pour 15 votants (présents et représentés)."
COUNTS = {
    "all-for": (make_vote(), []),
    "tally-adds-up": (tally(10, 2, 1, 1, 0, 1), []),
    "one-missing": (tally(14), [(FEWER, f"14 voix comptées {TAIL}")]),
    "one-too-many": (tally(15, 1), [(MORE, f"16 voix comptées {TAIL}")]),
    "single": (tally(1), [(FEWER, f"1 voix comptée {TAIL}")]),
    "exceptions-outnumber-voters": (
        make_vote(ballots=(Ballot(AGAINST, count=20),)),
        [(MORE, f"20 voix comptées {TAIL}")],
    ),
    "nothing-recorded": (make_vote(everyone=None), []),
}


@pytest.mark.parametrize(("vote", "expected"), COUNTS.values(), ids=COUNTS)
def test_counts_add_up_to_voters_l2121_20(vote, expected):
    found = run(check_counts, vote)
    assert [(code, message) for code, _, _, message in found] == expected
    assert {severity for _, severity, _, _ in found} <= {Severity.WARNING}


def test_counts_need_attendance():
    assert run(check_counts, tally(3), attendance_recorded=False) == []


VOTERS = {
    "present": (make_vote(against=["m1"]), [], []),
    "represented": (make_vote(against=["m14"]), [], []),
    "left-before": (
        *(make_vote(against=["m1", "m5"]), [move(K.LEAVES, "m5", on=voting("p1"))]),
        [("vote.not_a_voter", "Vote nominatif : Prénom M5 n'est ni présent ni représenté.")],
    ),
    "stepped-aside": (
        *(make_vote(abstaining=["m5"]), [move(K.STEPS_ASIDE, "m5")]),
        [("vote.not_a_voter", "Vote nominatif : Prénom M5 n'est ni présent ni représenté.")],
    ),
    "named-twice": (
        *(make_vote(against=["m5"], abstaining=["m5"]), []),
        [("vote.named_twice", "Vote nominatif : Prénom M5 y figure 2 fois.")],
    ),
    "counts-and-groups-name-nobody": (
        make_vote(ballots=(Ballot(AGAINST, count=2), Ballot(AGAINST, group="A"))),
        [],
        [],
    ),
}


@pytest.mark.parametrize(("vote", "moves", "expected"), VOTERS.values(), ids=VOTERS)
def test_named_voters_were_there(vote, moves, expected):
    found = run(check_named_voters, vote, moves=moves)
    assert [(code, message) for code, _, _, message in found] == expected


def test_named_voters_need_attendance():
    assert run(check_named_voters, make_vote(against=["m15"]), attendance_recorded=False) == []


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


SEVEN = member_names(14)[7:]
TIE = make_vote(against=SEVEN)
ABSTAINED = "Partage égal des voix, et le président s'est abstenu : aucune voix prépondérante."
UNKNOWN = "Partage égal des voix, et le vote du président n'est pas enregistré : aucune voix prépondérante."
REJECTED = "Le vote rejette la proposition : l'acte est rédigé comme un rejet."
VERDICTS = {
    "adopted": (make_vote(), {}, []),
    "tie-with-casting-vote": (make_vote(against=member_names(15)[8:], abstaining=["m2"]), {}, []),
    "tie-chair-abstained": (make_vote(against=member_names(15)[8:], abstaining=["m1"]), {}, [ABSTAINED]),
    "tie-chair-unknown": (tally(7, 7, 1), {}, [UNKNOWN]),
    "tie-secret-is-a-rejection": (tally(7, 7, 1, method=SECRET), {}, [REJECTED]),
    "tie-adopts-the-accounts": (tally(7, 7, 1, majority=MajorityRule.NO_MAJORITY_AGAINST), {}, []),
    "rejected": (make_vote(everyone=AGAINST), {}, [REJECTED]),
    "rejected-without-an-act": (make_vote(everyone=AGAINST), {"deliberations": ()}, []),
    "rejected-act-without-decision": (
        make_vote(everyone=AGAINST),
        {"deliberations": (make_act(operative=()),)},
        [],
    ),
    "rejected-amendment": (make_vote(everyone=AGAINST, decides=False), {}, []),
    "rejected-in-another-assembly": (
        make_vote(everyone=AGAINST),
        {"council": make_council(15, body_type=BodyType.OTHER)},
        [],
    ),
}


@pytest.mark.parametrize(("vote", "facts", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts_l2121_20(vote, facts, expected):
    found = run(check_verdicts, vote, **{"deliberations": (make_act(),), **facts})
    assert [message for *_, message in found] == expected
    severities = {"vote.tie": Severity.WARNING, "vote.rejected": Severity.NOTICE}
    assert all(severities[code] is severity for code, severity, *_ in found)
