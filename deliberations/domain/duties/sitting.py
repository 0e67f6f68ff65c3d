"""Duties of one sitting until it is held: request, convocation, notes, second call."""

from collections.abc import Sequence
from datetime import date, timedelta

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.checks.quorum import calls_for_quorum
from deliberations.domain.clear_days import (
    LARGE_COMMUNE,
    LONG_NOTICE,
    Doubt,
    latest_dispatch,
    required_notice,
)
from deliberations.domain.duties import follow_up
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.duties.reading import NO_POPULATION, action, below, is_old_paper, override_of
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

_NOT_READ = Reading(not_applicable="Date d'envoi non relevée sur cet acte ancien.")
_BY_STATUTES = Reading(not_applicable="Délai fixé par un texte propre à cette assemblée.")


def _request(facts: SittingFacts) -> Reading:
    """Done on the day the sitting is held, not on the day for which it is called."""
    convocation = facts.record.sitting.convocation
    if convocation.requested_by is Requester.NOBODY or convocation.requested_on is None:
        return Reading(not_applicable="Personne n'a demandé cette séance.")
    held_on = facts.record.sitting.held_on
    return Reading(
        first=convocation.requested_on,
        last=convocation.requested_on + timedelta(days=30),
        done_on=held_on if held_on <= facts.today else None,
        next_action="Réunir l'assemblée dans les trente jours de la demande.",
    )


def _dispatch(facts: SittingFacts) -> Reading:
    record = facts.record
    sitting = record.sitting
    second = bool(sitting.convocation.second_of)
    notice = notice_due(record)
    if notice is None:
        return _BY_STATUTES
    clear_days = 1 if sitting.convocation.is_urgent and not second else notice.clear_days
    return _sent_by(record, latest_dispatch(sitting.held_on, clear_days), notice.article)


def _sent_by(record: Record, latest: date, article: str) -> Reading:
    """What an old paper does not tell is unknown, not late."""
    sent_on = last_sent_on(record)
    if sent_on is None and is_old_paper(record):
        return _NOT_READ
    to_do = f"Envoyer la convocation à tous les membres au plus tard le {long_date(latest)}."
    return Reading(last=latest, done_on=sent_on, next_action=to_do, article=article)


def _dispatch_by_calendar_days(facts: SittingFacts) -> Reading:
    """Three days that are not clear ones; the day before in urgency, in a commune of Alsace-Moselle."""
    record = facts.record
    is_local = record.council.body_type is BodyType.COMMUNE
    days = 1 if is_local and record.sitting.convocation.is_urgent else 3
    latest = record.sitting.held_on - timedelta(days=days)
    return _sent_by(record, latest, article_of(record.council, Topic.NOTICE))


def _notes(facts: SittingFacts) -> Reading:
    """Silent where the check is: on an old paper, and where the law that applies to the commune is not sure."""
    record = facts.record
    reason = _why_no_notes(record)
    if reason:
        return Reading(not_applicable=reason)
    dispatch = _dispatch(facts)
    deciding = [i for i in record.sitting.agenda if i.kind in DECIDING and not i.added_in_sitting]
    missing = [item for item in deciding if not item.note_html.strip()]
    return Reading(
        last=dispatch.last,
        done_on=dispatch.done_on if deciding and not missing else None,
        next_action="Joindre à la convocation une note de synthèse sur chaque délibération.",
    )


def _why_no_notes(record: Record) -> str:
    council, on = record.council, record.sitting.held_on
    notice = required_notice(council, on)
    if is_old_paper(record):
        return "Les notes ne sont pas relevées sur un acte ancien."
    if notice is None:
        return _BY_STATUTES.not_applicable
    if notice.doubt is Doubt.THRESHOLD_CROSSED:
        return "Seuil de 3 500 habitants franchi en cours de mandat : il n'est pas établi que la note soit déjà due."
    if notice.doubt in (Doubt.UNKNOWN_POPULATION, Doubt.MANY_SEATS):
        return NO_POPULATION
    return below(council, on, LARGE_COMMUNE) if notice.clear_days < LONG_NOTICE else ""


def _second_call(facts: SittingFacts) -> Reading:
    """Three clear days between the second call, sent on the evening itself at the earliest, and the sitting."""
    first = facts.record.sitting.held_on + timedelta(days=4)
    return _called_again(facts, first, f" : séance le {long_date(first)} au plus tôt")


def _second_call_of_social_board(facts: SittingFacts) -> Reading:
    """Without quorum too, but how long before the sitting is not established: the ordinary notice is safe."""
    return _called_again(facts, None, ", dans le délai ordinaire : le quorum ne sera plus exigé")


def _called_again(facts: SittingFacts, first: date | None, how: str) -> Reading:
    record = facts.record
    if record.sitting.convocation.second_of or not _lacked_quorum(record):
        return Reading(not_applicable="Le quorum n'a pas manqué à une première convocation.")
    again = [s.held_on for s in facts.others if s.convocation.second_of == record.sitting.uid]
    return Reading(
        first=first,
        done_on=min(again, default=None),
        next_action=action(record, f"Convoquer à nouveau, sur le même ordre du jour{how}."),
    )


def _lacked_quorum(record: Record) -> bool:
    """On what was to be deliberated, even put off for that very reason."""
    agenda = (i for i in record.sitting.agenda if i.outcome is not ItemOutcome.WITHDRAWN)
    quorums = (record.quorum(item.uid) for item in agenda if calls_for_quorum(record, item))
    return any(quorum is not None and quorum.in_office and not quorum.is_met for quorum in quorums)


RULES: tuple[DutyRule[SittingFacts], ...] = (
    DutyRule(
        code="sitting.requested",
        title="Tenir la séance demandée",
        article="CGCT art. L. 2121-9",
        says="Le maire ou le président réunit l'assemblée dans les trente jours de la demande motivée du préfet ou "
        "des membres.",
        read=_request,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        consequence="Le retard peut être reproché à celui qui devait réunir l'assemblée.",
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
    DutyRule(
        code="sitting.second_call_social_board",
        title="Convoquer une seconde fois (CCAS)",
        article="CASF art. R. 123-17",
        says="Quand le quorum a manqué, le conseil d'administration convoqué à nouveau délibère sans quorum sur le "
        "même ordre du jour.",
        read=_second_call_of_social_board,
        bodies=SOCIAL_BOARDS,
        consequence="Les points qui n'ont pas réuni le quorum restent sans décision.",
    ),
)


def duties_of_sitting(record: Record, today: date, others: Sequence[Sitting] = ()) -> tuple[Duty, ...]:
    """Every duty of one sitting as it stands ``today``; ``others`` are the council's other known sittings.

    One that nothing records is closed by an override of code ``duty.`` followed by its own.
    """
    facts, sitting = SittingFacts(record, today, others), record.sitting
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
