"""Closing a sitting: its acts get their numbers, its facts are frozen; and opening it again while that is harmless."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.actes import actes_number
from deliberations.domain.acts import Deliberation as ActFacts
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.closing import (
    Lack,
    acts_to_number,
    lacks_of,
    missing_acts,
    open_warnings,
    settled_items,
)
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.models import Deliberation, Reopening, Sitting
from deliberations.queries import record_of
from deliberations.queries.register import is_in_register
from deliberations.queries.signatures import has_issued_paper, signed_acts
from deliberations.services.actes_numbers import taken_numbers
from deliberations.services.changes import SittingChange, changing
from deliberations.services.decision_reports import freeze_reports
from deliberations.services.results import freeze_results
from deliberations.services.sequences import free_slug, last_sequence, next_sequence
from deliberations.services.setting_aside import keep_reason
from deliberations.services.signing_aside import set_aside_papers
from deliberations.services.sitting_documents import freeze_sitting
from deliberations.services.texts import open_act

CLOSED, REOPENED = "sitting.closed", "sitting.reopened"


class ClosingRefused(Refusal):
    """Something is missing: ``lacks`` says what, item by item."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        first = lacks[0]
        super().__init__("closing.refused", first.message, first.article)
        self.lacks = tuple(lacks)


@dataclass(frozen=True, slots=True)
class PlannedNumber:
    """One act that has, or will get, a number. ``act`` is its uid, empty while no act was made from the item."""

    item: str
    act: str
    number: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class ClosingPlan:
    """What closing would do now. ``can_choose_first`` where no number of the year is known yet."""

    record: Record
    numbers: tuple[PlannedNumber, ...]
    lacks: tuple[Lack, ...]
    warnings: tuple[Finding, ...]
    can_choose_first: bool

    @property
    def blocking(self) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.lacks if lack.blocks)


def plan_closing(sitting: Sitting, *, at: datetime) -> ClosingPlan:
    """What would be numbered, what is missing, what warns. Writes nothing; another closing may take the numbers."""
    record = record_of(sitting)
    findings = check_sitting(record)
    is_live = record.sitting.origin is Origin.LIVE
    last = last_sequence(Deliberation, sitting.council_id, sitting.held_on.year)
    return ClosingPlan(
        record=record,
        numbers=tuple(_planned(sitting.council, record, last + 1)),
        lacks=lacks_of(record, council_day(sitting.council, at), findings),
        warnings=open_warnings(findings) if is_live else (),
        can_choose_first=is_live and last == 0,
    )


def _planned(council: Council, record: Record, first: int) -> list[PlannedNumber]:
    found: list[PlannedNumber] = []
    sequence = first
    waiting = {act.uid for act in acts_to_number(record)}
    is_live = record.sitting.origin is Origin.LIVE
    for item in settled_items(record):
        acts = record.acts_on(item.uid)
        for act in acts:
            row = Deliberation(council=council, **_own_number(act))
            if act.uid in waiting:
                row.year, row.sequence = record.sitting.held_on.year, sequence
                sequence += 1
            found.append(PlannedNumber(item.uid, act.uid, row.number, act.uid not in waiting))
        if not acts and is_live:
            row = Deliberation(council=council, year=record.sitting.held_on.year, sequence=sequence)
            found.append(PlannedNumber(item.uid, "", row.number, is_given=False))
            sequence += 1
    return found


def _own_number(act: ActFacts) -> dict[str, str | int | None]:
    return {"printed_number": act.printed_number, "year": act.year, "sequence": act.sequence}


def open_missing_acts(sitting: Sitting, *, by: User | None) -> int:
    """Open the draft of every item put to the vote that has none; how many. Raises ``SittingFinished``."""
    return _open_drafts(sitting, record_of(sitting), by=by)


def _open_drafts(sitting: Sitting, record: Record, *, by: User | None) -> int:
    """None is opened on a sitting taken over from paper: its acts are those of the paper."""
    uids = [item.uid for item in missing_acts(record)] if record.sitting.origin is Origin.LIVE else []
    for item in sitting.agenda.filter(uid__in=uids).order_by("order", "pk"):
        open_act(item, by=by)
    return len(uids)


