"""Counting votes: « tous pour » and its exceptions, groups, tallies, unknown counts, requests of a form."""

from dataclasses import replace

import pytest

from deliberations.domain.ballots import VoteCount, choice_of, count_vote, requests_needed, voting_moment
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.timeline import Timeline
from deliberations.domain.votes import Ballot, Choice, Tally, Vote, VoteMethod
from tests.facts import make_sitting, make_vote, member_names, move, voting

pytestmark = pytest.mark.unit

FOR, AGAINST, ABSTENTION = Choice.FOR, Choice.AGAINST, Choice.ABSTENTION
BLANK, NULL, NOT_VOTING = Choice.BLANK, Choice.NULL, Choice.NOT_VOTING
GROUPS = {"m1": "Liste A", "m2": "Liste A", "m3": "Liste B", "m4": "Liste B", "m5": "Liste B"}
# m1 to m4 in the room, m5 represented by m1, m6 absent: five voters.
SITTING = make_sitting(4, members=6, moves=[move(K.GIVES_PROXY, "m5", "m1")])


def count(vote: Vote, sitting=SITTING) -> VoteCount:
    return count_vote(vote, Timeline(sitting, member_names(6)).at(voting("p1")), GROUPS)


def choices(counted: VoteCount) -> tuple[int | None, ...]:
    return (
        *(counted.in_favour, counted.against, counted.abstentions),
        *(counted.blank, counted.null, counted.not_voting),
    )


def listed(*ballots: Ballot, everyone: Choice | None = FOR) -> Vote:
    return make_vote(everyone=everyone, ballots=ballots)


UNKNOWN = (None,) * 6
COUNTS = {
    "all-for": (make_vote(), (5, 0, 0, 0, 0, 0)),
    "all-against": (make_vote(everyone=AGAINST), (0, 5, 0, 0, 0, 0)),
    "named-exceptions": (make_vote(against=["m2"], abstaining=["m3", "m5"]), (2, 1, 2, 0, 0, 0)),
    "bare-count": (listed(Ballot(AGAINST, count=2)), (3, 2, 0, 0, 0, 0)),
    "group-counts-its-voters": (listed(Ballot(AGAINST, group="Liste B")), (2, 3, 0, 0, 0, 0)),
    "group-with-its-own-count": (listed(Ballot(AGAINST, group="Liste B", count=2)), (3, 2, 0, 0, 0, 0)),
    "group-save-one-member-named": (
        listed(Ballot(AGAINST, group="Liste B"), Ballot(ABSTENTION, "m4")),
        (2, 2, 1, 0, 0, 0),
    ),
    "group-unknown-has-no-voter": (listed(Ballot(AGAINST, group="Liste C")), (5, 0, 0, 0, 0, 0)),
    "not-voting-blank-and-null": (
        listed(Ballot(NOT_VOTING, "m1"), Ballot(BLANK, count=1), Ballot(NULL, count=1)),
        (2, 0, 0, 1, 1, 1),
    ),
    "exceptions-outnumber-voters": (listed(Ballot(AGAINST, count=7)), (0, 7, 0, 0, 0, 0)),
    "exception-like-everyone-is-not-counted-twice": (listed(Ballot(FOR, "m1")), (5, 0, 0, 0, 0, 0)),
    "public-ballot-names-everyone": (
        listed(
            *(Ballot(FOR, m) for m in ("m1", "m2", "m5")),
            *(Ballot(AGAINST, m) for m in ("m3", "m4")),
            everyone=None,
        ),
        (3, 2, 0, 0, 0, 0),
    ),
    "tally": (make_vote(everyone=None, tally=Tally(3, 1, 0, 1)), (3, 1, 0, 1, 0, 0)),
    "nothing-recorded": (make_vote(everyone=None), UNKNOWN),
}


@pytest.mark.parametrize(("vote", "expected"), COUNTS.values(), ids=COUNTS)
def test_count_of_a_vote(vote, expected):
    counted = count(vote)
    assert (counted.voters, choices(counted)) == (5, expected)


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (make_vote(), UNKNOWN[:1] + (0,) * 5),
        (make_vote(against=["m2"], abstaining=["m3"]), (None, 1, 1, 0, 0, 0)),
        (listed(Ballot(AGAINST, group="Liste B")), (None, None, 0, 0, 0, 0)),
        (make_vote(everyone=None, tally=Tally(3, 1)), (3, 1, 0, 0, 0, 0)),
    ],
    ids=["all-for", "named", "group", "tally"],
)
def test_count_without_attendance_invents_nothing(vote, expected):
    counted = count(vote, replace(SITTING, attendance_recorded=False))
    assert (counted.voters, choices(counted), counted.is_balanced) == (None, expected, None)


