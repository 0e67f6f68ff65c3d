"""The store of issued documents: whole files under their own digest, or nothing."""

import hashlib
import logging
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from deliberations.models import IssuedDocument
from deliberations.services.storage import DamagedDocument, read_document, store_document
from tests.builders import make_issued, store_act

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CONTENT = b"une page" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def stored_files() -> list[Path]:
    return sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())


def issued() -> IssuedDocument:
    stored = store_document(CONTENT)
    return make_issued(store_act(), sha256=stored.sha256, size=stored.size, path=stored.path)


def test_store_keeps_the_bytes_under_their_digest() -> None:
    stored = store_document(CONTENT)
    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert stored.path == f"issued/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.pdf"
    (path,) = stored_files()
    assert path == Path(default_storage.path(stored.path))
    assert path.read_bytes() == CONTENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in list(path.parents)[:3]} == {0o700}


def test_store_twice_is_one_file_left_as_it_was() -> None:
    first = store_document(CONTENT)
    before = stored_files()[0].stat()
    assert store_document(CONTENT) == first
    (path,) = stored_files()
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("damaged", [b"", b"une autre page", CONTENT[:-1], CONTENT + b" "])
def test_store_replaces_a_damaged_file_and_says_so(damaged: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = Path(default_storage.path(store_document(CONTENT).path))
    path.write_bytes(damaged)
    with caplog.at_level(logging.ERROR):
        stored = store_document(CONTENT)
    assert path.read_bytes() == CONTENT
    assert [record.message for record in caplog.records] == [
        f"Stored document {stored.path} was damaged: replaced by the right bytes"
    ]
    assert stored_files() == [path]


@contextmanager
def small_files_only(size: int) -> Iterator[None]:
    """The system refuses to write further than ``size`` bytes in a file, as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_store_leaves_nothing_after_a_failed_write() -> None:
    with small_files_only(100), pytest.raises(OSError, match="too large"):
        store_document(CONTENT)
    assert stored_files() == []


def test_store_leaves_nothing_beside_after_a_failed_rename() -> None:
    Path(default_storage.path(f"issued/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}.pdf")).mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        store_document(CONTENT)
    assert stored_files() == []


def test_read_gives_back_the_bytes() -> None:
    assert read_document(issued()) == CONTENT


@pytest.mark.parametrize("damaged", [b"", CONTENT + b" "])
def test_read_notices_damage(damaged: bytes) -> None:
    document = issued()
    Path(default_storage.path(document.path)).write_bytes(damaged)
    with pytest.raises(DamagedDocument, match="has changed"):
        read_document(document)


def test_read_notices_a_missing_file() -> None:
    document = issued()
    Path(default_storage.path(document.path)).unlink()
    with pytest.raises(DamagedDocument, match="cannot be read"):
        read_document(document)
