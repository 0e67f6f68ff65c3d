"""Files of earlier years as people give them, one by one or in a ZIP, unpacked within bounds whatever it claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipInfo

from councils.domain.errors import Refusal
from councils.untrusted.archives import ENCRYPTED, Archive, ArchiveRefused, Bounds, Fault, opened
from deliberations.services.uploads import (
    Accepted,
    CheckedFile,
    UploadRefused,
    check_kind,
    clean_name,
    too_large,
)

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
_LEFTOVERS = (".ds_store", "thumbs.db", "desktop.ini")
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg"))
_NO_PAPERS = frozenset(
    ".xls .xlsx .ods .csv .ppt .pptx .odp .mp3 .mp4 .mov .avi .wav .m4a .lnk .url .tmp .bak .ini .db .log .eml .msg"
    " .json .xml".split()
)
_SYSTEM = "Fichier de l'ordinateur, pas un document."
_PICTURE = "Une image. Si c'est un acte numérisé, enregistrez-la en PDF, puis déposez le PDF."
_NO_PAPER = "Ni un PDF ni un fichier Word : ce n'est pas un acte."
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz")
_ARCHIVE_FAULTS = {
    Fault.ENTRIES: ("too_many", "contient trop d'éléments : faites plusieurs lots."),
    Fault.NAMES: ("names", "contient des noms anormalement longs : raccourcissez-les, puis refaites le ZIP."),
    Fault.OVERLAP: (
        "overlap",
        "est piégé : plusieurs de ses fichiers sont faits des mêmes octets. Envoyez ses fichiers un par un.",
    ),
}
_BROKEN = (
    "broken",
    "n'est pas un fichier ZIP entier : refaites-le (clic droit, « Compresser »), puis envoyez-le à nouveau.",
)
_ENTRY_FAULTS = {
    Fault.METHOD: "Ce fichier est compressé d'une façon que Windows n'emploie pas : refaites le ZIP (clic droit, "
    "« Compresser »), ou envoyez ce fichier seul.",
    Fault.PROTECTED: "Ce fichier est protégé par un mot de passe dans le ZIP : refaites le ZIP sans mot de passe.",
}
_DAMAGED = "Ce fichier est abîmé dans le ZIP : ajoutez-le à nouveau au ZIP, ou envoyez-le seul."


class BatchRefused(Refusal):
    """Nothing of the files given can be taken: the message says why and what to do."""

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(f"past.{code}", message_fr)


@dataclass(frozen=True, slots=True)
class Given:
    """One file of a batch: kept with its ``file``, whose bytes are those received, or refused with a ``reason``.

    ``path`` has its folders; ``is_left_out``: nobody awaits an act in such a file, and ``reason`` says what it is.
    """

    path: str
    file: CheckedFile | None = None
    reason: str = ""
    is_left_out: bool = False


@dataclass(slots=True)
class _Room:
    """What is left of the bounds of a batch."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES


def given_files(uploads: Iterable[tuple[str, BinaryIO]]) -> Iterator[Given]:
    """Every file of what was sent, archives opened, in their order; what cannot be taken is told with its reason.

    A name may have folders: those of the folder given.

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
            yield _alone(name, stream, room)


def _alone(name: str, stream: BinaryIO, room: _Room) -> Given:
    path = clean_path(name)
    base = name.rpartition("/")[2]
    if base.lower() in _LEFTOVERS:
        path = f"{path.rpartition('/')[0]}/{base}".lstrip("/")
    reason = _SYSTEM if _is_leftover(name) else _left_out(path)
    if reason:
        _take(room, path, 0)
        return Given(path, reason=reason, is_left_out=True)
    return _checked(path, _bounded(stream, path, room))


def _left_out(path: str) -> str:
    """Why nobody awaits an act in a file of this name; empty when one may be there."""
    extension = PurePosixPath(path.lower()).suffix
    return _PICTURE if extension in _PICTURES else _NO_PAPER if extension in _NO_PAPERS else ""


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
    bounds = Bounds(MOST_ENTRIES, MOST_FILE_BYTES, room.bytes + MOST_FILE_BYTES)
    try:
        with opened(stream, bounds, whole=True) as archive:
            for entry in archive.entries:
                if not entry.is_dir() and not _is_leftover(entry.filename):
                    yield _entry(archive, entry, room)
    except ArchiveRefused as refused:
        code, told = _ARCHIVE_FAULTS.get(refused.fault, _BROKEN)
        raise BatchRefused(code, f"« {clean_name(name)} » {told}") from refused


def _is_leftover(name: str) -> bool:
    lower = name.lower()
    base = lower.rpartition("/")[2]
    return lower.startswith("__macosx/") or base in _LEFTOVERS or base.startswith(("~$", "._"))


def _entry(archive: Archive, entry: ZipInfo, room: _Room) -> Given:
    path = _path(entry)
    reason = _refused_by_name(entry)
    left_out = "" if reason else _left_out(path)
    if reason or left_out:
        _take(room, path, 0)
        return Given(path, reason=reason or left_out, is_left_out=bool(left_out))
    try:
        content = archive.read(entry)
    except ArchiveRefused as refused:
        if refused.fault is Fault.SIZE:
            _take(room, path, MOST_FILE_BYTES)
            return Given(path, reason=too_large(path, MOST_FILE_BYTES).message_fr)
        _take(room, path, 0)
        return Given(path, reason=_ENTRY_FAULTS.get(refused.fault, _DAMAGED))
    _take(room, path, len(content))
    return _checked(path, content)


def _path(entry: ZipInfo) -> str:
    """The name with its folders, cleaned. Old ZIPs of Windows wrote accents in the code page of DOS."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return clean_path(name)


def clean_path(name: str) -> str:
    """A name with its folders, each cleaned: none of them leads out of the folder given."""
    parts = [clean_name(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts[-DEEPEST - 1 :])[-1000:] or "fichier"


def _refused_by_name(entry: ZipInfo) -> str:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "Le nom de ce fichier sort du dossier du ZIP : il n'a pas été ouvert. Refaites le ZIP depuis le dossier."
    if len(parts) > DEEPEST + 1:
        return f"Ce fichier est rangé sous plus de {DEEPEST} dossiers : rapprochez-le, puis refaites le ZIP."
    if entry.flag_bits & ENCRYPTED:
        return _ENTRY_FAULTS[Fault.PROTECTED]
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
