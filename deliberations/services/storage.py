"""Where the bytes of issued documents live: by their own digest, written once, never changed."""

import hashlib
import io
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from councils.models import Council, User
from deliberations.models import (
    DecisionCopy,
    IssuedDocument,
    RegisterEntry,
    SigningPaper,
    SittingDocument,
    StoredFile,
)

Kept = IssuedDocument | SittingDocument | StoredFile | DecisionCopy | RegisterEntry | SigningPaper
"""Rows whose bytes are kept by their digest."""

logger = logging.getLogger(__name__)
FRESH = timedelta(hours=12)
"""Well before a file without a row is swept."""


class DamagedDocument(RuntimeError):
    """The stored bytes are missing or no longer those that were issued: an operator must restore them."""


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """``path`` is relative to the file store; ``size`` is in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredPdf(StoredBytes):
    """The bytes of a PDF, and how many pages it has."""

    pages: int


def store_document(content: bytes, *, folder: str = "issued", extension: str = "pdf") -> StoredBytes:
    """Keep ``content`` under its SHA-256. The same bytes stored twice are one file.

    A file found there with other bytes is damaged: it is logged and replaced by the right ones. The file is whole
    and on the disk when this returns; after a failure (``OSError``) nothing is left.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _place(digest, folder, extension)
    if _holds(path, content):
        _refresh(path)
    else:
        _write(path, content)
    return StoredBytes(path, digest, len(content))


def store_pdf(content: bytes) -> StoredPdf:
    """Keep a PDF that was made to be issued, and count its pages."""
    stored = store_document(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return StoredPdf(stored.path, stored.sha256, stored.size, len(pdf.pages))


def receive_file(
    *, council: Council, content: bytes, name: str, media_type: str, by: User | None, pages: int | None = None
) -> StoredFile:
    """Keep a file that somebody gave, already checked by the form that received it, and record it.

    ``name`` loses its folders. Raises ``OSError`` when the disk refuses; nothing is recorded then.
    """
    short = name.replace("\\", "/").rpartition("/")[2][-255:] or "fichier"
    extension = Path(short).suffix.lower().lstrip(".")
    safe = extension if extension.isalnum() and extension.isascii() and len(extension) < 8 else "bin"
    stored = store_document(content, folder="received", extension=safe)
    row: StoredFile = StoredFile.objects.create(
        council=council,
        name=short,
        media_type=media_type,
        sha256=stored.sha256,
        size=stored.size,
        pages=pages,
        path=stored.path,
        received_from=by,
    )
    return row


def made_once(key: str, make: Callable[[], bytes], *, folder: str, extension: str = "pdf") -> bytes:
    """What ``make`` gives, kept under ``key``: made the first time, then read.

    ``key`` is the SHA-256 of all that it is made from, in hexadecimal. It can be made again: no backup holds it.
    """
    kept = kept_once(key, folder=folder, extension=extension)
    if kept is not None:
        return kept
    content = make()
    _write(_place(key, folder, extension), content)
    return content


def kept_once(key: str, *, folder: str, extension: str = "pdf") -> bytes | None:
    """What ``made_once`` keeps under ``key``; ``None`` when it was never made, or was purged."""
    try:
        with default_storage.open(_place(key, folder, extension)) as stream:
            kept: bytes = stream.read()
    except FileNotFoundError:
        return None
    return kept


def _place(key: str, folder: str, extension: str) -> str:
    return f"{folder}/{key[:2]}/{key[2:4]}/{key}.{extension}"


def is_made(key: str, *, folder: str) -> bool:
    """Whether ``made_once`` would only have to read."""
    return default_storage.exists(_place(key, folder, "pdf"))


def purge_made(folder: str, *, before: datetime) -> int:
    """Delete what ``made_once`` keeps under ``folder`` and made before that instant (aware); how many files.

    What is still wanted is made again when it is asked for.
    """
    gone = 0
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            folders, files = default_storage.listdir(place)
        except FileNotFoundError:
            continue
        waiting += [f"{place}/{name}" for name in folders]
        for name in files:
            path = f"{place}/{name}"
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
                gone += 1
    return gone


def read_document(document: Kept) -> bytes:
    """The very bytes issued. Raises ``DamagedDocument`` when they are missing or differ from their digest."""
    try:
        with default_storage.open(document.path) as stream:
            content: bytes = stream.read()
    except OSError as error:
        raise DamagedDocument(f"document {document.pk}: {document.path} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedDocument(f"document {document.pk}: {document.path} has changed")
    return content


def _holds(path: str, content: bytes) -> bool:
    if not default_storage.exists(path):
        return False
    with default_storage.open(path) as stream:
        if stream.read() == content:
            return True
    logger.error("Stored document %s was damaged: replaced by the right bytes", path)
    return False


def _refresh(path: str) -> None:
    """Its row is perhaps still to come: a sweep (``keeping_files``) must not take it for old."""
    if default_storage.get_modified_time(path) < timezone.now() - FRESH:
        Path(default_storage.path(path)).touch()


def _write(path: str, content: bytes) -> None:
    """Beside it, to the disk, then under its name: nobody ever reads half a document."""
    target = Path(default_storage.path(path))
    draft = f"{path}.{uuid4().hex}.part"
    try:
        default_storage.save(draft, ContentFile(content))
        _flush(Path(default_storage.path(draft)))
        Path(default_storage.path(draft)).replace(target)
        _flush(target.parent)
    finally:
        Path(default_storage.path(draft)).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
