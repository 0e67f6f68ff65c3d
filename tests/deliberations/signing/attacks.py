"""What a forger does to a signed file, each made from the file itself."""

import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from deliberations.signing.fields import prepare_signature_fields
from tests.deliberations.signing.chain import (
    TODAY,
    Authority,
    archived,
    authority,
    sign,
    stamped,
    with_evidence,
)
from tests.deliberations.signing.samples import render_act

FORGED_CONTENT = b"BT /F1 12 Tf 60 700 Td (le tarif est de 1 euro) Tj ET"


def flip(pdf: bytes, position: int) -> bytes:
    """Change one bit of one byte."""
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    """The /ByteRange of the last signature of ``pdf``: start, length, start, length."""
    _, _, tail = pdf.rpartition(b"/ByteRange [")
    first, second, third, fourth = (int(number) for number in tail.split(b"]")[0].split())
    return first, second, third, fourth


def replace_content(pdf: bytes) -> bytes:
    """Put other words on the first page, by an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=FORGED_CONTENT))
    writer.update_container(page)
    return written(writer)


def replace_title(pdf: bytes) -> bytes:
    """Give the document another title, in /Info and XMP, by an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.set_info(writer.add_object(writer.trailer["/Info"]))
    writer.trailer["/Info"][pdf_name("/Title")] = TextStringObject("Délibération 2026-58")
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """The bytes of an incremental update."""
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def encrypt(pdf: bytes) -> bytes:
    """The same document, encrypted, that opens without a password."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target, encryption=pikepdf.Encryption(user="", owner="secret"))
    return target.getvalue()


def resave(pdf: bytes) -> bytes:
    """The same document, rewritten by another program."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target)
    return target.getvalue()


