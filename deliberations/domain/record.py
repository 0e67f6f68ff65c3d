"""A sitting read together with its council: the one place where facts meet to answer a question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from councils.domain.bodies import BodyType, Council
from councils.domain.people import Mandate, Person
from councils.domain.ranks import RankedMember, table_order
from deliberations.domain import attendance as rooms
from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount, choice_of, count_vote, voting_moment
from deliberations.domain.majority import Outcome, Verdict, decide, settled
from deliberations.domain.moments import Moment
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.sittings import AgendaItem, Sitting
from deliberations.domain.votes import Election, Vote

_MAY_CHAIR = (SeatState.PRESENT, SeatState.REMOTE, SeatState.UNKNOWN)


@dataclass(frozen=True)
class Record:
    """One sitting of one council, with every answer computed on demand from their facts."""

    council: Council
    sitting: Sitting

    @cached_property
    def table(self) -> tuple[RankedMember, ...]:
        return table_order(self.council, self.sitting.held_on)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Mandates in office that day, in the order of the table."""
        return tuple(r.mandate.uid for r in self.table)

    @cached_property
    def mandates(self) -> Mapping[str, Mandate]:
        return {m.uid: m for m in self.council.mandates}

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        return {p.uid: p for p in self.council.persons}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        return {m.uid: m.group for m in self.council.mandates if m.group}

    def person_of(self, mandate: str) -> Person | None:
        holder = self.mandates[mandate].person
        return None if holder is None else self.persons[holder]

    def item(self, uid: str) -> AgendaItem:
        """Raises ``KeyError`` when no item of the agenda has that uid."""
        for item in self.sitting.agenda:
            if item.uid == uid:
                return item
        raise KeyError(uid)

    def without_issued_files(self) -> Sitting:
        """The sitting's facts alone: what was issued from them is not one of them."""
        acts = tuple(replace(act, issued=()) for act in self.sitting.deliberations)
        return replace(self.sitting, deliberations=acts)

    def attendance(self, moment: Moment | None = None) -> Attendance:
        return rooms.attendance_at(self.sitting, self.members, moment)

    def quorum(self, item: str) -> Quorum | None:
        """Quorum when the debate of ``item`` opens; ``None`` when attendance is not recorded."""
        return quorum_of(self.attendance(Moment(item)))

    def moment_of(self, item: str) -> Moment:
        """When an act reads the room: at the deciding vote, so that members and votes add up, else at the opening."""
        vote = self.deciding_vote(item)
        return voting_moment(vote) if vote else Moment(item)

    def attendance_at(self, item: str) -> Attendance:
        """The room as the act of ``item`` prints it."""
        return self.attendance(self.moment_of(item))

    def chair(self, moment: Moment) -> str | None:
        """Who chairs; ``None`` when the one recorded is not in the room (CGCT art. L. 2121-14, L. 2122-17).

        Someone without a seat (the outgoing mayor of an installation) is taken at the record's word.
        """
        named = rooms.chair_at(self.sitting, moment)
        seat = self.attendance(moment).seat_of(named) if named else None
        return named if seat is None or seat.state in _MAY_CHAIR else None

    def secretaries(self, item: str) -> tuple[str, ...]:
        own = self.item(item).secretary
        return (own,) if own else self.sitting.secretaries

    def votes_on(self, item: str) -> tuple[Vote, ...]:
        """Votes taken on an item, in order."""
        return tuple(sorted((v for v in self.sitting.votes if item in v.items), key=lambda v: v.ballot))

    def elections_on(self, item: str) -> tuple[Election, ...]:
        return tuple(e for e in self.sitting.elections if e.item == item)

    def deciding_vote(self, item: str) -> Vote | None:
        return next((v for v in reversed(self.votes_on(item)) if v.decides), None)

    def count(self, vote: Vote) -> VoteCount:
        return count_vote(vote, self.attendance(voting_moment(vote)), self.groups)

    def outcome(self, vote: Vote) -> Outcome:
        """Count and verdict of a vote, the chair's casting vote included."""
        chair = self.chair(voting_moment(vote))
        attendance = self.attendance(voting_moment(vote))
        return decide(
            self.count(vote),
            rule=vote.majority,
            method=vote.method,
            chair_choice=choice_of(vote, chair, self.groups) if chair else None,
            in_office=attendance.in_office or None,
            secrecy_bars_casting_vote=self.council.body_type is not BodyType.CCAS,
        )

    def act(self, uid: str) -> Deliberation:
        """The act of that uid. Raises ``KeyError``."""
        for act in self.sitting.deliberations:
            if act.uid == uid:
                return act
        raise KeyError(uid)

    def signatory(self, act: Deliberation) -> str | None:
        """The mandate that signs: the one recorded on the act, else the chair of the sitting."""
        return act.signatory.member if act.signatory else self.sitting.chair

    def verdict(self, vote: Vote) -> Verdict:
        """The verdict of a vote, or the result announced when nothing was counted."""
        return settled(self.outcome(vote), vote.stated)
