"""Who was there and what was counted: the blocks of the attendance and of the vote, in the words of the look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from councils.domain.look_variants import AbsenceWording, CountsLayout
from councils.domain.looks import HouseLook
from deliberations.documents.view import TABLES, AbsenceGroup, Counts
from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import Attendance
from deliberations.domain.ballots import first_ballot, voting_moment
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.wording import sentences, tallies
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes_moves import Narration
from deliberations.domain.wording.presence import NameList, PresenceWords
from deliberations.domain.wording.typography import typeset

_JOINTS = {CountsLayout.LINE: " – ", CountsLayout.SPACED_LINE: " "}
"""Between the counts of one line."""


@dataclass(frozen=True)
class AttendanceBlocks:
    """The attendance of one act, as it was when its item was put to the vote."""

    record: Record
    act: Deliberation
    body: BodyWords
    members: MemberWords

    @property
    def look(self) -> HouseLook:
        return self.record.council.look

    @property
    def attendance(self) -> Attendance:
        return self.record.attendance_at(self.act.item)

    @property
    def is_known(self) -> bool:
        return self.attendance.is_known and bool(self.attendance.seats)

    def counts_of_members(self) -> Counts | None:
        if not self.is_known:
            return None
        vote = self.record.deciding_vote(self.act.item)
        voters = self.record.count(vote).voters if vote else None
        tally = tallies.members_tally(self.body, self.attendance, voters)
        quorum = self.record.quorum(self.act.item)
        told = tallies.quorum_told(self.body, quorum, self.attendance.in_office)
        return replace(counts_of(tally, self.look.counts_layout), after=typeset(told))

    def present(self) -> NameList:
        if not self.is_known:
            return NameList()
        listed = PresenceWords(self.members, self.look).present(self.attendance)
        lines = tuple(typeset(line) for line in listed.lines)
        return NameList(typeset(listed.lead), lines, listed.is_run_in, listed.in_columns)

    def absences(self) -> tuple[AbsenceGroup, ...]:
        """Under the look of the reference act each group is an item; else its title is a line, or begins one.

        Who came or went between two votes on the item is told after them.
        """
        debate = self.record.attendance(Moment(self.act.item))
        groups = PresenceWords(self.members, self.look).absences(self.attendance, debate)
        are_items = self.look.absences is AbsenceWording.GROUPS
        moved = typeset_all(self._moved_between_votes())
        return (
            *(
                AbsenceGroup(
                    typeset(g.heading),
                    tuple(typeset(line) for line in g.lines),
                    are_items or g.is_clause,
                    g.is_run_in,
                )
                for g in groups
            ),
            *((AbsenceGroup("", moved, is_item=False),) if moved else ()),
        )

    def _moved_between_votes(self) -> tuple[str, ...]:
        """What changed the voters between the first vote on the item and the one that decides, whose room is told."""
        vote = self.record.deciding_vote(self.act.item)
        return self._narration.voters_moved(first_ballot(vote), voting_moment(vote)) if vote else ()

    @cached_property
    def _narration(self) -> Narration:
        return Narration(self.record, self.members)

    def votes(self) -> Counts | None:
        vote = self.record.deciding_vote(self.act.item)
        if vote is None:
            return None
        count = self.record.count(vote)
        tally = tallies.votes_tally(self.body, self.members, self.attendance, vote, count)
        return counts_of(tally, self.look.votes_layout) if tally.lead or tally.pairs else None

    def elections(self) -> tuple[Counts, ...]:
        """The count of each round, after the sentences that tell who came or went since what is above."""
        return tuple(self._elections())

    def _elections(self) -> Iterator[Counts]:
        since, order = self.record.moment_of(self.act.item), self.record.timeline.order
        for election in self.record.elections_on(self.act.item):
            for turn, (lead, lines) in zip(election.rounds, sentences.election_counts(election), strict=True):
                until = Moment(self.act.item, Phase.VOTE, turn.number)
                if moved := self._narration.voters_moved(since, until):
                    yield Counts("", typeset_all(moved), CountsLayout.LINE)
                yield Counts(typeset(lead), typeset_all(lines))
                since = max(since, until, key=lambda moment: moment.key(order))


def counts_of(tally: tallies.Tally, layout: CountsLayout) -> Counts:
    """The tally as a list, as one line, or as the columns of a table."""
    lines = [typeset(f"{label} : {value}") for label, value in tally.pairs]
    if len(lines) < 2 and layout in TABLES:
        layout = CountsLayout.LINE
    if layout in _JOINTS:
        lines = [typeset(_JOINTS[layout]).join(lines)] if lines else []
        layout = CountsLayout.LINE
    pairs = tuple((typeset(label), typeset(value)) for label, value in tally.pairs)
    return Counts(typeset(tally.lead), tuple(lines), layout, pairs if layout in TABLES else ())


def typeset_all(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(typeset(line) for line in lines)
