"""Files made to exhaust or mislead who reads them: bombs, loops, lies on lengths, tables of two minds."""

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    NOT_OURS,
    UNREADABLE,
    Attack,
    on_bytes,
    then_stamped,
)

HEAD = b"%PDF-1.7\n"
_BROKEN = UNREADABLE | NOT_OURS


@lru_cache
def deflated_zeros(size: int, rounds: int = 1) -> bytes:
    """What inflates to ``size`` zeros (whole MiB), after so many rounds; made without holding them (RFC 1950, 1951)."""
    packer = zlib.compressobj(9, wbits=-15)
    packer.compress(b"")
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = (size % 65_521) << 16 | 1
    data = b"\x78\xda" + block * (size >> 20) + packer.flush() + check.to_bytes(4, "big")
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    return data


def minimal(body: bytes, start: int = len(HEAD)) -> bytes:
    """A PDF of raw objects and the place of its table."""
    return HEAD + body + b"\nstartxref\n%d\n%%%%EOF\n" % start


def xref_bomb(size: int, rounds: int = 1) -> bytes:
    """A cross-reference stream that inflates to ``size`` zeros."""
    data = deflated_zeros(size, rounds)
    filters = b"/Filter[%s]" % (b"/FlateDecode " * rounds)
    head = b"<</Type/XRef/W[1 4 2]/Size 10/Root 1 0 R%s/Length %d>>" % (filters, len(data))
    return minimal(b"5 0 obj\n" + head + b"\nstream\n" + data + b"\nendstream\nendobj")


def nested_arrays(depth: int) -> bytes:
    """An object that no recursive reader survives."""
    return minimal(b"5 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj")


