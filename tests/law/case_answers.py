"""What the engine answers to a case, in the words of the cases: a tree of French keys and texts."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.duties import Duty, DutyState, duties_of_act, duties_of_sitting, duties_of_year
from deliberations.domain.elections import ElectionReason, ElectionResult
from deliberations.domain.enforceability import Obstacle, executory_since, obstacle_of
from deliberations.domain.examination import ItemExamination, VoteExamination, examine
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.notices import notice_given
from deliberations.domain.proxies import proxies_of
from deliberations.domain.record import Record
from tests.law.case_facts import Situation

FINDINGS = "constats"
SEVERITIES = {Severity.REFUSAL: "refus", Severity.WARNING: "alerte", Severity.NOTICE: "note"}
SET_ASIDE = "écarté"
WORDS: dict[Enum, str] = {
    Verdict.ADOPTED: "adopté",
    Verdict.REJECTED: "rejeté",
    Verdict.UNDETERMINED: "indéterminé",
    Reason.MAJORITY_FOR: "majorité pour",
    Reason.MAJORITY_AGAINST: "majorité contre",
    Reason.CASTING_VOTE: "voix prépondérante",
    Reason.TIE_UNDER_SECRET_BALLOT: "partage au scrutin secret",
    Reason.TIE_WITHOUT_CASTING_VOTE: "partage sans voix prépondérante",
    Reason.TIE_ADOPTS_ACCOUNTS: "partage qui adopte les comptes",
    Reason.NO_VOTE_CAST: "aucun suffrage exprimé",
    Reason.NOT_UNANIMOUS: "unanimité non réunie",
    Reason.THRESHOLD_REACHED: "majorité requise atteinte",
    Reason.THRESHOLD_NOT_REACHED: "majorité requise non atteinte",
    Reason.COUNTS_UNKNOWN: "décompte inconnu",
    ElectionReason.UNOPPOSED: "candidature unique",
    ElectionReason.ABSOLUTE_MAJORITY: "majorité absolue",
    ElectionReason.RELATIVE_MAJORITY: "majorité relative",
    ElectionReason.OLDEST: "bénéfice de l'âge",
    ElectionReason.HIGHEST_AVERAGE_AGE: "moyenne d'âge la plus élevée",
    ElectionReason.PROPORTIONAL: "répartition proportionnelle",
    ElectionReason.NO_MAJORITY: "pas de majorité",
    ElectionReason.NO_VOTE_CAST: "aucun suffrage exprimé",
    ElectionReason.NO_ROUND: "aucun tour",
    ElectionReason.ROUNDS_UNSOUND: "tours incohérents",
    ElectionReason.PAPERS_UNKNOWN: "bulletins inconnus",
    ElectionReason.AGE_UNKNOWN: "âge inconnu",
    ElectionReason.SAME_AGE: "même âge",
    DutyState.DONE: "faite",
    DutyState.DUE: "à faire",
    DutyState.LATE: "en retard",
    DutyState.NOT_APPLICABLE: "sans objet",
    Obstacle.NOT_EXAMINED: "point non examiné",
    Obstacle.PROPOSAL_REJECTED: "proposition rejetée",
    Obstacle.NO_DECISION: "aucune décision",
    Obstacle.SUSPENDED: "suspendu",
    Obstacle.ANNULLED: "annulé",
    Obstacle.NOT_PUBLISHED: "non publié",
    Obstacle.NOT_TRANSMITTED: "non transmis",
}
Answers = dict[str, Any]
"""Texts, answers of a level below, and under ``constats`` the findings of that level."""


def words(value: Any) -> str:
    """How a case writes a value: « oui », « 8 », « 19/12/2023 », « adopté », « A1, A2 »; « aucun » for nothing."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Enum):
        return WORDS[value]
    if value is None or value == ():
        return "aucun"
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def said(**answers: Any) -> Answers:
    return {key.replace("_", " "): words(value) for key, value in answers.items()}


def answers_of(situation: Situation) -> Answers:
    """Everything that a case may expect of a sitting. With one item, its answers are those of the sitting too."""
    record = situation.record
    examination = examine(record)
    items = {f"point {item.order}": _item(situation, item) for item in examination.items}
    alone = next(iter(items.values())) if len(items) == 1 else {}
    return {
        **alone,
        **items,
        **_notice(record),
        **said(ordre_du_tableau=record.members, sans_alerte=_is_clean(examination.all_findings)),
        "ouverture": _room(record, record.attendance()),
        "échéances": {**alone.get("échéances", {}), **_duties(_sitting_duties(situation))},
        FINDINGS: examination.all_findings,
    }


def _is_clean(findings: Iterable[Finding]) -> bool:
    return not any(finding.is_open for finding in findings)


