"""Checks on the notice of a sitting: days before it, urgency, notes of synthesis."""

from collections.abc import Iterator
from datetime import timedelta

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.common import (
    has_begun,
    has_rules,
    is_over,
    is_recorded,
    of_points,
    remedy,
)
from deliberations.domain.clear_days import LONG_NOTICE, Doubt, Notice, latest_dispatch, required_notice
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.notices import last_sent_on, notice_given
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    SOCIAL_BOARDS,
    Certainty,
    Rule,
)
from deliberations.domain.sittings import DECIDING
from deliberations.domain.votes import VotePurpose
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date

_ACQUIRED = "L'irrégularité est acquise : en tenir compte avant de s'appuyer sur ces délibérations."


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
        return _ACQUIRED
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


def check_calendar_days(record: Record) -> Iterator[Finding]:
    """Three days that are not clear ones (CASF art. R. 123-16; local law of Alsace-Moselle: the day before if urgent).

    The day of dispatch does not count, that of the sitting does.
    """
    sent_on, held_on = last_sent_on(record), record.sitting.held_on
    if sent_on is None:
        return
    is_local = record.council.body_type is BodyType.COMMUNE
    required = 1 if is_local and record.sitting.convocation.is_urgent else 3
    given = (held_on - sent_on).days
    if given >= required:
        return
    latest = long_date(held_on - timedelta(days=required))
    yield Finding(
        code="notice.too_short",
        severity=Severity.WARNING,
        article="CGCT art. L. 2541-1 et s." if is_local else "CASF art. R. 123-16",
        message=f"Convocation envoyée {counted(max(given, 0), 'jour', 'jours')} avant la séance ; "
        f"il en faut {required}.",
        where="convocation",
        consequence="Les délibérations prises peuvent être contestées.",
        remedy=_ACQUIRED if has_begun(record) else f"Envoyer au plus tard le {latest}.",
    )


def check_notes(record: Record) -> Iterator[Finding]:
    """A note on each matter to be decided goes with the convocation (CGCT art. L. 2121-12; EPCI of any size).

    Nothing is asked of an old paper, nor of a commune whose population is unknown or has just crossed the threshold.
    """
    sitting = record.sitting
    notice = required_notice(record.council, sitting.held_on)
    if notice is None or notice.clear_days < LONG_NOTICE or notice.doubt or is_recorded(record):
        return
    missing = [
        i.uid for i in sitting.agenda if i.kind in DECIDING and not i.added_in_sitting and not i.note_html
    ]
    if missing and last_sent_on(record) is not None:
        yield Finding(
            code="notice.no_note",
            severity=Severity.WARNING,
            article=notice.article,
            message=f"Aucune note de synthèse n'est enregistrée ({of_points(record, missing)}).",
            where="convocation",
            consequence="La délibération dont la note manque peut être annulée.",
            remedy=remedy(
                record,
                "Joindre une note, ou un document équivalent, à la convocation.",
                "Enregistrer la note envoyée ; s'il n'y en a pas eu, délibérer à nouveau si l'affaire le demande.",
            ),
        )


RULES = (
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
    Rule(
        codes=("notice.too_short",),
        title="Délai de convocation du CCAS",
        article="CASF art. R. 123-16",
        says="La convocation du conseil d'administration part trois jours au moins avant la séance ; ces jours ne sont "
        "pas des jours francs.",
        check=check_calendar_days,
        bodies=SOCIAL_BOARDS,
    ),
    Rule(
        codes=("notice.too_short",),
        title="Délai de convocation en Alsace-Moselle",
        article="CGCT art. L. 2541-1 et s.",
        says="La convocation part trois jours au moins avant la séance, la veille en cas d'urgence.",
        check=check_calendar_days,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
    ),
    Rule(
        codes=("notice.no_note",),
        title="Note explicative de synthèse",
        article="CGCT art. L. 2121-12",
        says="À partir de 3 500 habitants, et dans tout EPCI ou syndicat fermé, une note sur chaque affaire soumise à "
        "délibération part avec la convocation ; des documents équivalents peuvent en tenir lieu.",
        check=check_notes,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
    ),
)
