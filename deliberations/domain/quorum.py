"""Quorum of one agenda item."""

from collections.abc import Iterable
from dataclasses import dataclass

from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.sittings import Bar, BarGround


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


def quorum_of(attendance: Attendance, *, bars: Iterable[Bar] = (), of_third: bool = False) -> Quorum | None:
    """The quorum read from the attendance at the opening of a debate; ``None`` when it is not recorded.

    Those of ``bars`` who sit are not counted as present: the authorising officer on his accounts, the member with
    an interest (art. L. 2121-14, L. 2131-11). A representative leaves the members in office too (art. L. 2131-11, II).
    """
    if not attendance.is_known:
        return None
    seats = {bar.member: attendance.seat_of(bar.member) for bar in bars}
    out = {bar.member for bar in bars if bar.ground is BarGround.REPRESENTATIVE and seats[bar.member]}
    uncounted = sum(seat is not None and seat.state is SeatState.PRESENT for seat in seats.values())
    return Quorum(attendance.in_office - len(out), attendance.present - uncounted, of_third)
