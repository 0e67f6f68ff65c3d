"""A batch of earlier years: files kept, then read one by one in the background, as often as needed."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO

from django.db import transaction
from django_tasks import task

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.services.locking import lock, lock_council
from deliberations.domain.importing import NOT_KEPT, FileStatus
from deliberations.domain.sittings import Confidence
from deliberations.models import ImportBatch, ImportedAct, ImportedFile, StoredFile
from deliberations.pastacts import Found, PaperKind, ReadAct
from deliberations.pastacts.draft import draft_of
from deliberations.services.importing_files import BatchRefused, Given, given_files
from deliberations.services.importing_reading import ReadFile, read_file
from deliberations.services.storage import DamagedDocument, StoredBytes, read_document, store_document
from deliberations.services.uploads import PDF, CheckedFile

logger = logging.getLogger(__name__)
LONGEST_SOURCE = 400_000
"""Characters of the text kept beside a file, to be shown."""
MOST_ATTEMPTS = 2
"""Readings begun and never ended after which a file is given up."""
KEPT = "Le fichier reçu est gardé tel quel : vous pouvez saisir vous-même ce qu'il dit."
GIVEN_UP = (
    f"La lecture de ce fichier s'est arrêtée {MOST_ATTEMPTS} fois sans aboutir : il n'est plus relu. Imprimez-le en "
    f"PDF, puis reprenez le nouveau fichier dans un autre lot.\n{KEPT}"
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of a batch is. Counts are files."""

    counts: dict[FileStatus, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(FileStatus.WAITING, 0)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file given whose bytes are in the store, or the reason why they are not."""

    path: str
    reason: str = ""
    file: CheckedFile | None = None
    stored: StoredBytes | None = None
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the reading of a file gives. ``acts`` are columns; ``has_blank``: an act to enter by hand."""

    status: FileStatus
    reason: str
    source_text: str = ""
    acts: tuple[dict[str, Any], ...] = ()
    has_blank: bool = False
    pages: int | None = None


def open_batch(
    *, council: Council, name: str, uploads: Iterable[tuple[str, BinaryIO]], by: User | None, at: datetime
) -> ImportBatch:
    """Keep every file given, byte for byte, and have them controlled and read by the worker after the commit.

    A file whose bytes are already in the batch, or were taken before, is told so and not kept again. All or nothing:
    raises ``BatchRefused`` (an archive that cannot be opened, too much at once, nothing at all) or ``OSError`` from the
    disk. The bytes are stored before the transaction: nobody waits for the unpacking.
    """
    kept = [_kept(given) for given in given_files(uploads)]
    if not kept:
        raise BatchRefused("empty", "Rien à lire : ce dossier, ou ce ZIP, ne contient aucun fichier.")
    with transaction.atomic():
        # Two batches given at once must not both take the same file for a new one.
        lock_council(council.pk)
        batch = ImportBatch.objects.create(council=council, name=name, created_by=by, created_at=at)
        seen: dict[str, str] = {}
        for position, each in enumerate(kept):
            _record(batch, position, each, seen, by)
        transaction.on_commit(partial(read_batch.enqueue, batch.pk), robust=True)
    return batch


def _kept(given: Given) -> _Kept:
    if given.file is None:
        return _Kept(given.path, given.reason, is_left_out=given.is_left_out)
    extension = "pdf" if given.file.media_type == PDF else "docx"
    stored = store_document(given.file.content, folder="received", extension=extension)
    return _Kept(given.path, file=replace(given.file, content=b""), stored=stored)


def _record(batch: ImportBatch, position: int, each: _Kept, seen: dict[str, str], by: User | None) -> None:
    row = ImportedFile(batch=batch, position=position, path=each.path)
    if each.file is None or each.stored is None:
        row.status = FileStatus.LEFT_OUT if each.is_left_out else FileStatus.REFUSED
        row.reason = each.reason
    else:
        row.status, row.reason = _status_of(batch.council, each.stored.sha256, seen)
        seen.setdefault(each.stored.sha256, each.path)
        if row.status not in NOT_KEPT:
            row.file = _file_row(batch.council, each.file, each.stored, by)
    row.save()


def _file_row(council: Council, file: CheckedFile, stored: StoredBytes, by: User | None) -> StoredFile:
    made: StoredFile = StoredFile.objects.create(
        council=council,
        name=file.name[-255:],
        media_type=file.media_type,
        sha256=stored.sha256,
        size=stored.size,
        pages=file.pages,
        path=stored.path,
        received_from=by,
    )
    return made


def _status_of(council: Council, digest: str, seen: dict[str, str]) -> tuple[FileStatus, str]:
    if digest in seen:
        return FileStatus.DUPLICATE, f"Le même fichier est déjà dans ce lot : « {seen[digest]} »."
    known = (
        ImportedFile.objects.filter(batch__council=council, batch__undone_at=None, file__sha256=digest)
        # Damaged on the disk before it was read, it brought nothing: it is asked for again.
        .exclude(status=FileStatus.UNREADABLE, acts=None)
        .select_related("batch")
        .first()
    )
    if known is not None:
        return FileStatus.KNOWN, f"Ce fichier a déjà été repris dans le lot « {known.batch.name} »."
    return FileStatus.WAITING, ""


@task()
def read_batch(batch_id: int) -> str:
    """Read every file of a batch that still waits: run again after a stop, it goes on where it was."""
    done = 0
    waiting = ImportedFile.objects.filter(batch=batch_id, status=FileStatus.WAITING)
    # What stopped the worker once comes after all that was never tried.
    for key in list(waiting.order_by("attempts", "position").values_list("pk", flat=True)):
        done += read_one(key)
    return f"{done} read"


def read_one(file_id: int) -> bool:
    """Read one waiting file; false when it was read meanwhile, or given up after ``MOST_ATTEMPTS``.

    The attempt is counted, then the file is read outside of any transaction (a hostile one takes long, or kills the
    worker: nobody waits for it), then what was read is stored.
    """
    row = _claimed(file_id)
    if row is None or row.file is None:
        return False
    return _store(row.pk, _outcome(row, row.file))


def _waiting(file_id: int) -> ImportedFile | None:
    rows = lock(ImportedFile).select_related("file", "batch__council")
    found: ImportedFile | None = rows.filter(
        pk=file_id, status=FileStatus.WAITING, batch__undone_at=None
    ).first()
    return found


def _claimed(file_id: int) -> ImportedFile | None:
    """The row, its attempt counted; ``None`` when it no longer waits, or is given up."""
    with transaction.atomic():
        row = _waiting(file_id)
        if row is None:
            return None
        if row.attempts < MOST_ATTEMPTS:
            row.attempts += 1
            row.save(update_fields=["attempts"])
            return row
    _store(file_id, _Outcome(FileStatus.UNREADABLE, GIVEN_UP, has_blank=True))
    return None


def _store(file_id: int, outcome: _Outcome) -> bool:
    """Write what was read, if the file still waits."""
    with transaction.atomic():
        row = _waiting(file_id)
        if row is None:
            return False
        row.status, row.reason, row.source_text = outcome.status, outcome.reason, outcome.source_text
        row.save()
        if row.file is not None and outcome.pages is not None:
            StoredFile.objects.filter(pk=row.file.pk).update(pages=outcome.pages)
        ImportedAct.objects.filter(source=row).delete()
        for position, act in enumerate(outcome.acts):
            ImportedAct.objects.create(source=row, position=position, **act)
        if outcome.has_blank:
            ImportedAct.objects.create(source=row, position=0, confidence=Confidence.ILLEGIBLE)
    return True


def _outcome(row: ImportedFile, file: StoredFile) -> _Outcome:
    try:
        read = read_file(row.path, file.media_type, read_document(file))
    except Refusal as refusal:
        return _Outcome(FileStatus.UNREADABLE, f"{refusal.message_fr}\n{KEPT}", has_blank=True)
    except DamagedDocument:
        logger.exception("A file of the past is damaged")
        return _Outcome(
            FileStatus.UNREADABLE,
            "Le fichier gardé est abîmé sur le disque : envoyez-le à nouveau dans un autre lot.",
        )
    acts = read.paper.acts
    return _Outcome(
        _read_status(read),
        "\n".join(read.remarks),
        source_text="\n".join(line.text for line in read.lines)[:LONGEST_SOURCE],
        acts=tuple(_act_row(act) for act in acts),
        has_blank=not acts and (read.is_scan or read.paper.kind is not PaperKind.CONVOCATION),
        pages=read.pages,
    )


def _read_status(read: ReadFile) -> FileStatus:
    if read.is_scan:
        return FileStatus.SCAN
    if not read.paper.acts:
        return FileStatus.NO_ACT
    is_clear = all(act.confidence is Confidence.CLEAR for act in read.paper.acts)
    return FileStatus.READ if is_clear else FileStatus.DOUBTFUL


def _act_row(act: ReadAct) -> dict[str, Any]:
    """The columns of an ``ImportedAct``."""
    draft = asdict(draft_of(act))
    draft["stated"] = draft["stated"] or ""
    for name, longest in (("number", 500), ("theme", 500), ("matter_code", 20)):
        draft[name] = draft[name][:longest]
    return {**draft, "confidence": act.confidence, "reading": reading_of(act)}


def reading_of(act: ReadAct) -> dict[str, Any]:
    """What was read, as JSON: for each fact its value, its place and how sure it is."""
    told: dict[str, Any] = {"first": act.first, "last": act.last, "facts": {}, "doubts": list(act.doubts)}
    singles = {
        name: getattr(act, name)
        for name in ("authority", "number", "held_on", "title", "theme", "matter_code")
    }
    for name, found in {
        **singles,
        **act.counts,
        **_prefixed("names", act.names),
        **_prefixed("date", act.dates),
    }.items():
        if found is not None:
            told["facts"][name] = _told(found)
    if act.vote:
        told["facts"]["vote"] = {
            **_told(act.vote),
            "value": act.vote.value.text,
            "names": act.vote.value.names,
        }
    for name, many in (("clauses", act.clauses), ("statement", act.statement), ("decisions", act.decisions)):
        if many:
            sure = min((found.confidence for found in many), key=_SURE.index)
            told["facts"][name] = {"confidence": sure.value, "first": many[0].first, "last": many[-1].last}
    return told


_SURE = (Confidence.ILLEGIBLE, Confidence.DOUBTFUL, Confidence.CLEAR)


def _prefixed(prefix: str, found: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}.{name}": value for name, value in found.items()}


def _told(found: Found[Any]) -> dict[str, Any]:
    value = found.value.isoformat() if isinstance(found.value, date) else found.value
    plain = value if isinstance(value, str | int) else str(value)
    return {"value": plain, "confidence": found.confidence.value, "first": found.first, "last": found.last}


def progress_of(batch: ImportBatch) -> Progress:
    """How many files of ``batch`` are in each state."""
    statuses: Iterable[str] = ImportedFile.objects.filter(batch=batch).values_list("status", flat=True)
    return Progress({FileStatus(status): count for status, count in Counter(statuses).items()})


def resume(batch: ImportBatch) -> None:
    """Have the files that still wait read again by the worker: nothing is read twice."""
    read_batch.enqueue(batch.pk)
