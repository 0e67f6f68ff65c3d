"""Time limits of others on one act: control of legality, appeals, withdrawal."""

from collections.abc import Iterator
from datetime import date, timedelta

from deliberations.domain.acts import ActState, Deliberation, LegalityStep
from deliberations.domain.duties.act_facts import NOT_TRANSMITTED, REJECTED, ActFacts
from deliberations.domain.duties.model import DutyRule, Reading
from deliberations.domain.duties.reading import action
from deliberations.domain.enforceability import Appeal, add_months, appeal_deadline, appeal_of
from deliberations.domain.holidays_fr import next_local_working_day
from deliberations.domain.rulebook import COMMUNES, EVERY_BODY, RULED, Certainty
from deliberations.domain.wording.dates import long_date

FORTNIGHT = timedelta(days=15)


_OWN_APPEALS = Reading(not_applicable="L'élection du maire ou des adjoints a ses propres recours.")


def _is_of_heads(facts: ActFacts) -> bool:
    return appeal_of(facts.record, facts.act) is Appeal.ELECTION_OF_HEADS


def _referral(facts: ActFacts) -> Reading:
    """The prefect's two months, which a request for papers or a letter of observations opens again."""
    if _is_of_heads(facts):
        return _OWN_APPEALS
    if not facts.is_transmissible:
        return NOT_TRANSMITTED
    referred = [e.received_on for e in facts.act.legality if e.step is LegalityStep.REFERRAL]
    if referred or facts.act.state is ActState.REFERRED:
        return Reading(
            first=facts.transmitted_on,
            done_on=min(referred, default=None),
            is_done=True,
            next_action="L'acte est déféré au tribunal.",
        )
    start = facts.transmitted_on
    if start is None:
        return Reading(
            next_action=action(facts.record, "Transmettre l'acte ; les deux mois partiront de ce jour-là.")
        )
    first, last = start, _end_of_control(facts.act, start)
    if last is None:
        to_do = "Envoyer les pièces demandées par le préfet : le délai est arrêté."
        return Reading(first=first, next_action=action(facts.record, to_do))
    to_do = f"Le préfet peut en principe déférer l'acte jusqu'au {long_date(last)}{_restarted(facts.act)}."
    return Reading(first=first, last=last, next_action=to_do, is_window=True)


def _restarted(act: Deliberation) -> str:
    """What is not sure of the date, once a letter of observations was received."""
    if not any(event.step is LegalityStep.OBSERVATIONS for event in act.legality):
        return ""
    return (
        " ; le jour d'où repartent les deux mois après une lettre d'observations (réception ou réponse) n'est pas "
        "établi"
    )


def _end_of_control(act: Deliberation, start: date) -> date | None:
    """Last day of the two months, ``None`` while papers that were asked for in time are not sent."""
    last = add_months(start, 2)
    for event in sorted(act.legality, key=lambda e: e.received_on):
        if event.received_on > last:
            continue
        if event.step is LegalityStep.PAPERS_REQUESTED:
            if event.answered_on is None:
                return None
            last = add_months(event.answered_on, 2)
        elif event.step is LegalityStep.OBSERVATIONS:
            last = add_months(event.answered_on or event.received_on, 2)
    return last


def _suspension(facts: ActFacts) -> Reading:
    if _is_of_heads(facts):
        return _OWN_APPEALS
    start = facts.transmitted_on
    if not facts.is_transmissible or start is None:
        return Reading(not_applicable="L'acte n'a pas été transmis.")
    asked = [e.received_on for e in facts.act.legality if e.step is LegalityStep.SUSPENSION_REQUESTED]
    last = start + timedelta(days=10)
    return Reading(
        first=start,
        last=last,
        done_on=min(asked, default=None),
        next_action=f"Dans certains cas, une suspension demandée jusqu'au {long_date(last)} peut arrêter l'exécution.",
        is_window=True,
    )


def _appeal(facts: ActFacts) -> Reading:
    appeal = appeal_of(facts.record, facts.act)
    if appeal is Appeal.ELECTION_OF_HEADS:
        return _OWN_APPEALS
    if appeal is Appeal.NOT_ESTABLISHED:
        return Reading(not_applicable="Délai de recours non établi ici.")
    start = facts.appeal_from
    if start is None:
        to_do = f"{facts.to_make_known} Le délai de recours partira de ce jour-là."
        return Reading(next_action=action(facts.record, to_do))
    last = appeal_deadline(start)
    return Reading(first=start, last=last, next_action=" ".join(_open_until(facts, last)), is_window=True)


def _open_until(facts: ActFacts, last: date) -> Iterator[str]:
    """The end of the appeal, the later dates that other places may give, and what it depends on."""
    yield f"Recours possible en principe jusqu'au {long_date(last)}."
    yield "Un mois de plus pour qui demeure outre-mer, deux à l'étranger."
    later = next_local_working_day(facts.record.council, last)
    if later != last:
        yield f"Les jours fériés locaux pourraient le porter au {long_date(later)} : leur effet n'est pas établi."
    if facts.act.is_individual:
        yield "Ce délai ne peut être opposé que si la notification le mentionne, avec les voies de recours."
    yield "Le recours peut être formé par Télérecours citoyens."


