"""Files of earlier years as people give them, one by one or in a ZIP, unpacked within bounds whatever it claims."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from councils.domain.errors import Refusal
from deliberations.services.uploads import Accepted, CheckedFile, UploadRefused, check_kind, clean_name

PAPERS = Accepted(("pdf", "docx"), "PDF ou Word (DOCX)")
MOST_FILES = 1_000
MOST_FILE_BYTES = 20 * 1024 * 1024
MOST_BYTES = 400 * 1024 * 1024
"""Of a whole batch, once unpacked."""
MOST_ARCHIVE_BYTES = 300 * 1024 * 1024
MOST_ENTRIES = 5_000
DEEPEST = 12
"""Folders inside folders."""
_ZIP = b"PK\x03\x04"
_LEFTOVERS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class BatchRefused(Refusal):
    """Nothing of the files given can be taken: the message says why and what to do."""

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(f"past.{code}", message_fr)


@dataclass(frozen=True, slots=True)
class Given:
    """One file of a batch: kept with its ``file``, whose bytes are those received, or refused with a ``reason``.

    ``path`` has its folders.
    """

    path: str
    file: CheckedFile | None = None
    reason: str = ""


@dataclass(slots=True)
class _Room:
    """What is left of the bounds of a batch."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES


def given_files(uploads: Sequence[tuple[str, BinaryIO]]) -> Iterator[Given]:
    """Every file of what was sent, archives opened, in their order; what cannot be taken is told with its reason.

    Raises ``BatchRefused`` when an archive cannot be opened at all, or when there is too much. One file is in memory
    at a time; the size of an entry is measured while it is unpacked, never believed.
    """
    room = _Room()
    for name, stream in uploads:
        stream.seek(0)
        is_archive = stream.read(4) == _ZIP and name.lower().endswith(".zip")
        stream.seek(0)
        if is_archive:
            yield from _of_archive(name, stream, room)
        else:
            yield _checked(clean_name(name), _bounded(stream, name, room))


def _bounded(stream: BinaryIO, name: str, room: _Room) -> bytes:
    content = stream.read(MOST_FILE_BYTES + 1)
    _take(room, name, len(content))
    return content


def _take(room: _Room, name: str, size: int) -> None:
    room.files -= 1
    room.bytes -= size
    if room.files < 0:
        raise BatchRefused(
            "too_many",
            f"Plus de {MOST_FILES} fichiers à la fois : faites plusieurs lots, un par année par exemple.",
        )
    if room.bytes < 0:
        most = MOST_BYTES // 1024 // 1024
        raise BatchRefused(
            "too_heavy",
            f"Ces fichiers dépassent {most} Mo une fois décompressés (à « {clean_name(name)} ») : "
            "faites plusieurs lots, un par année par exemple.",
        )


def _of_archive(name: str, stream: BinaryIO, room: _Room) -> Iterator[Given]:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            # A truncated ZIP may end by a whole Word file, itself a ZIP: its entries would be taken for the archive's.
            if min((each.header_offset for each in entries), default=0):
                raise zipfile.BadZipFile("something stands before the first entry")
            if len(entries) > MOST_ENTRIES:
                raise BatchRefused(
                    "too_many", f"« {clean_name(name)} » contient trop d'éléments : faites plusieurs lots."
                )
            for entry in entries:
                if not entry.is_dir() and not _is_leftover(entry.filename):
                    yield _entry(archive, entry, room)
    except _BROKEN as error:
        raise BatchRefused(
            "broken",
            f"« {clean_name(name)} » n'est pas un fichier ZIP entier : refaites-le (clic droit, « Compresser »), puis "
            "envoyez-le à nouveau.",
        ) from error


def _is_leftover(name: str) -> bool:
    lower = name.lower()
    base = lower.rpartition("/")[2]
    return lower.startswith("__macosx/") or base in _LEFTOVERS or base.startswith(("~$", "._"))


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: _Room) -> Given:
    path = _path(entry)
    reason = _refused_by_name(entry)
    if reason:
        _take(room, path, 0)
        return Given(path, reason=reason)
    try:
        with archive.open(entry) as stream:
            content = stream.read(MOST_FILE_BYTES + 1)
    except _BROKEN:
        _take(room, path, 0)
        return Given(
            path, reason="Ce fichier est abîmé dans le ZIP : ajoutez-le à nouveau au ZIP, ou envoyez-le seul."
        )
    _take(room, path, len(content))
    return _checked(path, content)


def _path(entry: zipfile.ZipInfo) -> str:
    """The name with its folders, cleaned. Old ZIPs of Windows wrote accents in the code page of DOS."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    parts = [clean_name(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts[-DEEPEST - 1 :])[-1000:] or "fichier"


def _refused_by_name(entry: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "Le nom de ce fichier sort du dossier du ZIP : il n'a pas été ouvert. Refaites le ZIP depuis le dossier."
    if len(parts) > DEEPEST + 1:
        return f"Ce fichier est rangé sous plus de {DEEPEST} dossiers : rapprochez-le, puis refaites le ZIP."
    if entry.flag_bits & _ENCRYPTED:
        return "Ce fichier est protégé par un mot de passe dans le ZIP : refaites le ZIP sans mot de passe."
    if entry.filename.lower().endswith(_ARCHIVES):
        return "Un ZIP dans un ZIP n'est pas ouvert : envoyez celui-ci à part, dans un autre lot."
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "Ce n'est pas un fichier mais un raccourci : mettez le fichier lui-même dans le ZIP."
    return ""


def _checked(path: str, content: bytes) -> Given:
    """Of a kind that is taken; the control of what is inside belongs to the worker, which reads a cleaned copy."""
    try:
        return Given(path, check_kind(path, content, most_bytes=MOST_FILE_BYTES, accepted=PAPERS))
    except UploadRefused as refusal:
        return Given(path, reason=refusal.message_fr)
