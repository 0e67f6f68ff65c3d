"""One act in its sitting, as its duties read it."""

from dataclasses import dataclass
from datetime import date

from deliberations.domain.acts import Deliberation
from deliberations.domain.duties.model import Reading
from deliberations.domain.enforceability import first_publication
from deliberations.domain.record import Record


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act in its sitting."""

    record: Record
    act: Deliberation

    @property
    def is_transmissible(self) -> bool:
        return self.record.item(self.act.item).is_transmissible

    @property
    def transmitted_on(self) -> date | None:
        return self.act.transmission.effective_on if self.act.transmission else None

    @property
    def published_on(self) -> date | None:
        fact = first_publication(self.record.council, self.act)
        return fact.effective_on if fact else None


NOT_TRANSMITTED = Reading(not_applicable="Acte qui n'est pas à transmettre (CGCT art. L. 2131-3).")