@pytest.mark.parametrize(
    ("counted", "cast", "total", "balanced"),
    [
        (VoteCount(15, 13, 0, 1, 0, 0, 1), 13, 15, True),
        (VoteCount(10, 4, 0, 6, 0, 0, 0), 4, 10, True),
        (VoteCount(15, 7, 7, 0, 1, 0, 0), 14, 15, True),
        (VoteCount(16, 15, 0, 0, 0, 0, 0), 15, 15, False),
        (VoteCount(None, 15, 0, 0, 0, 0, 0), 15, 15, None),
        (VoteCount(15, None, 3, 0, 0, 0, 0), None, None, None),
    ],
    ids=["seed-like", "abstentions", "blank", "one-missing", "voters-unknown", "for-unknown"],
)
def test_count_votes_cast_leave_out_abstentions_and_papers_l2121_20(counted, cast, total, balanced):
    assert (counted.votes_cast, counted.total, counted.is_balanced) == (cast, total, balanced)


@pytest.mark.parametrize(
    ("vote", "member", "expected"),
    [
        (make_vote(), "m1", FOR),
        (make_vote(against=["m1"]), "m1", AGAINST),
        (make_vote(against=["m2"]), "m1", FOR),
        (listed(Ballot(AGAINST, group="Liste A")), "m1", AGAINST),
        (listed(Ballot(AGAINST, group="Liste B")), "m1", FOR),
        (listed(Ballot(AGAINST, group="Liste A"), Ballot(ABSTENTION, "m1")), "m1", ABSTENTION),
        (
            listed(Ballot(AGAINST, group="Liste A", count=1), Ballot(ABSTENTION, group="Liste A", count=1)),
            "m1",
            None,
        ),
        (listed(Ballot(AGAINST, count=3)), "m1", None),
        (listed(Ballot(AGAINST, count=3), Ballot(FOR, "m1")), "m1", FOR),
        (make_vote(everyone=None, tally=Tally(5)), "m1", None),
        (make_vote(everyone=None), "m1", None),
    ],
    ids=[
        *("everyone", "named", "another-named", "group", "another-group", "named-against-his-group"),
        *("split-group", "bare-count", "named-beside-bare-count", "tally", "nothing"),
    ],
)
def test_choice_of_a_member_is_never_guessed(vote, member, expected):
    assert choice_of(vote, member, GROUPS) == expected


def test_count_leaves_out_a_member_who_stepped_aside_l2131_11():
    """m2 is out of the vote: written as not voting, he takes no voice from the others."""
    sitting = make_sitting(4, members=6, moves=[move(K.GIVES_PROXY, "m5", "m1"), move(K.STEPS_ASIDE, "m2")])
    counted = count(listed(Ballot(NOT_VOTING, "m2")), sitting)
    assert (counted.voters, choices(counted)) == (4, (4, 0, 0, 0, 0, 0))


def test_vote_en_bloc_is_read_on_its_first_item():
    assert voting_moment(make_vote("p3", "p4", ballot=2)) == Moment("p3", Phase.VOTE, 2)


def test_count_uses_the_room_at_the_ballot():
    sitting = make_sitting(4, members=6, moves=[move(K.LEAVES, "m4", on=voting("p1", 2))])
    rooms = [Timeline(sitting, member_names(6)).at(voting("p1", ballot)) for ballot in (1, 2)]
    assert [count_vote(make_vote(), room, {}).in_favour for room in rooms] == [4, 3]


@pytest.mark.parametrize(
    ("method", "present", "needed"),
    [
        (VoteMethod.PUBLIC, 13, 4),
        (VoteMethod.PUBLIC, 12, 3),
        (VoteMethod.PUBLIC, 1, 1),
        (VoteMethod.SECRET, 13, 5),
        (VoteMethod.SECRET, 12, 4),
        (VoteMethod.SECRET, 15, 5),
        (VoteMethod.ORDINARY, 13, 0),
    ],
)
def test_requests_needed_are_shares_of_members_present_l2121_21(method, present, needed):
    assert requests_needed(method, present) == needed


@pytest.mark.parametrize(
    ("vote", "lacks_names"),
    [
        (listed(Ballot(AGAINST, "m1")), False),
        (listed(Ballot(AGAINST, group="Liste A")), False),
        (listed(Ballot(AGAINST, group="Liste A", count=2)), False),
        (listed(Ballot(AGAINST, count=2)), True),
        (listed(Ballot(AGAINST, "m1"), Ballot(ABSTENTION, count=1)), True),
        (make_vote(everyone=None, tally=Tally(in_favour=5)), True),
    ],
    ids=["named", "group", "counted-group", "count", "named-and-count", "totals"],
)
def test_public_ballot_names_each_voter_l2121_21(vote, lacks_names):
    assert replace(vote, method=VoteMethod.PUBLIC).lacks_names is lacks_names
    assert replace(vote, method=VoteMethod.SECRET).lacks_names is False
