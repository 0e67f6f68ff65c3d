"""What the closing of a sitting looks at: which acts get a number, and what is still missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.sittings import DECIDING, AgendaItem, ItemKind, ItemOutcome, Origin


class LackKind(StrEnum):
    """What keeps a sitting from being closed, or what is only to be looked at."""

    NOT_HELD = "NOT_HELD"
    UNDETERMINED = "UNDETERMINED"
    NO_DECISION = "NO_DECISION"
    REFUSAL = "REFUSAL"
    NOT_VOTED = "NOT_VOTED"
    NO_ACT = "NO_ACT"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing. ``item`` is the agenda item's uid; ``blocks`` when the closing is refused for it.

    ``finding`` is the refusal of the law engine, where it comes from one.
    """

    kind: LackKind
    message: str
    item: str | None = None
    article: str = ""
    blocks: bool = True
    finding: Finding | None = None


def is_put_to_the_vote(record: Record, item: AgendaItem) -> bool:
    """Whether the assembly settled an item: a vote, an election, or a single candidacy that takes effect at once.

    An adjourned or withdrawn item settles nothing, whatever was voted on it (the adjournment itself, say).
    """
    if item.outcome is not ItemOutcome.EXAMINED:
        return False
    is_unopposed = item.nomination is not None and bool(item.nomination.single_candidacy)
    return bool(record.deciding_vote(item.uid) or record.elections_on(item.uid) or is_unopposed)


def settled_items(record: Record) -> tuple[AgendaItem, ...]:
    """The items whose acts get a number, in the order of the agenda: adopted or rejected.

    An acknowledgement (« prise d'acte ») is not voted: it gets one when its act was written.
    """
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    return tuple(i for i in agenda if is_put_to_the_vote(record, i) or _is_acknowledged(record, i))


def _is_acknowledged(record: Record, item: AgendaItem) -> bool:
    is_one = item.kind is ItemKind.ACKNOWLEDGEMENT and item.outcome is ItemOutcome.EXAMINED
    return is_one and bool(record.acts_on(item.uid))


def missing_acts(record: Record) -> tuple[AgendaItem, ...]:
    """Items put to the vote from which no act was made yet."""
    return tuple(item for item in settled_items(record) if not record.acts_on(item.uid))


def acts_to_number(record: Record) -> tuple[Deliberation, ...]:
    """The acts that get a number at the closing, in the order of the agenda.

    A number already given, or printed on an old act, is kept; an old act without one stays without.
    """
    if record.sitting.origin is Origin.RECORDED:
        return ()
    acts = (act for item in settled_items(record) for act in record.acts_on(item.uid))
    return tuple(act for act in acts if not act.printed_number and act.sequence is None)


def lacks_of(record: Record, today: date, findings: Iterable[Finding] | None = None) -> tuple[Lack, ...]:
    """What is missing to close a sitting ``today``, the blocking ones first.

    On a recorded sitting what the law refuses has happened: nothing but the day blocks. ``findings`` are those of
    the whole sitting, looked for when they are not given.
    """
    is_live = record.sitting.origin is Origin.LIVE
    found = [*_not_held(record, today), *(_of_items(record) if is_live else ())]
    if is_live:
        found += _refusals(check_sitting(record) if findings is None else findings)
    return tuple(sorted(found, key=lambda lack: not lack.blocks))


def _not_held(record: Record, today: date) -> Iterator[Lack]:
    if record.sitting.held_on > today:
        yield Lack(LackKind.NOT_HELD, "La séance n'a pas encore eu lieu : elle se clôture une fois tenue.")


def _of_items(record: Record) -> Iterator[Lack]:
    for item in sorted(record.sitting.agenda, key=lambda each: each.order):
        if item.outcome is not ItemOutcome.EXAMINED:
            continue
        if not is_put_to_the_vote(record, item):
            yield from _not_voted(item)
            continue
        if record.verdict_on(item.uid) is Verdict.UNDETERMINED:
            message = "Le résultat du vote n'est pas établi : complétez le décompte."
            yield Lack(LackKind.UNDETERMINED, message, item.uid, "CGCT art. L. 2121-20")
        yield from _undecided(record, item)


def _not_voted(item: AgendaItem) -> Iterator[Lack]:
    """A debate is sometimes not voted: said, not refused."""
    if item.kind in DECIDING or item.kind is ItemKind.ELECTION:
        message = (
            "Ce point n'a pas été mis aux voix : il n'aura pas de numéro. "
            "S'il a été ajourné ou retiré, indiquez-le."
        )
        yield Lack(LackKind.NOT_VOTED, message, item.uid, blocks=False)


def _undecided(record: Record, item: AgendaItem) -> Iterator[Lack]:
    """An act that is adopted says what it decides; a rejected proposal may have no text."""
    acts = record.acts_on(item.uid)
    is_rejected = record.verdict_on(item.uid) is Verdict.REJECTED
    if record.elections_on(item.uid) or is_rejected:
        return
    if not acts:
        message = (
            "Aucun texte n'est encore écrit pour ce point : créez la délibération, puis écrivez sa décision."
        )
        yield Lack(LackKind.NO_ACT, message, item.uid)
    elif not any(act.operative for act in acts):
        message = "La délibération ne décide rien : écrivez sa décision."
        yield Lack(LackKind.NO_DECISION, message, item.uid)


def _refusals(findings: Iterable[Finding]) -> Iterator[Lack]:
    for finding in findings:
        if finding.severity is Severity.REFUSAL:
            message = f"{finding.message} {finding.remedy}".strip()
            yield Lack(LackKind.REFUSAL, message, finding.item, finding.article, finding=finding)


def open_warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The warnings that nobody has set aside yet: a reason is asked for them."""
    return tuple(f for f in findings if f.severity is Severity.WARNING and f.is_open)
