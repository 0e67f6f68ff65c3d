"""Checks on the minutes of a sitting, once they are said to be settled (CGCT art. L. 2121-15)."""

from collections.abc import Iterator

from deliberations.domain.checks.common import is_recorded
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    COMMUNES,
    GROUPED,
    OUTSIDE_LOCAL_LAW,
    PUBLICITY_REFORM,
    Certainty,
    Rule,
)


def check_settled_later(record: Record) -> Iterator[Finding]:
    """The minutes are settled at the start of a later sitting."""
    settled_in = record.sitting.minutes_settled_in
    if settled_in and settled_in in {sitting.uid for sitting in record.earlier}:
        yield Finding(
            code="minutes.settled_before",
            severity=Severity.REFUSAL,
            article="CGCT art. L. 2121-15",
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
            article="CGCT art. L. 2121-15",
            message="Le procès-verbal est arrêté à la séance même qu'il relate.",
            where="procès-verbal",
            consequence="La loi prévoit qu'il soit arrêté au début de la séance suivante.",
            remedy="Ne le faire qu'à la dernière séance du mandat ; sinon, l'arrêter au début de la séance suivante.",
        )


def check_content(record: Record) -> Iterator[Finding]:
    """What the minutes must state is recorded before they are settled. Nothing is asked of an old paper."""
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
    if missing:
        yield Finding(
            code="minutes.incomplete",
            severity=Severity.REFUSAL,
            article="CGCT art. L. 2121-15",
            message=f"Le procès-verbal est dit arrêté, mais il manque : {', '.join(missing)}.",
            where="procès-verbal",
            consequence="Un procès-verbal auquel manque une mention obligatoire peut être contesté.",
            remedy="Enregistrer ce qui manque, puis faire arrêter le procès-verbal.",
        )


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
        codes=("minutes.incomplete",),
        title="Mentions du procès-verbal",
        article="CGCT art. L. 2121-15",
        says="Le procès-verbal dit la date et l'heure, le président, les membres présents ou "
        "représentés, le secrétaire, "
        "le quorum, l'ordre du jour, les délibérations et les rapports, les demandes de scrutin, les résultats des "
        "scrutins et la teneur des discussions. Ce qui peut être compté ou relu dans les faits est vérifié.",
        check=check_content,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
        since=PUBLICITY_REFORM,
    ),
)
