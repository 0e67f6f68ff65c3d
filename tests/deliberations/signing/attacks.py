"""What a forger does to a signed file, each made from the file itself."""

import zlib
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import StreamObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

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
