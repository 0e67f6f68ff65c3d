"""One act in its sitting, as its duties read it."""

from dataclasses import dataclass
from datetime import date

from councils.domain.bodies import BodyType, PublicationMode
from deliberations.domain.acts import ActState, Deliberation
from deliberations.domain.duties.model import Duty, Reading
from deliberations.domain.enforceability import (
    appeal_start,
    first_publication,
    is_notification,
    is_rejected,
    publication_mode,
)
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome

REJECTED = "Un rejet n'a rien à exécuter ; à la collectivité de décider s'il est transmis."
NOT_EXAMINED = "Le point n'a pas été examiné : rien à exécuter."
ANNULLED = "L'acte est annulé par le tribunal."


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act in its sitting."""

    record: Record
    act: Deliberation

    @property
    def is_transmissible(self) -> bool:
        return self.record.item(self.act.item).is_transmissible

    @property
    def is_rejected(self) -> bool:
        return is_rejected(self.record, self.act)

    @property
    def transmitted_on(self) -> date | None:
        return self.act.transmission.effective_on if self.act.transmission else None

    @property
    def published_on(self) -> date | None:
        fact = first_publication(self.record.council, self.act)
        return fact.effective_on if fact else None

    @property
    def appeal_from(self) -> date | None:
        """Day from which the appeal runs."""
        fact = appeal_start(self.record.council, self.act)
        return fact.effective_on if fact else None

    @property
    def online_from(self) -> date | None:
        """First day on which the act was put online, in the way that R. 2131-1 is about."""
        facts = (f for f in self.act.publications if not is_notification(f))
        days = (f.effective_on for f in facts if publication_mode(f) is PublicationMode.ELECTRONIC)
        return min(days, default=None)

    @property
    def to_make_known(self) -> str:
        """What makes the act known to those concerned: a notification, or a publication (CGCT art. L. 2131-1).

        The sittings of a CCAS are not public, and its aid to persons is secret (CASF art. L. 133-5).
        """
        is_social = self.record.council.body_type is BodyType.CCAS
        secret = " ; une aide personnelle n'est jamais publiée (CASF art. L. 133-5)" if is_social else ""
        if self.act.is_individual:
            return f"Notifier la décision à l'intéressé{secret}."
        mode = " selon le mode que l'établissement a choisi" if is_social else ""
        return f"Publier l'acte{mode}{secret}."

    def spared(self, duty: Duty) -> Duty:
        """The duty, no longer asked for where the act has nothing to execute.

        A rejected proposal that was sent or published can still be referred to the court: those limits go on.
        """
        if self.record.item(self.act.item).outcome is not ItemOutcome.EXAMINED:
            return duty.spared(NOT_EXAMINED)
        if self.act.state is ActState.ANNULLED:
            return duty.spared(ANNULLED)
        is_running = duty.is_window and duty.first is not None
        return duty.spared(REJECTED) if self.is_rejected and not is_running else duty


NOT_TRANSMITTED = Reading(not_applicable="Acte qui n'est pas à transmettre (CGCT art. L. 2131-3).")
