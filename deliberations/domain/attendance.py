"""The state of every seat at one moment of a sitting, and what is counted from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Seat:
    """State of one seat. ``by`` is the proxy holder or the substitute; ``is_excused`` survives a proxy.

    ``idle_holder`` is the holder of a proxy that cannot be used at this moment; ``has_left`` tells a member who
    was in the room from one who never came.
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

    @cached_property
    def _by_state(self) -> Mapping[SeatState, Sequence[Seat]]:
        found: dict[SeatState, list[Seat]] = {}
        for seat in self.seats:
            found.setdefault(seat.state, []).append(seat)
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
        return sum([len(self._by_state.get(state, ())) for state in states])

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
    def voters(self) -> int:
        """Votes that may be given: present, substituted, remote and represented."""
        return self.present + self.represented + self.count(SeatState.REMOTE)

    def seat_of(self, member: str) -> Seat | None:
        return self._by_member.get(member)