def looping_table() -> bytes:
    """A cross-reference table whose previous table is itself."""
    return minimal(b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>")


def small(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A document with a classic table; object 1 is its catalog."""
    body, places = HEAD, {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)
    )
    table = b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R%s>>" % (size, rows, size, trailer)
    return body + table + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream that says it has that length."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (
        entries,
        len(data) if length is None else length,
        data,
    )


_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>"
_SIGNED = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[5 0 R]>>>>"
_FIELD = b"<</FT/Sig/T(sig_maire)/V 6 0 R>>"


def with_signature(value: bytes, **others: bytes) -> bytes:
    """A small document whose signature dictionary is ``value``."""
    objects = {1: _SIGNED, 2: _PAGES, 3: _PAGE, 4: stream(b"q Q"), 5: _FIELD, 6: value}
    return small({**objects, **{int(name[1:]): content for name, content in others.items()}})


def _sig(entries: bytes) -> bytes:
    return b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached%s>>" % entries


def _deep_der(depth: int) -> bytes:
    """Sequences in sequences, as many as asked."""
    data = b""
    for _ in range(depth):
        size = len(data)
        length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
        data = b"\x30" + length + data
        if len(data) > 200_000:
            break
    return data


def _object_stream(first: bytes, entries: bytes) -> bytes:
    """A file whose objects are in a stream, told by a table that is one too."""
    body = HEAD
    places = [len(body)]
    body += b"2 0 obj\n" + stream(first, b"/Type/ObjStm" + entries) + b"\nendobj\n"
    start = len(body)
    rows = [(0, 0, 65535), (2, 2, 0), (1, places[0], 0), (1, start, 0)]
    data = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + rank.to_bytes(2, "big") for kind, at, rank in rows
    )
    body += b"3 0 obj\n" + stream(data, b"/Type/XRef/W[1 4 2]/Size 4/Root 1 0 R") + b"\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def _hybrid(pdf: bytes) -> bytes:
    """An update of two minds: its table has nothing, its hidden stream replaces the words of the page."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    number = 4
    forged = len(pdf)
    body = b"%d 0 obj\n" % number + stream(b"BT (1 euro) Tj ET") + b"\nendobj\n"
    hidden = forged + len(body)
    row = b"\x01" + forged.to_bytes(4, "big") + b"\0\0"
    entries = b"/Type/XRef/W[1 4 2]/Size 9000/Index[%d 1]/Root 1 0 R/Prev %d" % (number, start)
    body += b"8999 0 obj\n" + stream(row, entries) + b"\nendobj\n"
    table = forged + len(body)
    root = pdf[pdf.rindex(b"/Root ") + 6 :].split(b"R")[0] + b"R"
    trailer = b"<</Size 9000/Root %s/Prev %d/XRefStm %d>>" % (root, start, hidden)
    return pdf + body + b"xref\n0 0\ntrailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, table)


def _prev_to_itself(pdf: bytes) -> bytes:
    start = len(pdf)
    table = b"xref\n0 0\ntrailer\n<</Size 9000/Root 1 0 R/Prev %d>>\n" % start
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % start


def _other_root(pdf: bytes) -> bytes:
    """An update whose trailer names another catalog."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    place = len(pdf)
    body = b"8999 0 obj\n<</Type/Catalog/Pages 8998 0 R>>\nendobj\n"
    pages = place + len(body)
    body += b"8998 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    table = place + len(body)
    rows = b"8998 2\n%010d 00000 n \n%010d 00000 n \n" % (pages, place)
    trailer = b"<</Size 9000/Root 8999 0 R/Prev %d>>" % start
    return pdf + body + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (rows, trailer, table)


def _freed(pdf: bytes) -> bytes:
    """An update that frees the objects of the page."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    table = len(pdf)
    rows = b"2 6\n" + b"0000000000 00001 f \n" * 6
    root = pdf[pdf.rindex(b"/Root ") + 6 :].split(b"R")[0] + b"R"
    trailer = b"<</Size 9000/Root %s/Prev %d>>" % (root, start)
    return pdf + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (rows, trailer, table)


def _encrypted_by_update(pdf: bytes) -> bytes:
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    root = pdf[pdf.rindex(b"/Root ") + 6 :].split(b"R")[0] + b"R"
    key = b"<</Filter/Standard/V 1/R 2/P -1/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
    trailer = b"<</Size 9000/Root %s/Prev %d/Encrypt %s/ID[(a)(b)]>>" % (root, start, key)
    return pdf + b"xref\n0 0\ntrailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(pdf))


def _of(content: bytes) -> Attack:
    return Attack(on_bytes(lambda _: content), _BROKEN)


def _on(change: Callable[[bytes], bytes]) -> Attack:
    return Attack(on_bytes(change), UNREADABLE | ALTERED)


def _text(depth: int) -> bytes:
    return b"<<" + b"/A<<" * depth + b">>" * depth + b">>"


ATTACKS: Mapping[str, Attack] = {
    "bomb": Attack(on_bytes(lambda _: xref_bomb(2**31)), UNREADABLE),
    "bomb in a bomb": Attack(on_bytes(lambda _: xref_bomb(2**28, rounds=2)), UNREADABLE),
    "bomb of objects": Attack(
        on_bytes(lambda _: _object_stream(deflated_zeros(2**28), b"/N 1/First 10/Filter/FlateDecode")),
        UNREADABLE,
    ),
    "stream of objects that holds itself": _of(_object_stream(b"2 0 <<>>", b"/N 1/First 4/Extends 2 0 R")),
    "stream of objects in itself": _of(_object_stream(b"1 0 2 0 <</Type/Catalog>>", b"/N 2/First 8")),
    "a thousand million objects": _of(_object_stream(b"1 0 <<>>", b"/N 1000000000/First 4")),
    "negative stream of objects": _of(_object_stream(b"1 0 <<>>", b"/N -1/First -4")),
    "nested arrays": _of(nested_arrays(200_000)),
    "nested arrays in a small file": _of(small({1: b"[" * 200_000 + b"]" * 200_000})),
    "nested dictionaries": _of(small({1: _text(100_000)})),
    "brackets in a text": _of(small({1: b"(" * 200_000 + b")" * 200_000})),
    "arrays without end": _of(minimal(b"5 0 obj\n" + b"[" * 5_000_000)),
    "a word of 600 kB": _of(small({1: b"/" + b"A" * 600_000})),
    "a number of 700 kB": _of(small({1: b"9" * 700_000})),
    "escapes in a name": _of(small({1: b"/" + b"#41" * 300_000})),
    "looping table": _of(looping_table()),
    "huge table": _of(minimal(b"xref\n0 999999999\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>")),
    "table of 150 000 rows": _of(
        minimal(
            b"xref\n0 150000\n" + b"0000000000 65535 f \n" * 150_000 + b"trailer\n<</Size 150000/Root 1 0 R>>"
        )
    ),
    "negative table": _of(minimal(b"xref\n-5 2\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>")),
    "wide rows": _of(
        minimal(
            b"5 0 obj\n" + stream(b"x" * 100, b"/Type/XRef/W[999999999 4 2]/Size 9/Root 1 0 R") + b"\nendobj"
        )
    ),
    "200 000 rows of nothing": _of(
        minimal(
            b"5 0 obj\n" + stream(b"x" * 100, b"/Type/XRef/W[0 0 0]/Size 200000/Root 1 0 R") + b"\nendobj"
        )
    ),
    "catalog that is itself": _of(small({1: b"1 0 R"})),
    "two that point to each other": _of(small({1: b"2 0 R", 2: b"1 0 R"})),
    "length elsewhere": _of(
        small({1: _SIGNED, 2: _PAGES, 3: _PAGE, 4: b"<</Length 4 0 R>>\nstream\nq\nendstream"})
    ),
    "length that lies": _of(small({1: _SIGNED, 2: _PAGES, 3: _PAGE, 4: stream(b"q", length=10**12)})),
    "negative length": _of(small({1: _SIGNED, 2: _PAGES, 3: _PAGE, 4: stream(b"q", length=-5)})),
    "fields that are a number": _of(small({1: b"<</Type/Catalog/AcroForm<</Fields 9>>>>"})),
    "form that is a text": _of(small({1: b"<</Type/Catalog/AcroForm(x)>>"})),
    "signature that is a number": Attack(on_bytes(lambda _: with_signature(b"42")), _BROKEN | ALTERED),
    "signature without anything": Attack(on_bytes(lambda _: with_signature(_sig(b""))), _BROKEN | ALTERED),
    "signature of deep sequences": Attack(
        on_bytes(
            lambda _: with_signature(
                _sig(b"/ByteRange[0 10 20 30]/Contents<%s>" % _deep_der(20_000).hex().encode())
            )
        ),
        _BROKEN | ALTERED,
    ),
    "signature of 300 000 bytes": Attack(
        on_bytes(lambda _: with_signature(_sig(b"/ByteRange[0 10 20 30]/Contents<%s>" % (b"30" * 300_000)))),
        _BROKEN | ALTERED,
    ),
    "100 000 ranges": Attack(
        on_bytes(lambda _: with_signature(_sig(b"/Contents<00>/ByteRange[%s]" % (b"0 1 " * 50_000)))),
        _BROKEN | ALTERED,
    ),
    "60 000 references": Attack(
        on_bytes(
            lambda _: with_signature(
                _sig(b"/ByteRange[0 1 2 3]/Contents<00>/Reference[%s]" % (b"<<>> " * 60_000))
            )
        ),
        _BROKEN | ALTERED,
    ),
    "hybrid table": _on(_hybrid),
    "hybrid table, new timestamp": Attack(then_stamped(_hybrid), UNREADABLE | ALTERED),
    "table before itself": _on(_prev_to_itself),
    "other catalog": Attack(on_bytes(_other_root), UNREADABLE | ALTERED | NOT_OURS),
    "objects freed": _on(_freed),
    "encrypted by update": _on(_encrypted_by_update),
}
