"""The files of a council that are in no folder of a sitting, each under a name that tells what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from councils.models import Council
from deliberations.models import (
    DecisionAnnex,
    DecisionCopy,
    DecisionSignature,
    DecisionTransmission,
    MinutesSignature,
    RegisterEntry,
    SittingDocument,
    StoredFile,
)
from deliberations.services.backup_rows import HeldFile, files_of


@dataclass(frozen=True, slots=True)
class OtherFile:
    """``kind`` in French, as the index tells it; ``day`` in ISO form, empty when the file has none."""

    kind: str
    name: str
    held: HeldFile
    day: str = ""


def other_files(council: Council) -> Iterator[OtherFile]:
    """Every file of ``council``, named by its kind where it has one, else as received, else by its digest."""
    yield from _papers(council)
    yield from _register(council)
    yield from _decisions(council)
    for signature in (
        MinutesSignature.objects.filter(sitting__council=council, file__isnull=False)
        .select_related("sitting", "file")
        .order_by("pk")
    ):
        day = signature.sitting.held_on.isoformat()
        yield from _received("procès-verbal signé", day, signature.file, day)
    for file in StoredFile.objects.filter(council=council).order_by("pk"):
        yield OtherFile("fichier reçu", safe_name(file.name), held_file(file))
    for held in files_of(council):
        yield OtherFile("autre fichier", held.path.rpartition("/")[2], held)


def _papers(council: Council) -> Iterator[OtherFile]:
    rows = SittingDocument.objects.filter(sitting__council=council).exclude(path="")
    for row in rows.select_related("sitting").order_by("pk"):
        day, kind = row.sitting.held_on.isoformat(), row.get_kind_display()
        yield OtherFile(kind, _name(f"{kind} {day} v{row.version}", row.path), held_file(row), day)


def _register(council: Council) -> Iterator[OtherFile]:
    rows = RegisterEntry.objects.filter(council=council).exclude(path="")
    for row in rows.select_related("volume").order_by("volume__number", "position"):
        kind, sheets = row.get_kind_display(), f"{row.first_sheet}-{row.last_sheet}"
        told = f"Registre volume {row.volume.number} feuillets {sheets} {kind} {row.number}".strip()
        yield OtherFile(
            f"Registre, {kind.lower()}", _name(told, row.path), held_file(row), row.on.isoformat()
        )


def _decisions(council: Council) -> Iterator[OtherFile]:
    copies = DecisionCopy.objects.filter(decision__council=council).exclude(path="")
    for row in copies.select_related("decision").order_by("pk"):
        on, kind = row.decision.decided_on, row.get_kind_display()
        told = f"Décision {row.decision} {kind} v{row.version}"
        kind = f"Décision du maire, {kind.lower()}"
        yield OtherFile(kind, _name(told, row.path), held_file(row), on.isoformat() if on else "")
    for model, kind in _OF_DECISIONS:
        rows = model._default_manager.filter(decision__council=council, file__isnull=False)
        for each in rows.select_related("decision", "file").order_by("pk"):
            yield from _received(kind, str(each.decision), each.file)


_OF_DECISIONS = (
    (DecisionAnnex, "annexe d'une décision"),
    (DecisionSignature, "décision signée"),
    (DecisionTransmission, "accusé de réception d'une décision"),
)


def _received(kind: str, subject: str, file: StoredFile | None, day: str = "") -> Iterator[OtherFile]:
    if file is not None:
        yield OtherFile(kind, safe_name(f"{kind} {subject} {file.name}"), held_file(file), day)


def _name(told: str, path: str) -> str:
    return safe_name(f"{told}{PurePosixPath(path).suffix}")


def held_file(row: StoredFile | SittingDocument | RegisterEntry | DecisionCopy) -> HeldFile:
    """Where the bytes of a row are."""
    return HeldFile(row.path, row.sha256, row.size)


def safe_name(name: str) -> str:
    """A name that every system can write: no folder, no sign that a disk refuses, never too long."""
    kept = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "-", name).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[:100]}{dot}{extension[:10]}" if dot else kept[:100] or "fichier"