def multiply_signatures(pdf: bytes, count: int) -> bytes:
    """A form with ``count`` fields that all hold the first signature."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        value = document.Root.AcroForm.Fields[0].V
        for number in range(count):
            field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=f"sig_{number}", V=value)
            document.Root.AcroForm.Fields.append(document.make_indirect(field))
        document.save(target)
    return target.getvalue()


def minimal(body: bytes) -> bytes:
    """A PDF of one raw object and a trailer that points to it."""
    start = len(b"%PDF-1.7\n")
    return b"%PDF-1.7\n" + body + b"\nstartxref\n%d\n%%%%EOF\n" % start


def xref_bomb(size: int) -> bytes:
    """A cross-reference stream that inflates to ``size`` zeros."""
    data = zlib.compress(bytes(size), level=1)
    head = b"<</Type/XRef/W[1 4 2]/Size 10/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(data)
    return minimal(b"5 0 obj\n" + head + b"\nstream\n" + data + b"\nendstream\nendobj")


def nested_arrays(depth: int) -> bytes:
    """An object that no recursive reader survives."""
    return minimal(b"5 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj")


def looping_table() -> bytes:
    """A cross-reference table whose previous table is itself."""
    return minimal(b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>")


# --- the table: add a name and its builder, and every test that reads it tries it


@dataclass(frozen=True)
class Target:
    """What a forger starts from: ``pdf`` soundly signed at level B-LTA, ``other`` too, by the same authority.

    ``second`` has a free field, ``sig_secretaire``, that the signature of ``sig_maire`` locks.
    """

    pdf: bytes
    other: bytes
    second: bytes
    by: Authority


Attack = Callable[[Target], bytes]


def make_target() -> Target:
    """Two acts and two signers of the authority that the tests share."""
    by = authority()
    mayor, other = by.issue("Jeanne MARTIN"), by.issue("Paul DURAND")
    one = prepare_signature_fields(render_act("sig_maire"))
    two = prepare_signature_fields(render_act("sig_secretaire", "sig_maire"))
    return Target(
        pdf=archived(one, mayor, by),
        other=archived(one, other, by),
        second=archived(two, mayor, by),
        by=by,
    )


def on_bytes(change: Callable[[bytes], bytes]) -> Attack:
    """An attack that needs the file alone."""
    return lambda target: change(target.pdf)


def then_stamped(change: Callable[[bytes], bytes]) -> Attack:
    """The same, hidden under a new timestamp of the whole file that anybody may ask for."""
    return lambda target: stamped(change(target.pdf), target.by.stamper(TODAY + timedelta(minutes=1)))


def updated(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    """An incremental update of the catalog or of the first page."""

    def apply(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        return written(writer)

    return apply


def _javascript(writer: IncrementalPdfFileWriter) -> None:
    action = DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def _note(writer: IncrementalPdfFileWriter) -> None:
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): ArrayObject(map(NumberObject, (50, 600, 400, 700))),
            pdf_name("/Contents"): TextStringObject("Tarif : 1 euro"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Annots")] = ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _other_pages(writer: IncrementalPdfFileWriter) -> None:
    """The tree of pages hidden in the file is switched on."""
    kids = ArrayObject([writer.root["/Pages"]["/Kids"].raw_get(0)] * 2)
    pages = DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Pages"), pdf_name("/Kids"): kids, pdf_name("/Count"): NumberObject(2)}
    )
    writer.root[pdf_name("/Pages")] = writer.add_object(pages)
    writer.update_root()


def _attachment(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/AF")] = ArrayObject([writer.add_object(StreamObject(stream_data=b"{}"))])
    writer.update_root()


def _xmp(writer: IncrementalPdfFileWriter) -> None:
    old = writer.root["/Metadata"]
    changed = old.data.replace(b"<dc:title>", b"<dc:title><!-- -->", 1).replace(b"1.7", b"1.6")
    new = StreamObject(
        dict_data={key: old.raw_get(key) for key in ("/Type", "/Subtype")}, stream_data=changed
    )
    writer.root[pdf_name("/Metadata")] = writer.add_object(new)
    writer.update_root()


def _huge_evidence(writer: IncrementalPdfFileWriter) -> None:
    dss = writer.root["/DSS"]
    dss["/CRLs"].extend([dss["/CRLs"].raw_get(0)] * 5_000)
    writer.update_container(dss)
    writer.update_root()


def _transplanted(target: Target) -> bytes:
    """The signature of one act put in the place of that of another."""
    _, first, second, _ = byte_range(target.other)
    donor = target.other[first:second]
    _, start, end, _ = byte_range(target.pdf)
    return target.pdf[:start] + donor[: end - start].ljust(end - start, b"0") + target.pdf[end:]


def _range(replacement: bytes) -> Callable[[bytes], bytes]:
    def change(pdf: bytes) -> bytes:
        head, _, tail = pdf.partition(b"/ByteRange [")
        numbers, _, rest = tail.partition(b"]")
        return head + b"/ByteRange [" + replacement.ljust(len(numbers))[: len(numbers)] + b"]" + rest

    return change


def _renamed(name: bytes) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf.replace(name, name[:-1] + b"X", 1)


def _in_content(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"stream\n", pdf.index(b"/Length1")) + 200)


def _in_signature(pdf: bytes) -> bytes:
    start = pdf.index(b"/Contents <") + 400
    digit = next(place for place in range(start, start + 400) if pdf[place : place + 1] in b"2468")
    return flip(pdf, digit)


def _revisions(pdf: bytes) -> bytes:
    for _ in range(60):
        pdf = replace_title(pdf)
    return pdf


def _intruder(target: Target) -> bytes:
    return sign(target.second, Authority("Autre").issue("Jeanne MARTIN"), field="sig_secretaire")


ATTACKS: Mapping[str, Attack] = {
    "one byte of a page": on_bytes(_in_content),
    "one byte of a signature": on_bytes(_in_signature),
    "words": on_bytes(replace_content),
    "words, new timestamp": then_stamped(replace_content),
    "title": on_bytes(replace_title),
    "title, new timestamp": then_stamped(replace_title),
    "script": on_bytes(updated(_javascript)),
    "script, new timestamp": then_stamped(updated(_javascript)),
    "note on the page": on_bytes(updated(_note)),
    "note on the page, new timestamp": then_stamped(updated(_note)),
    "other pages": on_bytes(updated(_other_pages)),
    "other pages, new timestamp": then_stamped(updated(_other_pages)),
    "attachment": on_bytes(updated(_attachment)),
    "attachment, new timestamp": then_stamped(updated(_attachment)),
    "metadata": on_bytes(updated(_xmp)),
    "huge evidence": on_bytes(updated(_huge_evidence)),
    "saved by another program": on_bytes(resave),
    "comment at the end": on_bytes(lambda pdf: pdf + b"% suite\n"),
    "object at the end": on_bytes(lambda pdf: pdf + b"99 0 obj\n(texte)\nendobj\n"),
    "second end": on_bytes(lambda pdf: pdf + b"%%EOF\n"),
    "archive at the end": on_bytes(lambda pdf: pdf + b"PK\x05\x06" + bytes(18)),
    "web page before": on_bytes(lambda pdf: b"<html><!--" + pdf),
    "evidence after the timestamp": lambda t: with_evidence(t.pdf, t.by, t.by.crl(TODAY + timedelta(1))),
    "encrypted": on_bytes(encrypt),
    "first half": on_bytes(lambda pdf: pdf[: len(pdf) // 2]),
    "without its timestamp": on_bytes(lambda pdf: pdf[: pdf.rindex(b"%%EOF", 0, len(pdf) - 100) + 6]),
    "another act's signature": _transplanted,
    "foreign signature on top": _intruder,
    "no range": on_bytes(_renamed(b"/ByteRange")),
    "no signature value": on_bytes(_renamed(b"/Contents <")),
    "negative range": on_bytes(_range(b"0 -1 -1 0")),
    "range of everything": on_bytes(_range(b"0 999999 0 0")),
    "range of nothing": on_bytes(_range(b"0 0 0 0")),
    "swarm of signatures": on_bytes(partial(multiply_signatures, count=2_000)),
    "many revisions": on_bytes(_revisions),
    "bomb": on_bytes(lambda _: xref_bomb(512 * 2**20)),
    "nested arrays": on_bytes(lambda _: nested_arrays(200_000)),
    "looping table": on_bytes(lambda _: looping_table()),
    "long tail": on_bytes(lambda pdf: pdf + bytes(15 * 2**20)),
    "long tail that ends well": on_bytes(lambda pdf: pdf + bytes(15 * 2**20) + b"\n%%EOF\n"),
    "chance": on_bytes(lambda _: b"%PDF-1.7\n" + random.Random(1).randbytes(200_000) + b"\n%%EOF\n"),
    "nothing": on_bytes(lambda _: b"%PDF-1.7\n%%EOF\n"),
}
"""Name → builder. None of them may ever be called genuine, nor soundly signed."""
