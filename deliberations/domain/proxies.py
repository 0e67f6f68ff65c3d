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


@dataclass(frozen=True, slots=True)
class ProxyUse:
    """One proxy at one moment. ``holder`` is ``None`` when the paper does not name him."""

    grantor: str
    holder: str | None
    is_used: bool
    fault: ProxyFault | None = None


def proxies_of(attendance: Attendance) -> tuple[ProxyUse, ...]:
    """Every proxy alive at that moment, used or idle, with its fault.

    One holder may hold one proxy only; a second one is counted as it was on a recorded act, and reported.
    """
    held = Counter(s.by for s in attendance.having(SeatState.REPRESENTED) if s.by)
    uses = []
    for seat in attendance.seats:
        if seat.state is SeatState.REPRESENTED:
            uses.append(ProxyUse(seat.member, seat.by, True, _fault_of_used(seat.by, held)))
        elif seat.idle_holder:
            fault = _fault_of_idle(seat.idle_holder, attendance)
            uses.append(ProxyUse(seat.member, seat.idle_holder, False, fault))
    return tuple(uses)


def _fault_of_used(holder: str | None, held: Counter[str]) -> ProxyFault | None:
    if holder is None:
        return ProxyFault.NO_HOLDER
    return ProxyFault.SEVERAL_FOR_ONE_HOLDER if held[holder] > 1 else None


def _fault_of_idle(holder: str, attendance: Attendance) -> ProxyFault:
    seat = attendance.seat_of(holder)
    is_aside = seat is not None and seat.state is SeatState.STEPPED_ASIDE
    return ProxyFault.HOLDER_STEPPED_ASIDE if is_aside else ProxyFault.HOLDER_NOT_IN_ROOM
