"""Batches of earlier years in words: their progress, their files, the text beside an act."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.importing import FileStatus
from deliberations.models import ImportBatch, ImportedAct, ImportedFile
from deliberations.models.choices import FILE_STATUSES
from deliberations.services.importing import Progress

MOST_LINES = 1_500
TONES = {
    FileStatus.WAITING: "info",
    FileStatus.READ: "success",
    FileStatus.DOUBTFUL: "warning",
    FileStatus.SCAN: "warning",
    FileStatus.NO_ACT: "secondary",
    FileStatus.UNREADABLE: "danger",
    FileStatus.DUPLICATE: "secondary",
    FileStatus.KNOWN: "secondary",
    FileStatus.REFUSED: "danger",
    FileStatus.LEFT_OUT: "secondary",
}


@dataclass(frozen=True, slots=True)
class ShownCount:
    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class PastFile:
    row: ImportedFile
    label: str
    tone: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the paper. ``marks`` names what begins to be read on it; ``is_own`` when it belongs to the act."""

    number: int
    text: str
    marks: str
    is_read: bool
    is_own: bool


_NAMES = {
    "number": "numéro",
    "held_on": "date",
    "title": "objet",
    "clauses": "visas et considérants",
    "decisions": "décisions",
    "vote": "vote",
    "matter_code": "matière",
    "present": "présents",
    "in_office": "en exercice",
    "voters": "votants",
    "represented": "représentés",
}


def shown_batch(progress: Progress) -> list[ShownCount]:
    """How many files are in each state, in the order of the states."""
    return [
        ShownCount(FILE_STATUSES[status], TONES[status], progress.counts[status])
        for status in FileStatus
        if status in progress.counts
    ]


def shown_files(batch: ImportBatch) -> list[PastFile]:
    """The files of a batch, those that ask for a look first; the text read in them is not loaded."""
    rows = ImportedFile.objects.filter(batch=batch).defer("source_text").select_related("file")
    quiet = {FileStatus.READ, FileStatus.WAITING, FileStatus.LEFT_OUT}
    ordered = sorted(rows, key=lambda row: (FileStatus(row.status) in quiet, row.position))
    return [
        PastFile(
            row,
            FILE_STATUSES[FileStatus(row.status)],
            TONES[FileStatus(row.status)],
            tuple(filter(None, row.reason.split("\n"))),
        )
        for row in ordered
    ]


def source_lines(act: ImportedAct) -> list[ShownLine]:
    """The text of the file around the act, with what was read on each line."""
    texts = act.source.source_text.split("\n") if act.source.source_text else []
    first, last = act.reading.get("first", 1), act.reading.get("last", len(texts))
    marks = _marks(act)
    start = max(0, first - 40)
    shown: list[ShownLine] = []
    told: tuple[str, ...] = ()
    for number, text in enumerate(texts[start : start + MOST_LINES], start=start + 1):
        if not text.strip():
            continue
        here = tuple(marks.get(number, ()))
        new = ", ".join(mark for mark in here if mark not in told)
        shown.append(ShownLine(number, text, new, bool(here), first <= number <= last))
        told = here
    return shown


def _marks(act: ImportedAct) -> dict[int, list[str]]:
    made: dict[int, list[str]] = {}
    for name, told in act.reading.get("facts", {}).items():
        if name in _NAMES:
            for number in _lines(told):
                made.setdefault(number, []).append(_NAMES[name])
    return made


def _lines(told: dict[str, int]) -> Iterator[int]:
    first, last = told.get("first", 0), told.get("last", 0)
    if first:
        yield from range(first, min(last, first + 300) + 1)