def _election_appeal(facts: ActFacts) -> Reading:
    """Five days from the twenty-fourth hour after the election."""
    if not _is_of_heads(facts):
        return Reading(not_applicable="L'acte n'est pas l'élection du maire ou des adjoints.")
    held_on = facts.record.sitting.held_on
    last = held_on + timedelta(days=6)
    return Reading(
        first=held_on,
        last=last,
        next_action=f"Réclamation possible en principe jusqu'au {long_date(last)}.",
        is_window=True,
    )


def _prefect_on_election(facts: ActFacts) -> Reading:
    if not _is_of_heads(facts):
        return Reading(not_applicable="L'acte n'est pas l'élection du maire ou des adjoints.")
    start = facts.transmitted_on
    if start is None:
        to_do = "Transmettre le procès-verbal ; les quinze jours partiront de sa réception."
        return Reading(next_action=action(facts.record, to_do))
    return Reading(
        first=start,
        last=start + FORTNIGHT,
        next_action="Le préfet a quinze jours, à compter de la réception du procès-verbal, pour saisir le tribunal.",
        is_window=True,
    )


def _withdrawal(facts: ActFacts) -> Reading:
    """An election is not withdrawn by the council, nor is there anything to withdraw from a rejection."""
    if appeal_of(facts.record, facts.act) in (Appeal.ELECTION_OF_HEADS, Appeal.NOT_ESTABLISHED):
        return Reading(
            not_applicable="Une élection se conteste devant le tribunal : son retrait n'est pas établi ici."
        )
    if facts.is_rejected:
        return Reading(not_applicable=REJECTED)
    held_on = facts.record.sitting.held_on
    last = add_months(held_on, 4)
    return Reading(
        first=held_on,
        last=last,
        next_action=f"S'il est illégal, l'acte peut en principe être retiré jusqu'au {long_date(last)}.",
        is_window=True,
    )


RULES: tuple[DutyRule[ActFacts], ...] = (
    DutyRule(
        code="act.referral",
        title="Contrôle de légalité",
        article="CGCT art. L. 2131-6",
        says="Le préfet peut déférer l'acte dans les deux mois de sa transmission ; une demande de pièces ou une "
        "lettre d'observations fait repartir ce délai (connaissance générale ; de quel jour, après une lettre "
        "d'observations, n'est pas établi).",
        read=_referral,
        bodies=RULED,
        consequence="L'acte peut être déféré au tribunal.",
    ),
    DutyRule(
        code="act.suspension",
        title="Suspension demandée par le préfet",
        article="CGCT art. L. 2131-6",
        says="Dans certains cas, la suspension demandée dans les dix jours de la transmission arrête l'exécution.",
        read=_suspension,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="L'exécution de l'acte peut être arrêtée.",
    ),
    DutyRule(
        code="act.appeal",
        title="Recours des tiers",
        article="CJA art. R. 421-1",
        says="Deux mois francs à compter de la publication, ou de la notification qui mentionne les voies et délais de "
        "recours (CJA art. R. 421-5) ; si le dernier jour est un samedi, un dimanche ou un jour "
        "férié national, le délai va au premier jour ouvrable suivant. Un mois de plus pour qui demeure "
        "outre-mer, deux à l'étranger.",
        read=_appeal,
        bodies=EVERY_BODY,
        consequence="L'acte peut être attaqué devant le tribunal administratif.",
    ),
    DutyRule(
        code="act.election_appeal",
        title="Réclamation contre l'élection du maire ou des adjoints",
        article="CGCT art. L. 2122-13 et D. 2122-2",
        says="Les électeurs ont cinq jours, à compter de vingt-quatre heures après l'élection.",
        read=_election_appeal,
        bodies=COMMUNES,
        consequence="L'élection peut être attaquée devant le tribunal administratif.",
    ),
    DutyRule(
        code="act.election_referral",
        title="Recours du préfet contre l'élection du maire ou des adjoints",
        article="Code électoral art. R. 119",
        says="Le préfet a quinze jours à compter de la réception du procès-verbal.",
        read=_prefect_on_election,
        bodies=COMMUNES,
        consequence="L'élection peut être attaquée devant le tribunal administratif.",
    ),
    DutyRule(
        code="act.withdrawal",
        title="Retrait d'un acte illégal",
        article="CRPA art. L. 242-1 et L. 243-3",
        says="Un acte illégal peut en principe être retiré dans les quatre mois, par une nouvelle délibération.",
        read=_withdrawal,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Passé ce délai, l'acte ne peut en principe plus être retiré.",
    ),
)
