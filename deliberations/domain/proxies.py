"""Proxies as used at one moment, and what is wrong with them (CGCT art. L. 2121-20)."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from deliberations.domain.attendance import Attendance, Seat, SeatState


class ProxyFault(StrEnum):
    """What is wrong with a proxy; a substitute who left the room is a holder who is not in it."""

    NO_HOLDER = "NO_HOLDER"
    SEVERAL_FOR_ONE_HOLDER = "SEVERAL_FOR_ONE_HOLDER"
    HOLDER_NOT_IN_ROOM = "HOLDER_NOT_IN_ROOM"
    HOLDER_STEPPED_ASIDE = "HOLDER_STEPPED_ASIDE"
    PASSED_ON = "PASSED_ON"
    HOLDER_WITHOUT_SEAT = "HOLDER_WITHOUT_SEAT"
    TO_ONESELF = "TO_ONESELF"


_AWAY = (SeatState.ABSENT, SeatState.EXCUSED)


@dataclass(frozen=True, slots=True)
class ProxyUse:
    """One proxy at one moment. ``holder`` is ``None`` when the paper does not name him."""

    grantor: str
    holder: str | None
    is_used: bool
    fault: ProxyFault | None = None


def proxies_of(attendance: Attendance, limit: int = 1) -> tuple[ProxyUse, ...]:
    """Every proxy alive at that moment, used or idle, with its fault; none where a substitute sits for its giver.

    One holder may hold ``limit`` proxies only; a further one is counted as it was on a recorded act, and reported.
    """
    held = Counter(s.by for s in attendance.having(SeatState.REPRESENTED) if s.by)
    uses = []
    for seat in attendance.with_proxy:
        if seat.state is SeatState.REPRESENTED:
            uses.append(ProxyUse(seat.member, seat.by, True, _fault_of_used(seat.by, held, limit)))
        elif seat.idle_holder and seat.state is not SeatState.SUBSTITUTED:
            uses.append(ProxyUse(seat.member, seat.idle_holder, False, _fault_of_idle(seat, attendance)))
    return tuple(uses)


def _fault_of_used(holder: str | None, held: Counter[str], limit: int) -> ProxyFault | None:
    if holder is None:
        return ProxyFault.NO_HOLDER
    return ProxyFault.SEVERAL_FOR_ONE_HOLDER if held[holder] > limit else None


def _fault_of_idle(idle: Seat, attendance: Attendance) -> ProxyFault | None:
    """None where the law keeps its giver, or its holder who is there, out of the vote: that is another finding."""
    holder = idle.idle_holder or ""
    if holder == idle.member:
        return ProxyFault.TO_ONESELF
    if idle.member in attendance.kept_out or attendance.is_mute(holder):
        return None
    seat = attendance.seat_of(holder)
    if seat is None:
        has_sat = any(s.by == holder for s in attendance.having(*_AWAY))
        return ProxyFault.HOLDER_NOT_IN_ROOM if has_sat else ProxyFault.HOLDER_WITHOUT_SEAT
    if seat.state is SeatState.STEPPED_ASIDE:
        return ProxyFault.HOLDER_STEPPED_ASIDE
    is_away_by_proxy = seat.state is SeatState.REPRESENTED or seat.idle_holder is not None
    return ProxyFault.PASSED_ON if is_away_by_proxy else ProxyFault.HOLDER_NOT_IN_ROOM


def free_holders(attendance: Attendance, limit: int = 1) -> tuple[str, ...]:
    """Members in the room who could still receive a proxy, in the order of the table."""
    held = Counter([s.by for s in attendance.having(SeatState.REPRESENTED) if s.by])
    return tuple([s.member for s in attendance.having(SeatState.PRESENT) if held[s.member] < limit])
