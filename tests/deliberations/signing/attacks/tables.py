"""Updates that one program reads in one way and another otherwise, each hidden under a new timestamp of the file."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.deliberations.signing.attacks.kinds import ALTERED, NOT_OURS, UNREADABLE, Attack, Target
from tests.deliberations.signing.attacks.structures import stream

WORDS = b"BT /F1 12 Tf 60 700 Td (le tarif est de 1 euro) Tj ET"
Change = Callable[["Update"], bytes]


class Update:
    """What an incremental update of ``pdf`` has to know, to be written by hand."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf, reader = pdf, PdfFileReader(BytesIO(pdf))
        page = reader.root["/Pages"]["/Kids"].raw_get(0)
        held = page.get_object().raw_get("/Contents")
        words = held if isinstance(held, IndirectObject) else held.raw_get(0)
        self.page, self.words, self.root = page.idnum, words.idnum, reader.root_ref.idnum
        self.page_bytes, self.words_bytes = self._read(reader, page), self._read(reader, words)
        self.root_bytes = self._read(reader, reader.root_ref)
        self.size = int(reader.trailer["/Size"]) + 50
        self.start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
        info = reader.trailer.raw_get("/Info")
        self.tail = b"/Root %d 0 R/Info %d 0 R/Prev %d" % (self.root, info.idnum, self.start)

    @staticmethod
    def _read(reader: PdfFileReader, reference: IndirectObject) -> bytes:
        written = BytesIO()
        reader.get_object(reference).write_to_stream(written, None)
        return written.getvalue()

    @property
    def free(self) -> int:
        """A number that no object has."""
        return self.size - 20

    def table(self, rows: Sequence[tuple[int, int]], body: bytes, extra: bytes = b"") -> bytes:
        """``body``, then a classic table of ``rows`` (number, place), one subsection each, and its trailer."""
        place = len(self.pdf) + len(body)
        lines = b"".join(b"%d 1\n%010d 00000 n \n" % row for row in rows)
        trailer = b"<</Size %d%s%s>>" % (self.size, self.tail, extra)
        return b"%sxref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (body, lines, trailer, place)

    def xref_stream(
        self, rows: Sequence[tuple[int, int, int, int]], body: bytes, extra: bytes = b""
    ) -> bytes:
        """``body``, then a table that is a stream: number, kind, place, rank."""
        place, number = len(self.pdf) + len(body), self.size - 1
        every = sorted({*rows, (number, 1, place, 0)})
        data = b"".join(
            bytes([kind]) + at.to_bytes(4, "big") + rank.to_bytes(2, "big") for _, kind, at, rank in every
        )
        index = b" ".join(b"%d 1" % row[0] for row in every)
        entries = b"/Type/XRef/W[1 4 2]/Index[%s]/Size %d%s%s" % (index, self.size, self.tail, extra)
        end = b"\nstartxref\n%d\n%%%%EOF\n" % place
        return body + b"%d 0 obj\n" % number + stream(data, entries) + b"\nendobj" + end


def obj(number: int, content: bytes) -> bytes:
    """One object of a file."""
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def _twice(first_is_forged: bool) -> Change:
    """Two rows for one object: some programs keep the first, others the last."""

    def change(update: Update) -> bytes:
        forged, same = obj(update.words, stream(WORDS)), obj(update.words, update.words_bytes)
        place = len(update.pdf)
        rows = [(update.words, place), (update.words, place + len(forged))]
        return update.table(rows if first_is_forged else rows[::-1], forged + same)

    return change


def _twice_in_stream(update: Update) -> bytes:
    forged, same = obj(update.words, stream(WORDS)), obj(update.words, update.words_bytes)
    place = len(update.pdf)
    return update.xref_stream(
        [(update.words, 1, place, 0), (update.words, 1, place + len(forged), 1)], forged + same
    )


def _plain_override(update: Update) -> bytes:
    return update.table([(update.words, len(update.pdf))], obj(update.words, stream(WORDS)))


