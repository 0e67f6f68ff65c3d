"""The clock of duties kept ready: made again when a sitting changes, and every day by ``manage.py tick``."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from councils.domain.days import council_day
from councils.models import Council
from councils.queries import council_facts
from councils.services.locking import lock, lock_council
from deliberations import models
from deliberations.domain.acts import Deliberation
from deliberations.domain.duties import duties_of_act, duties_of_decision, duties_of_sitting, duties_of_year
from deliberations.domain.duties.agenda import (
    CLOSE,
    CLOSE_REGISTER,
    ENTER_REGISTER,
    SIGN,
    SIGN_DECISION,
    SIGN_MINUTES,
    Step,
    is_to_close,
    is_to_sign,
    steps_of_minutes,
    waiting,
)
from deliberations.domain.duties.model import Duty
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.signing_weight import ends_soon
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.agreement import counted
from deliberations.models import DueRow, Sitting
from deliberations.queries import facts_since, neighbours_of, record_of
from deliberations.queries.decisions import decisions_followed, decisions_to_sign, facts_of_decisions
from deliberations.queries.register import begins_on, is_in_register, open_volume_of
from deliberations.queries.signatures import are_minutes_signed, signed_acts
from deliberations.services.decision_dues import rows_of_report, waiting_sittings
from deliberations.services.signing_dues import rows_of_papers


def on_sitting_changed(sitting_id: int, **_: Any) -> None:
    """Receiver of ``sitting_changed``: the dues of that sitting, and of the one before when it waits for it."""
    sitting = Sitting.objects.select_related("council").filter(pk=sitting_id).first()
    if sitting is None:
        return
    refresh_sitting(sitting, at=timezone.now())
    before = Sitting.objects.filter(council=sitting.council, held_on__lt=sitting.held_on)
    last = before.select_related("council").order_by("-held_on", "-pk").first()
    dated = DueRow.objects.filter(sitting=last, code="sitting.minutes_settled", last=sitting.held_on)
    if last is not None and not last.minutes_settled_in and not dated.exists():
        refresh_sitting(last, at=timezone.now())


def on_decision_changed(council_id: int, **_: Any) -> None:
    """Receiver of ``decision_changed``: the dues of the decisions, and of the sittings that may hear of them."""
    council = Council.objects.filter(pk=council_id).first()
    if council is None:
        return
    refresh_decisions(council, at=timezone.now())
    for sitting in waiting_sittings(council):
        refresh_sitting(sitting, at=timezone.now())


@transaction.atomic
def refresh_decisions(council: Council, *, at: datetime) -> None:
    """Make again what is due of the mayor's decisions. Side effect: those rows only."""
    lock_council(council.pk)
    today, facts = council_day(council, at), council_facts(council)
    rows = decisions_followed(council)
    told = facts_of_decisions(council, rows)
    DueRow.objects.filter(council=council, decision__isnull=False).delete()
    DueRow.objects.bulk_create(
        _step(SIGN_DECISION, council=council, decision=row) for row in decisions_to_sign(council)
    )
    DueRow.objects.bulk_create(
        _row(duty, council=council, decision=row)
        for row, decision in zip(rows, told, strict=True)
        for duty in duties_of_decision(facts, decision, today)
        if duty.is_waiting
    )


@transaction.atomic
def refresh_sitting(sitting: Sitting, *, at: datetime) -> None:
    """Make again the rows of one sitting and of its acts as they stand ``at``. Side effect: those rows only."""
    row = lock(Sitting).select_related("council").filter(pk=sitting.pk).first()
    if row is None:
        return
    today = council_day(row.council, at)
    record = record_of(row)
    rows = [*_rows_of_sitting(row, record, today), *_rows_of_acts(row, record, today)]
    DueRow.objects.filter(sitting=row).delete()
    DueRow.objects.bulk_create(rows)


def refresh_council(council: Council, *, at: datetime) -> None:
    """Make again what is due in a council's year, and the rows of its sittings that still wait for something."""
    today = council_day(council, at)
    _refresh_year(council, today)
    refresh_decisions(council, at=at)
    still = DueRow.objects.filter(council=council, sitting__isnull=False).values("sitting_id")
    is_read = Q(held_on__gte=date(today.year - 1, 1, 1)) | Q(pk__in=still)
    for sitting in Sitting.objects.filter(is_read, council=council).select_related("council"):
        refresh_sitting(sitting, at=at)


