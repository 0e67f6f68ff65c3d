"""What happened in the room, told as sentences from the timeline: comings, goings, proxies, chair, suspensions.

No pronoun, no participle: a sentence never has to know whether its subject is a man or a woman.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import BarGround, Suspension
from deliberations.domain.timeline import OPENING, Key, Placed
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes import clock, named, named_with_title
from deliberations.domain.wording.numbers import short_ordinal

_PHASES = {0: Phase.DEBATE, 1: Phase.VOTE, 2: Phase.AFTER}
_COMES = (MovementKind.ARRIVES, MovementKind.RETURNS, MovementKind.PRESENT)
_GOES = (MovementKind.LEAVES, MovementKind.ABSENT, MovementKind.EXCUSED)

_PLAIN = {
    MovementKind.LEAVES: "quitte la séance",
    MovementKind.ABSENT: "n'est plus dans la salle",
    MovementKind.EXCUSED: "n'est plus dans la salle",
    MovementKind.COMES_BACK: "rejoint la séance",
    MovementKind.ATTENDS_REMOTELY: "prend part à la séance à distance",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, and the hour it happened at when it is known (aware)."""

    sentence: str
    at: datetime | None = None


@dataclass(frozen=True)
class Narration:
    """The evening of one record, told moment by moment. Everything is computed once, at the first question."""

    record: Record
    members: MemberWords

    def before(self, moment: Moment) -> tuple[str, ...]:
        """What took effect just before ``moment``, in the order it happened."""
        return tuple(told.sentence for told in self._told.get(self._key(moment), ()))

    def voters_moved(self, since: Moment, until: Moment) -> tuple[str, ...]:
        """The comings and goings after ``since``, up to ``until``, that change who votes: an act tells no other."""
        first, last = self._key(since), self._key(until)
        scenes = (scene for key, scene in self._scenes.items() if first < key <= last)
        return tuple(told.sentence for scene in scenes if scene.changes_voters for told in scene.told())

    def at_opening(self) -> tuple[str, ...]:
        """Comings and goings noted right after the roll, before any item."""
        return tuple(told.sentence for told in self._told.get(OPENING, ()))

    def moments_of(self, item: str) -> tuple[Moment, ...]:
        """The moments of an item at which something is told, in order."""
        place = self.record.timeline.order[item]
        keys = sorted(key for key in self._told if key[0] == place)
        return tuple(Moment(item, _PHASES[phase], ballot) for _, phase, ballot in keys)

    def _key(self, moment: Moment) -> Key:
        return moment.key(self.record.timeline.order)

    @cached_property
    def _items(self) -> Sequence[str]:
        return sorted(self.record.timeline.order, key=self.record.timeline.order.__getitem__)

    @cached_property
    def _told(self) -> Mapping[Key, tuple[Told, ...]]:
        found = self._moves()
        for suspension in self.record.sitting.suspensions:
            key = self._key(suspension.moment)
            found[key] = _with_suspension(found.get(key, []), self._suspended(suspension))
        for key, sentence in self._chairs():
            found.setdefault(key, []).append(Told(sentence))
        return {key: tuple(told) for key, told in found.items() if told}

    def is_room_changed(self, moment: Moment) -> bool:
        """Whether the figures of the room changed just before ``moment``."""
        scene = self._scenes.get(self._key(moment))
        return scene is not None and _figures(scene.before) != _figures(scene.after)

    @cached_property
    def _scenes(self) -> Mapping[Key, "_Scene"]:
        """Each moment after the roll at which something moved, with the room before and after it."""
        found: dict[Key, _Scene] = {}
        if not self.record.sitting.attendance_recorded:
            return found
        room = self.record.attendance()
        for key, group in groupby(self.record.timeline.placed, key=lambda placed: placed.key):
            if key != OPENING:
                moment = Moment(self._items[key[0]], _PHASES[key[1]], key[2])
                after = self.record.attendance(moment)
                found[key] = _Scene(self, moment, room, after, tuple(group))
                room = after
        return found

    def _moves(self) -> dict[Key, list[Told]]:
        rolled = [p for p in self.record.timeline.placed if p.key == OPENING and not p.is_end]
        found = {OPENING: list(self._after_roll(rolled))}
        return found | {key: list(scene.told()) for key, scene in self._scenes.items()}

    def _after_roll(self, placed: Iterable[Placed]) -> Iterator[Told]:
        for each in placed:
            movement = each.movement
            if movement.at is not None and movement.kind in (MovementKind.ARRIVES, MovementKind.LEAVES):
                verb = "arrive" if movement.kind is MovementKind.ARRIVES else "quitte la séance"
                name = named(self.members, movement.member)
                yield Told(f"{name} {verb} {clock(movement.at, self.record)}.", movement.at)

    def _suspended(self, suspension: Suspension) -> Told:
        starts, ends = suspension.starts_at, suspension.ends_at
        since = f" {clock(starts, self.record)}" if starts else ""
        until = f" et reprise {clock(ends, self.record)}" if ends else ""
        return Told(f"La séance est suspendue{since}{until}.", starts)

    def _chairs(self) -> Iterator[tuple[Key, str]]:
        """Each change of chair, at the moment it takes effect."""
        chaired: list[str] = []
        moments = {(place, 0, 1) for place in range(len(self._items))}
        moments |= {placed.key for placed in self.record.timeline.placed if placed.key != OPENING}
        for key in sorted(moments):
            chair = self.record.timeline.chair_at(Moment(self._items[key[0]], _PHASES[key[1]], key[2]))
            if chair is None or chaired[-1:] == [chair]:
                continue
            if chaired:
                again = "reprend" if chair in chaired else "prend"
                yield key, f"{self._titled(chair)} {again} la présidence."
            chaired.append(chair)

    def _titled(self, mandate: str) -> str:
        """« Mme Inès CORBIN, Maire, »: the comma closes the title."""
        printed, name = named_with_title(self.members, mandate), named(self.members, mandate)
        return name if printed == name else f"{printed},"


