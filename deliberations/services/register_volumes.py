"""Opening and closing the volumes of a register (CGCT art. R. 2121-9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import number_at
from councils.models import Council, User
from councils.queries import council_facts
from councils.services.locking import lock_council
from councils.services.writing import Writer
from deliberations.assembly import page_count
from deliberations.documents.composed import ComposedView, render_pdf
from deliberations.documents.register import (
    view_closing_page,
    view_table_by_date,
    view_table_by_subject,
    view_title_page,
)
from deliberations.domain.register import (
    Binding,
    Entry,
    EntryKind,
    SheetRule,
    Volume,
    last_day,
    sheets_of,
    usual_binding,
)
from deliberations.domain.wording import register as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.models import RegisterEntry, RegisterVolume
from deliberations.queries.register import (
    entries_of,
    entry_facts,
    last_sheet,
    open_volume_of,
    volume_facts,
    volumes_of,
)
from deliberations.services.dues import refresh_year
from deliberations.services.register_entering import append, waiting_for
from deliberations.services.register_sources import EntryDraft, Prepared
from deliberations.services.storage import store_document

OPENED, CLOSED = "register.opened", "register.closed"
ONE_OPEN = "Un volume du registre est déjà ouvert : clôturez-le avant d'ouvrir le suivant."


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """What the form of a new volume proposes. ``first_sheet`` is imposed once a volume exists."""

    since: date
    until: date
    binding: Binding
    rule: SheetRule
    first_sheet: int
    is_first: bool


def plan_volume(council: Council, *, at: datetime) -> VolumePlan:
    """The next volume: after the last one, else from the first of January of the day that it is ``at``."""
    last = volumes_of(council).first()
    facts, today = council_facts(council), council_day(council, at)
    binding = usual_binding(number_at(facts.populations, today))
    if last is None:
        since = date(today.year, 1, 1)
        return VolumePlan(since, last_day(since, binding), binding, SheetRule.PAGE, 1, is_first=True)
    since, binding = last.until + timedelta(days=1), Binding(last.binding)
    return VolumePlan(
        since,
        last_day(since, binding),
        binding,
        SheetRule(last.rule),
        last_sheet(council) + 1,
        is_first=False,
    )


def open_volume(
    *,
    council: Council,
    since: date,
    until: date,
    binding: Binding,
    rule: SheetRule,
    first_sheet: int,
    by: User | None,
    at: datetime,
) -> RegisterVolume:
    """Open the next volume with its title page, numbered like every sheet.

    ``at`` is aware. ``first_sheet`` counts for the first volume alone: the others follow. Raises ``Refusal`` when one
    is open, or when the period is not after the last one's. Side effects: a frozen entry, history ``register.opened``.
    """
    with transaction.atomic():
        locked = lock_council(council.pk)
        last = volumes_of(locked).first()
        _require_openable(locked, last, since, until)
        row = RegisterVolume(
            council=locked,
            number=last.number + 1 if last else 1,
            since=since,
            until=until,
            binding=binding,
            rule=rule,
            first_sheet=last_sheet(locked) + 1 if last else first_sheet,
            opened_on=council_day(locked, at),
            opened_by=by,
        )
        Writer(by=by, reason=OPENED).write(row, "")
        title = _draft(EntryKind.TITLE, row, _title_page(row))
        append(volume=row, prepared=Prepared((title,), lambda: ""), by=by, at=at)
    return row


def _require_openable(council: Council, last: RegisterVolume | None, since: date, until: date) -> None:
    if open_volume_of(council) is not None:
        raise Refusal("register.one_open", ONE_OPEN)
    if until < since:
        raise Refusal("register.period", "Le dernier jour du volume précède le premier.")
    if last is not None and since <= last.since:
        raise Refusal(
            "register.period",
            f"Ce volume commence avec le précédent : choisissez un jour après le {last.since:%d/%m/%Y}.",
        )


def _title_page(row: RegisterVolume) -> ComposedView:
    return view_title_page(council_facts(row.council), volume_facts(row), edited_on=row.opened_on)


def _draft(kind: EntryKind, row: RegisterVolume, view: ComposedView) -> EntryDraft:
    content = render_pdf(view)
    return EntryDraft(
        kind=kind,
        on=view.document.edited_on,
        title=view.title,
        stored=store_document(content),
        pages=page_count(content),
        source_uid=row.uid,
    )


def close_volume(*, volume: RegisterVolume, by: User | None, at: datetime) -> RegisterVolume:
    """Close a volume: its two tables and its closing page are numbered after the last sheet. A second click is calm.

    ``at`` is aware. Raises ``Refusal`` while something of its period is ready to enter, or when an entry was made
    meanwhile. Side effects: three frozen entries, history ``register.closed``.
    """
    if not volume.is_open:
        return volume
    ready = [each for each in waiting_for(volume, at=at) if not each.why_not]
    if ready:
        raise Refusal(
            "register.ready",
            f"« {ready[0].label} » attend d'être inscrite : inscrivez-la avant de clore le volume.",
        )
    closed_on = council_day(volume.council, at)
    told = replace(volume_facts(volume), closed_on=closed_on)
    entries = [entry_facts(row) for row in entries_of(volume)]
    drafts = closing_drafts(volume, told, entries)
    with transaction.atomic():
        append(volume=volume, prepared=Prepared(drafts, lambda: _changed(volume, len(entries))), by=by, at=at)
        row = RegisterVolume.objects.select_related("council").get(pk=volume.pk)
        row.closed_on, row.closed_by = closed_on, by
        transaction.on_commit(partial(refresh_year, row.council, at=at))
        return Writer(by=by, reason=CLOSED).write(row, "")


def _changed(volume: RegisterVolume, known: int) -> str:
    is_same = RegisterEntry.objects.filter(volume=volume).count() == known
    return "" if is_same else "Un acte vient d'être inscrit : recommencez la clôture."


def closing_drafts(row: RegisterVolume, told: Volume, entries: Sequence[Entry]) -> tuple[EntryDraft, ...]:
    """The tables, then the closing page that counts them and itself."""
    council, on = council_facts(row.council), told.closed_on or row.opened_on
    tables = (
        _draft(EntryKind.TABLE_BY_DATE, row, view_table_by_date(council, told, entries, edited_on=on)),
        _draft(EntryKind.TABLE_BY_SUBJECT, row, view_table_by_subject(council, told, entries, edited_on=on)),
    )
    last = max((entry.last for entry in entries), default=told.first_sheet - 1)
    last += sum(sheets_of(draft.pages, told.rule) for draft in tables)
    end = view_closing_page(council, told, entries, last + 1, edited_on=on)
    return (*tables, _draft(EntryKind.END, row, end))


def register_title(row: RegisterVolume) -> str:
    """« Registre des délibérations du conseil municipal »."""
    return words.title(BodyWords(council_facts(row.council)))
