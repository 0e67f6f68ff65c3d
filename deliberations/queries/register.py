"""Reads of the register: its volumes, their sheets, what was entered."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from councils.models import Council
from deliberations.domain.register import Binding, Entry, EntryKind, SheetRule, Volume
from deliberations.models import RegisterEntry, RegisterVolume, RegisterWork, Sitting


def volumes_of(council: Council) -> QuerySet[RegisterVolume]:
    """The volumes of the register, the latest first."""
    return RegisterVolume.objects.filter(council=council).select_related("council").order_by("-number")


def measured_volumes(council: Council) -> QuerySet[RegisterVolume]:
    """The same, each with ``last_sheet`` (``None`` without entry) and ``acts``, counted by the database."""
    of_an_act = Q(entries__deliberation__isnull=False) | Q(entries__kind=EntryKind.DECISION)
    return volumes_of(council).annotate(
        last_sheet=Max("entries__last_sheet"), acts=Count("entries", filter=of_an_act)
    )


def open_volume_of(council: Council) -> RegisterVolume | None:
    """The one volume in which entries are made; ``None`` when none is open."""
    return volumes_of(council).filter(closed_on__isnull=True).first()


def last_sheet(council: Council) -> int:
    """The greatest sheet number given in the register; 0 when there is none."""
    found: int | None = RegisterEntry.objects.filter(council=council).aggregate(last=Max("last_sheet"))[
        "last"
    ]
    return found or 0


def next_sheet(volume: RegisterVolume) -> int:
    """The number that the next sheet entered in an open volume takes."""
    return max(last_sheet(volume.council), volume.first_sheet - 1) + 1


def begins_on(council: Council) -> date | None:
    """The first day of the first volume: what was decided before it is in older registers."""
    first = RegisterVolume.objects.filter(council=council).order_by("number").values_list("since", flat=True)
    return first.first()


def entries_of(volume: RegisterVolume) -> QuerySet[RegisterEntry]:
    """What is in a volume, in the order of its sheets."""
    rows: QuerySet[RegisterEntry] = RegisterEntry.objects.filter(volume=volume)
    return rows.select_related("sitting").order_by("position")


def entered_sittings(council: Council) -> Collection[int]:
    """Keys of the sittings that are in the register."""
    rows = RegisterEntry.objects.filter(council=council, kind=EntryKind.CLOSING_SHEET)
    return set(rows.values_list("sitting_id", flat=True))


def is_in_register(sitting: Sitting) -> bool:
    """Whether the sitting was entered: its sheets exist, and its facts change no more."""
    found: bool = RegisterEntry.objects.filter(sitting=sitting).exists()
    return found


def rectifications_of(council: Council) -> dict[int, tuple[RegisterEntry, ...]]:
    """By deliberation, the entries of its text rectified since it was first entered, in order. One query."""
    rows = RegisterEntry.objects.filter(council=council, kind=EntryKind.RECTIFICATION)
    found: dict[int, tuple[RegisterEntry, ...]] = {}
    for row in rows.select_related("volume").order_by("first_sheet"):
        if row.deliberation_id is not None:
            found[row.deliberation_id] = (*found.get(row.deliberation_id, ()), row)
    return found


def sheets_of_sitting(sitting: Sitting) -> QuerySet[RegisterEntry]:
    """Every entry of a sitting, rectified acts included, in the order of the sheets."""
    rows: QuerySet[RegisterEntry] = RegisterEntry.objects.filter(sitting=sitting)
    return rows.select_related("volume", "sitting", "deliberation__item").order_by("first_sheet")


def works_of(volume: RegisterVolume) -> QuerySet[RegisterWork]:
    """The long works asked about a volume, the latest first."""
    return RegisterWork.objects.filter(volume=volume).order_by("-asked_at", "-pk")


def volume_facts(row: RegisterVolume) -> Volume:
    """A volume as the documents read it."""
    return Volume(
        number=row.number,
        since=row.since,
        until=row.until,
        binding=Binding(row.binding),
        rule=SheetRule(row.rule),
        first_sheet=row.first_sheet,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def entry_facts(row: RegisterEntry) -> Entry:
    """An entry as the documents read it."""
    return Entry(
        kind=EntryKind(row.kind),
        on=row.on,
        title=row.title,
        first=row.first_sheet,
        last=row.last_sheet,
        pages=row.pages,
        number=row.number,
        order=row.order,
        matter_code=row.matter_code,
        theme=row.theme,
        sitting=row.sitting.uid if row.sitting else "",
    )
