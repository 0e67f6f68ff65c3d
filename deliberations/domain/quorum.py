"""Quorum of one agenda item."""

from dataclasses import dataclass

from deliberations.domain.attendance import Attendance


@dataclass(frozen=True, slots=True)
class Quorum:
    """Quorum of one agenda item when its debate opens (CGCT art. L. 2121-17).

    Counts are persons. Proxies never count; exactly half is not a majority.
    """

    in_office: int
    present: int

    @property
    def required(self) -> int:
        return self.in_office // 2 + 1

    @property
    def is_met(self) -> bool:
        return self.present >= self.required


def quorum_of(attendance: Attendance) -> Quorum | None:
    """The quorum read from the attendance at the opening of a debate; ``None`` when it is not recorded."""
    if not attendance.is_known:
        return None
    return Quorum(in_office=attendance.in_office, present=attendance.present)
