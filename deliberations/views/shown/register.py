"""The register as its pages show it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from deliberations.domain.long_works import GOING
from deliberations.domain.register import EntryKind, shown_sheets
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list
from deliberations.models import RegisterEntry, RegisterVolume, RegisterWork
from deliberations.services.register_sources import Waiting
from deliberations.services.register_works import EVERYTHING, FILE, SEAL

SITTING = "seance"
_WORKS = {FILE: "Assemblage du volume", SEAL: "Cachet du volume"}
_OF_ITSELF = (EntryKind.TITLE, EntryKind.TABLE_BY_DATE, EntryKind.TABLE_BY_SUBJECT, EntryKind.END)


@dataclass(frozen=True, slots=True)
class ShownVolume:
    """One line of the list of volumes; ``sheets`` is « 1 à 214 »."""

    row: RegisterVolume
    url: str
    sheets: str
    entries: int


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """What follows in the sheets under one heading: a sitting, a decision, or the volume's own pages.

    ``sitting`` is the uid by which its sheets are printed apart, or empty.
    """

    label: str
    sheets: str
    entries: tuple["ShownEntry", ...]
    sitting: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    kind: str
    number: str
    title: str
    sheets: str


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A long work: ``percent`` of it is done; ``is_going`` until it ends; ``error`` says why it failed.

    ``sitting`` is the uid of the one sitting that it enters, or empty.
    """

    what: str
    url: str
    percent: int
    done: int
    total: int
    is_going: bool
    is_file: bool
    error: str
    sitting: str = ""
    is_seal: bool = False


def shown_volumes(rows: Iterable[RegisterVolume]) -> Iterator[ShownVolume]:
    """The volumes, each with its sheets and how many acts it holds, as ``measured_volumes`` gives them."""
    for row in rows:
        url = reverse("register_volume", kwargs={"council": row.council.uid, "volume": row.uid})
        last = getattr(row, "last_sheet", None) or row.first_sheet
        yield ShownVolume(row, url, shown_sheets(row.first_sheet, last), getattr(row, "acts", 0))


def shown_entries(rows: Iterable[RegisterEntry]) -> tuple[RegisterGroup, ...]:
    """The entries of a volume in their groups, in the order of the sheets."""
    return tuple(_group(list(run)) for _, run in groupby(rows, key=_heading))


def _heading(row: RegisterEntry) -> tuple[str, str]:
    if row.kind in _OF_ITSELF:
        return ("Pages du volume", "")
    if row.sitting is not None:
        return (f"Séance du {long_date(row.on)}", row.sitting.uid)
    return (f"Décision du {long_date(row.on)}", "")


def _group(rows: list[RegisterEntry]) -> RegisterGroup:
    label, sitting = _heading(rows[0])
    return RegisterGroup(
        label=label,
        sheets=shown_sheets(rows[0].first_sheet, rows[-1].last_sheet),
        entries=tuple(
            ShownEntry(
                row.get_kind_display(), row.number, row.title, shown_sheets(row.first_sheet, row.last_sheet)
            )
            for row in rows
        ),
        sitting=sitting,
    )


def ready(waiting: Iterable[Waiting]) -> list[Waiting]:
    """What may enter now."""
    return [each for each in waiting if not each.why_not]


def ready_label(waiting: Iterable[Waiting]) -> str:
    """« Inscrire ce qui est prêt (3) »; empty when there is nothing."""
    count = len(ready(waiting))
    return f"Inscrire ce qui est prêt ({count})" if count else ""


def what_enters(waiting: Iterable[Waiting], source: str, uid: str) -> list[Waiting]:
    """Of what is ready, the one thing asked for, or all of it."""
    return [each for each in waiting if source == EVERYTHING or (each.source, each.uid) == (source, uid)]


def shown_work(row: RegisterWork) -> ShownWork:
    """A work as its page and the page of its volume show it."""
    is_going = row.state in GOING
    place = {"council": row.volume.council.uid, "volume": row.volume.uid, "work": row.uid}
    return ShownWork(
        what=_WORKS.get(row.source, "Inscription au registre"),
        url=reverse("register_work", kwargs=place),
        percent=100 * row.done // row.total if row.total else 0,
        done=row.done,
        total=row.total,
        is_going=is_going,
        is_file=row.source == FILE,
        is_seal=row.source == SEAL,
        error=row.error,
        sitting=row.what if row.source == SITTING else "",
    )


def print_choices(rows: Iterable[RegisterEntry]) -> list[tuple[str, str]]:
    """What may be printed apart: the whole volume, or the sheets of one sitting (by its uid)."""
    choices = [("tout", "Tout le volume")]
    sheets: dict[str, tuple[tuple[date, int], int]] = {}
    for row in rows:
        if row.sitting is not None:
            first, _ = sheets.get(row.sitting.uid, ((row.on, row.first_sheet), 0))
            sheets[row.sitting.uid] = (first, row.last_sheet)
    for uid, ((on, first_sheet), last_sheet) in sheets.items():
        choices.append(
            (uid, f"Séance du {long_date(on)} (feuillets {shown_sheets(first_sheet, last_sheet)})")
        )
    return choices


def sheets_label(rows: Sequence[RegisterEntry]) -> str:
    """« feuillets 12 à 20 » of one sitting, and of its acts rectified since, apart; empty when it is not entered."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        first, last = row.first_sheet, row.last_sheet
        if runs and runs[-1][1] + 1 == first:
            first = runs.pop()[0]
        runs.append((first, last))
    word = "feuillet" if runs and len(runs) == 1 and runs[0][0] == runs[0][1] else "feuillets"
    return f"{word} {join_list([shown_sheets(*run) for run in runs])}" if runs else ""


def pages_label(rows: Iterable[RegisterEntry]) -> str:
    """« 214 pages »."""
    return counted(sum(row.pages for row in rows), "page")