def refresh_year(council: Council, *, at: datetime) -> None:
    """Make again what is due in a council's year alone."""
    _refresh_year(council, council_day(council, at))


@transaction.atomic
def _refresh_year(council: Council, today: date) -> None:
    """Sittings of the year before count too: a budget is often voted in December.

    What ended before the council came to the product is not asked for.
    """
    lock_council(council.pk)
    sittings = facts_since(council, date(today.year - 1, 1, 1))
    duties = duties_of_year(council_facts(council), sittings, today.year, today)
    came_on = council_day(council, council.recorded_at)
    rows = [
        _row(duty, council=council, year=today.year)
        for duty in duties
        if duty.is_waiting and (duty.last is None or duty.last >= came_on)
    ]
    rows += _rows_of_means(council, today)
    volume = open_volume_of(council)
    if volume is not None and volume.until < today:
        rows.append(_step(CLOSE_REGISTER, council=council, year=today.year))
    DueRow.objects.filter(council=council, sitting__isnull=True, decision__isnull=True).delete()
    DueRow.objects.bulk_create(rows)


def _rows_of_means(council: Council, today: date) -> Iterator[DueRow]:
    """The certificates in service that end within sixty days, or have ended."""
    for means in models.SigningMeans.objects.filter(council=council, secret__isnull=False):
        ends = council_day(council, means.not_after) if means.not_after else None
        said = ends_soon(ends, today) if ends else ""
        if said:
            yield DueRow(
                council=council,
                year=today.year,
                code="signing.means_ends",
                title=f"Renouveler le certificat « {means.label} »",
                last=ends,
                next_action=said,
            )


def refresh_every_due(at: datetime) -> str:
    """The daily duty of ``tick``: every council, one after the other. Returns what was done, in French."""
    councils = Council.objects.order_by("pk")
    for council in councils:
        refresh_council(council, at=at)
    return f"Échéances recalculées : {counted(len(councils), 'conseil', 'conseils')}." if councils else ""


def _rows_of_sitting(row: Sitting, record: Record, today: date) -> Iterator[DueRow]:
    place = {"council": row.council, "sitting": row}
    if is_to_close(record, is_finished=row.finished_at is not None, today=today):
        yield _step(CLOSE, first=row.held_on, **place)
    for duty in waiting(duties_of_sitting(record, today, neighbours_of(row)), record, today):
        yield _row(duty, **place)
    for step in steps_of_minutes(record, is_finished=row.finished_at is not None):
        if step is not SIGN_MINUTES or not are_minutes_signed(row):
            yield _step(step, **place)
    yield from rows_of_papers(row, today)
    if _is_to_enter(row):
        yield _step(ENTER_REGISTER, first=row.held_on, **place)
    yield from rows_of_report(row, record)


def _is_to_enter(row: Sitting) -> bool:
    """Whether a volume is open for that closed sitting of ours, which is not in the register."""
    if row.finished_at is None or row.origin != Origin.LIVE:
        return False
    since, volume = begins_on(row.council), open_volume_of(row.council)
    is_of_it = volume is not None and since is not None and since <= row.held_on <= volume.until
    return is_of_it and not is_in_register(row)


def _rows_of_acts(row: Sitting, record: Record, today: date) -> Iterator[DueRow]:
    """Nothing is due of the drafts of a sitting that is not closed: closing it comes first."""
    if record.sitting.origin is Origin.LIVE and row.finished_at is None:
        return
    keys = dict(row.deliberations.values_list("uid", "pk"))
    signed = signed_acts(row)
    for act in _numbered(record):
        place = {"council": row.council, "sitting": row, "act_id": keys[act.uid]}
        if is_to_sign(record, act, is_signed=keys[act.uid] in signed):
            yield _step(SIGN, **place)
        for duty in waiting(duties_of_act(record, act, today), record, today):
            yield _row(duty, **place)


def _numbered(record: Record) -> Iterable[Deliberation]:
    return (a for a in record.sitting.deliberations if number_of(a, record.council.number_pattern))


def _row(duty: Duty, **place: Any) -> models.DueRow:
    return DueRow(
        code=duty.code,
        title=duty.title,
        article=duty.article,
        first=duty.first,
        last=duty.last,
        next_action=duty.next_action,
        consequence=duty.consequence,
        is_window=duty.is_window,
        **place,
    )


def _step(step: Step, **place: Any) -> models.DueRow:
    return DueRow(code=step.code, title=step.title, next_action=step.next_action, **place)
