"""Attendance at any moment of a sitting, computed from the ordered movements.

A proxy is used only while its giver is away and its holder is in the room (CGCT art. L. 2121-20); a seat that
steps aside is outside the members present (art. L. 2131-11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.sittings import Origin, Sitting

OPENING = (-1, 0, 0)


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


@dataclass(frozen=True, slots=True)
class Attendance:
    """Every seat in office at one moment. Counts are persons or votes, as each property says."""

    seats: tuple[Seat, ...]

    def having(self, *states: SeatState) -> tuple[Seat, ...]:
        return tuple(s for s in self.seats if s.state in states)

    @property
    def is_known(self) -> bool:
        return all(s.state is not SeatState.UNKNOWN for s in self.seats)

    @property
    def in_office(self) -> int:
        return len(self.seats)

    @property
    def present(self) -> int:
        """Persons in the room who sit, substitutes included (art. L. 2121-17; L. 5211-6)."""
        return len(self.having(SeatState.PRESENT, SeatState.SUBSTITUTED))

    @property
    def represented(self) -> int:
        return len(self.having(SeatState.REPRESENTED))

    @property
    def voters(self) -> int:
        """Votes that may be given: present, substituted, remote and represented."""
        return self.present + self.represented + len(self.having(SeatState.REMOTE))

    def seat_of(self, member: str) -> Seat | None:
        return next((s for s in self.seats if s.member == member), None)


@dataclass(frozen=True, slots=True)
class _Track:
    """What the movements say of one seat so far."""

    is_here: bool = False
    has_left: bool = False
    is_remote: bool = False
    is_excused: bool = False
    is_aside: bool = False
    substitute: str | None = None
    is_substitute_out: bool = False
    has_proxy: bool = False
    holder: str | None = None

    @property
    def seated(self) -> str | None:
        """The substitute in the room for this seat."""
        return None if self.is_substitute_out else self.substitute


_ARRIVED = {
    "is_here": True,
    "has_left": False,
    "is_remote": False,
    "substitute": None,
    "has_proxy": False,
    "holder": None,
}
_EFFECTS: dict[MovementKind, dict[str, bool | None]] = {
    MovementKind.PRESENT: _ARRIVED,
    MovementKind.ARRIVES: _ARRIVED,
    MovementKind.RETURNS: _ARRIVED,
    MovementKind.ABSENT: {"is_here": False, "is_remote": False, "is_excused": False},
    MovementKind.EXCUSED: {"is_here": False, "is_remote": False, "is_excused": True},
    MovementKind.LEAVES: {"is_here": False, "is_remote": False, "has_left": True},
    MovementKind.ATTENDS_REMOTELY: {**_ARRIVED, "is_here": False, "is_remote": True},
    MovementKind.PROXY_ENDS: {"has_proxy": False, "holder": None},
    MovementKind.STEPS_ASIDE: {"is_aside": True},
    MovementKind.COMES_BACK: {"is_aside": False},
    MovementKind.CHAIR_TAKEN: {},
}

_ENDS = {
    MovementKind.GIVES_PROXY: MovementKind.PROXY_ENDS,
    MovementKind.STEPS_ASIDE: MovementKind.COMES_BACK,
    MovementKind.LEAVES: MovementKind.RETURNS,
    MovementKind.ABSENT: MovementKind.ARRIVES,
    MovementKind.EXCUSED: MovementKind.ARRIVES,
    MovementKind.PRESENT: MovementKind.LEAVES,
    MovementKind.ARRIVES: MovementKind.LEAVES,
    MovementKind.RETURNS: MovementKind.LEAVES,
    MovementKind.ATTENDS_REMOTELY: MovementKind.LEAVES,
}
_ARRIVALS = (MovementKind.PRESENT, MovementKind.ARRIVES, MovementKind.RETURNS)


def examination_order(sitting: Sitting) -> dict[str, int]:
    """Place of each agenda item in the order in which the sitting took them."""
    items = sorted(sitting.agenda, key=lambda i: i.examination_order)
    return {item.uid: place for place, item in enumerate(items)}


def movements_until(sitting: Sitting, moment: Moment | None) -> tuple[Movement, ...]:
    """Movements in effect order up to ``moment`` (the opening of the sitting when ``None``).

    ``position`` orders them; a movement without moment falls with the one before it; an effect that ends by
    itself is turned into the movement that ends it.
    """
    order = examination_order(sitting)
    limit = OPENING if moment is None else moment.key(order)
    placed: list[tuple[tuple[int, int, int], int, int, Movement]] = []
    cursor = OPENING
    for movement in sorted(sitting.movements, key=lambda m: m.position):
        if movement.moment is not None:
            cursor = max(cursor, movement.moment.key(order))
        placed.append((cursor, 1, movement.position, movement))
        if movement.until is not None:
            end = max(cursor, movement.until.key(order))
            # At one moment ends come first, save the end of what begins there: that has no effect.
            placed.append((end, 0 if end > cursor else 1, movement.position, _end_of(movement)))
    return tuple(m for key, _, _, m in sorted(placed, key=lambda p: p[:3]) if key <= limit)


def _end_of(movement: Movement) -> Movement:
    kind = _ENDS.get(movement.kind, movement.kind)
    other = None if movement.kind is MovementKind.SUBSTITUTE_SEATED else movement.other
    return replace(movement, kind=kind, other=other, moment=None, until=None)


def attendance_at(sitting: Sitting, members: Sequence[str], moment: Moment | None = None) -> Attendance:
    """State of the seats of ``members`` (those in office that day) at ``moment``.

    Raises ``KeyError`` when the moment names an item that is not on the agenda.
    """
    if not sitting.attendance_recorded or _is_awaited(sitting):
        return Attendance(tuple(Seat(m, SeatState.UNKNOWN) for m in members))
    tracks = _follow(movements_until(sitting, moment), members)
    in_room = _in_room(tracks)
    return Attendance(tuple(_seat(m, tracks[m], in_room) for m in members))


def _is_awaited(sitting: Sitting) -> bool:
    """Nobody was called over yet: all absent is what a roll says, not what an empty sheet says."""
    return sitting.origin is Origin.LIVE and sitting.opened_at is None and not sitting.movements


def _follow(movements: Iterable[Movement], members: Sequence[str]) -> dict[str, _Track]:
    tracks = {m: _Track() for m in members}
    for movement in movements:
        seat = _seat_taken_by(movement.member, tracks)
        if seat is not None:
            tracks[seat] = _apply(tracks[seat], movement)
    return tracks


def _seat_taken_by(member: str, tracks: dict[str, _Track]) -> str | None:
    """The seat of a titular, or the one where a substitute sits or sat last."""
    if member in tracks:
        return member
    return next((seat for seat, track in tracks.items() if track.substitute == member), None)


def _apply(track: _Track, movement: Movement) -> _Track:
    if movement.kind is MovementKind.GIVES_PROXY:
        return replace(track, has_proxy=True, holder=movement.other)
    if movement.kind is MovementKind.SUBSTITUTE_SEATED:
        return replace(track, substitute=movement.other, is_substitute_out=False, is_here=False)
    if movement.kind is MovementKind.PROXY_ENDS and movement.other not in (None, track.holder):
        return track
    if track.substitute and movement.kind is MovementKind.LEAVES:
        return replace(track, is_substitute_out=True)
    if track.substitute == movement.member and movement.kind in _ARRIVALS:
        return replace(track, is_substitute_out=False)
    return replace(track, **_EFFECTS[movement.kind])  # type: ignore[arg-type]


def _in_room(tracks: dict[str, _Track]) -> frozenset[str]:
    """Mandates whose holder is in the room and takes part: members present and substitutes seated."""
    taking_part = {m: t for m, t in tracks.items() if not t.is_aside}
    members = {m for m, t in taking_part.items() if t.is_here or t.is_remote}
    return frozenset(members | {t.seated for t in taking_part.values() if t.seated})


def _seat(member: str, track: _Track, in_room: frozenset[str]) -> Seat:
    if track.is_aside:
        return Seat(member, SeatState.STEPPED_ASIDE)
    if track.is_here or track.is_remote:
        return Seat(member, SeatState.PRESENT if track.is_here else SeatState.REMOTE)
    if track.seated:
        return Seat(member, SeatState.SUBSTITUTED, by=track.seated, is_excused=track.is_excused)
    away = SeatState.EXCUSED if track.is_excused else SeatState.ABSENT
    if not track.has_proxy:
        return Seat(member, away, is_excused=track.is_excused, has_left=track.has_left)
    # A proxy whose holder the paper does not name is counted as the paper counts it, and reported.
    if track.holder is None or track.holder in in_room:
        return Seat(member, SeatState.REPRESENTED, by=track.holder, is_excused=track.is_excused)
    return Seat(member, away, is_excused=track.is_excused, idle_holder=track.holder, has_left=track.has_left)


def chair_at(sitting: Sitting, moment: Moment) -> str | None:
    """Who chairs at ``moment``: the item's own chair, else the last to take it and keep it, else the sitting's."""
    item = next((i for i in sitting.agenda if i.uid == moment.item), None)
    if item is not None and item.chair:
        return item.chair
    taken: dict[int, str] = {}
    for movement in movements_until(sitting, moment):
        # A chair taken for a time appears again where it is given back.
        if movement.kind is MovementKind.CHAIR_TAKEN and taken.pop(movement.position, None) is None:
            taken[movement.position] = movement.member
    return list(taken.values())[-1] if taken else sitting.chair
