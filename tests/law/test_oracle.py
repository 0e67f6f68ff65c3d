"""The engine and the slow oracle say the same of every random evening."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.domain.bodies import BodyType
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.examination import ItemExamination, VoteExamination, examine
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.votes import Choice
from tests.facts import voting
from tests.law import oracle, oracle_quorum, oracle_votes
from tests.law.strategies import moments_of, records
from tests.law.vote_strategies import tied_votes
from tests.support.evenings import evenings

pytestmark = pytest.mark.unit

EVENINGS = evenings(150)


def members_in(attendance: Attendance, state: SeatState) -> set[str]:
    return {seat.member for seat in attendance.having(state)}


def by_of(attendance: Attendance, state: SeatState) -> dict[str, str | None]:
    return {seat.member: seat.by for seat in attendance.having(state)}


@evenings(400)
@given(st.one_of(records(), records(st.just(BodyType.EPCI))))
def test_oracle_seats_at_every_moment(record):
    for moment in moments_of(record.sitting.agenda):
        told, found = oracle.read_room(record.council, record.sitting, moment), record.attendance(moment)
        assert (told is not None) is found.is_known
        if told is None:
            continue
        assert members_in(found, SeatState.PRESENT) == told.present
        assert members_in(found, SeatState.REMOTE) == told.remote
        assert by_of(found, SeatState.SUBSTITUTED) == told.substituted
        assert by_of(found, SeatState.REPRESENTED) == told.represented
        assert members_in(found, SeatState.EXCUSED) == told.excused
        assert members_in(found, SeatState.ABSENT) == told.absent
        assert members_in(found, SeatState.STEPPED_ASIDE) == told.stepped_aside
        assert {seat.member for seat in found.seats} == told.in_office


@EVENINGS
@given(records())
def test_oracle_chair_at_every_moment(record):
    for moment in moments_of(record.sitting.agenda):
        assert record.chair(moment) == oracle.chair_at(record.council, record.sitting, moment)


def room_told(record: Record, item: ItemExamination) -> oracle.Reading | None:
    vote = oracle_votes.deciding(record.sitting, item.uid)
    if vote:
        return oracle_votes.room_for(record.council, record.sitting, vote)
    return oracle.read_room(record.council, record.sitting, Moment(item.uid))


@EVENINGS
@given(records())
def test_oracle_room_of_every_item(record):
    for item in examine(record, rules=()).items:
        told = room_told(record, item)
        if told is None or item.room is None:
            assert told is None
            assert item.room is item.voters is None
            continue
        counts = (told.present, told.substituted, told.remote, told.represented, told.excused, told.absent)
        room = item.room
        found = (room.present, room.substituted, room.remote, room.represented, room.excused, room.absent)
        assert found == tuple(map(len, counts))
        assert (room.in_office, room.stepped_aside) == (len(told.in_office), len(told.stepped_aside))
        assert (room.vacant, item.voters) == (told.vacant, len(told.voters))


@EVENINGS
@given(records())
def test_oracle_quorum_of_every_item(record):
    for item in examine(record, rules=()).items:
        told = oracle_quorum.quorum_at(record.council, record.sitting, record.item(item.uid))
        read = item.quorum
        assert (read and (read.in_office, read.required, read.present, read.is_met)) == told


def papers_of(vote: VoteExamination) -> dict[Choice, int | None]:
    return {
        Choice.FOR: vote.in_favour,
        Choice.AGAINST: vote.against,
        Choice.ABSTENTION: vote.abstentions,
        Choice.BLANK: vote.blank,
        Choice.NULL: vote.null,
        Choice.NOT_VOTING: vote.not_voting,
    }


@EVENINGS
@given(records())
def test_oracle_count_and_verdict_of_every_vote(record):
    for item in examine(record, rules=()).items:
        told = oracle_votes.votes_about(record.sitting, item.uid)
        assert [vote.uid for vote in item.votes] == [vote.uid for vote in told]
        for vote, found in zip(told, item.votes, strict=True):
            judged = oracle_votes.judge(record.council, record.sitting, vote)
            assert (found.voters, papers_of(found)) == (judged.voters, judged.papers)
            assert (found.votes_cast, found.required) == (judged.cast, judged.required)
            assert found.verdict == judged.verdict


@evenings(300)
@given(records(), st.data())
def test_oracle_verdict_of_a_tie(record, data):
    """The chair, in the room or not, with a known choice or not, in a secret ballot or not, in a CCAS or not."""
    item = data.draw(st.sampled_from(record.sitting.agenda)).uid
    room = oracle.read_room(record.council, record.sitting, voting(item))
    vote = data.draw(tied_votes(item, sorted(room.voters) if room else []))
    sitting = replace(record.sitting, votes=(vote,))
    judged = oracle_votes.judge(record.council, sitting, vote)
    assert Record(record.council, sitting).verdict(vote) == judged.verdict


@EVENINGS
@given(records())
def test_oracle_verdict_of_every_item(record):
    for item in examine(record, rules=()).items:
        vote = oracle_votes.deciding(record.sitting, item.uid)
        told = vote and oracle_votes.judge(record.council, record.sitting, vote).verdict
        assert item.verdict == told
