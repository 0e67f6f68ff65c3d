"""Duties that follow a sitting: list of deliberations, minutes, result of an election."""

from datetime import timedelta

from councils.domain.bodies import BodyType, PublicationMode
from deliberations.domain.duties.model import DutyRule, Reading
from deliberations.domain.duties.reading import action, elects_heads, published_on, the_body
from deliberations.domain.duties.sitting_facts import SittingFacts
from deliberations.domain.enforceability import add_months, decision_list_due, publication_mode
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    PUBLICITY_REFORM,
    Certainty,
)
from deliberations.domain.sittings import SittingPaper
from deliberations.domain.wording.dates import long_date

WEEK = timedelta(days=7)


def _decision_list(facts: SittingFacts) -> Reading:
    """Posted, and put online where there is a site; which of the two was recorded is told, the other not asked for."""
    record = facts.record
    due = decision_list_due(record.sitting.held_on)
    done_on = published_on(record, SittingPaper.DECISION_LIST)
    site = f"si {the_body(record.council)} a un site"
    to_do = f"Afficher la liste des délibérations, et la mettre en ligne {site}, au plus tard le {long_date(due)}."
    half = _half_published(record, site)
    return Reading(
        first=record.sitting.held_on,
        last=due,
        done_on=done_on,
        is_done=bool(half),
        next_action=half if done_on else action(record, f"{to_do}{_time_left((due - facts.today).days)}"),
    )


def _half_published(record: Record, site: str) -> str:
    """What remains to be recorded when the list was only posted, or only put online."""
    facts = [p.fact for p in record.sitting.publications if p.paper is SittingPaper.DECISION_LIST]
    is_posted = any("affich" in fact.channel.casefold() for fact in facts)
    is_online = any(publication_mode(fact) is PublicationMode.ELECTRONIC for fact in facts)
    if is_posted and not is_online:
        return f"Seul l'affichage est enregistré : mettre aussi la liste en ligne, {site}."
    if is_online and not is_posted:
        return "Seule la mise en ligne est enregistrée : afficher aussi la liste."
    return ""


def _time_left(days: int) -> str:
    """From two days before the last one, how long remains (« Il reste 2 jours. »)."""
    return {0: " Dernier jour.", 1: " Il reste 1 jour.", 2: " Il reste 2 jours."}.get(days, "")


def _list_to_members(facts: SittingFacts) -> Reading:
    record = facts.record
    return Reading(
        first=record.sitting.held_on,
        last=add_months(record.sitting.held_on, 1),
        next_action=action(record, "Adresser la liste aux conseillers municipaux des communes membres."),
        certainty=_certainty_for_members(record),
    )


def _certainty_for_members(record: Record) -> Certainty:
    """L. 5211-40-2 was read for EPCI; that syndicates follow it is general knowledge."""
    is_read = record.council.body_type is BodyType.EPCI
    return Certainty.ESTABLISHED if is_read else Certainty.COMMON_KNOWLEDGE


def _minutes_settled(facts: SittingFacts) -> Reading:
    """Settled in a sitting that is known: the name of another proves nothing (art. L. 2121-15)."""
    record = facts.record
    is_unknown = record.sitting.minutes_settled_in and facts.settled_in is None
    to_do = "Arrêter le procès-verbal au début de la séance suivante, puis le faire signer."
    if is_unknown:
        to_do = (
            "La séance qui a arrêté le procès-verbal n'est pas une séance suivante connue : l'enregistrer."
        )
    return Reading(
        first=facts.next_held_on,
        last=facts.next_held_on,
        done_on=facts.settled_on,
        next_action=to_do if is_unknown else action(record, to_do),
    )


def _minutes_published(facts: SittingFacts) -> Reading:
    record, settled = facts.record, facts.settled_on
    return Reading(
        first=settled,
        last=settled + WEEK if settled else None,
        done_on=published_on(record, SittingPaper.MINUTES),
        next_action=action(
            record, "Publier le procès-verbal dans la semaine qui suit la séance où il est arrêté."
        ),
    )


def _minutes_to_members(facts: SittingFacts) -> Reading:
    record, settled = facts.record, facts.settled_on
    return Reading(
        first=settled,
        last=add_months(settled, 1) if settled else None,
        next_action=action(
            record, "Adresser le procès-verbal aux conseillers municipaux des communes membres."
        ),
        certainty=_certainty_for_members(record),
    )


