"""A ZIP that somebody gave (an archive, a Word file, a workbook), opened within bounds whatever it says of itself.

Python's ``zipfile`` reads the whole table of an archive before anything can be counted, and unpacks some methods
without measure. Here the table is bounded before it is read, entries that overlap are refused, only what Windows and
Office write is unpacked, and every size is measured on the way.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipInfo

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
           OverflowError)  # fmt: skip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY_BYTES = 400
"""Of one entry in the table, its name and its dates included."""
_LEAST_TABLE = 64 * 1024
_LONGEST_NAME = 1_000
_LOCAL_HEAD = 30
_PIECE = 256 * 1024
ENCRYPTED = 0x1


class Fault(StrEnum):
    """Why an archive, or one of its entries, is not unpacked."""

    BROKEN = "BROKEN"
    ENTRIES = "ENTRIES"
    NAMES = "NAMES"
    OVERLAP = "OVERLAP"
    SIZE = "SIZE"
    PROTECTED = "PROTECTED"
    METHOD = "METHOD"


class ArchiveRefused(Exception):
    """``fault`` says why; who asked tells it in its own words."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault = fault
        super().__init__(f"{fault}: {detail}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """``entries`` of an archive, bytes of one of them (``entry_bytes``) and of all those that are read (``bytes``)."""

    entries: int
    entry_bytes: int
    bytes: int


class Archive:
    """The entries of an open archive, in the order of its table, and their bytes."""

    def __init__(self, archive: zipfile.ZipFile, bounds: Bounds) -> None:
        self._archive, self._bounds, self._left = archive, bounds, bounds.bytes
        self.entries: tuple[ZipInfo, ...] = tuple(archive.infolist())
        self.names: tuple[str, ...] = tuple(entry.filename for entry in self.entries)

    def read(self, entry: ZipInfo | str, most: int | None = None) -> bytes:
        """The bytes of an entry, at most ``most`` of them or those of the bounds.

        Raises ``ArchiveRefused``: larger than that, whatever it declares, too much in all, protected, damaged.
        """
        info = self._archive.getinfo(entry) if isinstance(entry, str) else entry
        if info.flag_bits & ENCRYPTED:
            raise ArchiveRefused(Fault.PROTECTED, info.filename)
        if info.compress_type not in _METHODS:
            raise ArchiveRefused(Fault.METHOD, info.filename)
        most = min(self._bounds.entry_bytes if most is None else most, self._left)
        content = self._unpacked(info, most + 1)
        self._left -= len(content)
        if len(content) > most:
            raise ArchiveRefused(Fault.SIZE, info.filename)
        return content

    def _unpacked(self, info: ZipInfo, most: int) -> bytes:
        pieces, size = [], 0
        try:
            with self._archive.open(info) as stream:
                while size < most and (piece := stream.read(min(_PIECE, most - size))):
                    pieces.append(piece)
                    size += len(piece)
        except _BROKEN as error:
            raise ArchiveRefused(Fault.BROKEN, info.filename) from error
        return b"".join(pieces)


@contextmanager
def opened(source: bytes | Path | BinaryIO, bounds: Bounds, *, whole: bool = False) -> Iterator[Archive]:
    """Open an archive. Raises ``ArchiveRefused`` for its table: damaged, too many entries, names, overlaps.

    ``whole``: nothing may stand before the first entry. (A truncated ZIP may end by a whole Word file, itself a ZIP,
    whose entries would be taken for those of the archive.)
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    with _source(stream) as given:
        bounded = _BoundedTable(given, max(_LEAST_TABLE, bounds.entries * _ENTRY_BYTES))
        try:
            archive = zipfile.ZipFile(bounded)
        except _BROKEN as error:
            raise ArchiveRefused(Fault.BROKEN, str(error)) from error
        with archive:
            bounded.is_read = True
            _check_table(archive, bounds, whole=whole)
            yield Archive(archive, bounds)


@contextmanager
def _source(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield source


class _BoundedTable(io.RawIOBase):
    """A file whose reader may not ask for a whole table larger than ``most`` until ``is_read``."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source, self._most = source, most
        self.is_read = False

    def read(self, size: int = -1) -> bytes:
        if not self.is_read and size > self._most:
            raise ArchiveRefused(Fault.ENTRIES, "the table is too large")
        return self._source.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _check_table(archive: Any, bounds: Bounds, *, whole: bool) -> None:
    entries: list[ZipInfo] = archive.infolist()
    if len(entries) > bounds.entries:
        raise ArchiveRefused(Fault.ENTRIES, str(len(entries)))
    if any(len(entry.filename) > _LONGEST_NAME for entry in entries):
        raise ArchiveRefused(Fault.NAMES)
    if whole and min((entry.header_offset for entry in entries), default=0):
        raise ArchiveRefused(Fault.BROKEN, "something stands before the first entry")
    _check_apart(entries, archive.start_dir)


def _check_apart(entries: list[ZipInfo], table: int) -> None:
    """Each entry has bytes of its own: entries that share them unpack the same bytes again and again."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise ArchiveRefused(Fault.OVERLAP, entry.filename[:100])
        end = entry.header_offset + _LOCAL_HEAD + entry.compress_size
    if end > table:
        raise ArchiveRefused(Fault.OVERLAP, "the table")
