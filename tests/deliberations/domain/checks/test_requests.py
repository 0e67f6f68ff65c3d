"""What members ask for: names at a public ballot, secrecy, closed doors, a sitting."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from deliberations.domain.checks.requests import RULES
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Requester
from deliberations.domain.votes import Ballot, Choice, Tally, VoteMethod, VotePurpose
from tests.facts import make_council, make_sitting, make_vote

pytestmark = pytest.mark.unit


def found(council=None, present=9, **facts):
    record = Record(council or make_council(15), make_sitting(present, **facts))
    return [f.code for rule in RULES for f in rule.findings(record)]


def with_vote(**facts):
    return found(votes=(make_vote(**facts),))


NAMES = {
    "named": ({}, []),
    "by-group": ({"ballots": (Ballot(Choice.AGAINST, group="Ensemble"),)}, []),
    "bare-count": ({"ballots": (Ballot(Choice.AGAINST, count=2),)}, ["vote.public_without_names"]),
    "totals": ({"everyone": None, "tally": Tally(9)}, ["vote.public_without_names"]),
}


@pytest.mark.parametrize(("facts", "codes"), NAMES.values(), ids=NAMES)
def test_a_public_ballot_has_names_l2121_21(facts, codes):
    assert with_vote(method=VoteMethod.PUBLIC, **facts) == codes
    assert with_vote(**facts) == []


@pytest.mark.parametrize(
    ("present", "asked", "method", "codes"),
    [
        (9, 3, VoteMethod.PUBLIC, ["vote.secret_ballot_due"]),
        (9, 3, VoteMethod.ORDINARY, ["vote.secret_ballot_due"]),
        (9, 2, VoteMethod.PUBLIC, []),
        (10, 3, VoteMethod.PUBLIC, []),
        (10, 4, VoteMethod.PUBLIC, ["vote.secret_ballot_due"]),
        (9, None, VoteMethod.PUBLIC, []),
    ],
)
def test_the_secret_ballot_prevails_souet(present, asked, method, codes):
    vote = make_vote(method=method, secret_requested_by=asked)
    assert found(present=present, votes=(vote,)) == codes


def test_the_secret_ballot_was_held():
    vote = make_vote(method=VoteMethod.SECRET, everyone=None, tally=Tally(9), secret_requested_by=3)
    assert found(votes=(vote,)) == []


@pytest.mark.parametrize(
    ("body", "asked", "codes"),
    [
        (BodyType.COMMUNE, 3, []),
        (BodyType.COMMUNE, 2, ["vote.closed_doors_requests"]),
        (BodyType.COMMUNE, 0, []),
        (BodyType.COMMUNE, None, []),
        (BodyType.EPCI, 4, ["vote.closed_doors_requests"]),
        (BodyType.EPCI, 5, []),
        (BodyType.CCAS, 1, []),
    ],
)
def test_closed_doors_are_asked_for_by_enough_l2121_18(body, asked, codes):
    vote = make_vote(purpose=VotePurpose.CLOSED_DOORS, requested_by_present=asked)
    assert found(make_council(15, body_type=body), votes=(vote,)) == codes


@pytest.mark.parametrize(
    ("body", "head"),
    [(BodyType.COMMUNE, "il en faut 3, ou une demande du maire."), (BodyType.EPCI, "du président.")],
)
def test_closed_doors_may_be_asked_for_by_the_head(body, head):
    vote = make_vote(purpose=VotePurpose.CLOSED_DOORS, requested_by_present=2)
    record = Record(make_council(15, body_type=body), make_sitting(9, votes=(vote,)))
    (finding,) = (f for rule in RULES for f in rule.findings(record))
    assert finding.message.endswith(head)


@pytest.mark.parametrize(
    ("population", "asked", "codes"),
    [
        (999, 8, []),
        (999, 7, ["convocation.too_few_requests"]),
        (1000, 5, []),
        (1000, 4, ["convocation.too_few_requests"]),
    ],
)
def test_a_sitting_is_asked_for_by_enough_l2121_9(population, asked, codes):
    council = make_council(15, populations=(DatedNumber(population),))
    asked_for = Convocation(
        date(2024, 6, 21),
        requested_by=Requester.MEMBERS,
        requested_on=date(2024, 6, 1),
        requesting_members=asked,
    )
    assert found(council, convocation=asked_for) == codes