def _same_but_for_its_comment(update: Update) -> bytes:
    """The page as it was, and a comment that ends sooner for some."""
    forged = obj(update.free, stream(WORDS))
    page = update.page_bytes.rstrip()[:-2] + b"%%\r/Contents %d 0 R\r\n>>" % update.free
    place = len(update.pdf)
    rows = [(update.free, place), (update.page, place + len(forged))]
    return update.table(rows, forged + obj(update.page, page))


def _same_with_a_hidden_end(update: Update) -> bytes:
    """The words as they were, then more before the end of the object: a length that some measure themselves."""
    written = update.words_bytes.replace(b"endstream", b"\n" + WORDS + b"\nendstream")
    return update.table([(update.words, len(update.pdf))], obj(update.words, written))


def _same_with_two_keys(update: Update) -> bytes:
    forged = obj(update.free, stream(WORDS))
    page = update.page_bytes.rstrip()[:-2] + b"/Contents %d 0 R>>" % update.free
    place = len(update.pdf)
    rows = [(update.free, place), (update.page, place + len(forged))]
    return update.table(rows, forged + obj(update.page, page))


def _same_with_an_escaped_key(update: Update) -> bytes:
    """The same key told in another way: « /Cont#65nts »."""
    forged = obj(update.free, stream(WORDS))
    page = update.page_bytes.rstrip()[:-2] + b"/Cont#65nts %d 0 R>>" % update.free
    place = len(update.pdf)
    rows = [(update.free, place), (update.page, place + len(forged))]
    return update.table(rows, forged + obj(update.page, page))


def _hybrid(in_table: bool) -> Change:
    """The table keeps the words, its hidden stream replaces them; or the contrary."""

    def change(update: Update) -> bytes:
        forged, same = obj(update.words, stream(WORDS)), obj(update.words, update.words_bytes)
        place = len(update.pdf)
        first, second = (place, place + len(forged)) if in_table else (place + len(forged), place)
        hidden = place + len(forged + same)
        row = b"\x01" + second.to_bytes(4, "big") + b"\0\0"
        entries = b"/Type/XRef/W[1 4 2]/Size %d/Index[%d 1]%s" % (update.size, update.words, update.tail)
        body = forged + same + obj(update.size - 2, stream(row, entries))
        return update.table([(update.words, first)], body, b"/XRefStm %d" % hidden)

    return change


def _in_object_stream(update: Update) -> bytes:
    """The page written again inside a stream of objects, with other words."""
    place, forged = len(update.pdf), obj(update.free, stream(WORDS))
    page = update.page_bytes.replace(b"/Contents", b"/Contents %d 0 R/X" % update.free)
    head = b"%d 0 " % update.page
    held = obj(update.free + 1, stream(head + page, b"/Type/ObjStm/N 1/First %d" % len(head)))
    rows = [
        (update.free, 1, place, 0),
        (update.free + 1, 1, place + len(forged), 0),
        (update.page, 2, update.free + 1, 0),
    ]
    return update.xref_stream(rows, forged + held)


def _stream_and_rank(update: Update) -> bytes:
    """A stream of objects that says another number than its table, for the rank asked."""
    place = len(update.pdf)
    head = b"%d 0 %d 0 " % (update.free + 2, update.page)
    held = obj(update.free, stream(head + update.page_bytes, b"/Type/ObjStm/N 2/First %d" % len(head)))
    return update.xref_stream([(update.free, 1, place, 0), (update.page, 2, update.free, 0)], held)


def _lying_number(update: Update) -> bytes:
    """The row of one object leads to another."""
    return update.table([(update.words, len(update.pdf))], obj(update.free, stream(WORDS)))


def _root_of_another(update: Update) -> bytes:
    """The catalog as it was for who believes its number, other pages for who looks for /Catalog."""
    place = len(update.pdf)
    pages = obj(update.free, b"<</Type/Pages/Kids[]/Count 0>>")
    other = obj(update.free + 1, b"<</Type/Catalog/Pages %d 0 R>>" % update.free)
    rows = [(update.free, place), (update.free + 1, place + len(pages))]
    return update.table(rows, pages + other)


def _two_trailers(update: Update) -> bytes:
    """A second trailer, after the one that counts."""
    other = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (update.size, update.free, update.start)
    made = update.table([], b"")
    return made.replace(b"startxref", other + b"startxref")


