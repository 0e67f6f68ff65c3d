"""What each update of a signed file holds, byte by byte: nothing that its table does not tell, nothing told twice.

Programs differ on what is told twice (the first row of a table for some, the last for others), and some look for
objects that no table tells when a file seems damaged: what one program shows is then not what another one checks. What
was in the file before its first signature is covered by that signature, whichever way it reads.
"""

import re
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import read_object_header

_SPACE = rb"[\0\t\n\f\r ]*"
_BETWEEN = re.compile(rb"%s(?:startxref%s\d+%s%%%%EOF%s)?" % (_SPACE, _SPACE, _SPACE, _SPACE))
_SECTION = re.compile(rb"%s(\d+) (\d+)%s((?:\d{10} \d{5} [nf](?: \r| \n|\r\n))*)" % (_SPACE, _SPACE))
_ROW = 20
_TREES = ("/Catalog", "/Pages")
Span = tuple[int, int]


def tells_all(reader: PdfFileReader, pdf: bytes, *, after: int, end: int) -> bool:
    """Whether every byte of ``pdf`` from ``end``, where the revision ``after`` ends, is told once by a table."""
    try:
        spans = sorted(
            span
            for revision in range(after + 1, reader.xrefs.total_revisions)
            for span in _spans(reader, pdf, revision)
        )
    except (PdfError, ValueError, KeyError, TypeError):
        return False
    place = end
    for start, stop in [*spans, (len(pdf), len(pdf))]:
        if start < place or not _BETWEEN.fullmatch(pdf, place, start):
            return False
        place = stop
    return True


def _spans(reader: PdfFileReader, pdf: bytes, revision: int) -> Iterator[Span]:
    """Where the objects and the table of a revision are. Raises ``ValueError`` for a table that says a thing twice."""
    table, told = reader.xrefs.get_xref_container_info(revision), reader.xrefs.get_xref_data(revision)
    places = {place for _, place in told.standard_xrefs.values()}
    if len(places) != len(told.standard_xrefs):
        raise ValueError("two objects in one place")
    if table.stream_ref is not None:
        places.add(table.start_location)
    else:
        yield _classic_table(reader, pdf, table.declared_startxref)
    for place in places:
        yield place, _end_of_object(reader, place)


def _end_of_object(reader: PdfFileReader, place: int) -> int:
    reader.stream.seek(place)
    number, generation = read_object_header(reader.stream, strict=True)  # type: ignore[no-untyped-call]
    found = generic.read_object(reader.stream, generic.Reference(number, generation, reader))
    is_root = number == reader.root_ref.idnum
    if isinstance(found, dict) and str(found.get("/Type")) in _TREES and not is_root:
        raise ValueError("a second catalog, or a tree of pages")
    return _after(reader, b"endobj")


def _classic_table(reader: PdfFileReader, pdf: bytes, start: int) -> Span:
    """From « xref » to the end of the trailer, each number having one row of the length that it should have."""
    place = start + 4
    seen: set[int] = set()
    if pdf[start:place] != b"xref":
        raise ValueError("no table")
    while found := _SECTION.match(pdf, place):
        first, count = int(found[1]), int(found[2])
        numbers = range(first, first + count)
        if len(found[3]) != count * _ROW or not seen.isdisjoint(numbers):
            raise ValueError("rows")
        seen.update(numbers)
        place = found.end()
    reader.stream.seek(place)
    reader.stream.seek(_after(reader, b"trailer"))
    generic.read_non_whitespace(reader.stream, seek_back=True)  # type: ignore[no-untyped-call]
    trailer = generic.TrailerReference(reader)  # type: ignore[no-untyped-call]
    generic.DictionaryObject.read_from_stream(reader.stream, trailer)
    return start, int(reader.stream.tell())


def _after(reader: PdfFileReader, word: bytes) -> int:
    generic.read_non_whitespace(reader.stream, seek_back=True)  # type: ignore[no-untyped-call]
    if reader.stream.read(len(word)) != word:
        raise ValueError(f"no {word.decode()}")
    return int(reader.stream.tell())
