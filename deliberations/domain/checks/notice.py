"""Checks on the notice of a sitting: days before it, members called, notes of synthesis."""

from collections.abc import Iterator
from datetime import date, timedelta

from councils.domain.bodies import BodyType, Territory
from councils.domain.membership import number_at
from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import (
    article,
    has_begun,
    is_recorded,
    names_of,
    of_points,
    remedy,
)
from deliberations.domain.clear_days import (
    LARGE_COMMUNE,
    LONG_NOTICE,
    Doubt,
    Notice,
    required_notice,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.notices import (
    calendar_notice,
    last_dispatches,
    last_sent_on,
    not_called,
    notice_given,
)
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
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

_ACQUIRED = "L'irrégularité est acquise : en tenir compte avant de s'appuyer sur ces délibérations."


def check_notice(record: Record) -> Iterator[Finding]:
    """Clear days of notice (CGCT art. L. 2121-11, L. 2121-12; below one day even urgency is not enough)."""
    notice = notice_given(record)
    if notice is not None and not notice.is_enough:
        yield _short_notice(record, notice.given, notice.required)


def _short_notice(record: Record, given: int, notice: Notice) -> Finding:
    return Finding(
        code="notice.too_short",
        severity=_severity_of_notice(record, given, notice),
        article=notice.article,
        message=f"Convocation envoyée {counted(max(given, 0), 'jour franc', 'jours francs')} avant la séance"
        f"{_called_late(record)} ; il en faut {notice.clear_days}{_doubt(record, notice)}.",
        where="convocation",
        consequence="Les délibérations prises peuvent être annulées.",
        remedy=_remedy_of_notice(record, given, notice),
    )


def _severity_of_notice(record: Record, given: int, notice: Notice) -> Severity:
    """Below one clear day even urgency is not enough.

    From one day on, the sending is refused unless urgent: that is the gesture of ours. Once the members have met the
    fault is acquired, no gesture can mend it, and only a judge would draw the consequence.
    """
    is_sure = notice.doubt is None and not has_begun(record)
    return Severity.REFUSAL if given < 1 or is_sure else Severity.WARNING


def _called_late(record: Record) -> str:
    """« à A7 », where only some members were called that day."""
    names = names_of(record)
    late = [names.name(dispatch.member) for dispatch in last_dispatches(record)]
    return f" à {join_list(late)}" if 0 < len(late) < len(record.members) else ""


def _doubt(record: Record, notice: Notice) -> str:
    if notice.doubt is Doubt.UNKNOWN_POPULATION:
        return " (population inconnue : délai le plus court retenu)"
    if notice.doubt is Doubt.MANY_SEATS:
        return (
            " (population inconnue ; plus de 23 sièges supposent 3 500 habitants au moins, sauf dans une commune "
            "nouvelle : délai le plus long retenu)"
        )
    if notice.doubt is Doubt.THRESHOLD_CROSSED:
        days = [n.since for n in record.council.populations if n.since and n.since <= record.sitting.held_on]
        return (
            f" (population légale du {long_date(max(days))} ; seuil de 3 500 habitants franchi en cours de mandat : "
            "délai le plus long retenu)"
        )
    return ""


def _remedy_of_notice(record: Record, given: int, notice: Notice) -> str:
    sent_on = last_sent_on(record)
    if has_begun(record) or sent_on is None:
        return _ACQUIRED
    is_second = bool(record.sitting.convocation.second_of)
    urgency = ", ou faire constater l'urgence à l'ouverture" if given >= 1 and not is_second else ""
    return f"{_postpone(sent_on + timedelta(days=notice.clear_days + 1))}{urgency}."


def _postpone(earliest: date) -> str:
    return f"Reporter la séance au {long_date(earliest)} au plus tôt, pour une convocation déjà partie"


def check_everyone_called(record: Record) -> Iterator[Finding]:
    """Every member in office is called (CGCT art. L. 2121-10), where the dispatches are told one by one."""
    missing = not_called(record)
    if not missing:
        return
    names = names_of(record)
    who = join_list([names.name(member) for member in missing])
    yield Finding(
        code="notice.not_called",
        severity=Severity.WARNING,
        article=article(record, Topic.CONVOCATION),
        message=f"Aucun envoi de la convocation n'est enregistré pour {who}.",
        where="convocation",
        consequence="Un membre qui n'a pas été convoqué peut faire annuler les délibérations de la séance.",
        remedy=_remedy_of_absence(record),
    )


def _remedy_of_absence(record: Record) -> str:
    if is_recorded(record):
        return "Retrouver à qui la convocation a été envoyée, et l'enregistrer."
    return (
        _ACQUIRED
        if has_begun(record)
        else "Envoyer la convocation dans le délai, ou enregistrer l'envoi s'il a eu lieu."
    )


def check_calendar_days(record: Record) -> Iterator[Finding]:
    """Three days that are not clear ones (CASF art. R. 123-16; local law of Alsace-Moselle: the day before if urgent).

    The day of dispatch does not count, that of the sitting does.
    """
    notice, sent_on = calendar_notice(record), last_sent_on(record)
    if notice is None or sent_on is None or notice.is_enough:
        return
    earliest = sent_on + timedelta(days=notice.required)
    yield Finding(
        code="notice.too_short",
        severity=Severity.WARNING,
        article=article(record, Topic.NOTICE),
        message=f"Convocation envoyée {counted(max(notice.given, 0), 'jour', 'jours')} avant la séance"
        f"{_called_late(record)} ; il en faut {notice.required}.",
        where="convocation",
        consequence="Les délibérations prises peuvent être contestées.",
        remedy=_ACQUIRED if has_begun(record) else f"{_postpone(earliest)}.",
    )


def check_notes(record: Record) -> Iterator[Finding]:
    """A note on each matter to be decided goes with the convocation (CGCT art. L. 2121-12; EPCI of any size).

    Nothing is asked of an old paper, of a second call, whose notes went with the first one, nor of a commune whose
    population is unknown or has just crossed the threshold.
    """
    notice = required_notice(record.council, record.sitting.held_on)
    if notice is not None and notice.clear_days >= LONG_NOTICE and not notice.doubt:
        yield from _no_note(record, notice.article, "Aucune note de synthèse n'est enregistrée")


def check_reports(record: Record) -> Iterator[Finding]:
    """A report on each matter goes with the convocation of a CCAS from 3,500 inhabitants on (CASF art. R. 123-16)."""
    population = number_at(record.council.populations, record.sitting.held_on)
    if population is not None and population >= LARGE_COMMUNE:
        yield from _no_note(record, article(record, Topic.NOTICE), "Aucun rapport n'est enregistré")


def _no_note(record: Record, text: str, fault: str) -> Iterator[Finding]:
    sitting = record.sitting
    if is_recorded(record) or sitting.convocation.second_of:
        return
    missing = [
        i.uid for i in sitting.agenda if i.kind in DECIDING and not i.added_in_sitting and not i.note_html
    ]
    is_social = record.council.body_type is BodyType.CCAS
    note = "le rapport" if is_social else "la note"
    joined = "un rapport sur l'affaire" if is_social else "une note, ou un document équivalent,"
    if missing and last_sent_on(record) is not None:
        yield Finding(
            code="notice.no_note",
            severity=Severity.WARNING,
            article=text,
            message=f"{fault} ({of_points(record, missing)}).",
            where="convocation",
            items=tuple(missing),
            consequence=f"La délibération dont {note} manque peut être annulée.",
            remedy=remedy(
                record,
                f"Joindre {joined} à la convocation.",
                f"Enregistrer {note}, si l'envoi a eu lieu ; sinon, délibérer à nouveau si l'affaire le demande.",
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
        codes=("notice.not_called",),
        title="Convocation de chaque membre",
        article="CGCT art. L. 2121-10",
        says="Chaque membre en exercice est convoqué : quand les envois sont enregistrés un par un, aucun ne manque.",
        check=check_everyone_called,
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
    Rule(
        codes=("notice.no_note",),
        title="Rapport joint à la convocation du CCAS",
        article="CASF art. R. 123-16",
        says="Dans les communes de 3 500 habitants et plus, un rapport sur chaque affaire soumise à délibération part "
        "avec la convocation du conseil d'administration.",
        check=check_reports,
        bodies=SOCIAL_BOARDS,
    ),
)