def _with_suspension(told: list[Told], suspended: Told) -> list[Told]:
    """The suspension at its hour among the sentences of that moment, else after them."""
    if suspended.at is None:
        return [*told, suspended]
    later = (n for n, each in enumerate(told) if each.at is not None and each.at >= suspended.at)
    place = next(later, len(told))
    return [*told[:place], suspended, *told[place:]]


@dataclass(frozen=True)
class _Scene:
    """One moment: the room before it, the room after it, and what moved."""

    narration: Narration
    moment: Moment
    before: Attendance
    after: Attendance
    placed: Sequence[Placed]

    @property
    def changes_voters(self) -> bool:
        before, after = ({seat.member for seat in room.voiced} for room in (self.before, self.after))
        return before != after

    def told(self) -> Iterator[Told]:
        ends = [p.movement for p in self.placed if p.is_end]
        moves = [p.movement for p in self.placed if not p.is_end]
        for movement in ends:
            yield from self._ended(movement)
        for member in dict.fromkeys(m.member for m in moves):
            yield from self._moved(member, [m for m in moves if m.member == member])
        yield from self._proxies_hurt({m.member for m in (*moves, *ends)})

    def _moved(self, member: str, moves: Sequence[Movement]) -> Iterator[Told]:
        kinds = {m.kind: m for m in moves}
        proxy = kinds.pop(MovementKind.GIVES_PROXY, None)
        ended = kinds.pop(MovementKind.PROXY_ENDS, None)
        kinds.pop(MovementKind.CHAIR_TAKEN, None)
        for movement in kinds.values():
            sentence = self._place(movement)
            if sentence and proxy and movement.kind in _GOES:
                sentence, proxy = f"{sentence} et donne pouvoir à {self._holder(proxy)}", None
            if sentence:
                yield Told(f"{sentence}.", movement.at)
        if ended is not None:
            yield Told(f"{self._proxy_over(member)}{self._and_gives(member, proxy)}.", ended.at)
        elif proxy is not None:
            yield Told(f"{self._name(member)} donne pouvoir à {self._holder(proxy)}.", proxy.at)

    def _place(self, movement: Movement) -> str:
        name, hour = self._name(movement.member), self._hour(movement)
        if movement.kind in _COMES:
            return self._comes(movement, name, hour)
        if movement.kind is MovementKind.LEAVES and self._is_kept_out(movement.member):
            return f"{name} se retire{hour} et ne prend pas part au vote"
        if movement.kind is MovementKind.STEPS_ASIDE:
            parts = "pas part au vote" if self.moment.phase is Phase.VOTE else "part ni au débat ni au vote"
            return f"{name} se déporte{hour} et ne prend {parts}"  # leaving the room is a movement of its own
        if movement.kind is MovementKind.SUBSTITUTE_SEATED and movement.other:
            return f"{self._name(movement.other)} siège{hour} en remplacement de {name}"
        verb = _PLAIN.get(movement.kind, "")
        return f"{name} {verb}{hour}" if verb else ""

    def _comes(self, movement: Movement, name: str, hour: str) -> str:
        seat = self.before.seat_of(movement.member)
        is_back = movement.kind is MovementKind.RETURNS or (seat is not None and seat.has_left)
        verb = "rejoint la séance" if is_back else "arrive"
        holder = (seat.by if seat and seat.state is SeatState.REPRESENTED else None) or (
            seat.idle_holder if seat else None
        )
        proxy = f" ; le pouvoir donné à {self._name(holder)} prend fin" if holder else ""
        return f"{name} {verb}{hour}{self._from_now(is_back=is_back)}{proxy}"

    def _from_now(self, *, is_back: bool) -> str:
        if self.moment.phase is Phase.DEBATE:
            return "" if is_back else " et prend part à la séance à compter de ce point"
        if self.moment.phase is Phase.AFTER:
            return ""
        if self.narration.record.elections_on(self.moment.item):
            return f" et prend part aux votes à compter du {short_ordinal(self.moment.ballot)} tour"
        return " et prend part au vote"

    def _is_kept_out(self, member: str) -> bool:
        bars = self.narration.record.bars(self.moment.item)
        return any(b.member == member and b.ground is BarGround.AUTHORISING_OFFICER for b in bars)

    def _ended(self, movement: Movement) -> Iterator[Told]:
        """The end of what lasts until a moment by itself."""
        seat = self.after.seat_of(movement.member)
        if movement.kind is MovementKind.GIVES_PROXY and movement.other:
            yield Told(f"{self._proxy_of(movement.member, movement.other)} prend fin.")
        elif movement.kind is not MovementKind.CHAIR_TAKEN and seat and seat.state is SeatState.PRESENT:
            is_aside = movement.kind is MovementKind.STEPS_ASIDE
            verb = "reprend part à" if is_aside else "rejoint"
            yield Told(f"{self._name(movement.member)} {verb} la séance.")

    def _proxy_over(self, member: str) -> str:
        seat = self.before.seat_of(member)
        holder = (seat.by or seat.idle_holder) if seat else None
        return f"{self._proxy_of(member, holder)} prend fin"

    def _and_gives(self, member: str, proxy: Movement | None) -> str:
        return f" ; {self._name(member)} donne pouvoir à {self._holder(proxy)}" if proxy else ""

    def _proxy_of(self, member: str, holder: str | None) -> str:
        given_to = f" à {self._name(holder)}" if holder else ""
        return f"Le pouvoir donné par {self._name(member)}{given_to}"

    def _proxies_hurt(self, moved: set[str]) -> Iterator[Told]:
        """Proxies that lose or find their holder again because somebody else moved."""
        for seat in self.after.seats:
            was = self.before.seat_of(seat.member)
            if was is None or seat.member in moved:
                continue
            if was.state is SeatState.REPRESENTED and seat.idle_holder == was.by and was.by:
                yield Told(f"{self._proxy_of(seat.member, was.by)} ne peut pas être exercé.")
            elif was.idle_holder and seat.state is SeatState.REPRESENTED and seat.by == was.idle_holder:
                yield Told(f"{self._proxy_of(seat.member, seat.by)} peut de nouveau être exercé.")

    def _name(self, member: str) -> str:
        return named(self.narration.members, member)

    def _holder(self, movement: Movement) -> str:
        return self._name(movement.other) if movement.other else "un mandataire non précisé"

    def _hour(self, movement: Movement) -> str:
        return f" {clock(movement.at, self.narration.record)}" if movement.at else ""


def _figures(room: Attendance) -> tuple[int, int, int]:
    return (room.present, room.represented, room.count(SeatState.REMOTE))
