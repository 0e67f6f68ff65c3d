"""Duties of one sitting until it is held: request, convocation, notes, second call."""

from collections.abc import Sequence
from datetime import date, timedelta

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.clear_days import latest_dispatch
from deliberations.domain.duties import follow_up
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.duties.reading import action, below, override_of
from deliberations.domain.duties.sitting_facts import SittingFacts
from deliberations.domain.notices import last_sent_on, notice_due
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    SOCIAL_BOARDS,
    Certainty,
)
from deliberations.domain.sittings import DECIDING, ItemOutcome, Requester, Sitting
from deliberations.domain.wording.dates import long_date

WEEK = timedelta(days=7)


def _request(facts: SittingFacts) -> Reading:
    convocation = facts.record.sitting.convocation
    if convocation.requested_by is Requester.NOBODY or convocation.requested_on is None:
        return Reading(not_applicable="Personne n'a demandé cette séance.")
    held_on = facts.record.sitting.held_on
    return Reading(
        first=convocation.requested_on,
        last=convocation.requested_on + timedelta(days=30),
        done_on=held_on,
        next_action="Réunir le conseil dans les trente jours de la demande.",
    )


def _dispatch(facts: SittingFacts) -> Reading:
    record = facts.record
    sitting = record.sitting
    second = bool(sitting.convocation.second_of)
    notice = notice_due(record)
    if notice is None:
        return Reading(not_applicable="Délai fixé par un texte propre à cette assemblée.")
    clear_days = 1 if sitting.convocation.is_urgent and not second else notice.clear_days
    latest = latest_dispatch(sitting.held_on, clear_days)
    return Reading(
        last=latest,
        done_on=last_sent_on(record),
        next_action=action(
            record, f"Envoyer la convocation à tous les membres au plus tard le {long_date(latest)}."
        ),
    )


def _dispatch_by_calendar_days(facts: SittingFacts) -> Reading:
    """Three days that are not clear ones; the day before in urgency, in Alsace-Moselle."""
    record = facts.record
    is_local = record.council.territory is Territory.ALSACE_MOSELLE
    days = 1 if is_local and record.sitting.convocation.is_urgent else 3
    latest = record.sitting.held_on - timedelta(days=days)
    return Reading(
        last=latest,
        done_on=last_sent_on(record),
        next_action=action(
            record, f"Envoyer la convocation à tous les membres au plus tard le {long_date(latest)}."
        ),
    )


def _notes(facts: SittingFacts) -> Reading:
    record = facts.record
    if record.council.body_type is BodyType.COMMUNE:
        reason = below(record.council, record.sitting.held_on, 3500)
        if reason:
            return Reading(not_applicable=reason)
    dispatch = _dispatch(facts)
    deciding = [i for i in record.sitting.agenda if i.kind in DECIDING and not i.added_in_sitting]
    missing = [item for item in deciding if not item.note_html.strip()]
    return Reading(
        last=dispatch.last,
        done_on=dispatch.done_on if deciding and not missing else None,
        next_action=action(record, "Joindre à la convocation une note de synthèse sur chaque délibération."),
    )


def _second_call(facts: SittingFacts) -> Reading:
    """Three clear days between the second call, sent on the evening itself at the earliest, and the sitting."""
    record = facts.record
    if record.sitting.convocation.second_of or not _lacked_quorum(record):
        return Reading(not_applicable="Le quorum n'a pas manqué à une première convocation.")
    again = [s.held_on for s in facts.others if s.convocation.second_of == record.sitting.uid]
    first = record.sitting.held_on + timedelta(days=4)
    return Reading(
        first=first,
        done_on=min(again, default=None),
        next_action=f"Convoquer à nouveau, sur le même ordre du jour : séance le {long_date(first)} au plus tôt.",
    )


def _lacked_quorum(record: Record) -> bool:
    items = (i.uid for i in record.sitting.agenda if i.outcome is not ItemOutcome.WITHDRAWN)
    quorums = (record.quorum(item) for item in items)
    return any(quorum is not None and quorum.in_office and not quorum.is_met for quorum in quorums)


RULES: tuple[DutyRule[SittingFacts], ...] = (
    DutyRule(
        code="sitting.requested",
        title="Réunir le conseil qui a été demandé",
        article="CGCT art. L. 2121-9",
        says="Le maire réunit le conseil dans les trente jours de la demande motivée du préfet ou des membres.",
        read=_request,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        consequence="Le retard peut être reproché au maire.",
    ),
    DutyRule(
        code="sitting.dispatch",
        title="Envoyer la convocation",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="La convocation part trois ou cinq jours francs avant la séance ; le délai ne se reporte pas.",
        read=_dispatch,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        consequence="Les délibérations prises peuvent être annulées.",
    ),
    DutyRule(
        code="sitting.dispatch_local_law",
        title="Envoyer la convocation (Alsace-Moselle)",
        article="CGCT art. L. 2541-1 et s.",
        says="En Alsace-Moselle, la convocation part trois jours au moins avant la séance, la veille en urgence.",
        read=_dispatch_by_calendar_days,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
        consequence="Les délibérations prises peuvent être contestées.",
    ),
    DutyRule(
        code="sitting.dispatch_social_board",
        title="Envoyer la convocation (CCAS)",
        article="CASF art. R. 123-16",
        says="La convocation du conseil d'administration part trois jours au moins avant la séance.",
        read=_dispatch_by_calendar_days,
        bodies=SOCIAL_BOARDS,
        consequence="Les délibérations prises peuvent être contestées.",
    ),
    DutyRule(
        code="sitting.notes",
        title="Joindre les notes de synthèse",
        article="CGCT art. L. 2121-12",
        says="À partir de 3 500 habitants, et dans tout EPCI ou syndicat fermé, une note de synthèse sur chaque "
        "délibération accompagne la convocation.",
        read=_notes,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        consequence="La délibération dont la note manque peut être annulée.",
    ),
    DutyRule(
        code="sitting.second_call",
        title="Convoquer une seconde fois",
        article="CGCT art. L. 2121-17",
        says="Quand le quorum a manqué, le conseil convoqué à nouveau, trois jours francs au moins avant la séance, "
        "délibère sans quorum sur le même ordre du jour.",
        read=_second_call,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        consequence="Les points qui n'ont pas réuni le quorum restent sans décision.",
    ),
)


def duties_of_sitting(record: Record, today: date, others: Sequence[Sitting] = ()) -> tuple[Duty, ...]:
    """Every duty of one sitting as it stands ``today``; ``others`` are the council's other known sittings.

    One that nothing records is closed by an override of code ``duty.`` followed by its own.
    """
    facts, sitting = SittingFacts(record, others), record.sitting
    return tuple(
        rule.duty(
            facts,
            record.council,
            sitting.held_on,
            sitting.uid,
            override_of(sitting.overrides, rule.code),
            today,
        )
        for rule in (*RULES, *follow_up.RULES)
        if rule.concerns(record.council)
    )
