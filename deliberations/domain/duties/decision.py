"""Duties of one decision of the mayor: its transmission, its publication. Its report is a duty of the sitting."""

from dataclasses import dataclass
from datetime import date, timedelta

from councils.domain.bodies import Council
from deliberations.domain.acts import ActState
from deliberations.domain.delegated import MayorDecision
from deliberations.domain.delegated_checks import INDIVIDUAL_DAYS
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.enforceability import first_publication
from deliberations.domain.rulebook import RULED, Certainty

_NO_LONGER = Reading(not_applicable="La décision est annulée.")
_DRAFT = Reading(not_applicable="La décision n'est pas encore signée.")


@dataclass(frozen=True, slots=True)
class DecisionDuties:
    """What the duties of a decision read."""

    council: Council
    decision: MayorDecision


def _transmission(facts: DecisionDuties) -> Reading:
    decision, on = facts.decision, facts.decision.decided_on
    if not decision.is_signed or on is None:
        return _DRAFT
    if decision.state is ActState.ANNULLED:
        return _NO_LONGER
    if not decision.is_transmissible:
        return Reading(not_applicable="La décision n'est pas à transmettre (CGCT art. L. 2131-3).")
    return Reading(
        first=on,
        last=on + timedelta(days=INDIVIDUAL_DAYS) if decision.is_individual else None,
        done_on=decision.transmission.effective_on if decision.transmission else None,
        next_action="Transmettre la décision au représentant de l'État avant de l'exécuter.",
    )


def _publication(facts: DecisionDuties) -> Reading:
    decision, on = facts.decision, facts.decision.decided_on
    if not decision.is_signed or on is None:
        return _DRAFT
    if decision.state is ActState.ANNULLED:
        return _NO_LONGER
    known = first_publication(facts.council, decision)
    to_do = "Notifier la décision à l'intéressé." if decision.is_individual else "Publier la décision."
    return Reading(first=on, done_on=known.effective_on if known else None, next_action=to_do)


RULES: tuple[DutyRule[DecisionDuties], ...] = (
    DutyRule(
        code="decision.transmission",
        title="Transmettre la décision du maire à l'État",
        article="CGCT art. L. 2131-1, L. 2131-2 et L. 2122-23",
        says="La décision est transmise avant d'être exécutée ; une décision individuelle, quinze jours après sa "
        "signature.",
        read=_transmission,
        bodies=RULED,
        certainty=Certainty.OLD_TEXT,
        consequence="La décision n'est pas exécutoire.",
    ),
    DutyRule(
        code="decision.publication",
        title="Publier ou notifier la décision du maire",
        article="CGCT art. L. 2131-1 et L. 2122-23",
        says="La décision est publiée, ou notifiée à l'intéressé si elle est individuelle, comme une délibération.",
        read=_publication,
        bodies=RULED,
        consequence="La décision n'est pas exécutoire, et le délai de recours ne court pas.",
    ),
)


def duties_of_decision(council: Council, decision: MayorDecision, today: date) -> tuple[Duty, ...]:
    """What is due of a decision as it stands ``today``; nothing of it is closed by hand."""
    facts, on = DecisionDuties(council, decision), decision.decided_on or today
    return tuple(
        rule.duty(facts, council, on, decision.uid, None, today) for rule in RULES if rule.concerns(council)
    )
