"""An export comes back into an installation where its council is not: facts from the dossiers, then the originals."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import is_zipfile

from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened
from deliberations.domain.sittings import Sitting as SittingFacts
from deliberations.dossier.problems import InvalidDossier
from deliberations.dossier.reader import MAX_BYTES, read_dossier
from deliberations.dossier.schema import Dossier
from deliberations.dossier.structure import storage_problems
from deliberations.models import OriginalDocument, StoredFile
from deliberations.services.dossiers import store_dossier
from deliberations.services.exporting import DOSSIER
from deliberations.services.importing_files import MOST_FILE_BYTES
from deliberations.services.storage import receive_file

MOST_SITTINGS = 20_000
_BOUNDS = Bounds(entries=2_000_000, entry_bytes=MAX_BYTES, bytes=1 << 40)
"""Of the export of a whole council, which the operator gives: its files are read one by one."""
_SITTING = re.compile(rf"seances/[^/]+/{re.escape(DOSSIER)}")
_ORIGINAL = re.compile(r"seances/[^/]+/originaux/[^/]+")


class ExportRefused(Refusal):
    """The file is not an export of ours, or not a whole one: nothing is written."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("past.export_refused", message_fr)


def is_export(path: str) -> bool:
    """Whether a file is a ZIP: a dossier alone never is."""
    return is_zipfile(path)


def import_export(*, path: str, by: User | None, replace: bool = False) -> tuple[Council, int, int]:
    """Store the council of an export, its sittings, its mayor's decisions and its originals; all or nothing.

    Returns the row, how many sittings and how many originals came back. Raises ``ExportRefused``, ``InvalidDossier``
    or ``DossierRefused``. Side effect: files in the store.
    """
    try:
        with opened(Path(path), _BOUNDS) as archive, transaction.atomic():
            facts = _facts(archive)
            row = store_dossier(
                council=facts.council,
                sittings=facts.sittings,
                by=by,
                replace=replace,
                delegations=facts.delegations,
                decisions=facts.decisions,
                decision_pattern=facts.decision_pattern,
            )
            return row, len(facts.sittings), _attach_originals(archive, row, by)
    except ArchiveRefused as error:
        raise ExportRefused("Ce fichier ZIP est abîmé : rien n'a été importé. Refaites l'export.") from error


def _facts(archive: Archive) -> Dossier:
    """All the dossiers of an export as one. Older exports have none for the council itself, hence no decision."""
    every = archive.names
    names = [name for name in every if _SITTING.fullmatch(name)]
    if len(names) > MOST_SITTINGS:
        raise ExportRefused(f"Cet export contient plus de {MOST_SITTINGS} séances.")
    whole = _dossier(archive, DOSSIER) if DOSSIER in every else None
    council = whole.council if whole else None
    sittings: list[SittingFacts] = []
    for name in names:
        dossier = _dossier(archive, name)
        if council is not None and dossier.council != council:
            raise ExportRefused(
                f"Le dossier {name} décrit un autre conseil que les précédents : rien n'a été importé."
            )
        council = dossier.council
        sittings += dossier.sittings
    if council is None:
        raise ExportRefused(
            "Ce ZIP n'est pas un export de Conforme : il n'y a aucun dossier de séance (seances/…/dossier.json)."
        )
    whole = whole or Dossier.of(council, ())
    return whole.model_copy(update={"sittings": tuple(sittings)})


def _dossier(archive: Archive, name: str) -> Dossier:
    dossier = read_dossier(_bounded(archive, name, MAX_BYTES))
    problems = storage_problems(dossier)
    if problems:
        raise InvalidDossier(problems)
    return dossier


def _bounded(archive: Archive, name: str, most: int) -> bytes:
    try:
        return archive.read(name, most)
    except ArchiveRefused as refused:
        if refused.fault is Fault.SIZE:
            told = f"Le fichier {name} est trop lourd : {most // 1024 // 1024} Mo au plus."
            raise ExportRefused(told) from refused
        raise


def _attach_originals(archive: Archive, row: Council, by: User | None) -> int:
    """Give back to each original the bytes whose digest it tells; a file that none tells is left in the ZIP."""
    waiting = OriginalDocument.objects.filter(deliberation__council=row, file=None)
    by_digest: dict[str, list[OriginalDocument]] = {}
    for original in waiting.select_related("deliberation"):
        by_digest.setdefault(original.sha256, []).append(original)
    count = 0
    for content, name in _originals(archive):
        owners = by_digest.pop(hashlib.sha256(content).hexdigest(), [])
        file = _received(row, owners[0], content, name, by) if owners else None
        for original in owners:
            original.file = file
            original.save()
            count += 1
    return count


def _originals(archive: Archive) -> Iterator[tuple[bytes, str]]:
    for name in archive.names:
        if _ORIGINAL.fullmatch(name):
            yield _bounded(archive, name, MOST_FILE_BYTES), PurePosixPath(name).name


def _received(
    row: Council, original: OriginalDocument, content: bytes, name: str, by: User | None
) -> StoredFile:
    return receive_file(
        council=row,
        content=content,
        name=original.name or name,
        media_type=original.media_type,
        by=by,
        pages=original.pages,
    )
