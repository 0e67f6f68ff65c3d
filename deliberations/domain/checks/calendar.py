"""Checks on the calendar: notice of the sitting, receipt and publication of its acts."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.checks.common import has_rules, is_over, remedy
from deliberations.domain.clear_days import Doubt, Notice, latest_dispatch, required_notice
from deliberations.domain.enforceability import first_publication, is_in_mode
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.notices import notice_given
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    EVERY_BODY,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    PUBLICITY_REFORM,
    Certainty,
    Rule,
)
from deliberations.domain.votes import VotePurpose
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date


def check_notice(record: Record) -> Iterator[Finding]:
    """Clear days of notice (CGCT art. L. 2121-11, L. 2121-12; below one day even urgency is not enough)."""
    notice = notice_given(record)
    if notice is not None and not notice.is_enough:
        yield _short_notice(record, notice.given, notice.required)


def _short_notice(record: Record, given: int, notice: Notice) -> Finding:
    return Finding(
        code="notice.too_short",
        severity=Severity.REFUSAL if given < 1 else Severity.WARNING,
        article=notice.article,
        message=f"Convocation envoyée {counted(max(given, 0), 'jour franc', 'jours francs')} avant la séance ; "
        f"il en faut {notice.clear_days}{_doubt(record, notice)}.",
        where="convocation",
        consequence="Les délibérations prises peuvent être annulées.",
        remedy=_remedy_of_notice(record, notice),
    )


def _doubt(record: Record, notice: Notice) -> str:
    if notice.doubt is Doubt.UNKNOWN_POPULATION:
        return " (population inconnue : délai le plus court retenu)"
    if notice.doubt is Doubt.THRESHOLD_CROSSED:
        days = [n.since for n in record.council.populations if n.since and n.since <= record.sitting.held_on]
        return (
            f" (population légale du {long_date(max(days))} ; seuil de 3 500 habitants franchi en cours de mandat : "
            "délai le plus long retenu)"
        )
    return ""


def _remedy_of_notice(record: Record, notice: Notice) -> str:
    sitting = record.sitting
    if is_over(record) or sitting.opened_at is not None or sitting.votes or sitting.elections:
        return "L'irrégularité est acquise : en tenir compte avant de s'appuyer sur ces délibérations."
    latest = long_date(latest_dispatch(sitting.held_on, notice.clear_days))
    urgency = ", ou constater l'urgence en séance (un jour franc au moins)"
    return f"Envoyer au plus tard le {latest}{'' if sitting.convocation.second_of else urgency}."


def check_urgency(record: Record) -> Iterator[Finding]:
    """The council decides on the urgency at the opening of the sitting (CGCT art. L. 2121-11, L. 2121-12)."""
    sitting = record.sitting
    voted = any(vote.purpose is VotePurpose.URGENCY for vote in sitting.votes)
    is_urgent = sitting.convocation.is_urgent and not sitting.convocation.second_of
    if not is_urgent or voted or not has_rules(record) or record.council.body_type is BodyType.CCAS:
        return
    # In Alsace-Moselle the council decides on the urgency too, under an article that is not established here.
    notice = required_notice(record.council, sitting.held_on)
    yield Finding(
        code="notice.urgency_not_voted",
        severity=Severity.WARNING,
        article=notice.article if notice else "",
        message="Convocation en urgence : aucun vote du conseil sur l'urgence n'est enregistré.",
        where="convocation",
        consequence="Sans ce vote, le délai de convocation n'est pas valablement abrégé.",
        remedy=remedy(
            record,
            "Rendre compte de l'urgence dès l'ouverture de la séance, la mettre aux voix et enregistrer ce vote.",
            "Retrouver au procès-verbal le vote sur l'urgence, et l'enregistrer.",
        ),
    )


def check_dates_of_acts(record: Record) -> Iterator[Finding]:
    """An act cannot be received or published before the day it was adopted."""
    held_on = record.sitting.held_on
    for act in record.sitting.deliberations:
        facts = [("transmission", act.transmission), *(("publication", p) for p in act.publications)]
        for name, fact in facts:
            if fact is not None and fact.effective_on < held_on:
                yield Finding(
                    code=f"{name}.before_sitting",
                    severity=Severity.WARNING,
                    article="CGCT art. L. 2131-1",
                    message=f"La {name} du {long_date(fact.effective_on)} est antérieure à la séance.",
                    where=name,
                    item=act.item,
                    remedy="Vérifier la date sur l'accusé de réception ou le journal de publication.",
                )


def check_publication_mode(record: Record) -> Iterator[Finding]:
    """The way of publication is the one the council had chosen that day (CGCT art. L. 2131-1, IV)."""
    for act in record.sitting.deliberations:
        published = first_publication(record.council, act)
        if published is None or is_in_mode(record.council, published):
            continue
        yield Finding(
            code="publication.mode",
            severity=Severity.WARNING,
            article="CGCT art. L. 2131-1, IV",
            message=f"La publication du {long_date(published.effective_on)} n'est pas faite selon le mode en vigueur "
            "ce jour-là.",
            where="publication",
            item=act.item,
            consequence="Le délai de recours et le caractère exécutoire peuvent être discutés.",
            remedy="Publier l'acte selon le mode en vigueur, puis enregistrer cette publication.",
        )


NOTICE_RULES = (
    Rule(
        codes=("notice.too_short",),
        title="Délai de convocation",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="La convocation part trois jours francs au moins avant la séance (communes de moins de 3 500 habitants), "
        "cinq sinon et dans tout EPCI ou syndicat fermé ; en urgence, un jour franc au moins. Ni le jour de l'envoi ni "
        "celui de la séance ne comptent ; les samedis, dimanches et jours fériés comptent. Le délai d'une seconde "
        "convocation est de trois jours francs.",
        check=check_notice,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
    ),
    Rule(
        codes=("notice.urgency_not_voted",),
        title="Urgence",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="Le maire rend compte de l'urgence dès l'ouverture de la séance, et le conseil se prononce sur elle.",
        check=check_urgency,
        bodies=COMMUNES | GROUPED,
    ),
)
ACT_RULES = (
    Rule(
        codes=("transmission.before_sitting", "publication.before_sitting"),
        title="Dates de transmission et de publication",
        article="CGCT art. L. 2131-1",
        says="Un acte n'est ni reçu par l'État ni publié avant d'avoir été adopté.",
        check=check_dates_of_acts,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("publication.mode",),
        title="Mode de publication",
        article="CGCT art. L. 2131-1, IV",
        says="L'acte est publié selon le mode que la commune de moins de 3 500 habitants ou le syndicat a choisi ; "
        "sans choix, sous forme électronique.",
        check=check_publication_mode,
        since=PUBLICITY_REFORM,
    ),
)