def _two_starts(update: Update) -> bytes:
    forged = _plain_override(update)
    return forged.replace(b"%%EOF\n", b"startxref\n%d\n%%%%EOF\n" % update.start)


def _skips_a_revision(update: Update) -> bytes:
    """The table before is not the last one, but that of the first state."""
    first = int(update.pdf[update.pdf.index(b"startxref") + 9 :].split()[0])
    return update.table([], b"").replace(b"/Prev %d" % update.start, b"/Prev %d" % first)


def _huge_size(update: Update) -> bytes:
    return update.table([], b"").replace(b"/Size %d" % update.size, b"/Size 2147483647")


def _negative_place(update: Update) -> bytes:
    return update.table([], b"").replace(b"/Prev ", b"/Prev -")


def _generation(update: Update) -> bytes:
    """The same number in its second life."""
    made = update.table([(update.words, len(update.pdf))], obj(update.words, stream(WORDS)))
    return made.replace(b" 00000 n", b" 00001 n").replace(
        b"%d 0 obj" % update.words, b"%d 1 obj" % update.words
    )


def _orphan(update: Update) -> bytes:
    """Words that nothing shows yet, then a second update that shows them under their old number."""
    place = len(update.pdf)
    return update.table([(update.free, place)], obj(update.free, stream(WORDS)))


def _orphan_then_shown(update: Update) -> bytes:
    added = _orphan(update)
    after = Update(update.pdf + added)
    number = update.free
    page = after.page_bytes.replace(b"/Contents", b"/Contents %d 0 R/X" % number)
    return added + after.table([(after.page, len(after.pdf))], obj(after.page, page))


def _freed_then_back(update: Update) -> bytes:
    """The words freed by one update, and back by the next with others."""
    lines = b"%d 1\n0000000000 00001 f \n" % update.words
    freed = update.table([], b"").replace(b"xref\n", b"xref\n" + lines, 1)
    pdf = update.pdf + freed
    start = len(update.pdf)
    place = len(pdf)
    body = b"%d 1 obj\n%s\nendobj\n" % (update.words, stream(WORDS))
    tail = b"<</Size %d/Root %d 0 R/Prev %d>>" % (update.size, update.root, start)
    table = b"xref\n%d 1\n%010d 00001 n \ntrailer\n%s\n" % (update.words, place, tail)
    return freed + body + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(body))


def _stamped(change: Change) -> Attack:
    def build(target: Target) -> bytes:
        made = target.pdf + change(Update(target.pdf))
        try:
            return target.stamped(made)
        except Exception:  # noqa: BLE001  what our own tool cannot stamp is given as it is
            return made

    return Attack(build, ALTERED | UNREADABLE | NOT_OURS)


_CHANGES: Mapping[str, Change] = {
    "words written again": _plain_override,
    "two rows for the words, the forged one first": _twice(first_is_forged=True),
    "two rows for the words, the forged one last": _twice(first_is_forged=False),
    "two rows for the words in a stream": _twice_in_stream,
    "page with a comment that hides words": _same_but_for_its_comment,
    "words longer than they say": _same_with_a_hidden_end,
    "page of two contents": _same_with_two_keys,
    "page of two contents, one escaped": _same_with_an_escaped_key,
    "hybrid table that replaces": _hybrid(in_table=True),
    "hybrid table that keeps": _hybrid(in_table=False),
    "page in a stream of objects": _in_object_stream,
    "page in a stream that misnames it": _stream_and_rank,
    "row that leads elsewhere": _lying_number,
    "two catalogs": _root_of_another,
    "two trailers": _two_trailers,
    "two starts": _two_starts,
    "revision skipped": _skips_a_revision,
    "size of two thousand million": _huge_size,
    "table before the file": _negative_place,
    "second life of a number": _generation,
    "words hidden, then shown": _orphan_then_shown,
    "words freed, then back": _freed_then_back,
}
ATTACKS: Mapping[str, Attack] = {f"{name}, new timestamp": _stamped(made) for name, made in _CHANGES.items()}
