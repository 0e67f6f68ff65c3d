"""The state of every seat at one moment of a sitting, and what is counted from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property


class SeatState(StrEnum):
    PRESENT = "PRESENT"
    REMOTE = "REMOTE"
    REPRESENTED = "REPRESENTED"
    SUBSTITUTED = "SUBSTITUTED"
    EXCUSED = "EXCUSED"
    ABSENT = "ABSENT"
    STEPPED_ASIDE = "STEPPED_ASIDE"
    UNKNOWN = "UNKNOWN"


VOTING_STATES = (SeatState.PRESENT, SeatState.SUBSTITUTED, SeatState.REMOTE, SeatState.REPRESENTED)
_IN_PERSON = (SeatState.PRESENT, SeatState.REMOTE)


@dataclass(frozen=True, slots=True)
class Seat:
    """State of one seat. ``by`` is the proxy holder or the substitute, even gone; ``is_excused`` survives a proxy.

    ``idle_holder`` is the holder of a proxy that cannot be used at this moment, or that a substitute makes useless;
    ``has_left`` tells a member who was in the room from one who never came.
    """

    member: str
    state: SeatState
    by: str | None = None
    is_excused: bool = False
    idle_holder: str | None = None
    has_left: bool = False


@dataclass(frozen=True)
class Attendance:
    """Every seat in office at one moment. Counts are persons or votes, as each property says."""

    seats: tuple[Seat, ...]
    is_known: bool = True
    """False where nobody noted who was there: every seat is then UNKNOWN."""
    counts_remote: bool = True
    """False where nothing lets members sit at a distance: whoever does is there, and has no voice."""
    kept_out: frozenset[str] = frozenset()
    """Members whom the law keeps out of the vote taken at this moment: in the room or not, they have no voice."""

    @cached_property
    def _by_state(self) -> Mapping[SeatState, Sequence[Seat]]:
        found: dict[SeatState, list[Seat]] = {}
        for seat in self.seats:
            if seat.state in found:
                found[seat.state].append(seat)
            else:
                found[seat.state] = [seat]
        return found

    @cached_property
    def with_proxy(self) -> tuple[Seat, ...]:
        """Seats whose member gave a proxy, used or idle."""
        return tuple(s for s in self.seats if s.state is SeatState.REPRESENTED or s.idle_holder)

    @cached_property
    def _by_member(self) -> dict[str, Seat]:
        return {s.member: s for s in reversed(self.seats)}

    def having(self, *states: SeatState) -> tuple[Seat, ...]:
        """Seats in any of these states, in the order of the table."""
        found = [self._by_state[state] for state in states if state in self._by_state]
        if len(found) > 1:
            return tuple(s for s in self.seats if s.state in states)
        return tuple(found[0]) if found else ()

    def count(self, *states: SeatState) -> int:
        """Number of seats in any of these states."""
        seats = self._by_state
        return sum([len(seats[state]) for state in states if state in seats])

    @property
    def in_office(self) -> int:
        return len(self.seats)

    @cached_property
    def present(self) -> int:
        """Persons in the room who sit, substitutes included (art. L. 2121-17; L. 5211-6)."""
        return self.count(SeatState.PRESENT, SeatState.SUBSTITUTED)

    @cached_property
    def represented(self) -> int:
        return self.count(SeatState.REPRESENTED)

    @cached_property
    def voiced(self) -> tuple[Seat, ...]:
        """Seats that have a voice: present, substituted, represented, and at a distance where that is allowed."""
        return tuple(s for s in self.having(*VOTING_STATES) if not self._is_mute(s))

    @cached_property
    def voters(self) -> int:
        """Votes that may be given."""
        may_be_mute = self.kept_out or (not self.counts_remote and SeatState.REMOTE in self._by_state)
        return len(self.voiced) if may_be_mute else self.count(*VOTING_STATES)

    def is_mute(self, member: str) -> bool:
        """Whether a member attends and has no voice: kept out of this vote, or at a distance without a basis."""
        seat = self.seat_of(member)
        return seat is not None and self._is_mute(seat)

    def _is_mute(self, seat: Seat) -> bool:
        if seat.state is SeatState.REMOTE and not self.counts_remote:
            return True
        return seat.state in _IN_PERSON and seat.member in self.kept_out

    def seat_of(self, member: str) -> Seat | None:
        return self._by_member.get(member)

    def without(self, members: Collection[str]) -> "Attendance":
        """The same room when the law keeps ``members`` out of the vote: no proxy that they gave or hold is used.

        They keep their place in it, so that every seat is still counted once; a substitute sits for himself.
        """
        seats = tuple(_idle(seat) if _goes_by(seat, members) else seat for seat in self.seats)
        return replace(self, seats=seats, kept_out=frozenset(members))


def _goes_by(seat: Seat, members: Collection[str]) -> bool:
    """Whether the vote of that seat is a proxy given or held by one of ``members``."""
    return seat.state is SeatState.REPRESENTED and (seat.member in members or seat.by in members)


def _idle(seat: Seat) -> Seat:
    away = SeatState.EXCUSED if seat.is_excused else SeatState.ABSENT
    return Seat(seat.member, away, is_excused=seat.is_excused, idle_holder=seat.by)
