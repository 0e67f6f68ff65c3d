"""A council leaves in one file: its rows, their history and its files, encrypted, and read again to the last byte."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.utils.timezone import localtime

from councils.models import Council, User
from deliberations.models import Backup
from deliberations.queries.one_state import one_state
from deliberations.services.backup_rows import (
    canonical_line,
    council_models,
    files_of,
    history_rows_of,
    label_of,
    lines_of,
    rows_of,
    users_of,
)
from deliberations.services.sealing import sealed, sha256_of
from deliberations.services.storage import DamagedDocument

FORMAT = "conforme-sauvegarde/1"
MANIFEST, USERS = "manifeste.json", "comptes.jsonl"


@dataclass(slots=True)
class Manifest:
    """What the file holds, told at its end: the digest of each entry, and how many rows and files there are."""

    council: str
    name: str
    made_at: str
    format: str = FORMAT
    rows: int = 0
    files: int = 0
    entries: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        told = {
            "format": self.format,
            "conseil": self.council,
            "nom": self.name,
            "faite_le": self.made_at,
            "fiches": self.rows,
            "fichiers": self.files,
            "empreintes": self.entries,
        }
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def back_up(*, council: Council, passphrase: str, by: User | None, at: datetime, target: BinaryIO) -> Backup:
    """Write everything of ``council`` to ``target``, encrypted by ``passphrase``; return the line that records it.

    ``target`` is an empty file that can be rewound; it is left at its start. Everything is read as it was at one
    instant, a few hundred rows at a time. The passphrase is kept nowhere. Raises ``DamagedDocument`` when a file of
    the council is missing or altered: a backup that lacks a document is not one. Side effect: a ``Backup`` row.
    """
    manifest = Manifest(council.uid, council.place_name, at.isoformat(timespec="seconds"))
    with sealed(target, passphrase) as stream:
        write_content(council, manifest, stream)
    sha256, size = sha256_of(target)
    return Backup.objects.create(
        council=council,
        made_at=at,
        made_by=by,
        file_name=f"sauvegarde-{council.uid}-{localtime(at):%Y-%m-%d-%Hh%M}.tar",
        size=size,
        sha256=sha256,
        rows=manifest.rows,
        files=manifest.files,
    )


def write_content(council: Council, manifest: Manifest, stream: BinaryIO) -> None:
    """Everything of ``council`` as a compressed archive, not yet encrypted; ``manifest`` counts what goes by."""
    with tarfile.open(fileobj=stream, mode="w|gz", format=tarfile.GNU_FORMAT) as archive, one_state():
        _write_rows(archive, manifest, council)
        for held in files_of(council):
            _add_file(archive, manifest, held.path, held.sha256, held.size)
        content = manifest.as_json()
        _add(archive, MANIFEST, content)


def _write_rows(archive: tarfile.TarFile, manifest: Manifest, council: Council) -> None:
    users = users_of(council)
    emails = {key: user.email for key, user in users.items()}
    people = sorted(users.values(), key=lambda user: user.email)
    told = [
        {"email": user.email, "given_name": user.given_name, "family_name": user.family_name}
        for user in people
    ]
    _add_known(archive, manifest, USERS, b"".join(map(canonical_line, told)))
    models = list(enumerate(council_models()))
    for place, model in models:
        rows = rows_of(model, council)
        _write_table(archive, manifest, f"fiches/{place:03d}-{label_of(model)}", lines_of(rows, emails))
    # After every row: what a history points to is then known, or gone.
    for place, model in models:
        past = history_rows_of(model, council)
        if past is not None:
            name = f"historique/{place:03d}-{label_of(model)}"
            _write_table(archive, manifest, name, lines_of(past, emails))


def _write_table(
    archive: tarfile.TarFile, manifest: Manifest, name: str, pieces: Iterator[tuple[bytes, int]]
) -> None:
    for number, (lines, how_many) in enumerate(pieces):
        _add_known(archive, manifest, f"{name}-{number:05d}.jsonl", lines)
        manifest.rows += how_many


def _add_known(archive: tarfile.TarFile, manifest: Manifest, name: str, content: bytes) -> None:
    manifest.entries[name] = hashlib.sha256(content).hexdigest()
    _add(archive, name, content)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, manifest: Manifest, path: str, sha256: str, size: int) -> None:
    entry = tarfile.TarInfo(f"fichiers/{path}")
    entry.size, entry.mode = size, 0o600
    try:
        with default_storage.open(path) as source:
            watched = _Watched(source)
            archive.addfile(entry, watched)
            is_whole = watched.digest.hexdigest() == sha256 and not source.read(1)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise DamagedDocument(f"{path} cannot be read") from error
    if not is_whole:
        raise DamagedDocument(f"{path} has changed")
    manifest.entries[entry.name] = sha256
    manifest.files += 1


class _Watched:
    """A file whose digest is taken while it is read."""

    def __init__(self, source: object) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self.source.read(size)  # type: ignore[attr-defined]
        self.digest.update(piece)
        return piece
