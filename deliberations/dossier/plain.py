"""The report of ``dossier check`` as lines that a town hall secretary reads in a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from deliberations.domain.duties import Duty, DutyState
from deliberations.domain.elections import ElectionResult
from deliberations.domain.examination import ItemExamination, QuorumRead, RoomCount, VoteExamination
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list
from deliberations.dossier.report import CheckReport, SittingReport

_SEVERITIES = {Severity.REFUSAL: "REFUS", Severity.WARNING: "ALERTE", Severity.NOTICE: "NOTE"}
_VERDICTS = {
    Verdict.ADOPTED: "adopté",
    Verdict.REJECTED: "rejeté",
    Verdict.UNDETERMINED: "résultat indéterminé",
}
_ROOM = {
    "present": "présents",
    "substituted": "suppléants",
    "remote": "à distance",
    "represented": "représentés",
    "excused": "excusés",
    "absent": "absents",
    "stepped_aside": "déportés",
    "vacant": "vacants",
}
_CHOICES = {
    "in_favour": "pour",
    "against": "contre",
    "abstentions": "abstentions",
    "blank": "blancs",
    "null": "nuls",
    "not_voting": "ne prenant pas part au vote",
}
_ALWAYS = frozenset({"present", "represented", "in_favour", "against", "abstentions"})
"""Counts that are said even when there is none."""


def lines_of(report: CheckReport) -> Iterator[str]:
    """Every sitting with its items, its findings and what is due, then the duties of the year and the totals."""
    for sitting in report.sittings:
        yield from _sitting(sitting, report.today)
    yield from _duties(report.duties, {}, report.today, "Échéances de l'année")
    yield _totals(report)


def _sitting(sitting: SittingReport, today: date) -> Iterator[str]:
    yield f"Séance du {long_date(sitting.held_on)} ({sitting.examination.uid})"
    yield ""
    for item in sitting.examination.items:
        yield from _item(item)
        yield ""
    if sitting.examination.findings:
        yield "Sur l'ensemble de la séance"
        yield from _findings(sitting.examination.findings)
        yield ""
    names = {act.uid: act.number for act in sitting.acts}
    yield from _duties(sitting.duties, names, today, "Échéances")


def _item(item: ItemExamination) -> Iterator[str]:
    yield f"Point {item.order}. {item.title}" + (f" (n° {join_list(item.numbers)})" if item.numbers else "")
    if item.room:
        yield f"  En exercice {item.room.in_office} : {_room(item.room)}"
    if item.quorum:
        yield f"  {_quorum(item.quorum)}"
    for vote in item.votes:
        yield f"  {_vote(vote)}"
    for election in item.elections:
        yield f"  {_election(election)}"
    yield from _findings(item.findings)


def _room(room: RoomCount) -> str:
    return _counts(((label, name, getattr(room, name)) for name, label in _ROOM.items()))


def _counts(counts: Iterable[tuple[str, str, int | None]]) -> str:
    """« pour 12, contre 0 »: what is known, and what is not zero."""
    return ", ".join(f"{label} {n}" for label, name, n in counts if n or (n == 0 and name in _ALWAYS))


def _quorum(quorum: QuorumRead) -> str:
    met = "atteint" if quorum.is_met else "non atteint"
    of = f" sur {quorum.in_office}"
    return f"Quorum {met} : {quorum.required} requis{of}, présents {quorum.present}"


def _vote(vote: VoteExamination) -> str:
    known = _counts(((label, name, getattr(vote, name)) for name, label in _CHOICES.items()))
    voters = "" if vote.voters is None else f"votants {vote.voters}, "
    cast = "" if vote.votes_cast is None else f"exprimés {vote.votes_cast}, "
    return (
        f"Vote : {voters}{cast}{known or 'décompte inconnu, '}".rstrip(", ") + f" → {_VERDICTS[vote.verdict]}"
    )


def _election(election: ElectionResult) -> str:
    winners = join_list([w.name for w in election.winners])
    elected = f"élection de {winners}" if winners and election.is_determined else "élection non acquise"
    cast = "" if election.votes_cast is None else f", exprimés {election.votes_cast}"
    required = "" if election.required is None else f", majorité absolue {election.required}"
    return f"Scrutin secret{cast}{required} → {elected}"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        article = f" ({finding.article})" if finding.article else ""
        where = f"{finding.where} : " if finding.where else ""
        yield f"  {_SEVERITIES[finding.severity]} {finding.code}{article}"
        yield f"    {where}{finding.message}"
        correction = finding.correction and f"→ Proposition : {finding.correction}"
        override = finding.override and f"Écarté : {finding.override.reason}"
        for line in (finding.consequence, finding.remedy and f"→ {finding.remedy}", correction, override):
            if line:
                yield f"    {line}"


def _duties(duties: Iterable[Duty], names: Mapping[str, str], today: date, title: str) -> Iterator[str]:
    """What remains to be done then what runs, soonest first; what is done or does not apply is not said."""
    waiting = [d for d in duties if d.state in (DutyState.DUE, DutyState.LATE)]
    groups = [list(group) for _, group in groupby(sorted(waiting, key=_rank), key=_rank)]
    if groups:
        yield f"{title}, au {long_date(today)}"
    for group in groups:
        yield from _duty(group[0], [names[d.subject] for d in group if names.get(d.subject)])
    if groups:
        yield ""


def _rank(duty: Duty) -> tuple[bool, date, str, str]:
    """Duties of one rank are one line, whatever the act."""
    return duty.is_window, duty.last or date.max, duty.title, duty.next_action


def _duty(duty: Duty, acts: list[str]) -> Iterator[str]:
    label = "EN COURS" if duty.is_window else "EN RETARD" if duty.state is DutyState.LATE else "À FAIRE"
    of = f" : {join_list(acts)}" if acts else ""
    until = "jusqu'au" if duty.is_window else "au plus tard le"
    day = f", {until} {long_date(duty.last)}" if duty.last else ""
    article = f" ({duty.article})" if duty.article else ""
    yield f"  {label} {duty.title}{of}{day}{article}"
    if duty.next_action:
        yield f"    → {duty.next_action}"


def _totals(report: CheckReport) -> str:
    if not any(report.counts.values()):
        return "Aucun constat."
    counts = (f"{label.lower()} : {report.counts[severity]}" for severity, label in _SEVERITIES.items())
    return ", ".join(counts)
