"""Who sat, in the order of the table, item by item."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

_FORMS = {
    SeatState.PRESENT: agreement.PRESENT,
    SeatState.EXCUSED: agreement.EXCUSED,
    SeatState.ABSENT: agreement.ABSENT,
    SeatState.REPRESENTED: agreement.REPRESENTED,
    SeatState.SUBSTITUTED: Forms.regular("remplacé"),
}
_SENTENCES = {
    SeatState.REMOTE: "À distance",
    SeatState.STEPPED_ASIDE: "Ne prend pas part",
    SeatState.UNKNOWN: "Non connu",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive items during which nobody moved. Counts are persons, ``voters`` votes that may be given."""

    label: str
    present: int
    represented: int
    voters: int
    quorum: str


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """State of one member during one period; ``kind`` is the state's code, in lower case."""

    kind: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ShownMember:
    name: str
    title: str
    seats: tuple[ShownSeat, ...]


@dataclass(frozen=True, slots=True)
class AttendanceTable:
    """Empty (``members`` without rows) when attendance is not recorded."""

    periods: tuple[Period, ...]
    members: tuple[ShownMember, ...]


def attendance_table(record: Record) -> AttendanceTable:
    """One row per member in office, in the order of the table; one column per period.

    Each item is read at its deciding vote, as its deliberation prints it, or when its debate opens.
    """
    groups = _periods(record)
    if not record.sitting.attendance_recorded or not record.members:
        return AttendanceTable((), ())
    words = MemberWords(record, BodyWords(record.council))
    rooms = [room for _, room in groups]
    members = tuple(_member(words, uid, rooms) for uid in record.members)
    return AttendanceTable(tuple(_period(record, items, room) for items, room in groups), members)


def _periods(record: Record) -> list[tuple[list[AgendaItem], Attendance]]:
    """Items in the order they were taken, grouped while the state of every seat stays the same."""
    groups: list[tuple[list[AgendaItem], Attendance]] = []
    for item in sorted(record.sitting.agenda, key=lambda each: each.examination_order):
        room = record.attendance_at(item.uid)
        if groups and groups[-1][1] == room:
            groups[-1][0].append(item)
        else:
            groups.append(([item], room))
    return groups or [([], record.attendance())]


def _period(record: Record, items: Sequence[AgendaItem], room: Attendance) -> Period:
    quorum = record.quorum(items[0].uid) if items else None
    verdict = "" if quorum is None else "atteint" if quorum.is_met else "non atteint"
    return Period(
        label=_label(items),
        present=room.present,
        represented=room.represented,
        voters=room.voters,
        quorum=f"{quorum.required} requis, {verdict}" if quorum else "",
    )


def _label(items: Sequence[AgendaItem]) -> str:
    if not items:
        return "À l'ouverture"
    orders = [item.order for item in items]
    if len(orders) == 1:
        return f"Point {orders[0]}"
    if len(orders) > 2 and orders == list(range(orders[0], orders[-1] + 1)):
        return f"Points {orders[0]} à {orders[-1]}"
    return f"Points {join_list([str(order) for order in orders])}"


def _member(words: MemberWords, uid: str, rooms: Sequence[Attendance]) -> ShownMember:
    seats = (room.seat_of(uid) for room in rooms)
    shown = tuple(shown_seat(words, seat) for seat in seats if seat is not None)
    return ShownMember(words.name(uid), capitalised(words.title(uid)), shown)


def shown_seat(words: MemberWords, seat: Seat) -> ShownSeat:
    """The state of one seat in words that agree with its member."""
    forms = _FORMS.get(seat.state)
    gender = words.gender(seat.member)
    label = capitalised(agreement.agree(forms, [gender])) if forms else _SENTENCES[seat.state]
    return ShownSeat(seat.state.value.lower().replace("_", "-"), label, _detail(words, seat))


def _detail(words: MemberWords, seat: Seat) -> str:
    if seat.state is SeatState.REPRESENTED:
        return f"pouvoir à {words.name(seat.by)}" if seat.by else "pouvoir sans mandataire nommé"
    if seat.state is SeatState.SUBSTITUTED and seat.by:
        return f"par {words.name(seat.by)}"
    if seat.idle_holder:
        return f"pouvoir à {words.name(seat.idle_holder)}, sans effet"
    return "a quitté la salle" if seat.has_left else ""
