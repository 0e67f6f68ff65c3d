"""A second, slow reading of the law: the evening is lived again from its first minute for every question asked.

Nothing here is shared with the engine but the recorded facts. Sets of people, loops, and no memory of the last answer.
"""

from dataclasses import dataclass, field
from datetime import date

from councils.domain.bodies import BodyType, Council
from councils.domain.people import Mandate, SeatKind
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.sittings import AgendaItem, Origin, Sitting

Place = tuple[int, ...]
"""A point of the evening; the opening is the empty one, before all others."""

OPENING: Place = ()
COMES_IN = {MovementKind.PRESENT, MovementKind.ARRIVES, MovementKind.RETURNS}
MISSES = {MovementKind.ABSENT, MovementKind.EXCUSED, MovementKind.LEAVES}


@dataclass
class Room:
    """Who is where. Each set holds mandates; a proxy without a named holder has the holder ``None``."""

    members: set[str]
    here: set[str] = field(default_factory=set)
    on_screen: set[str] = field(default_factory=set)
    excused: set[str] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)
    proxies: dict[str, str | None] = field(default_factory=dict)
    seated: dict[str, str] = field(default_factory=dict)
    gone_out: set[str] = field(default_factory=set)
    chairs: list[tuple[int, str]] = field(default_factory=list)
    last: dict[tuple[str, str], Movement] = field(default_factory=dict)
    """The last movement of each seat and each matter: the only one whose effect can still end."""
    from_screen: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Reading:
    """Every member in office in one set and one only, save ``vacant`` seats, which nobody holds."""

    in_office: set[str]
    present: set[str]
    substituted: dict[str, str]
    remote: set[str]
    represented: dict[str, str | None]
    excused: set[str]
    absent: set[str]
    stepped_aside: set[str]
    vacant: int | None
    mute: set[str]
    """Those who are there without a voice: at a distance where nothing allows it, or kept out of this vote."""

    @property
    def voters(self) -> set[str]:
        """Seats that have a voice (CGCT art. L. 2121-20): in the room, at a distance, or by proxy."""
        return (self.present | set(self.substituted) | self.remote | set(self.represented)) - self.mute


def is_running(since: date | None, until: date | None, day: date) -> bool:
    return not (since is not None and day < since) and not (until is not None and day > until)


def sitting_mandates(council: Council, sitting: Sitting) -> list[Mandate]:
    """Those who hold a seat that day; a substitute has none of his own."""
    day = sitting.held_on
    return [
        m for m in council.mandates if m.seat is not SeatKind.SUBSTITUTE and is_running(m.since, m.until, day)
    ]


def seats_of(council: Council, sitting: Sitting) -> int | None:
    """The last number of seats decided before the sitting."""
    best, number = None, None
    for dated in council.seats:
        day = dated.since.toordinal() if dated.since else 0
        if day <= sitting.held_on.toordinal() and (best is None or day >= best):
            best, number = day, dated.value
    return number


def place_of(sitting: Sitting, moment: Moment) -> Place:
    """Where a moment falls: items in the order in which they were taken, debate before vote before the rest."""
    turn = 0
    for item in sitting.agenda:
        turn += item.examination_order < item_of(sitting, moment.item).examination_order
    return (turn, (Phase.DEBATE, Phase.VOTE, Phase.AFTER).index(moment.phase), moment.ballot)


def item_of(sitting: Sitting, uid: str) -> AgendaItem:
    return next(item for item in sitting.agenda if item.uid == uid)


def is_roll_known(sitting: Sitting) -> bool:
    """A sitting to come whose roll nobody called, or a paper that names nobody, tells nothing."""
    is_to_come = sitting.origin is Origin.LIVE and sitting.opened_at is None and not sitting.movements
    return sitting.attendance_recorded and not is_to_come


