"""What the facts of one item give for each figure of a text, in every sense that papers give to its word."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount
from deliberations.domain.checks.common import voting_moments
from deliberations.domain.linter.counts import VOICES
from deliberations.domain.moments import Moment
from deliberations.domain.quorum import quorum_of
from deliberations.domain.record import Record


def _sums(base: int, *more: int) -> frozenset[int]:
    """``base`` with any of ``more`` added: papers do not all count the same persons under one word."""
    chosen = (part for size in range(len(more) + 1) for part in combinations(more, size))
    return frozenset(base + sum(part) for part in chosen)


def _out(room: Attendance) -> tuple[int, ...]:
    states = (SeatState.REPRESENTED, SeatState.SUBSTITUTED, SeatState.STEPPED_ASIDE)
    return tuple(room.count(state) for state in states)


def _excused(room: Attendance) -> int:
    return sum(s.is_excused or s.state is SeatState.EXCUSED for s in room.seats)


_SENSES: Mapping[str, Callable[[Attendance], Iterable[int]]] = {
    "in_office": lambda r: (r.in_office,),
    "present": lambda r: _sums(
        r.count(SeatState.PRESENT),
        *(r.count(s) for s in (SeatState.SUBSTITUTED, SeatState.REMOTE, SeatState.STEPPED_ASIDE)),
    ),
    "represented": lambda r: {*_sums(r.represented, r.count(SeatState.SUBSTITUTED)), len(r.with_proxy)},
    "voters": lambda r: _sums(r.voters, r.count(SeatState.STEPPED_ASIDE)),
    "absent": lambda r: _sums(r.count(SeatState.ABSENT), r.count(SeatState.EXCUSED), *_out(r)),
    "absent_excused": lambda r: {
        *_sums(r.count(SeatState.EXCUSED), r.count(SeatState.ABSENT), *_out(r)),
        _excused(r),
    },
    "not_excused": lambda r: (r.count(SeatState.ABSENT),),
    "excused": lambda r: {*_sums(r.count(SeatState.EXCUSED), *_out(r)), _excused(r)},
}
"""Every number that each word may mean on a paper."""
_MEANT: Mapping[str, Callable[[Attendance], int]] = {
    "in_office": lambda r: r.in_office,
    "present": lambda r: r.present,
    "represented": lambda r: r.represented,
    "voters": lambda r: r.voters,
    "absent": lambda r: r.count(SeatState.ABSENT, SeatState.EXCUSED),
    "absent_excused": lambda r: r.count(SeatState.EXCUSED),
    "not_excused": lambda r: r.count(SeatState.ABSENT),
    "excused": lambda r: r.count(SeatState.EXCUSED),
}
"""The number meant first, which a correction proposes."""


@dataclass(frozen=True)
class Facts:
    """What the facts give of one item: every sense of each figure, and the one meant first."""

    record: Record
    item: str

    @cached_property
    def counts(self) -> tuple[VoteCount, ...]:
        return tuple(self.record.count(vote) for vote in self.record.votes_on(self.item))

    @cached_property
    def deciding(self) -> VoteCount | None:
        vote = self.record.deciding_vote(self.item)
        return self.record.count(vote) if vote else None

    @cached_property
    def rooms(self) -> tuple[Attendance, ...]:
        """The room at the debate and at each vote; none where a seat is not known."""
        moments = (Moment(self.item), *voting_moments(self.record, self.item))
        rooms = (self.record.attendance_at(self.item), *(self.record.attendance(m) for m in moments))
        known = all(r.is_known and r.seats and not r.count(SeatState.UNKNOWN) for r in rooms)
        return rooms if known else ()

    def meant(self, about: str) -> int | None:
        """``None`` when the facts do not tell."""
        if about in VOICES:
            return getattr(self.deciding, about) if self.deciding else None
        if not self.rooms:
            return None
        if about == "quorum":
            quorum = self.record.quorum(self.item)
            return quorum.required if quorum else None
        return _MEANT[about](self.rooms[0])

    def allows(self, about: str, value: int) -> bool:
        return value in (self._of_vote(about) if about in VOICES else self._of_room(about))

    def _of_vote(self, about: str) -> set[int | None]:
        given = {getattr(count, about) for count in self.counts}
        if about == "abstentions":
            given |= {_added(c.abstentions, c.blank, c.null) for c in self.counts}
        return given

    def _of_room(self, about: str) -> set[int | None]:
        if about == "quorum":
            of_third = bool(self.record.sitting.derogation.quorum_of_third)
            quorums = (self.record.quorum(self.item), quorum_of(self.record.attendance(), of_third=of_third))
            return {q.required for q in quorums if q}
        given: set[int | None] = {number for room in self.rooms for number in _SENSES[about](room)}
        quorum = self.record.quorum(self.item)
        if quorum and about in ("present", "in_office"):
            given.add(quorum.present if about == "present" else quorum.in_office)
        if about == "voters":
            given |= {c.total for c in self.counts} | {_less(c.total, c.not_voting) for c in self.counts}
        return given

    def is_of_opening(self, about: str, value: int) -> bool:
        """Whether it is the number of the opening, when some came or left since."""
        return about in _SENSES and value in set(_SENSES[about](self.record.attendance()))


def _added(*numbers: int | None) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None


def _less(number: int | None, taken: int | None) -> int | None:
    return None if number is None or taken is None else number - taken