def _notice(record: Record) -> Answers:
    given = notice_given(record)
    if given is None:
        return {
            "jours francs": words(None),
            "jours francs requis": words(None),
            "délai respecté": words(None),
        }
    return {
        "jours francs": words(given.given),
        "jours francs requis": words(given.required.clear_days),
        "délai respecté": words(given.is_enough),
    }


def _sitting_duties(situation: Situation) -> tuple[Duty, ...]:
    record = situation.record
    return (
        *duties_of_sitting(record, situation.today, situation.others),
        *duties_of_year(record.council, (record.sitting, *situation.others), situation.year, situation.today),
    )


def _duties(duties: Iterable[Duty]) -> Answers:
    return {
        duty.code: {
            "premier jour": words(duty.first),
            "dernier jour": words(duty.last),
            "faite le": words(duty.done_on),
            "état": words(duty.state),
            "faite en retard": words(duty.was_late),
        }
        for duty in duties
    }


def _item(situation: Situation, item: ItemExamination) -> Answers:
    record = situation.record
    moment = record.moment_of(item.uid)
    answers = {
        **_room(record, record.attendance_at(item.uid)),
        **_quorum(item),
        **said(
            président=record.chair(moment),
            verdict="sans vote" if item.verdict is None else item.verdict,
            sans_alerte=_is_clean(item.findings),
        ),
        **_votes(item.votes),
        **_elections(item.elections),
        FINDINGS: item.findings,
    }
    for act in record.acts_on(item.uid):
        answers |= _act(situation, act)
    return answers


def _room(record: Record, room: Attendance) -> Answers:
    """The room at one moment; « présents » are the persons who sit there, substitutes included."""
    if not room.is_known:
        return said(présents=None, représentés=None, votants=None)
    uses = proxies_of(room)
    return {
        "en exercice": words(room.in_office),
        "présents": words(room.present),
        "suppléants": words(room.count(SeatState.SUBSTITUTED)),
        "à distance": words(room.count(SeatState.REMOTE)),
        "représentés": words(room.represented),
        "excusés": words(room.count(SeatState.EXCUSED)),
        "absents": words(room.count(SeatState.ABSENT)),
        "déportés": words(room.count(SeatState.STEPPED_ASIDE)),
        "votants": words(room.voters),
        "pouvoirs comptés": words(
            tuple(f"{u.grantor} -> {u.holder or 'personne'}" for u in uses if u.is_used)
        ),
        "pouvoirs sans effet": words(tuple(f"{u.grantor} -> {u.holder}" for u in uses if not u.is_used)),
    }


def _quorum(item: ItemExamination) -> Answers:
    quorum = item.quorum
    return said(
        quorum_requis=quorum and quorum.required,
        quorum_présents=quorum and quorum.present,
        quorum_sur=quorum and quorum.in_office,
        quorum_atteint=None if quorum is None else quorum.is_met,
    )


def _votes(votes: tuple[VoteExamination, ...]) -> Answers:
    """The vote that decides, and each one apart (« vote 1 »)."""
    found = {f"vote {n}": _vote(vote) for n, vote in enumerate(votes, start=1)}
    deciding = [f"vote {n}" for n, vote in enumerate(votes, start=1) if vote.decides]
    return {**found, **(found[deciding[-1]] if deciding else {})}


def _vote(vote: VoteExamination) -> Answers:
    return said(
        pour=vote.in_favour,
        contre=vote.against,
        abstentions=vote.abstentions,
        blancs=vote.blank,
        nuls=vote.null,
        ne_prennent_pas_part=vote.not_voting,
        exprimés=vote.votes_cast,
        votants_au_vote=vote.voters,
        majorité_requise=vote.required,
        verdict=vote.verdict,
        motif=vote.reason,
    )


def _elections(results: tuple[ElectionResult, ...]) -> Answers:
    found = {f"élection {n}": _election(result) for n, result in enumerate(results, start=1)}
    return {**found, **(found["élection 1"] if len(found) == 1 else {})}


def _election(result: ElectionResult) -> Answers:
    """« élus » are the members named by the ballot, else the names of the winners."""
    members = tuple(name for w in result.winners for name in (w.members or (w.name,)))
    return {
        **said(
            élus=members,
            élection_acquise=result.is_determined and bool(result.winners),
            motif_élection=result.reason,
            tour=result.round,
            suffrages_exprimés=result.votes_cast,
            majorité_absolue=result.required,
        ),
        "sièges par liste": words(tuple(f"{w.name} = {w.seats}" for w in result.winners)),
    }


def _act(situation: Situation, act: Deliberation) -> Answers:
    record = situation.record
    return {
        **said(
            exécutoire_le=executory_since(record, act),
            obstacle=obstacle_of(record, act),
            signataire=record.signatory(act),
        ),
        "échéances": _duties(duties_of_act(record, act, situation.today)),
    }