def events_until(sitting: Sitting, limit: Place) -> list[tuple[bool, Movement]]:
    """What happened up to ``limit``, in order; true marks the end of a movement rather than its beginning.

    What ends at a moment ends before anything else happens there.
    """
    starts, ends = [], []
    cursor = OPENING
    for movement in sorted(sitting.movements, key=lambda m: m.position):
        if movement.moment is not None and place_of(sitting, movement.moment) > cursor:
            cursor = place_of(sitting, movement.moment)
        starts.append((cursor, movement))
        if movement.until is not None:
            ends.append((place_of(sitting, movement.until), movement))
    told = []
    for now in sorted({place for place, _ in starts + ends if place <= limit}):
        told += [(True, movement) for place, movement in ends if place == now]
        told += [(False, movement) for place, movement in starts if place == now]
    return told


def live_until(council: Council, sitting: Sitting, limit: Place) -> Room:
    """The room just after everything recorded up to ``limit``."""
    room = Room({m.uid for m in sitting_mandates(council, sitting)})
    for is_end, movement in events_until(sitting, limit):
        if movement.kind is MovementKind.CHAIR_TAKEN:
            _change_chair(room, movement, is_end)
        elif (seat := _seat_concerned(room, movement.member)) is None:
            continue
        elif not is_end:
            room.last[seat, matter_of(movement)] = movement
            _begin(room, seat, movement)
        elif room.last.get((seat, matter_of(movement))) is movement:
            _end(room, seat, movement)
    return room


def matter_of(movement: Movement) -> str:
    """Movements of one matter replace one another: what is over cannot end again."""
    if movement.kind in (MovementKind.GIVES_PROXY, MovementKind.PROXY_ENDS):
        return "proxy"
    if movement.kind in (MovementKind.STEPS_ASIDE, MovementKind.COMES_BACK):
        return "interest"
    return "place"


def _change_chair(room: Room, movement: Movement, is_end: bool) -> None:
    room.chairs = [taken for taken in room.chairs if taken[0] != movement.position]
    if not is_end:
        room.chairs.append((movement.position, movement.member))


def _seat_concerned(room: Room, who: str) -> str | None:
    if who in room.members:
        return who
    return next((seat for seat, substitute in room.seated.items() if substitute == who), None)


def _begin(room: Room, seat: str, movement: Movement) -> None:
    kind = movement.kind
    if seat in room.seated and movement.member != seat and kind in COMES_IN:
        room.gone_out.discard(seat)
    elif kind in COMES_IN or kind is MovementKind.ATTENDS_REMOTELY:
        _sit(room, seat, is_on_screen=kind is MovementKind.ATTENDS_REMOTELY)
    elif kind in MISSES:
        if seat in room.on_screen:
            room.from_screen.add(movement.position)
        _go(room, seat, kind)
    elif kind is MovementKind.SUBSTITUTE_SEATED and movement.other is not None:
        room.here.discard(seat)
        room.on_screen.discard(seat)
        room.gone_out.discard(seat)
        room.seated[seat] = movement.other
    else:
        _begin_on_paper(room, seat, movement)


def _begin_on_paper(room: Room, seat: str, movement: Movement) -> None:
    if movement.kind is MovementKind.GIVES_PROXY:
        room.proxies[seat] = movement.other
    elif movement.kind is MovementKind.PROXY_ENDS:
        _end_proxy(room, seat, movement.other)
    elif movement.kind is MovementKind.STEPS_ASIDE:
        room.aside.add(seat)
    elif movement.kind is MovementKind.COMES_BACK:
        room.aside.discard(seat)


def _sit(room: Room, seat: str, is_on_screen: bool) -> None:
    """The titular takes his seat: his proxy falls and his substitute gives up the place."""
    (room.on_screen if is_on_screen else room.here).add(seat)
    (room.here if is_on_screen else room.on_screen).discard(seat)
    room.proxies.pop(seat, None)
    room.seated.pop(seat, None)
    room.gone_out.discard(seat)


