"""Duties of one act: transmission, publication, what makes it executory."""

from datetime import date, timedelta

from councils.domain.bodies import PublicationMode
from deliberations.domain.acts import Deliberation
from deliberations.domain.duties import appeals
from deliberations.domain.duties.act_facts import ANNULLED, NOT_EXAMINED, NOT_TRANSMITTED, REJECTED, ActFacts
from deliberations.domain.duties.budget import KNOWN_YEARS, budget_deadline
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.duties.reading import action, override_of
from deliberations.domain.enforceability import (
    Obstacle,
    add_months,
    executory_since,
    mode_in_force,
    obstacle_of,
)
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    PUBLICITY_REFORM,
    RULED,
    Certainty,
)
from deliberations.domain.sittings import Subject
from deliberations.domain.wording.dates import long_date

FORTNIGHT = timedelta(days=15)
_OBSTACLES = {
    Obstacle.NOT_EXAMINED: NOT_EXAMINED,
    Obstacle.PROPOSAL_REJECTED: REJECTED,
    Obstacle.NO_DECISION: "L'acte ne décide rien : rien à exécuter.",
    Obstacle.SUSPENDED: "L'acte est suspendu par le tribunal.",
    Obstacle.ANNULLED: ANNULLED,
    Obstacle.NOT_TRANSMITTED: "Transmettre l'acte au représentant de l'État.",
}


def _transmission(facts: ActFacts) -> Reading:
    """Fifteen days are counted from the sitting: the act is signed that day at the earliest."""
    if not facts.is_transmissible:
        return NOT_TRANSMITTED
    held_on = facts.record.sitting.held_on
    return Reading(
        first=held_on,
        last=held_on + FORTNIGHT if facts.act.is_individual else None,
        done_on=facts.transmitted_on,
        next_action=action(facts.record, "Transmettre l'acte au représentant de l'État avant de l'exécuter."),
    )


def _budget_sent(facts: ActFacts) -> Reading:
    item = facts.record.item(facts.act.item)
    if item.subject is not Subject.BUDGET:
        return Reading(not_applicable="L'acte n'est pas le budget primitif.")
    held_on = facts.record.sitting.held_on
    year = item.financial_year or held_on.year
    if year not in KNOWN_YEARS:
        return Reading(not_applicable="Exercice impossible : corriger l'année du budget.")
    return Reading(
        first=held_on,
        last=budget_deadline(facts.record.council, year) + FORTNIGHT,
        done_on=facts.transmitted_on,
        next_action=action(facts.record, "Transmettre le budget au représentant de l'État."),
    )


def _publication(facts: ActFacts) -> Reading:
    return Reading(
        first=facts.record.sitting.held_on,
        done_on=facts.published_on,
        next_action=action(facts.record, facts.to_make_known),
    )


def _executory(facts: ActFacts) -> Reading:
    obstacle = obstacle_of(facts.record, facts.act)
    if obstacle in (Obstacle.NOT_EXAMINED, Obstacle.PROPOSAL_REJECTED, Obstacle.NO_DECISION):
        return Reading(not_applicable=_OBSTACLES[obstacle])
    to_do = {**_OBSTACLES, Obstacle.NOT_PUBLISHED: facts.to_make_known}
    return Reading(
        done_on=executory_since(facts.record, facts.act),
        next_action=action(facts.record, to_do[obstacle]) if obstacle else "",
    )


def _online(facts: ActFacts) -> Reading:
    """Only what is put online must stay there: neither a notified decision nor an act that is posted."""
    if facts.act.is_individual:
        return Reading(not_applicable="Décision individuelle : elle est notifiée, non publiée en ligne.")
    on = facts.published_on or facts.record.sitting.held_on
    if mode_in_force(facts.record.council, on) in (PublicationMode.POSTING, PublicationMode.PAPER):
        return Reading(not_applicable="L'assemblée a choisi l'affichage ou le papier.")
    published = facts.online_from
    if published is None:
        to_do = "Publier l'acte en ligne ; les deux mois partiront de ce jour-là."
        return Reading(next_action=action(facts.record, to_do))
    last = add_months(published, 2)
    return Reading(
        first=published,
        last=last,
        next_action=f"Laisser l'acte en ligne, entier, jusqu'au {long_date(last)} au moins.",
        is_window=True,
    )


RULES: tuple[DutyRule[ActFacts], ...] = (
    DutyRule(
        code="act.transmission",
        title="Transmettre l'acte à l'État",
        article="CGCT art. L. 2131-1 et L. 2131-2",
        says="L'acte est transmis avant d'être exécuté ; une décision individuelle, quinze jours après sa signature.",
        read=_transmission,
        bodies=RULED,
        certainty=Certainty.OLD_TEXT,
        consequence="L'acte n'est pas exécutoire.",
    ),
    DutyRule(
        code="act.budget_sent",
        title="Transmettre le budget",
        article="CGCT art. L. 1612-8",
        says="Le budget est transmis quinze jours au plus après la date limite de son adoption.",
        read=_budget_sent,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le préfet peut le réclamer, et saisir la chambre régionale des comptes.",
    ),
    DutyRule(
        code="act.publication",
        title="Publier ou notifier l'acte",
        article="CGCT art. L. 2131-1",
        says="L'acte est publié, ou notifié à l'intéressé s'il est individuel.",
        read=_publication,
        bodies=RULED,
        consequence="L'acte n'est pas exécutoire, et le délai de recours ne court pas.",
    ),
    DutyRule(
        code="act.executory",
        title="Acte exécutoire",
        article="CGCT art. L. 2131-1",
        says="L'acte est exécutoire dès qu'il est publié et, s'il est transmissible, transmis.",
        read=_executory,
        bodies=RULED,
        consequence="L'acte ne peut pas être appliqué.",
    ),
    DutyRule(
        code="act.online",
        title="Laisser l'acte en ligne deux mois",
        article="CGCT art. R. 2131-1",
        says="L'acte reste en ligne, entier, deux mois au moins.",
        read=_online,
        bodies=COMMUNES | GROUPED,
        since=PUBLICITY_REFORM,
        consequence="La date de publication peut être contestée.",
    ),
)


def duties_of_act(record: Record, act: Deliberation, today: date) -> tuple[Duty, ...]:
    """Every duty and time limit of one act as it stands ``today``.

    One that nothing records is closed by an override of the act's item, of code ``duty.`` followed by its own.
    """
    facts, sitting = ActFacts(record, act), record.sitting
    duties = (
        rule.duty(
            facts,
            record.council,
            sitting.held_on,
            act.uid,
            override_of(sitting.overrides, rule.code, act.item),
            today,
        )
        for rule in (*RULES, *appeals.RULES)
        if rule.concerns(record.council)
    )
    return tuple(facts.spared(duty) for duty in duties)
