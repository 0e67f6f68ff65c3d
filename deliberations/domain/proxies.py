"""Proxies as used at one moment, and what is wrong with them (CGCT art. L. 2121-20)."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from deliberations.domain.attendance import Attendance, SeatState


class ProxyFault(StrEnum):
    NO_HOLDER = "NO_HOLDER"
    SEVERAL_FOR_ONE_HOLDER = "SEVERAL_FOR_ONE_HOLDER"
    HOLDER_NOT_IN_ROOM = "HOLDER_NOT_IN_ROOM"
    HOLDER_STEPPED_ASIDE = "HOLDER_STEPPED_ASIDE"
    PASSED_ON = "PASSED_ON"
    HOLDER_WITHOUT_SEAT = "HOLDER_WITHOUT_SEAT"
    TO_ONESELF = "TO_ONESELF"


@dataclass(frozen=True, slots=True)
class ProxyUse:
    """One proxy at one moment. ``holder`` is ``None`` when the paper does not name him."""

    grantor: str
    holder: str | None
    is_used: bool
    fault: ProxyFault | None = None


def proxies_of(attendance: Attendance, limit: int = 1) -> tuple[ProxyUse, ...]:
    """Every proxy alive at that moment, used or idle, with its fault.

    One holder may hold ``limit`` proxies only; a further one is counted as it was on a recorded act, and reported.
    """
    held = Counter(s.by for s in attendance.with_proxy if s.by)
    uses = []
    for seat in attendance.with_proxy:
        if seat.state is SeatState.REPRESENTED:
            uses.append(ProxyUse(seat.member, seat.by, True, _fault_of_used(seat.by, held, limit)))
        elif seat.idle_holder:
            is_own = seat.idle_holder == seat.member
            fault = ProxyFault.TO_ONESELF if is_own else _fault_of_idle(seat.idle_holder, attendance)
            uses.append(ProxyUse(seat.member, seat.idle_holder, False, fault))
    return tuple(uses)


def _fault_of_used(holder: str | None, held: Counter[str], limit: int) -> ProxyFault | None:
    if holder is None:
        return ProxyFault.NO_HOLDER
    return ProxyFault.SEVERAL_FOR_ONE_HOLDER if held[holder] > limit else None


def _fault_of_idle(holder: str, attendance: Attendance) -> ProxyFault:
    seat = attendance.seat_of(holder)
    if seat is None:
        return ProxyFault.HOLDER_WITHOUT_SEAT
    if seat.state is SeatState.STEPPED_ASIDE:
        return ProxyFault.HOLDER_STEPPED_ASIDE
    is_away_by_proxy = seat.state is SeatState.REPRESENTED or seat.idle_holder is not None
    return ProxyFault.PASSED_ON if is_away_by_proxy else ProxyFault.HOLDER_NOT_IN_ROOM


def free_holders(attendance: Attendance, limit: int = 1) -> tuple[str, ...]:
    """Members in the room who could still receive a proxy, in the order of the table."""
    held = Counter([s.by for s in attendance.having(SeatState.REPRESENTED) if s.by])
    return tuple([s.member for s in attendance.having(SeatState.PRESENT) if held[s.member] < limit])
