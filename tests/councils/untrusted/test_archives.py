"""ZIP files made to harm: refused by their table, or by what they unpack to, before memory is taken."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from councils.untrusted.archives import ArchiveRefused, Bounds, Fault, opened

pytestmark = pytest.mark.unit

BOUNDS = Bounds(entries=100, entry_bytes=100_000, bytes=150_000)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def table_of(entries: int, name: bytes) -> bytes:
    """An archive that is but a table: each entry names a file of one byte at its beginning."""
    head = struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 1, 1, len(name), 0) + name + b"x"
    entry = struct.pack(
        "<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 1, 1, len(name), 0, 0, 0, 0, 0, 0
    )
    table = (entry + name) * entries
    end = struct.pack(
        "<4sHHHHLLH", b"PK\x05\x06", 0, 0, entries % 65536, entries % 65536, len(table), len(head), 0
    )
    return head + table + end


def read_all(content: bytes) -> list[bytes]:
    with opened(content, BOUNDS) as archive:
        return [archive.read(entry) for entry in archive.entries]


def lying(size: int) -> bytes:
    """An entry of 50,000 bytes that declares ``size``, in its head and in the table."""
    content = bytearray(zipped(("a", b"0" * 50_000)))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + place
        content[at : at + 4] = struct.pack("<L", size)
    return bytes(content)


def protected() -> bytes:
    content = bytearray(zipped(("a", b"x")))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    return bytes(content)


def test_ordinary_archive_is_read():
    assert read_all(zipped(("a", b"1"), ("d/", b""), ("d/b", b"2" * 90_000))) == [b"1", b"", b"2" * 90_000]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.BROKEN),
        (b"PK\x03\x04 and nothing", Fault.BROKEN),
        (zipped(("a", b"x"))[:-30], Fault.BROKEN),
        (zipped(*((f"{n}", b"") for n in range(101))), Fault.ENTRIES),
        (table_of(20_000, b"a"), Fault.ENTRIES),
        (table_of(2, b"a"), Fault.OVERLAP),
        (zipped(("n" * 1_001, b"")), Fault.NAMES),
        (zipped(("a", b"0" * 100_001)), Fault.SIZE),
        (zipped(("a", b"0" * 80_000), ("b", b"0" * 80_000)), Fault.SIZE),
        (zipped(("a", b"0" * 50_000), method=zipfile.ZIP_BZIP2), Fault.METHOD),
        (zipped(("a", b"0" * 50_000), method=zipfile.ZIP_LZMA), Fault.METHOD),
        (lying(10), Fault.BROKEN),
        (protected(), Fault.PROTECTED),
    ],
    ids=["empty", "head", "cut", "entries", "table", "overlap", "names", "entry", "all", "bzip2", "lzma", "lies",
         "password"],
)  # fmt: skip
def test_hostile_archive_is_refused(content, fault):
    with pytest.raises(ArchiveRefused) as refused:
        read_all(content)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "content", [table_of(200_000, b"a"), zipped(("a", b"0" * 60_000_000))], ids=["table", "bomb"]
)
def test_refusal_takes_no_memory(content):
    tracemalloc.start()
    with pytest.raises(ArchiveRefused):
        read_all(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_what_stands_before_the_first_entry_is_refused_when_the_whole_must_be_an_archive():
    content = b"MZ before" + zipped(("a", b"x"))
    with opened(content, BOUNDS) as archive:
        assert archive.names == ("a",)
    with pytest.raises(ArchiveRefused), opened(content, BOUNDS, whole=True):
        pass
