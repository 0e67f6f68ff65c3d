"""One sitting among the others, as its duties read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """One sitting, and the other sittings of the council that are known, in any order."""

    record: Record
    others: Sequence[Sitting] = ()

    @property
    def next_held_on(self) -> date | None:
        held_on = self.record.sitting.held_on
        return min((s.held_on for s in self.others if s.held_on > held_on), default=None)

    @property
    def settled_on(self) -> date | None:
        """Day of the sitting that settled the minutes."""
        uid = self.record.sitting.minutes_settled_in
        return next((s.held_on for s in self.others if uid and s.uid == uid), None)
