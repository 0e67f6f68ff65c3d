"""What the movements say of one seat so far, and the state it gives.

A proxy is used only while its giver is away and its holder is in the room (CGCT art. L. 2121-20); a seat that
steps aside is outside the members present (art. L. 2131-11).
"""

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.movements import Movement, MovementKind


class Track(NamedTuple):
    """The course of one seat: where its titular is, who sits or votes in his place."""

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
}
CLEARS_PROXY = frozenset(kind for kind, effects in _EFFECTS.items() if effects.get("has_proxy") is False)
"""What ends the proxy of its seat: its giver who sits, above all (CGCT art. L. 2121-20)."""
_ARRIVALS = (MovementKind.PRESENT, MovementKind.ARRIVES, MovementKind.RETURNS)
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


def after(track: Track, movement: Movement) -> Track:
    """The course of a seat once ``movement``, which concerns it, has happened."""
    if movement.kind is MovementKind.GIVES_PROXY:
        return track._replace(has_proxy=True, holder=movement.other)
    if movement.kind is MovementKind.SUBSTITUTE_SEATED:
        return track._replace(
            substitute=movement.other, is_substitute_out=False, is_here=False, is_remote=False
        )
    if movement.kind is MovementKind.PROXY_ENDS and movement.other not in (None, track.holder):
        return track
    if track.substitute and movement.kind is MovementKind.LEAVES:
        return track._replace(is_substitute_out=True)
    if track.substitute == movement.member and movement.kind in _ARRIVALS:
        return track._replace(is_substitute_out=False)
    return track._replace(**_EFFECTS[movement.kind])  # type: ignore[arg-type]


def end_of(movement: Movement, track: Track, before: Track) -> Movement:
    """What undoes ``movement`` where its effect ends by itself; ``before`` is the course of the seat until then.

    Whoever went comes back as he was: the substitute to the seat, the member on a screen to the screen.
    """
    kind = _ENDS.get(movement.kind, movement.kind)
    if kind not in _ARRIVALS:
        other = None if movement.kind is MovementKind.SUBSTITUTE_SEATED else movement.other
        return replace(movement, kind=kind, other=other)
    if track.substitute:
        return replace(movement, kind=kind, member=track.substitute)
    return replace(movement, kind=MovementKind.ATTENDS_REMOTELY if before.is_remote else kind)


def taking_part(member: str, track: Track) -> tuple[str, ...]:
    """Who is in the room for this seat and takes part: the titular, the substitute, or nobody."""
    if track.is_aside:
        return ()
    here = (member,) if track.is_here or track.is_remote else ()
    return (*here, track.seated) if track.seated else here


def seat_of(member: str, track: Track, in_room: Collection[str]) -> Seat:
    """The state of one seat, given who is in the room and takes part.

    The proxy of a titular whose substitute sits is idle; a substitute who left is still named on the seat.
    """
    if track.is_aside:
        return Seat(member, SeatState.STEPPED_ASIDE)
    if track.is_here or track.is_remote:
        return Seat(member, SeatState.PRESENT if track.is_here else SeatState.REMOTE)
    if track.seated:
        return Seat(
            member,
            SeatState.SUBSTITUTED,
            by=track.seated,
            is_excused=track.is_excused,
            idle_holder=track.holder,
        )
    away = SeatState.EXCUSED if track.is_excused else SeatState.ABSENT
    out = track.substitute if track.is_substitute_out else None
    if not track.has_proxy:
        return Seat(member, away, by=out, is_excused=track.is_excused, has_left=track.has_left)
    # A proxy whose holder the paper does not name is counted as the paper counts it, and reported.
    if track.holder is None or track.holder in in_room:
        return Seat(member, SeatState.REPRESENTED, by=track.holder, is_excused=track.is_excused)
    return Seat(
        member,
        away,
        by=out,
        is_excused=track.is_excused,
        idle_holder=track.holder,
        has_left=track.has_left,
    )