def close_sitting(
    *, sitting: Sitting, by: User | None, at: datetime, reason: str = "", first: int | None = None
) -> Sitting:
    """Close a sitting: number its acts, freeze its results and its facts. A second click changes nothing.

    ``at`` is aware. ``reason`` is why the open warnings are set aside, kept on each; ``first`` is the first number
    of a year of which none is known. Numbers follow the council's last one of the year, in the order of the agenda,
    without a gap: the council is locked while they are given. Raises ``ClosingRefused``, or ``Refusal`` when a
    reason is missing or ``first`` comes too late. Side effects: drafts of the items that have none, overrides,
    numbers and addresses of acts, frozen results and facts, history ``sitting.closed``.
    """
    with changing(sitting, by=by, reason=CLOSED, even_finished=True) as change:
        if change.sitting.finished_at is not None:
            return change.sitting
        record = record_of(change.sitting)
        if _open_drafts(change.sitting, record, by=by):
            record = record_of(change.sitting)
        _require_complete(change, record, by=by, at=at, reason=reason)
        _give_numbers(change, record, first)
        freeze_results(change.sitting, record)
        freeze_reports(change.sitting)
        change.sitting.finished_at, change.sitting.finished_by = at, by
        closed = change.writer.write(change.sitting, "")
        freeze_sitting(closed, record_of(closed), at=at)
        return closed


def _require_complete(
    change: SittingChange, record: Record, *, by: User | None, at: datetime, reason: str
) -> None:
    findings = check_sitting(record)
    blocking = [
        lack for lack in lacks_of(record, council_day(change.sitting.council, at), findings) if lack.blocks
    ]
    if blocking:
        raise ClosingRefused(blocking)
    warnings = open_warnings(findings) if record.sitting.origin is Origin.LIVE else ()
    if warnings and not reason.strip():
        raise Refusal(
            "closing.reason",
            "Des alertes restent ouvertes : dites pourquoi vous clôturez malgré elles. Le motif est conservé.",
        )
    keep_reason(change, warnings, by=by, at=at, reason=reason)


def _give_numbers(change: SittingChange, record: Record, first: int | None) -> None:
    council = change.sitting.council
    year = change.sitting.held_on.year
    start = next_sequence(Deliberation, council.pk, year, first=first, code="closing.first_number")
    rows = {row.uid: row for row in change.sitting.deliberations.select_related("council")}
    taken = taken_numbers(council)
    for sequence, act in enumerate(acts_to_number(record), start=start):
        row = rows[act.uid]
        row.year, row.sequence, row.is_allocated = year, sequence, True
        row.slug = row.slug or free_slug(Deliberation, council.pk, row.number)
        row.actes_number = row.actes_number or actes_number(
            row.number, year=year, sequence=sequence, taken=taken
        )
        taken.add(row.actes_number)
        change.writer.write(row, "")


def why_not_reopened(sitting: Sitting) -> str:
    """Why a closed sitting stays closed; empty when it may be opened again."""
    if sitting.minutes_settled_in:
        return "Le procès-verbal de cette séance est arrêté : les faits qu'il relate ne changent plus."
    acts = Deliberation.objects.filter(sitting=sitting)
    what = ["signé"] if signed_acts(sitting) or has_issued_paper(sitting) else []
    what += [
        word
        for word, lookup in (("transmis", "transmissions__isnull"), ("publié", "publications__isnull"))
        if acts.filter(**{lookup: False}).exists()
    ]
    what += ["inscrit au registre"] if is_in_register(sitting) else []
    if not what:
        return ""
    return (
        f"Un acte de cette séance est déjà {' et '.join(what)} : ses faits ne changent plus. Ouvrez la délibération, "
        "puis « J'ai trouvé une erreur »."
    )


def reopen_sitting(*, sitting: Sitting, by: User | None, at: datetime, reason: str) -> Sitting:
    """Open a closed sitting again, so that its facts may be corrected. One that is open stays as it is.

    Raises ``Refusal`` without a reason, or once an act of it was signed, transmitted or published. The numbers that
    were given stay given; the results are frozen again by the next closing, after which what waited for signatures is
    put to signature again. History ``sitting.reopened``.
    """
    with changing(sitting, by=by, reason=REOPENED, even_finished=True) as change:
        if change.sitting.finished_at is None:
            return change.sitting
        refusal = why_not_reopened(change.sitting)
        if refusal:
            raise Refusal("reopening.too_late", refusal)
        if not reason.strip():
            raise Refusal(
                "reopening.reason", "Dites pourquoi vous rouvrez la séance : le motif est conservé."
            )
        Reopening.objects.create(sitting=change.sitting, reason=reason.strip(), at=at, by=by)
        set_aside_papers(change.sitting, at)
        change.sitting.finished_at = change.sitting.finished_by = None
        return change.writer.write(change.sitting, "")
