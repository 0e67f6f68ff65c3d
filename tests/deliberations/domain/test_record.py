"""The record: which vote decides, who is secretary, what is computed when facts are missing."""

from dataclasses import replace

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.votes import MajorityRule, Tally, VoteMethod, VotePurpose
from tests.facts import (
    debate,
    make_council,
    make_item,
    make_record,
    make_sitting,
    make_vote,
    member_names,
    move,
    voting,
)

pytestmark = pytest.mark.unit

AMENDMENT = make_vote(uid="amendement", purpose=VotePurpose.AMENDMENT, decides=False, ballot=1)
WHOLE = make_vote(uid="ensemble", ballot=2)
AGAIN = make_vote(uid="nouveau", ballot=3)
EN_BLOC = make_vote("p2", "p3", uid="bloc")


@pytest.mark.parametrize(
    ("votes", "item", "expected"),
    [
        ((), "p1", None),
        ((WHOLE,), "p1", "ensemble"),
        ((WHOLE, AMENDMENT), "p1", "ensemble"),
        ((AMENDMENT,), "p1", None),
        ((AGAIN, WHOLE), "p1", "nouveau"),
        ((EN_BLOC,), "p2", "bloc"),
        ((EN_BLOC,), "p3", "bloc"),
        ((EN_BLOC,), "p1", None),
    ],
    ids=[
        *("no-vote", "one", "amendment-first", "amendment-alone", "vote-taken-again"),
        *("en-bloc-first", "en-bloc-second", "en-bloc-other-item"),
    ],
)
def test_deciding_vote_of_an_item(votes, item, expected):
    vote = make_record(sitting=make_sitting(items=3, votes=votes)).deciding_vote(item)
    assert (vote.uid if vote else None) == expected


def test_votes_on_an_item_are_in_ballot_order():
    record = make_record(sitting=make_sitting(items=3, votes=(AGAIN, EN_BLOC, AMENDMENT, WHOLE)))
    assert [v.uid for v in record.votes_on("p1")] == ["amendement", "ensemble", "nouveau"]


def test_secretaries_of_the_item_replace_those_of_the_sitting():
    agenda = (make_item("p1"), make_item("p2", 2, secretary="m5"))
    record = make_record(sitting=make_sitting(agenda=agenda, secretaries=("m2", "m3")))
    assert [record.secretaries(p) for p in ("p1", "p2")] == [("m2", "m3"), ("m5",)]


def test_item_unknown_is_a_key_error():
    with pytest.raises(KeyError):
        make_record().item("p9")


def test_accounts_the_mayor_debates_and_leaves_for_the_vote_l2121_14():
    moves = [
        move(K.EXCUSED, "m15"),
        move(K.GIVES_PROXY, "m15", "m1"),
        move(K.LEAVES, "m1", on=voting("p1"), until=debate("p2")),
    ]
    agenda = (make_item("p1", chair="m2"), make_item("p2", 2))
    accounts = make_vote(
        against=member_names(14)[7:13], abstaining=["m14"], majority=MajorityRule.NO_MAJORITY_AGAINST
    )
    record = make_record(sitting=make_sitting(14, agenda=agenda, moves=moves, votes=(accounts,)))
    debating, at_vote = record.attendance(debate("p1")), record.attendance(voting("p1"))
    assert [(a.present, a.represented, a.voters) for a in (debating, at_vote)] == [(14, 1, 15), (13, 0, 13)]
    outcome = record.outcome(accounts)
    assert (outcome.count.in_favour, outcome.count.against, outcome.count.abstentions) == (6, 6, 1)
    assert (outcome.verdict, outcome.reason) == (Verdict.ADOPTED, Reason.TIE_ADOPTS_ACCOUNTS)
    assert [record.chair(debate(p)) for p in ("p1", "p2")] == ["m2", "m1"]


def test_person_of_a_mandate_without_person_is_unknown():
    council = make_council(2)
    council = replace(
        council, mandates=(replace(council.mandates[0], person=None, label="Maire"), council.mandates[1])
    )
    record = make_record(council, make_sitting(2, members=2))
    assert record.person_of("m1") is None
    assert record.person_of("m2").family_name == "m2"


def test_sitting_without_issued_files_is_the_same_facts():
    record = make_record()
    assert record.without_issued_files() == record.sitting


@pytest.mark.parametrize(
    ("body", "verdict"), [(BodyType.COMMUNE, Verdict.REJECTED), (BodyType.CCAS, Verdict.UNDETERMINED)]
)
def test_outcome_secret_tie_depends_on_the_body(body, verdict):
    vote = make_vote(method=VoteMethod.SECRET, everyone=None, tally=Tally(in_favour=4, against=4))
    sitting = make_sitting(votes=(vote,))
    assert Record(make_council(body_type=body), sitting).outcome(vote).verdict is verdict
