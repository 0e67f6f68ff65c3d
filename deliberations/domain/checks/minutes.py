"""Checks on the minutes of a sitting, once they are said to be settled (CGCT art. L. 2121-15)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from councils.domain.bodies import Council, Territory
from councils.domain.names import strip_accents
from deliberations.domain.articles import lent
from deliberations.domain.checks.common import is_recorded, of_points
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.written_dates import dates_in
from deliberations.domain.majority import Reason
from deliberations.domain.minutes_completing import completed
from deliberations.domain.nominations import nomination_on
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
from deliberations.domain.sittings import DECIDING, AgendaItem, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Vote, VoteMethod, VotePurpose
from deliberations.domain.wording.dates import MONTHS, WEEKDAYS, long_date

MINUTES = "CGCT art. L. 2121-15"
_MAYBE_MINUTES = re.compile(r"proc[eè]s|compte|\bPV\b|\bCR\b", re.IGNORECASE)
_APPROVED = re.compile(
    r"(?:(?:approbation|adoption|arret|validation|lecture et approbation) )?(?:du |des |de )?"
    r"(?:proces verb(?:al|aux)|pv|comptes? rendus?|cr)"
    r"(?: (?:de|du|des|la|le|les|l|d|et|en|a|date|(?:pre|der)\w+|seances?|reunions?|sessions?|conseils?|comites?|bureau"
    r"|municipa(?:l|ux)|communautaires?|syndica(?:l|ux)|administration|(?:extra)?ordinaires?|public\w*|\d{1,4}"
    rf"|er|h|heures?|{'|'.join(WEEKDAYS)}|{'|'.join(strip_accents(month) for month in MONTHS)}))*"
)
"""The whole title: minutes of a sitting, and not the report of decisions, nor the transfer of a building."""
_LONGEST = 200


def check_settled_later(record: Record) -> Iterator[Finding]:
    """The minutes are settled at the start of a later sitting."""
    settled_in = record.sitting.minutes_settled_in
    if settled_in and settled_in in {sitting.uid for sitting in record.earlier}:
        yield Finding(
            code="minutes.settled_before",
            severity=Severity.REFUSAL,
            article=lent(record.council, MINUTES),
            message="Le procès-verbal est dit arrêté à une séance antérieure à celle qu'il relate.",
            where="procès-verbal",
            consequence="Ce procès-verbal n'est pas arrêté : il ne peut être ni signé ni publié.",
            remedy="Indiquer la séance suivante, au début de laquelle le conseil l'a arrêté.",
        )


def check_settled_at_once(record: Record) -> Iterator[Finding]:
    """Minutes settled in the very sitting they report: a practice of the last sitting of a term, not established."""
    sitting = record.sitting
    if sitting.minutes_settled_in == sitting.uid:
        yield Finding(
            code="minutes.settled_at_once",
            severity=Severity.WARNING,
            article=lent(record.council, MINUTES),
            message="Le procès-verbal est arrêté à la séance même qu'il relate.",
            where="procès-verbal",
            consequence="La loi prévoit qu'il soit arrêté au début de la séance suivante.",
            remedy="Ne le faire qu'à la dernière séance du mandat ; sinon, l'arrêter au début de la séance suivante.",
        )


def check_date_in_title(record: Record) -> Iterator[Finding]:
    """An item that approves the minutes of a sitting which has not been held yet: its date is a slip."""
    for item in record.sitting.agenda:
        for day in _minutes_to_come(item, record.sitting.held_on):
            yield Finding(
                code="minutes.of_later_sitting",
                severity=Severity.WARNING,
                article="",
                message=f"Ce point approuve le procès-verbal d'une séance du {long_date(day)}, postérieure à celle-ci.",
                where="ordre du jour",
                item=item.uid,
                consequence="On ne sait pas quel procès-verbal le conseil a approuvé.",
                remedy="Vérifier la date de la séance dont le procès-verbal est approuvé.",
            )


def _minutes_to_come(item: AgendaItem, held_on: date) -> tuple[date, ...]:
    """The days named with the minutes in the title that come after ``held_on``."""
    if len(item.title_html) > _LONGEST or not _MAYBE_MINUTES.search(item.title_html):
        return ()
    title = text_of(item.title_html)
    days = (written.as_date for written in dates_in(title)) if _APPROVED.fullmatch(fold(title)) else ()
    return tuple(day for day in dict.fromkeys(days) if day is not None and day > held_on)


def check_content(record: Record) -> Iterator[Finding]:
    """What the minutes must state is recorded before they are settled. Nothing is asked of an old paper."""
    record = completed(record)
    sitting = record.sitting
    if not sitting.minutes_settled_in or is_recorded(record):
        return
    must_state = {
        "l'heure de la séance": sitting.opened_at or sitting.starts_at,
        "le président": sitting.chair,
        "les membres présents ou représentés": sitting.attendance_recorded and sitting.movements,
        "le secrétaire": sitting.secretaries,
        "l'ordre du jour": sitting.agenda,
    }
    missing = [name for name, value in must_state.items() if not value]
    missing += list(_missing_of_ballots(record))
    if missing:
        yield _incomplete(record.council, Severity.REFUSAL, missing)
    unasked = [item for vote in sitting.votes if lacks_its_request(record, vote) for item in vote.items]
    if unasked:
        asked = f"qui a demandé le scrutin ({of_points(record, _once(unasked))})"
        yield _incomplete(record.council, Severity.WARNING, [asked])


def _incomplete(council: Council, severity: Severity, missing: Iterable[str]) -> Finding:
    return Finding(
        code="minutes.incomplete",
        severity=severity,
        article=lent(council, MINUTES),
        message=f"Le procès-verbal est dit arrêté, mais il manque : {', '.join(missing)}.",
        where="procès-verbal",
        consequence="Un procès-verbal auquel manque une mention obligatoire peut être contesté.",
        remedy="Enregistrer ce qui manque, puis faire arrêter le procès-verbal.",
    )


def _missing_of_ballots(record: Record) -> Iterator[str]:
    """The results of the ballots, and for public ones the names and the sense of the votes."""
    untold = [item.uid for item in record.sitting.agenda if lacks_a_result(record, item)]
    if untold:
        yield f"le résultat des scrutins ({of_points(record, untold)})"
    unnamed = [item for vote in record.sitting.votes if vote.lacks_names for item in vote.items]
    if unnamed:
        yield f"le nom des votants et le sens de leur vote au scrutin public ({of_points(record, _once(unnamed))})"


def lacks_a_result(record: Record, item: AgendaItem) -> bool:
    """An item decided by an act without a vote, nor an election, or by a vote of which nothing is known."""
    if item.outcome is not ItemOutcome.EXAMINED or item.kind not in DECIDING:
        return False
    vote = record.deciding_vote(item.uid)
    if vote is not None:
        return vote.stated is None and record.outcome(vote).reason is Reason.COUNTS_UNKNOWN
    is_unopposed = item.nomination is not None and bool(item.nomination.single_candidacy)
    is_decided = any(act.operative for act in record.acts_on(item.uid))
    return is_decided and not is_unopposed and not record.elections_on(item.uid)


def lacks_its_request(record: Record, vote: Vote) -> bool:
    """A public or secret ballot that is asked for (art. L. 2121-21); a nomination is secret without being asked."""
    is_asked_for = vote.method is not VoteMethod.ORDINARY and vote.purpose is VotePurpose.WHOLE
    is_nomination = any(nomination_on(record, record.item(item)) is not None for item in vote.items)
    return is_asked_for and not is_nomination and vote.requested_by_present is None


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def check_under_local_law(record: Record) -> Iterator[Finding]:
    """The same in Alsace-Moselle, where article L. 2121-15 is not directly applicable (CGCT art. L. 2541-1)."""
    for finding in (*check_settled_later(record), *check_content(record)):
        yield replace(finding, article="CGCT art. L. 2541-1 et s.")


RULES = (
    Rule(
        codes=("minutes.settled_before",),
        title="Séance qui arrête le procès-verbal",
        article="CGCT art. L. 2121-15",
        says="Le procès-verbal est arrêté au commencement de la séance suivante.",
        check=check_settled_later,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("minutes.settled_at_once",),
        title="Procès-verbal arrêté séance tenante",
        article="CGCT art. L. 2121-15",
        says="Faute de séance suivante, à la fin du mandat, l'usage est d'arrêter le procès-verbal à "
        "la dernière séance.",
        check=check_settled_at_once,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        certainty=Certainty.COMMON_KNOWLEDGE,
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("minutes.of_later_sitting",),
        title="Date du procès-verbal approuvé",
        article="",
        says="Le procès-verbal qu'un point approuve est celui d'une séance déjà tenue.",
        check=check_date_in_title,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("minutes.incomplete",),
        title="Mentions du procès-verbal",
        article="CGCT art. L. 2121-15",
        says="Le procès-verbal dit la date et l'heure, le président, les membres présents ou "
        "représentés, le secrétaire, "
        "le quorum, l'ordre du jour, les délibérations et les rapports, les demandes de scrutin, les résultats des "
        "scrutins, le nom et le sens des votes au scrutin public, et la teneur des discussions. Ce qui peut être "
        "compté ou relu dans les faits est vérifié.",
        check=check_content,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        since=PUBLICITY_REFORM,
    ),
    Rule(
        codes=("minutes.settled_before", "minutes.incomplete"),
        title="Procès-verbal en Alsace-Moselle",
        article="CGCT art. L. 2541-1 et s.",
        says="Le procès-verbal y suit d'autres articles, qui n'ont pas été lus : ce que le droit commun refuse n'est "
        "qu'une alerte.",
        check=check_under_local_law,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.NOT_ESTABLISHED,
        since=PUBLICITY_REFORM,
    ),
)
