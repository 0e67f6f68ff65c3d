"""The slow oracle of votes: papers are put on a heap one by one, then looked at one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from councils.domain.bodies import BodyType, Council
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.sittings import BarGround, Sitting
from deliberations.domain.votes import (
    Ballot,
    Choice,
    MajorityRule,
    StatedResult,
    Vote,
    VoteMethod,
    VotePurpose,
)
from tests.law.oracle import Reading, chair_at, item_of, read_room, sitting_mandates
from tests.law.oracle_quorum import is_of_accounts, kept_out

ADOPTED, REJECTED, UNDETERMINED = "ADOPTED", "REJECTED", "UNDETERMINED"
SHARES = {MajorityRule.TWO_THIRDS_CAST: Fraction(2, 3), MajorityRule.THREE_FIFTHS_CAST: Fraction(3, 5)}

_UNANIMOUS = (BodyType.COMMUNE, BodyType.EPCI, BodyType.CLOSED_SYNDICATE)
"""Whose secrecy only a unanimous assembly waives (L. 2121-21, and L. 5211-1); the board of a CCAS cannot waive it."""


@dataclass(frozen=True)
class Verdict:
    """Papers of each kind (``None``: nobody knows), the votes needed where a text sets a number, and the result."""

    voters: int | None
    papers: dict[Choice, int | None]
    required: int | None
    verdict: str

    @property
    def cast(self) -> int | None:
        """Votes expressed: neither abstentions, nor blank or null papers, nor refusals to vote."""
        in_favour, against = self.papers[Choice.FOR], self.papers[Choice.AGAINST]
        return None if in_favour is None or against is None else in_favour + against


def moment_of(vote: Vote) -> Moment:
    return Moment(vote.items[0], Phase.VOTE, vote.ballot)


def votes_about(sitting: Sitting, item: str) -> list[Vote]:
    """In the order in which they were taken; at the same ballot number, as recorded."""
    taken = [vote for vote in sitting.votes if item in vote.items]
    return [vote for number in sorted({v.ballot for v in taken}) for vote in taken if vote.ballot == number]


def deciding(sitting: Sitting, item: str) -> Vote | None:
    last = None
    for vote in votes_about(sitting, item):
        last = vote if vote.decides else last
    return last


def room_for(council: Council, sitting: Sitting, vote: Vote) -> Reading | None:
    """Who votes: the authorising officer has no part in the vote that decides on his accounts (L. 2121-14)."""
    officers: set[str] = set()
    for uid in vote.items:
        item = item_of(sitting, uid)
        if vote is deciding(sitting, uid):
            officers |= kept_out(council, sitting, item)[BarGround.AUTHORISING_OFFICER]
    return read_room(council, sitting, moment_of(vote), frozenset(officers))


def judge(council: Council, sitting: Sitting, vote: Vote) -> Verdict:
    """Count one vote, then read the law of the majority that its question needs."""
    room = room_for(council, sitting, vote)
    members = {m.uid for m in sitting_mandates(council, sitting)}
    voters = len(room.voters) if room is not None and members else None
    groups = {m.uid: m.group for m in council.mandates}
    papers = _papers(vote, room, voters, groups)
    required = _needed(council, sitting, vote, papers, voters, len(members))
    verdict = _verdict(council, sitting, vote, papers, required)
    is_told = verdict not in (None, UNDETERMINED)
    return Verdict(voters, papers, required, verdict if is_told else _announced(vote))


def _announced(vote: Vote) -> str:
    """Where the counts do not tell (none, or a tie that nobody settles), what the chair announced."""
    if vote.stated is None:
        return UNDETERMINED
    return REJECTED if vote.stated is StatedResult.REJECTED else ADOPTED


def _papers(
    vote: Vote, room: Reading | None, voters: int | None, groups: dict[str, str]
) -> dict[Choice, int | None]:
    if vote.tally is not None:
        return _bare_totals(vote)
    if vote.everyone is None and not vote.ballots:
        return dict.fromkeys(Choice, None)
    heap: list[Choice] = []
    unknown = set()
    for ballot in _admitted(vote, room):
        if ballot.group and ballot.count is None and room is None:
            unknown.add(ballot.choice)
        elif ballot.group and ballot.count is None and room is not None:
            apart = [other.member for other in vote.ballots]
            heap += [ballot.choice for m in room.voters if groups[m] == ballot.group and m not in apart]
        else:
            heap += [ballot.choice] * (1 if ballot.count is None else ballot.count)
    if vote.everyone is not None and (voters is None or unknown):
        unknown.add(vote.everyone)
    while vote.everyone is not None and voters is not None and len(heap) < voters:
        heap.append(vote.everyone)
    return {choice: None if choice in unknown else heap.count(choice) for choice in Choice}


def _admitted(vote: Vote, room: Reading | None) -> list[Ballot]:
    """Papers of those who may vote: nobody who went out for an interest, or has no voice, puts one on the heap."""
    aside = room.stepped_aside | room.mute if room is not None else set()
    return [ballot for ballot in vote.ballots if ballot.member not in aside]


def _bare_totals(vote: Vote) -> dict[Choice, int | None]:
    tally = vote.tally
    assert tally is not None
    return {
        Choice.FOR: tally.in_favour,
        Choice.AGAINST: tally.against,
        Choice.ABSTENTION: tally.abstentions,
        Choice.BLANK: tally.blank,
        Choice.NULL: tally.null,
        Choice.NOT_VOTING: tally.not_voting,
    }


def rule_of(sitting: Sitting, vote: Vote) -> MajorityRule:
    """The majority of that question: recorded, of closed doors (L. 2121-18), of accounts (L. 1612-12), or simple."""
    if vote.majority is not MajorityRule.SIMPLE:
        return vote.majority
    if vote.purpose is VotePurpose.CLOSED_DOORS:
        return MajorityRule.PRESENT_OR_REPRESENTED
    on_accounts = [is_of_accounts(item_of(sitting, uid)) for uid in vote.items]
    if vote.purpose is VotePurpose.WHOLE and False not in on_accounts:
        return MajorityRule.NO_MAJORITY_AGAINST
    return MajorityRule.SIMPLE


def _needed(
    council: Council,
    sitting: Sitting,
    vote: Vote,
    papers: dict[Choice, int | None],
    voters: int | None,
    members: int,
) -> int | None:
    """The least number of votes for that passes, found by trying them all; ``None`` where no number is set."""
    rule = rule_of(sitting, vote)
    in_favour, against = papers[Choice.FOR], papers[Choice.AGAINST]
    if in_favour is None or against is None:
        return None
    if rule in SHARES:
        return _least(lambda n: n >= SHARES[rule] * (in_favour + against))
    if rule is MajorityRule.MEMBERS_IN_OFFICE and members:
        return _least(lambda n: 2 * n > members)
    if rule is MajorityRule.PRESENT_OR_REPRESENTED and voters is not None:
        return _least(lambda n: 2 * n > voters)
    return None


def _least(is_enough: Callable[[int], bool]) -> int:
    number = 0
    while not is_enough(number):
        number += 1
    return number


def _verdict(
    council: Council, sitting: Sitting, vote: Vote, papers: dict[Choice, int | None], required: int | None
) -> str | None:
    """The result, ``None`` where the facts do not allow any count."""
    in_favour, against = papers[Choice.FOR], papers[Choice.AGAINST]
    if in_favour is None or against is None:
        return None
    if vote.purpose is VotePurpose.WAIVER_OF_SECRECY and against and council.body_type in _UNANIMOUS:
        return REJECTED
    rule = rule_of(sitting, vote)
    if rule is MajorityRule.NO_MAJORITY_AGAINST:
        return REJECTED if against > in_favour else ADOPTED
    if rule is not MajorityRule.SIMPLE:
        return None if required is None else _passes(in_favour >= max(required, 1))
    if in_favour != against:
        return _passes(in_favour > against)
    return REJECTED if not in_favour else _tie(council, sitting, vote)


def _passes(is_adopted: bool) -> str:
    return ADOPTED if is_adopted else REJECTED


def _tie(council: Council, sitting: Sitting, vote: Vote) -> str:
    """The chair's own vote prevails, except in a secret ballot, save in a CCAS (CASF art. R. 123-18)."""
    if vote.method is VoteMethod.SECRET and council.body_type is not BodyType.CCAS:
        return REJECTED
    chair, room = chair_at(council, sitting, moment_of(vote)), room_for(council, sitting, vote)
    has_seat = chair in {m.uid for m in sitting_mandates(council, sitting)}
    if not has_seat or (room is not None and chair in room.mute):
        return UNDETERMINED
    choice = None if chair is None else choice_of(council, vote, chair)
    return UNDETERMINED if choice is None else _passes(choice is Choice.FOR)


def choice_of(council: Council, vote: Vote, who: str) -> Choice | None:
    """How someone voted, if the record tells: by name, else by group, else with everyone."""
    if vote.tally is not None:
        return None
    own = [b.choice for b in vote.ballots if b.member == who]
    if own:
        return own[0]
    group = next((m.group for m in council.mandates if m.uid == who), "")
    of_group = {b.choice for b in vote.ballots if b.group and b.group == group}
    if of_group:
        return next(iter(of_group)) if len(of_group) == 1 else None
    nameless = [b for b in vote.ballots if b.member is None and not b.group]
    return None if nameless else vote.everyone
