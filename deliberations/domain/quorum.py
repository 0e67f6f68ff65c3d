"""Quorum of one agenda item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.sittings import Bar, BarGround

REPRESENTATIVES_LEAVE_SINCE = date(2022, 2, 21)
"""Loi 2022-217, article 217: before it nothing took a representative out of the members in office."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Quorum of one agenda item when its debate opens (CGCT art. L. 2121-17).

    Counts are persons. Proxies never count; exactly half is not a majority. ``is_of_third`` is the special quorum
    of 2020 to 2022, as the clerk recorded it.
    """

    in_office: int
    present: int
    is_of_third: bool = False

    @property
    def required(self) -> int:
        return -(-self.in_office // 3) if self.is_of_third else self.in_office // 2 + 1

    @property
    def is_met(self) -> bool:
        return self.present >= self.required


def quorum_of(
    attendance: Attendance,
    *,
    bars: Iterable[Bar] = (),
    of_third: bool = False,
    with_remote: bool = False,
    without_representatives: bool = True,
) -> Quorum | None:
    """The quorum read from the attendance at the opening of a debate; ``None`` when it is not recorded.

    Those of ``bars`` who sit are not counted as present: the authorising officer on his accounts, the member with
    an interest (art. L. 2121-14, L. 2131-11). A representative leaves the members in office too (art. L. 2131-11, II),
    save in an old sitting (``without_representatives``). ``with_remote`` counts those at a distance, where they may
    sit.
    """
    if not attendance.is_known:
        return None
    bars = tuple(bars)
    seats = {bar.member: attendance.seat_of(bar.member) for bar in bars}
    counted = (SeatState.PRESENT, SeatState.REMOTE) if with_remote else (SeatState.PRESENT,)
    uncounted = sum(seat is not None and seat.state in counted for seat in seats.values())
    present = attendance.present + (attendance.count(SeatState.REMOTE) if with_remote else 0)
    representatives = {
        bar.member for bar in bars if bar.ground is BarGround.REPRESENTATIVE and seats[bar.member]
    }
    out = len(representatives) if without_representatives else 0
    return Quorum(attendance.in_office - out, present - uncounted, of_third)
