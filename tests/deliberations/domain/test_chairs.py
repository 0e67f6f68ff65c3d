"""Who chairs at each moment: the sitting's chair, the item's, or whoever took it (CGCT art. L. 2121-14)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.timeline import Timeline
from deliberations.domain.votes import Ballot, Choice
from tests.facts import (
    HELD_ON,
    debate,
    make_council,
    make_item,
    make_mandate,
    make_record,
    make_sitting,
    make_vote,
    move,
    voting,
)

pytestmark = pytest.mark.unit

CHAIRS = {
    "sitting": ([], {}, {debate("p1"): "m1", voting("p6"): "m1"}),
    "item": ([], {"p2": "m2"}, {debate("p1"): "m1", voting("p2"): "m2", debate("p3"): "m1"}),
    "taken-until-the-end": (
        [move(K.CHAIR_TAKEN, "m3", on=debate("p2"))],
        {},
        {debate("p1"): "m1", debate("p2"): "m3", debate("p6"): "m3"},
    ),
    "taken-then-given-back": (
        [move(K.CHAIR_TAKEN, "m3", on=voting("p2")), move(K.CHAIR_TAKEN, "m1", on=debate("p3"))],
        {},
        {debate("p2"): "m1", voting("p2"): "m3", debate("p3"): "m1"},
    ),
    "taken-for-one-vote": (
        [move(K.CHAIR_TAKEN, "m3", on=voting("p2"), until=debate("p3"))],
        {},
        {debate("p2"): "m1", voting("p2"): "m3", debate("p3"): "m1"},
    ),
    "taken-for-one-item-from-another-acting-chair": (
        [
            move(K.CHAIR_TAKEN, "m2", on=debate("p1")),
            move(K.CHAIR_TAKEN, "m3", on=debate("p2"), until=debate("p3")),
        ],
        {},
        {debate("p1"): "m2", debate("p2"): "m3", debate("p3"): "m2"},
    ),
    "item-prevails-over-taken": (
        [move(K.CHAIR_TAKEN, "m3", on=debate("p1"))],
        {"p2": "m2"},
        {debate("p1"): "m3", debate("p2"): "m2"},
    ),
}


@pytest.mark.parametrize(("moves", "own", "expected"), CHAIRS.values(), ids=[f"l2121_14-{c}" for c in CHAIRS])
def test_chair_at_a_moment(moves, own, expected):
    agenda = tuple(make_item(f"p{n}", n, chair=own.get(f"p{n}")) for n in range(1, 7))
    sitting = replace(make_sitting(3, members=4, moves=moves), agenda=agenda)
    assert {moment: Timeline(sitting, ()).chair_at(moment) for moment in expected} == expected


def test_chair_unknown():
    assert Timeline(make_sitting(chair=None), ()).chair_at(debate("p1")) is None


def test_chair_without_a_seat_has_no_casting_vote_l2121_20():
    """« Tous pour » is said of voters: the outgoing mayor who installs the council is none."""
    against = Ballot(Choice.AGAINST, count=4)
    sitting = make_sitting(8, chair="former", votes=(make_vote(ballots=(against,)),))
    former = make_mandate("former", until=HELD_ON - timedelta(days=1))
    record = make_record(make_council(more=(former,)), sitting)
    assert record.outcome(sitting.votes[0]).reason is Reason.TIE_WITHOUT_CASTING_VOTE
    assert record.verdict_on("p1") is Verdict.UNDETERMINED
