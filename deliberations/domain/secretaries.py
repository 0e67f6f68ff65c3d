"""Who was secretary, of the sitting or of one item of it, and whether he was there (CGCT art. L. 2121-15)."""

from collections.abc import Iterator

from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.record import Record

_IN_THE_ROOM = (SeatState.PRESENT, SeatState.SUBSTITUTED, SeatState.UNKNOWN)


def all_secretaries(record: Record) -> tuple[str, ...]:
    """The secretaries of the sitting, then those of single items in the order of the agenda; each member once."""
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    own = (item.secretary for item in agenda if item.secretary)
    return tuple(dict.fromkeys((*record.sitting.secretaries, *own)))


def was_there(record: Record, member: str, item: str | None = None) -> bool:
    """Whether a member was in the room for ``item``, or at one moment of the sitting at least.

    Where attendance is not known, and of someone without a seat, the record is taken at its word.
    """
    return any(_is_in(record, room, member) for room in _rooms(record, item))


def _rooms(record: Record, item: str | None) -> Iterator[Attendance]:
    if item is not None:
        yield record.attendance_at(item)
        return
    yield record.attendance()
    yield from (record.attendance_at(each.uid) for each in record.sitting.agenda)


def _is_in(record: Record, room: Attendance, member: str) -> bool:
    seat = room.seat_of(member)
    if not room.is_known or seat is None:
        return True
    return seat.state in _IN_THE_ROOM or (seat.state is SeatState.REMOTE and record.is_remote_allowed)
