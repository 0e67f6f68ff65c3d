"""Where the bytes of issued documents live: by their own digest, written once, never changed."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from deliberations.models import IssuedDocument


class DamagedDocument(RuntimeError):
    """The stored bytes are missing or no longer those that were issued: an operator must restore them."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """``path`` is relative to the file store; ``size`` is in bytes."""

    path: str
    sha256: str
    size: int


def store_document(content: bytes) -> StoredFile:
    """Keep ``content`` under its SHA-256. The same bytes stored twice are one file."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"issued/{digest[:2]}/{digest[2:4]}/{digest}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return StoredFile(path, digest, len(content))


def read_document(document: IssuedDocument) -> bytes:
    """The very bytes issued. Raises ``DamagedDocument`` when they are missing or differ from their digest."""
    try:
        with default_storage.open(document.path) as stream:
            content: bytes = stream.read()
    except OSError as error:
        raise DamagedDocument(f"document {document.pk}: {document.path} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedDocument(f"document {document.pk}: {document.path} has changed")
    return content