def _posting_of_election(facts: SittingFacts) -> Reading:
    return _after_election(facts, 1, "Afficher le résultat de l'élection dans les vingt-quatre heures.")


def _table_to_prefect(facts: SittingFacts) -> Reading:
    days = 7 - facts.record.sitting.held_on.weekday()
    return _after_election(
        facts,
        days,
        "Envoyer le tableau du conseil au préfet le lundi qui suit l'élection, à 18 heures au plus tard.",
    )


def _after_election(facts: SittingFacts, days: int, to_do: str) -> Reading:
    record = facts.record
    if not elects_heads(record):
        return Reading(not_applicable="Ni maire ni adjoint n'a été élu à cette séance.")
    held_on = record.sitting.held_on
    return Reading(first=held_on, last=held_on + timedelta(days=days), next_action=action(record, to_do))


RULES: tuple[DutyRule[SittingFacts], ...] = (
    DutyRule(
        code="sitting.decision_list",
        title="Publier la liste des délibérations",
        article="CGCT art. L. 2121-25",
        says="Dans la semaine de la séance, la liste des délibérations examinées est affichée, et mise en ligne si la "
        "commune, l'EPCI ou le syndicat a un site.",
        read=_decision_list,
        bodies=COMMUNES | GROUPED,
        since=PUBLICITY_REFORM,
        consequence="Les habitants ne sont pas informés dans le délai de la loi.",
    ),
    DutyRule(
        code="sitting.list_to_members",
        title="Adresser la liste aux conseillers municipaux",
        article="CGCT art. L. 5211-40-2",
        says="L'EPCI adresse la liste des délibérations, dans le mois de la séance, aux conseillers municipaux des "
        "communes membres ; le syndicat aussi, de connaissance générale.",
        read=_list_to_members,
        bodies=GROUPED,
        since=PUBLICITY_REFORM,
        consequence="Les conseillers municipaux ne sont pas informés dans le délai de la loi.",
    ),
    DutyRule(
        code="sitting.minutes_settled",
        title="Arrêter le procès-verbal",
        article="CGCT art. L. 2121-15",
        says="Le procès-verbal est arrêté au début de la séance suivante, et signé par le maire ou le président, et "
        "par le secrétaire.",
        read=_minutes_settled,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        since=PUBLICITY_REFORM,
        consequence="Le procès-verbal ne peut pas être publié tant qu'il n'est pas arrêté.",
    ),
    DutyRule(
        code="sitting.minutes_published",
        title="Publier le procès-verbal",
        article="CGCT art. L. 2121-15",
        says="Dans la semaine qui suit la séance où il est arrêté, le procès-verbal est mis en ligne.",
        read=_minutes_published,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        since=PUBLICITY_REFORM,
        consequence="Les habitants ne sont pas informés dans le délai de la loi.",
    ),
    DutyRule(
        code="sitting.minutes_to_members",
        title="Adresser le procès-verbal aux conseillers municipaux",
        article="CGCT art. L. 5211-40-2",
        says="L'EPCI adresse le procès-verbal, dans le mois où il est arrêté, aux conseillers municipaux des communes "
        "membres ; le syndicat aussi, de connaissance générale.",
        read=_minutes_to_members,
        bodies=GROUPED,
        since=PUBLICITY_REFORM,
        consequence="Les conseillers municipaux ne sont pas informés dans le délai de la loi.",
    ),
    DutyRule(
        code="sitting.election_posted",
        title="Afficher l'élection du maire et des adjoints",
        article="CGCT art. L. 2122-12",
        says="L'élection du maire et des adjoints est affichée dans les vingt-quatre heures.",
        read=_posting_of_election,
        bodies=COMMUNES,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le délai de recours des électeurs peut être discuté.",
    ),
    DutyRule(
        code="sitting.table_sent",
        title="Envoyer le tableau du conseil au préfet",
        article="CGCT art. R. 2121-2",
        says="Le tableau du conseil est envoyé au préfet au plus tard à 18 heures le lundi qui suit l'élection du "
        "maire et des adjoints.",
        read=_table_to_prefect,
        bodies=COMMUNES,
        consequence="Le préfet peut le réclamer.",
    ),
)
