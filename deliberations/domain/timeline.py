"""The whole evening replayed once: attendance and chair at any moment, from the ordered movements."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Matter, Movement, MovementKind, matter_of
from deliberations.domain.sittings import Origin, Sitting
from deliberations.domain.tracks import CLEARS_PROXY, Track, after, end_of, seat_of, taking_part

Key = tuple[int, int, int]
OPENING: Key = (-1, 0, 0)


class Placed(NamedTuple):
    """A movement at the moment it falls at, or the end of its effect at the moment where that ends by itself."""

    key: Key
    movement: Movement
    is_end: bool = False


def examination_order(sitting: Sitting) -> dict[str, int]:
    """Place of each agenda item in the order in which the sitting took them."""
    items = sorted(sitting.agenda, key=lambda i: i.examination_order)
    return {item.uid: place for place, item in enumerate(items)}


@dataclass(frozen=True)
class Timeline:
    """The seats of ``members`` (those in office that day) through one sitting.

    Everything is replayed once, at the first question; each later one is a search among the moments at which
    something moved. Cost: one pass over the movements, and one copy of the seats per such moment.
    """

    sitting: Sitting
    members: tuple[str, ...]
    counts_remote: bool = True
    """Whether those who sit at a distance have a voice."""

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Place of each agenda item in the order of examination."""
        return examination_order(self.sitting)

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Movements in effect order, and the ends of those whose effect ends by itself.

        ``position`` orders them; a movement without moment falls with the one before it. What is over already does
        not end again.
        """
        found: list[tuple[int, Placed]] = []
        cursor = OPENING
        for movement in sorted(self.sitting.movements, key=lambda m: m.position):
            if movement.moment is not None:
                cursor = max(cursor, self._key(movement.moment))
            found.append((1, Placed(cursor, movement)))
            if movement.until is not None:
                end = max(cursor, self._key(movement.until))
                # At one moment ends come first, save the end of what begins there: that has no effect.
                found.append((0 if end > cursor else 1, Placed(end, movement, is_end=True)))
        in_order = sorted(found, key=lambda f: (f[1].key, f[0], f[1].movement.position))
        return tuple(_without_ends_of_what_is_over(placed for _, placed in in_order))

    def at(self, moment: Moment | None = None) -> Attendance:
        """State of every seat at ``moment``, the opening of the sitting when ``None``.

        Raises ``KeyError`` when the moment names an item that is not on the agenda.
        """
        key = OPENING if moment is None else self._key(moment)
        keys, rooms = self._rooms
        return rooms[bisect_right(keys, key)]

    def chair_at(self, moment: Moment) -> str | None:
        """Who chairs at ``moment``: the item's own chair, else the last to take it and keep it, else the sitting's."""
        own = self._own_chairs.get(moment.item)
        if own:
            return own
        keys, chairs = self._chairs
        return chairs[bisect_right(keys, self._key(moment))]

    def _key(self, moment: Moment) -> Key:
        return moment.key(self.order)

    def tracks_at(self, moment: Moment) -> Mapping[str, Track]:
        """The course of every seat at ``moment``, with what ``at`` does not show of it: who is under an interest."""
        replay = _Replay(self.members, counts_remote=self.counts_remote)
        for key, moves in groupby(self.placed, key=lambda p: p.key):
            if key <= self._key(moment):
                replay.play(moves)
        return replay.tracks

    @cached_property
    def _own_chairs(self) -> Mapping[str, str | None]:
        return {item.uid: item.chair for item in self.sitting.agenda}

    @cached_property
    def _rooms(self) -> tuple[list[Key], list[Attendance]]:
        """The moments at which something moved, and the room before the first and after each."""
        if not self.sitting.attendance_recorded or _is_awaited(self.sitting):
            nobody_noted = tuple(Seat(m, SeatState.UNKNOWN) for m in self.members)
            return [], [Attendance(nobody_noted, is_known=False)]
        replay = _Replay(self.members, counts_remote=self.counts_remote)
        keys, rooms = [], [replay.room()]
        for key, moves in groupby(self.placed, key=lambda p: p.key):
            replay.play(moves)
            keys.append(key)
            rooms.append(replay.room())
        return keys, rooms

    @cached_property
    def _chairs(self) -> tuple[list[Key], list[str | None]]:
        keys: list[Key] = []
        chairs = [self.sitting.chair]
        taken: dict[int, str] = {}
        for key, movement, is_end in self.placed:
            if movement.kind is not MovementKind.CHAIR_TAKEN:
                continue
            if is_end:
                taken.pop(movement.position)
            else:
                taken[movement.position] = movement.member
            keys.append(key)
            chairs.append(list(taken.values())[-1] if taken else self.sitting.chair)
        return keys, chairs


class _Replay:
    """The room while the movements are replayed: only what moved is read again."""

    def __init__(self, members: Sequence[str], *, counts_remote: bool) -> None:
        self._members = members
        self._counts_remote = counts_remote
        self.tracks = {m: Track() for m in members}
        self._in_room: Counter[str] = Counter()
        self._with_proxy: set[str] = set()
        self._came_or_went: set[str] = set()
        self._with_substitute: dict[str, None] = {}
        self._seats = {m: seat_of(m, Track(), ()) for m in members}
        self._last: dict[tuple[str, Matter], tuple[int, Track]] = {}
        """Position of the last movement of each seat on each matter, and the course of the seat before it."""

    def room(self) -> Attendance:
        return Attendance(tuple(self._seats.values()), counts_remote=self._counts_remote)

    def play(self, moves: Iterable[Placed]) -> None:
        """Apply the movements of one moment, then read again the seats they touch, and those of a holder's givers."""
        self._came_or_went.clear()
        moved = {seat for placed in moves for seat in self._apply(placed)}
        given = [seat for seat in self._with_proxy if self.tracks[seat].holder in self._came_or_went]
        for seat in (*moved, *given):
            self._seats[seat] = seat_of(seat, self.tracks[seat], self._in_room)

    def _apply(self, placed: Placed) -> Iterator[str]:
        movement = placed.movement
        seat = self._seat_taken_by(movement.member)
        if seat is None or movement.kind is MovementKind.CHAIR_TAKEN:
            return
        before = self.tracks[seat]
        key = (seat, matter_of(movement))
        if not placed.is_end:
            self._last[key] = (movement.position, before)
        elif self._last.get(key, (None,))[0] == movement.position:
            movement = end_of(movement, before, self._last[key][1])
        else:
            return  # Something else has happened to the seat since: what is over does not end again.
        track = self.tracks[seat] = after(before, movement)
        here, was_here = taking_part(seat, track), taking_part(seat, before)
        self._came_or_went.update(here, was_here)
        self._in_room.update(here)
        self._take_out(was_here)
        (self._with_proxy.add if track.has_proxy else self._with_proxy.discard)(seat)
        if track.substitute:
            self._with_substitute[seat] = None
        else:
            self._with_substitute.pop(seat, None)
        yield seat

    def _take_out(self, mandates: Iterable[str]) -> None:
        for mandate in mandates:
            self._in_room[mandate] -= 1
            if not self._in_room[mandate]:
                del self._in_room[mandate]

    def _seat_taken_by(self, member: str) -> str | None:
        """The seat of a titular, or the one where a substitute sits or sat last."""
        if member in self.tracks:
            return member
        return next((s for s in self._with_substitute if self.tracks[s].substitute == member), None)


def _without_ends_of_what_is_over(placed: Iterable[Placed]) -> Iterator[Placed]:
    """Leaves out the end of what another movement replaced before it, and of a proxy whose giver arrived."""
    last: dict[tuple[str, Matter], int] = {}
    for each in placed:
        movement, matter = each.movement, matter_of(each.movement)
        if not each.is_end:
            last[movement.member, matter] = movement.position
            if movement.kind in CLEARS_PROXY:
                last.pop((movement.member, Matter.PROXY), None)
        elif matter is not Matter.CHAIR and last.get((movement.member, matter)) != movement.position:
            continue
        yield each


def _is_awaited(sitting: Sitting) -> bool:
    """Nobody was called over yet: all absent is what a roll says, not what an empty sheet says."""
    return sitting.origin is Origin.LIVE and sitting.opened_at is None and not sitting.movements