def _go(room: Room, seat: str, kind: MovementKind) -> None:
    if kind is MovementKind.LEAVES and seat in room.seated:
        room.gone_out.add(seat)
        return
    room.here.discard(seat)
    room.on_screen.discard(seat)
    if kind is not MovementKind.LEAVES:
        (room.excused.add if kind is MovementKind.EXCUSED else room.excused.discard)(seat)


def _end_proxy(room: Room, seat: str, holder: str | None) -> None:
    if holder is None or room.proxies.get(seat) == holder:
        room.proxies.pop(seat, None)


def _end(room: Room, seat: str, movement: Movement) -> None:
    """What a movement did for a time is undone: the one who came goes, the one who went is back."""
    kind = movement.kind
    if kind in MISSES:
        if seat not in room.seated:
            _sit(room, seat, is_on_screen=movement.position in room.from_screen)
        room.gone_out.discard(seat)
    elif kind in COMES_IN or kind is MovementKind.ATTENDS_REMOTELY:
        _go(room, seat, MovementKind.LEAVES)
    elif kind is MovementKind.SUBSTITUTE_SEATED:
        room.seated.pop(seat, None)
        room.gone_out.discard(seat)
    elif kind is MovementKind.GIVES_PROXY:
        _end_proxy(room, seat, movement.other)
    elif kind is MovementKind.STEPS_ASIDE:
        room.aside.discard(seat)


def taking_part(room: Room) -> set[str]:
    """Those who may use a proxy: in the room or on its screen, a substitute included, and not aside."""
    able = {m for m in room.here | room.on_screen if m not in room.aside}
    for seat, substitute in room.seated.items():
        if seat not in room.gone_out and seat not in room.aside:
            able.add(substitute)
    return able


def hears_the_screen(council: Council, sitting: Sitting) -> bool:
    """Whether a voice at a distance counts: in an EPCI, by the special laws, or where no rule of ours applies."""
    if council.body_type in (BodyType.EPCI, BodyType.OPEN_SYNDICATE, BodyType.OTHER):
        return True
    told = sitting.derogation.is_remote_allowed
    return date(2020, 3, 12) <= sitting.held_on <= date(2022, 7, 31) if told is None else told


def read_room(
    council: Council, sitting: Sitting, moment: Moment, without: frozenset[str] = frozenset()
) -> Reading | None:
    """Each member in one place; ``None`` where the record says nothing of who was there.

    ``without`` are those who may neither vote, nor be represented, nor use a proxy.
    """
    if not is_roll_known(sitting):
        return None
    room = live_until(council, sitting, place_of(sitting, moment))
    rest = room.members - room.aside
    present, remote = rest & room.here, rest & room.on_screen
    rest -= present | remote
    substituted = {m: s for m, s in room.seated.items() if m in rest and m not in room.gone_out}
    rest -= set(substituted)
    able = taking_part(room)
    able -= without
    given = {m: h for m, h in room.proxies.items() if m in rest and m not in without}
    represented = {m: h for m, h in given.items() if h is None or h in able}
    rest -= set(represented)
    excused = rest & room.excused
    seats = seats_of(council, sitting)
    spare = None if seats is None or seats < len(room.members) else seats - len(room.members)
    return Reading(
        in_office=room.members,
        present=present,
        substituted=substituted,
        remote=remote,
        represented=represented,
        excused=excused,
        absent=rest - excused,
        stepped_aside=room.members & room.aside,
        vacant=spare,
        mute=((present | remote) & without) | (set() if hears_the_screen(council, sitting) else remote),
    )


def chair_at(council: Council, sitting: Sitting, moment: Moment) -> str | None:
    """The item's own chair, else the last to have taken the chair and kept it, else the sitting's; none if away."""
    room = live_until(council, sitting, place_of(sitting, moment))
    named = item_of(sitting, moment.item).chair or (room.chairs[-1][1] if room.chairs else sitting.chair)
    reading = read_room(council, sitting, moment)
    if named is None or reading is None or named not in reading.in_office:
        return named
    return named if named in reading.present | reading.remote else None
