"""One sitting among the others, as its duties read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """One sitting read ``today``, and the other sittings of the council that are known, in any order."""

    record: Record
    today: date
    others: Sequence[Sitting] = ()

    @property
    def next_held_on(self) -> date | None:
        held_on = self.record.sitting.held_on
        return min((s.held_on for s in self.others if s.held_on > held_on), default=None)

    @property
    def settled_in(self) -> Sitting | None:
        """The sitting that settled the minutes, at the earliest the one they report; ``None`` when it is not known."""
        sitting = self.record.sitting
        uid = sitting.minutes_settled_in
        known = (s for s in (sitting, *self.others) if s.held_on >= sitting.held_on)
        return next((s for s in known if uid and s.uid == uid), None)

    @property
    def settled_on(self) -> date | None:
        return self.settled_in.held_on if self.settled_in else None
