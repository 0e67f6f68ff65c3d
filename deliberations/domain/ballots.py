"""Counting one vote from its recorded ballots."""

from collections.abc import Mapping
from dataclasses import dataclass

from deliberations.domain.attendance import VOTING_STATES, Attendance, SeatState
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.votes import Ballot, Choice, Tally, Vote, VoteMethod

__all__ = ("VOTING_STATES",)  # Said again here for those who read a vote.


@dataclass(frozen=True, slots=True)
class VoteCount:
    """Votes counted. A ``None`` choice is unknown; ``voters`` is ``None`` when attendance is not recorded.

    The invariant of a sound count: every voter made one choice, so the sum of the choices is ``voters``.
    """

    voters: int | None
    in_favour: int | None
    against: int | None
    abstentions: int | None
    blank: int | None
    null: int | None
    not_voting: int | None

    @property
    def total(self) -> int | None:
        known = (self.in_favour, self.against, self.abstentions, self.blank, self.null, self.not_voting)
        return None if any(n is None for n in known) else sum(n for n in known if n is not None)

    @property
    def votes_cast(self) -> int | None:
        """Suffrages exprimés: neither abstentions, blank and null papers, nor refusals to vote."""
        if self.in_favour is None or self.against is None:
            return None
        return self.in_favour + self.against

    @property
    def is_balanced(self) -> bool | None:
        """Whether choices add up to voters; ``None`` when one side is unknown."""
        if self.total is None or self.voters is None:
            return None
        return self.total == self.voters


def voting_moment(vote: Vote) -> Moment:
    """When the vote is taken: on the first of its items, at its ballot number."""
    return Moment(vote.items[0], Phase.VOTE, vote.ballot)


def first_ballot(vote: Vote) -> Moment:
    """When the first vote on the same question was taken: ``vote`` itself, unless it has an earlier one."""
    return Moment(vote.items[0], Phase.VOTE)


def count_vote(vote: Vote, attendance: Attendance, groups: Mapping[str, str]) -> VoteCount:
    """Count ``vote`` given the attendance at its moment and the political group of each member.

    « Tous pour » gives to ``everyone`` the voters left by the exceptions, never fewer than none: when the
    exceptions outnumber the voters, the total exceeds ``voters`` and the count is not balanced.
    """
    voters = attendance.voters if attendance.is_known and attendance.seats else None
    if vote.tally is not None:
        return _from_tally(vote.tally, voters)
    counts: dict[Choice, int | None] = dict.fromkeys(Choice, 0)
    for ballot in vote.ballots:
        counts[ballot.choice] = _add(counts[ballot.choice], weight_of(ballot, vote, attendance, groups))
    if vote.everyone is not None:
        counts[vote.everyone] = _add(counts[vote.everyone], _rest(counts, voters))
    elif not vote.ballots:
        counts = dict.fromkeys(Choice, None)
    return VoteCount(
        voters,
        counts[Choice.FOR],
        counts[Choice.AGAINST],
        counts[Choice.ABSTENTION],
        counts[Choice.BLANK],
        counts[Choice.NULL],
        counts[Choice.NOT_VOTING],
    )


def _from_tally(tally: Tally, voters: int | None) -> VoteCount:
    return VoteCount(
        voters,
        tally.in_favour,
        tally.against,
        tally.abstentions,
        tally.blank,
        tally.null,
        tally.not_voting,
    )


def _add(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def weight_of(ballot: Ballot, vote: Vote, attendance: Attendance, groups: Mapping[str, str]) -> int | None:
    """Votes of one ballot: its count, one member, or the voters of a group save those the vote names apart.

    A member who stepped aside is outside the vote (CGCT art. L. 2131-11), as is one whom the law keeps out of it
    (art. L. 2121-14) or who may not sit at a distance: named in it, they weigh nothing.
    """
    if ballot.count is not None:
        return ballot.count
    if ballot.member is not None:
        return 0 if is_outside(ballot.member, attendance) else 1
    if not attendance.is_known:
        return None
    named = {b.member for b in vote.ballots}
    voters = (s.member for s in attendance.voiced if s.member not in named)
    return sum(groups.get(member) == ballot.group for member in voters)


def stepped_aside(member: str, attendance: Attendance) -> bool:
    """Whether a member is out of the room for an interest at that moment."""
    seat = attendance.seat_of(member)
    return seat is not None and seat.state is SeatState.STEPPED_ASIDE


def is_outside(member: str, attendance: Attendance) -> bool:
    """Whether a member is outside the vote, out of the room for an interest or there without a voice."""
    return stepped_aside(member, attendance) or attendance.is_mute(member)


def _rest(counts: Mapping[Choice, int | None], voters: int | None) -> int | None:
    if voters is None or any(n is None for n in counts.values()):
        return None
    return max(0, voters - sum(n or 0 for n in counts.values()))


def choice_of(vote: Vote, member: str, groups: Mapping[str, str]) -> Choice | None:
    """How a member voted in a vote that is not secret; ``None`` when the record does not tell."""
    if vote.tally is not None:
        return None
    for ballot in vote.ballots:
        if ballot.member == member:
            return ballot.choice
    of_group = {b.choice for b in vote.ballots if b.group and b.group == groups.get(member)}
    if of_group:
        return of_group.pop() if len(of_group) == 1 else None
    return None if any(b.member is None and not b.group for b in vote.ballots) else vote.everyone


def requests_needed(method: VoteMethod, present: int) -> int:
    """Members present who must ask for that form of vote (CGCT art. L. 2121-21): a quarter, a third, or nobody."""
    shares = {VoteMethod.PUBLIC: 4, VoteMethod.SECRET: 3}
    return -(-present // shares[method]) if method in shares else 0
