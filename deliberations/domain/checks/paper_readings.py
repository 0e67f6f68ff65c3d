"""What the facts give for each figure of a paper, in every sense that papers give to its word."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from councils.domain.membership import number_at
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount
from deliberations.domain.checks.paper_words import figures_of, name_of
from deliberations.domain.elections import absolute_majority, votes_cast
from deliberations.domain.moments import Moment
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import SourceStatement
from deliberations.domain.votes import Election, Round, Vote


@dataclass(frozen=True)
class Reading:
    """What the facts give where statements stand: on an item, or on the sitting as a whole."""

    record: Record
    item: str | None

    @cached_property
    def room(self) -> Attendance | None:
        """The room as the act prints it; ``None`` where nobody was called over, or no member is listed."""
        return _known(self.record.attendance(self.record.moment_of(self.item) if self.item else None))

    @cached_property
    def rooms(self) -> tuple[Attendance, ...]:
        """The rooms that a paper may have counted: at the vote and at the debate, or at any time of the evening."""
        others = [self.record.attendance(Moment(self.item))] if self.item else self._evening()
        found = (self.room, *(_known(room) for room in others))
        return tuple({id(room): room for room in found if room is not None}.values())

    def _evening(self) -> Iterator[Attendance]:
        for item in self.record.sitting.agenda:
            yield self.record.attendance(Moment(item.uid))
            yield self.record.attendance_at(item.uid)

    @cached_property
    def roll(self) -> Attendance | None:
        """The room at the opening of the sitting: many acts print that roll, whoever left since."""
        return _known(self.record.attendance())

    @cached_property
    def vote(self) -> Vote | None:
        """The vote that decides the item."""
        return self.record.deciding_vote(self.item) if self.item else None

    @cached_property
    def count(self) -> VoteCount | None:
        return self.record.count(self.vote) if self.vote else None

    @cached_property
    def rounds(self) -> tuple[tuple[Election, Round], ...]:
        """Rounds of the elections of the item, or of the sitting; the last round of the first election comes first."""
        sitting = self.record.sitting
        elections = self.record.elections_on(self.item) if self.item else sitting.elections
        ordered = (sorted(e.rounds, key=lambda turn: -turn.number) for e in elections)
        return tuple((e, turn) for e, turns in zip(elections, ordered, strict=True) for turn in turns)

    def having(self, *states: SeatState) -> int | None:
        return self.room.count(*states) if self.room else None

    @cached_property
    def quorums(self) -> tuple[int, ...]:
        """Members required at the opening of the debate, then of the sitting."""
        if self.room is None:
            return ()
        of_third = bool(self.record.sitting.derogation.quorum_of_third)
        found: tuple[Quorum | None, ...] = (quorum_of(self.record.attendance(), of_third=of_third),)
        if self.item:
            found = (self.record.quorum(self.item), *found)
        return tuple(quorum.required for quorum in found if quorum)

    @cached_property
    def out(self) -> tuple[int, ...]:
        """Voters of the room who do not take part: those who say so, and those whom the law keeps out."""
        if not self.item or self.room is None:
            return ()
        barred = {bar.member for bar in self.record.bars(self.item)}
        kept_out = sum(seat.member in barred for seat in self.room.voiced)
        return ((self.count.not_voting if self.count else None) or 0, kept_out)


def _known(room: Attendance) -> Attendance | None:
    return room if room.is_known and room.seats else None


def _sums(base: int, *more: int) -> Iterator[int]:
    """``base`` with any of ``more`` added."""
    for size in range(len(more) + 1):
        yield from (base + sum(chosen) for chosen in combinations(more, size))


def _represented(room: Attendance) -> Iterator[int]:
    """Proxies used, or given; « représentés » are also those for whom a substitute sits."""
    yield from (room.represented, len(room.with_proxy))
    substituted = room.count(SeatState.SUBSTITUTED)
    if substituted:
        yield from (substituted, room.represented + substituted)


def _excused(room: Attendance) -> Iterator[int]:
    away = (SeatState.EXCUSED, SeatState.REPRESENTED)
    yield room.count(SeatState.EXCUSED)
    yield sum(s.is_excused or s.state is SeatState.EXCUSED for s in room.having(*away))


_OF_ROOM: Mapping[str, Callable[[Attendance], int]] = {
    "in_office": lambda room: room.in_office,
    "present": lambda room: room.present,
    "represented": lambda room: room.represented,
    "excused": lambda room: room.count(SeatState.EXCUSED),
    "absent": lambda room: room.count(SeatState.ABSENT, SeatState.EXCUSED),
    "substituted": lambda room: room.count(SeatState.SUBSTITUTED),
    "stepped_aside": lambda room: room.count(SeatState.STEPPED_ASIDE),
    "remote": lambda room: room.count(SeatState.REMOTE),
    "voters": lambda room: room.voters,
}
"""The persons that each word means first."""
_SENSES: Mapping[str, Callable[[Attendance], Iterable[int]]] = {
    # Titulars apart from their substitutes; with the member who goes out for the item alone.
    "present": lambda room: _sums(
        room.count(SeatState.PRESENT), room.count(SeatState.SUBSTITUTED), room.count(SeatState.STEPPED_ASIDE)
    ),
    # Everyone who is not in the room, some of them represented or replaced.
    "absent": lambda room: _sums(
        room.count(SeatState.ABSENT, SeatState.EXCUSED),
        room.represented,
        room.count(SeatState.SUBSTITUTED),
        room.count(SeatState.STEPPED_ASIDE),
    ),
    "represented": _represented,
    "excused": _excused,
}
"""The other numbers that a word may mean on a paper."""
_ON_THE_ROLL = ("present", "absent")
"""What an act may copy from the roll of the opening, though the room has changed."""
_OF_COUNT = ("votes_cast", "in_favour", "against", "abstentions", "blank", "null", "not_voting")
_OF_ROUND: Mapping[str, Callable[[Election, Round], Iterable[int | None]]] = {
    "votes_cast": lambda election, turn: (votes_cast(election, turn), _valid(turn)),
    "majority": lambda election, turn: (
        absolute_majority(cast) for cast in (votes_cast(election, turn), _valid(turn)) if cast is not None
    ),
    "blank": lambda _, turn: (turn.blank,),
    "null": lambda _, turn: (turn.null,),
    "not_voting": lambda _, turn: (turn.not_voting,),
    "voters": lambda _, turn: (turn.envelopes,),
}
"""What the papers of an election give; the number meant comes first."""


def _valid(turn: Round) -> int | None:
    """Papers found, less those that say nothing: the votes of some lists may not be recorded."""
    return None if turn.envelopes is None else max(0, turn.envelopes - turn.blank - turn.null)


def meant(about: str, reading: Reading) -> int | None:
    """The figure computed, in the first sense of its name; ``None`` when the facts do not tell."""
    return next((number for number in _meant(about, reading) if number is not None), None)


def _meant(about: str, reading: Reading) -> Iterator[int | None]:
    if about in _OF_ROOM:
        yield _OF_ROOM[about](reading.room) if reading.room else None
    elif about == "seats":
        yield number_at(reading.record.council.seats, reading.record.sitting.held_on)
    elif about == "quorum":
        yield from reading.quorums
    elif reading.count is not None:
        yield from _of_vote(about, reading.count)
    if about in _OF_ROUND:
        yield from (number for each in reading.rounds for number in _OF_ROUND[about](*each))


def _of_vote(about: str, count: VoteCount) -> Iterator[int | None]:
    if about in _OF_COUNT:
        yield getattr(count, about)
    elif about == "majority" and count.votes_cast is not None:
        yield absolute_majority(count.votes_cast)


def accepted(statement: SourceStatement, reading: Reading) -> frozenset[int]:
    """Every number that the facts allow for a statement; empty when they do not tell.

    A figure of the whole sitting may be that of any time of the evening; « présents » and « absents », on an item,
    those of the roll. « Absents non excusés » are the absent alone, as are « absents » printed beside the excused.
    """
    about = name_of(statement)
    if about == "absent" and "non excus" in statement.text.casefold():
        return _only(reading.having(SeatState.ABSENT))
    found = set(_meant(about, reading))
    if about in _OF_ROOM:
        found |= {number for room in _rooms(about, reading) for number in _senses(about, room)}
    if about == "absent" and "excused" in figures_of(reading.record.sitting.statements, statement.item):
        found.add(reading.having(SeatState.ABSENT))
    if about == "voters" and reading.room:
        found |= {reading.room.voters + less for less in _sums(0, *(-out for out in reading.out))}
    if about == "represented" and not reading.item:
        found.add(len({seat.member for room in reading.rooms for seat in room.with_proxy}))
    return _only(*found)


def _rooms(about: str, reading: Reading) -> tuple[Attendance, ...]:
    """The rooms that the figure may have counted: those who vote on an item are counted when they vote."""
    if about == "voters" and reading.item:
        return (reading.room,) if reading.room else ()
    roll = (reading.roll,) if about in _ON_THE_ROLL and reading.roll else ()
    return (*reading.rooms, *roll)


def _senses(about: str, room: Attendance) -> Iterator[int]:
    yield _OF_ROOM[about](room)
    yield from _SENSES[about](room) if about in _SENSES else ()


def _only(*numbers: int | None) -> frozenset[int]:
    return frozenset(number for number in numbers if number is not None)
