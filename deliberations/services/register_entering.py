"""Entering acts in the register: their sheets get their numbers, once and for all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.services.locking import lock, lock_council
from deliberations.domain.register import DATED, SheetRule, sheets_of
from deliberations.models import RegisterEntry, RegisterVolume
from deliberations.queries.register import begins_on, next_sheet
from deliberations.services.changes import announce
from deliberations.services.register_sources import (
    SOURCES,
    EntryDraft,
    Prepared,
    Progress,
    Waiting,
    waiting_in,
)

CLOSED = "Ce volume est clos : ouvrez le suivant pour inscrire d'autres actes."


def waiting_for(volume: RegisterVolume, *, at: datetime) -> list[Waiting]:
    """What may enter an open volume: all that was decided since the first volume began, up to its own last day."""
    since = begins_on(volume.council) or volume.since
    return waiting_in(volume.council, since, volume.until, at) if volume.is_open else []


def enter(
    *, volume: RegisterVolume, source: str, uid: str, by: User | None, at: datetime, progress: Progress
) -> list[RegisterEntry]:
    """Make the pages of one thing that waits, then give them their sheets. Nothing else of the register is made again.

    ``at`` is aware. Raises ``Refusal``: volume closed, not ready, already in, or an earlier one waits (CGCT art.
    L. 2121-23: by order of date). Side effects: stored files, issued documents and snapshots, frozen entries.
    """
    if source not in SOURCES:
        raise Refusal("register.no_source", "Ce genre d'acte n'entre pas au registre.")
    if not volume.is_open:
        raise Refusal("register.closed", CLOSED)
    _require_first(volume, source, uid, at)
    prepared = SOURCES[source].prepare(volume.council, uid, by=by, at=at, progress=progress)
    return append(volume=volume, prepared=prepared, by=by, at=at)


def _require_first(volume: RegisterVolume, source: str, uid: str, at: datetime) -> None:
    """Refuse to pass over what is ready and older; what is not ready holds nobody back."""
    waiting = waiting_for(volume, at=at)
    wanted = next((each for each in waiting if (each.source, each.uid) == (source, uid)), None)
    if wanted is None or wanted.why_not:
        return
    before = next((each for each in waiting if not each.why_not and each.on < wanted.on), None)
    if before is not None and source != "rectification" and before.source != "rectification":
        raise Refusal(
            "register.order",
            f"Le registre suit l'ordre des dates : inscrivez d'abord « {before.label} ».",
            "CGCT art. L. 2121-23",
        )


def out_of_order(volume: RegisterVolume, entering: Iterable[Waiting]) -> list[Waiting]:
    """Of what enters, what is older than something already in: the order of dates is then broken (art. L. 2121-23).

    It is warned of and not refused: a sitting closed late has no other place, and an entry is never moved.
    """
    dated = RegisterEntry.objects.filter(council=volume.council_id, kind__in=DATED)
    latest = dated.aggregate(latest=Max("on"))["latest"]
    return [each for each in entering if latest and each.on < latest and each.source != "rectification"]


@transaction.atomic
def append(
    *, volume: RegisterVolume, prepared: Prepared, by: User | None, at: datetime
) -> list[RegisterEntry]:
    """Number the sheets of ``prepared`` after the last one of the register and record them, in one transaction.

    The council is locked: two entries made together get different numbers. Raises ``Refusal``. Side effect: after the
    commit, the dues of the sittings entered.
    """
    council = lock_council(volume.council_id)
    locked = lock(RegisterVolume).get(pk=volume.pk)
    objection = prepared.objection() if locked.is_open else CLOSED
    if objection:
        raise Refusal("register.refused", objection)
    rows = _record(council, locked, prepared.drafts, by=by, at=at)
    for sitting in {row.sitting for row in rows if row.sitting is not None}:
        announce(sitting)
    return rows


def _record(
    council: Council, volume: RegisterVolume, drafts: Iterable[EntryDraft], *, by: User | None, at: datetime
) -> list[RegisterEntry]:
    position = RegisterEntry.objects.filter(volume=volume).count()
    sheet = next_sheet(volume) - 1
    rows: list[RegisterEntry] = []
    for place, draft in enumerate(drafts, start=position + 1):
        row = _row(council, volume, draft, place, sheet + 1)
        row.entered_at, row.entered_by = at, by
        row.full_clean()
        row.save()
        sheet = row.last_sheet
        rows.append(row)
    return rows


def _row(
    council: Council, volume: RegisterVolume, draft: EntryDraft, position: int, first: int
) -> RegisterEntry:
    return RegisterEntry(
        council=council,
        volume=volume,
        position=position,
        kind=draft.kind,
        on=draft.on,
        number=draft.number,
        title=draft.title,
        order=draft.order,
        matter_code=draft.matter_code,
        theme=draft.theme,
        first_sheet=first,
        last_sheet=first + sheets_of(draft.pages, SheetRule(volume.rule)) - 1,
        sitting=draft.sitting,
        deliberation=draft.deliberation,
        document=draft.document,
        source_uid=draft.source_uid,
        pages=draft.pages,
        path=draft.stored.path,
        sha256=draft.stored.sha256,
        size=draft.stored.size,
    )
