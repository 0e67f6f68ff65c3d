"""Who would take the chair when the one who should is away (CGCT art. L. 2122-17)."""

from councils.domain.bodies import BodyType
from councils.domain.ranks import RankBasis
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record


def replacement_of_mayor(record: Record, moment: Moment) -> str | None:
    """The first of those in the room in the order of the table: a deputy, failing that a councillor.

    ``None`` outside a commune, on the accounts (their chair is elected), when the mayor is in the room, or when
    the order that would decide is not known. The councillor whom the council may have named is not a fact of ours.
    """
    if record.council.body_type is not BodyType.COMMUNE or is_on_accounts(record.item(moment.item)):
        return None
    room = record.attendance(moment)
    if any(_is_in(room, head) for head in record.heads):
        return None
    first = next((ranked for ranked in record.table if _is_in(room, ranked.mandate.uid)), None)
    return first.mandate.uid if first is not None and first.basis is not RankBasis.LISTED else None


def _is_in(room: Attendance, member: str) -> bool:
    seat = room.seat_of(member)
    return seat is not None and seat.state is SeatState.PRESENT
