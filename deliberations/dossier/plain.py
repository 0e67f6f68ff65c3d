"""The report of ``dossier check`` as lines that a town hall secretary reads in a terminal."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from deliberations.domain.clear_days import Doubt
from deliberations.domain.duties import Duty, DutyState
from deliberations.domain.elections import ElectionReason, ElectionResult
from deliberations.domain.examination import ItemExamination, QuorumRead, RoomCount, VoteExamination
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import short_ordinal
from deliberations.domain.wording.severities import label_in_terminal
from deliberations.dossier.report import CheckReport, NoticeReport, SittingReport

_VERDICTS = {
    Verdict.ADOPTED: "adopté",
    Verdict.REJECTED: "rejeté",
    Verdict.UNDETERMINED: "résultat indéterminé",
}
_REASONS = {
    Reason.CASTING_VOTE: "voix prépondérante",
    Reason.TIE_UNDER_SECRET_BALLOT: "partage des voix au scrutin secret",
    Reason.TIE_WITHOUT_CASTING_VOTE: "partage des voix",
    Reason.TIE_ADOPTS_ACCOUNTS: "partage des voix, qui adopte les comptes",
    Reason.NO_VOTE_CAST: "aucun suffrage exprimé",
    Reason.NOT_UNANIMOUS: "unanimité non réunie",
}
"""What a reader would not guess from the figures."""
_ELECTED_BY = {
    ElectionReason.OLDEST: "bénéfice de l'âge",
    ElectionReason.HIGHEST_AVERAGE_AGE: "moyenne d'âge la plus élevée",
    ElectionReason.RELATIVE_MAJORITY: "majorité relative",
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
_OF_ROLL = frozenset({"paper.in_office", "paper.incomplete_roll"})
"""Findings on which the number of members in office, and so the quorum, is doubtful."""


def lines_of(report: CheckReport) -> Iterator[str]:
    """Every sitting with its items, its findings and what is due, then the duties of the year and the totals."""
    if not report.sittings:
        yield "Aucune séance dans ce dossier."
        return
    for sitting in report.sittings:
        yield from _sitting(sitting, report.today)
    yield from _duties(_Clock(report.today), report.duties, "Échéances de l'année")
    yield _totals(report)


def _sitting(sitting: SittingReport, today: date) -> Iterator[str]:
    yield f"Séance du {long_date(sitting.held_on)} ({sitting.examination.uid})"
    of_sitting = sitting.examination.findings
    if sitting.notice:
        yield _notice(sitting.notice, of_sitting)
    yield ""
    for item in sitting.examination.items:
        yield from _item(item, of_sitting, sitting.origin)
        yield ""
    if of_sitting:
        yield "Sur l'ensemble de la séance"
        yield from _findings(of_sitting, sitting.origin)
        yield ""
    names = {act.uid: act.number for act in sitting.acts}
    yield from _duties(_Clock(today, names, sitting.origin), sitting.duties, "Échéances")


def _notice(notice: NoticeReport, of_sitting: Iterable[Finding]) -> str:
    """The days required of a small commune are doubtful where its members are not all known, nor its population."""
    is_known = notice.doubt is not Doubt.UNKNOWN_POPULATION or not _is_roll_in_doubt(of_sitting)
    doubt = "" if is_known else " (cinq à partir de 3 500 habitants : population inconnue)"
    return f"Convocation : jours francs {notice.given}, requis {notice.required}{doubt}"


def _item(item: ItemExamination, of_sitting: Iterable[Finding], origin: Origin) -> Iterator[str]:
    numbers = join_list([number for number in item.numbers if number])
    yield f"Point {item.order}. {item.title}" + (f" (n° {numbers})" if numbers else "")
    if item.room:
        yield f"  En exercice {item.room.in_office} : {_room(item.room)}"
    if item.quorum:
        yield f"  {_quorum(item.quorum, is_doubtful=_is_roll_in_doubt((*of_sitting, *item.findings)))}"
    for vote in item.votes:
        yield f"  {_vote(vote)}"
    for election in item.elections:
        yield f"  {_election(election)}"
    yield from _findings(item.findings, origin)


def _room(room: RoomCount) -> str:
    return _counts(((label, name, getattr(room, name)) for name, label in _ROOM.items()))


def _counts(counts: Iterable[tuple[str, str, int | None]]) -> str:
    """« pour 12, contre 0 »: what is known, and what is not zero."""
    return ", ".join(f"{label} {n}" for label, name, n in counts if n or (n == 0 and name in _ALWAYS))


def _is_roll_in_doubt(findings: Iterable[Finding]) -> bool:
    """Whether the paper prints another number of members in office than those recorded."""
    return any(finding.code in _OF_ROLL and finding.override is None for finding in findings)


def _quorum(quorum: QuorumRead, *, is_doubtful: bool) -> str:
    met = "atteint" if quorum.is_met else "non atteint"
    on = ", sur les membres enregistrés (l'acte en indique un autre nombre)" if is_doubtful else ""
    return f"Quorum {met}{on} : {quorum.required} requis sur {quorum.in_office}, présents {quorum.present}"


def _vote(vote: VoteExamination) -> str:
    known = _counts(((label, name, getattr(vote, name)) for name, label in _CHOICES.items()))
    is_counted = vote.votes_cast is not None
    figures = f"exprimés {vote.votes_cast}, {known}" if is_counted else "décompte inconnu"
    voters = "" if vote.voters is None else f"votants {vote.voters}, "
    reason = f" ({_REASONS[vote.reason]})" if vote.reason in _REASONS else ""
    return f"Vote : {voters}{figures} → {_VERDICTS[vote.verdict]}{_by_announcement(vote)}{reason}"


def _by_announcement(vote: VoteExamination) -> str:
    """A tie that no casting vote is known to break is adopted by the result announced, and by it alone."""
    is_only_said = vote.reason is Reason.TIE_WITHOUT_CASTING_VOTE and vote.verdict is Verdict.ADOPTED
    return " d'après le résultat annoncé" if is_only_said else ""


def _election(election: ElectionResult) -> str:
    """« 2e tour, exprimés 14, majorité absolue 8 → élection de … »."""
    winners = join_list([w.name for w in election.winners])
    elected = f"élection de {winners}" if winners and election.is_determined else "élection non acquise"
    if election.reason is ElectionReason.UNOPPOSED:
        return f"Candidature unique, sans vote → {elected}"
    parts = [
        f"{short_ordinal(election.round)} tour" if election.round else "",
        "" if election.votes_cast is None else f"exprimés {election.votes_cast}",
        "" if election.required is None else f"majorité absolue {election.required}",
    ]
    by = f" ({_ELECTED_BY[election.reason]})" if election.reason in _ELECTED_BY else ""
    return f"Élection : {', '.join(filter(None, parts)) or 'décompte inconnu'} → {elected}{by}"


def _findings(findings: Iterable[Finding], origin: Origin) -> Iterator[str]:
    for finding in findings:
        article = f" ({finding.article})" if finding.article else ""
        where = f"{finding.where} : " if finding.where else ""
        yield f"  {label_in_terminal(finding.severity, origin).upper()} {finding.code}{article}"
        yield f"    {where}{finding.message}"
        correction = finding.correction and f"→ Proposition : {finding.correction}"
        override = finding.override and f"Écarté : {finding.override.reason}"
        for line in (finding.consequence, finding.remedy and f"→ {finding.remedy}", correction, override):
            if line:
                yield f"    {line}"


@dataclass(frozen=True, slots=True)
class _Clock:
    """The day on which duties are read, the number of each act, and whether the sitting was taken from a paper."""

    today: date
    names: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = Origin.LIVE

    def label(self, duty: Duty) -> str:
        """What an old paper does not tell, late or without a last day, is only what nobody noted."""
        if duty.state is DutyState.DONE:
            return "FAITE EN RETARD"
        if duty.is_window:
            return "EN COURS"
        if self.origin is Origin.RECORDED and (duty.state is DutyState.LATE or duty.last is None):
            return "NON RELEVÉ"
        return "EN RETARD" if duty.state is DutyState.LATE else "À FAIRE"


def _duties(clock: _Clock, duties: Iterable[Duty], title: str) -> Iterator[str]:
    """What was done too late, what remains to be done, then what runs, soonest first.

    What was done in time, or does not apply, is not said.
    """
    told = [duty for duty in duties if duty.is_waiting or duty.was_late]
    groups = [list(group) for _, group in groupby(sorted(told, key=_rank), key=_rank)]
    if groups:
        yield f"{title}, au {long_date(clock.today)}"
    for group in groups:
        yield from _duty(clock, group)
    if groups:
        yield ""


def _rank(duty: Duty) -> tuple[bool, bool, date, date, str, str]:
    """Duties of one rank are one line, whatever the act."""
    done_on = duty.done_on or date.max
    return duty.is_window, duty.is_waiting, duty.last or date.max, done_on, duty.title, duty.next_action


def _duty(clock: _Clock, group: Sequence[Duty]) -> Iterator[str]:
    duty = group[0]
    acts = sorted((clock.names[d.subject] for d in group if clock.names.get(d.subject)), key=_in_order)
    of = f" : {join_list(acts)}" if acts else ""
    article = f" ({duty.article})" if duty.article else ""
    yield f"  {clock.label(duty)} {duty.title}{of}{_days(duty)}{article}"
    if duty.next_action:
        yield f"    → {duty.next_action}"


def _days(duty: Duty) -> str:
    """« , le 26 février 2024, au plus tard le 19 février 2024 »: the day it was done, then the last one."""
    done = f", le {long_date(duty.done_on)}" if duty.was_late and duty.done_on else ""
    until = "jusqu'au" if duty.is_window else "au plus tard le"
    return f"{done}, {until} {long_date(duty.last)}" if duty.last else done


def _in_order(number: str) -> list[int | str]:
    """« 2024-9 » before « 2024-10 »."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", number)]


def _totals(report: CheckReport) -> str:
    """« irrégularité : 1, alerte : 2, note : 0 »; refusals are told apart where some sittings are not old papers."""
    if not any(report.counts.values()):
        return "Aucun constat."
    origins = [origin for origin in Origin if any(sitting.origin is origin for sitting in report.sittings)]
    labels = dict.fromkeys(label_in_terminal(severity, origin) for severity in Severity for origin in origins)
    found = Counter(
        label_in_terminal(finding.severity, sitting.origin)
        for sitting in report.sittings
        for finding in sitting.examination.all_findings
    )
    return ", ".join(f"{label} : {found[label]}" for label in labels)
