"""PDF and pictures made for the tests: ordinary ones, as other programs write them, and hostile ones."""

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

LINES = ("Plan de financement du préau", "Dépenses : 12 500 euros", "Recettes : 12 500 euros")


def foreign_pdf(
    pages: int = 2, *, change: Any = None, rotate: int = 0, box: Any = None, **options: Any
) -> bytes:
    """Untagged, in Helvetica that is not embedded, with a colour that needs a profile: nothing of it is PDF/A."""
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            _foreign_page(pdf, number, rotate, box or [0, 0, 595, 842])
        if change:
            change(pdf)
        stream = io.BytesIO()
        pdf.save(stream, **{"deterministic_id": "encryption" not in options, **options})
    return stream.getvalue()


def _foreign_page(pdf: pikepdf.Pdf, number: int, rotate: int, box: list[float]) -> None:
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page.MediaBox = Array(box)
    if rotate:
        page.Rotate = rotate
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    shown = "".join(f"({line}) Tj 0 -40 Td " for line in (f"{LINES[0]}, page {number}", *LINES[1:]))
    page.Contents = pdf.make_stream(
        b"0.1 0.7 0 0 k 60 700 200 90 re f BT /F1 18 Tf 0 g 60 640 Td " + shown.encode("cp1252") + b"ET"
    )


def picture(
    width: int = 900, height: int = 600, *, file_format: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    """A drawing whose top left corner is red: one sees whether it stands upright."""
    image = Image.new("RGB", (width, height), "#dfe8f5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill="#d01010")
    draw.ellipse((width // 3, height // 3, width - 1, height - 1), fill="#1c2f5e")
    stream = io.BytesIO()
    image.convert(mode).save(stream, file_format, **options)
    return stream.getvalue()


def sealed_pdf(change: Any = None, *, after: bytes = b"") -> bytes:
    """A signature as readers see it: the value of a field, that covers all the bytes but itself and ``after``."""
    value = bytes.fromhex("308006092a864886f70d010702") + bytes(100)
    places = 999_999_999

    def seal(pdf: pikepdf.Pdf) -> None:
        found = Dictionary(Type=Name.Sig, ByteRange=[0, places, places, places], Contents=value)
        field = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", V=pdf.make_indirect(found), F=4,
                       Rect=[0, 0, 0, 0])
        )  # fmt: skip
        pdf.pages[0].Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        if change:
            change(pdf)

    content = foreign_pdf(1, change=seal, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    hole = b"<" + value.hex().encode() + b">"
    first = content.index(hole)
    second = first + len(hole)
    told = b"[ 0 %d %d %d ]" % (first, second, len(content) - second)
    blank = b"[ 0 %d %d %d ]" % (places, places, places)
    assert content.count(blank) == 1
    return content.replace(blank, told.ljust(len(blank))) + after


# --- hostile files


def raw_pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", after: bytes = b"") -> bytes:
    """A PDF written by hand: the objects in their order, numbered from 1, with a right table of their places."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n%s" % (size, trailer, start, after)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page_tree_loop() -> bytes:
    """A node of pages that holds itself."""
    return raw_pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


def deep_page_tree(depth: int = 20_000) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(2, depth)]
    return raw_pdf(CATALOG, *nodes, b"<</Type/Page/MediaBox[0 0 595 842]>>")


def deep_arrays(depth: int = 100_000) -> bytes:
    """Arrays in arrays, far deeper than any stack."""
    return raw_pdf(CATALOG, ONE_PAGE, b"<</Type/Page/MediaBox" + b"[" * depth + b"]" * depth + b">>")


def stream_bomb(size_mb: int = 4000, layers: int = 2) -> bytes:
    """A page whose content is some gigabytes of zeros, deflated twice over."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"0 0 m " * 174_763) for _ in range(size_mb)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    filters = b"/Filter[" + b"/FlateDecode" * layers + b"]"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return raw_pdf(CATALOG, ONE_PAGE, page, stream(content, filters))


def picture_bomb(side: int = 40_000) -> bytes:
    """A PNG of some kilobytes that unfolds into gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    packer = zlib.compressobj(9)
    row = b"\x00" * (1 + side // 8)
    rows = b"".join(packer.compress(row * 1000) for _ in range(side // 1000)) + packer.flush()
    head = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def drawn_in_circles() -> bytes:
    """Two drawings, each of which draws the other."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R/B 5 0 R>>>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</XObject<</A 4 0 R>>>>>>"
    )
    return raw_pdf(CATALOG, ONE_PAGE, page, stream(b"/B Do", form), stream(b"/A Do", form), stream(b"/A Do"))


def drawn_for_ever(levels: int = 30) -> bytes:
    """Each drawing draws the next one ten times: more strokes than there are atoms."""

    def entries(number: int) -> bytes:
        return b"/Type/XObject/Subtype/Form/BBox[0 0 600 850]/Resources<</XObject<</N %d 0 R>>>>" % (
            number + 1
        )

    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</N 5 0 R>>>>>>"
    )
    content = b"/N Do " * 10
    forms = [stream(content, entries(number)) for number in range(5, 5 + levels)]
    last = stream(b"0 0 595 842 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 600 850]")
    return raw_pdf(CATALOG, ONE_PAGE, page, stream(content), *forms, last)


def drawn_letter_by_letter(letters: int = 200_000) -> bytes:
    """Some kilobytes whose text takes minutes to be put together."""
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % font
    content = zlib.compress(b"BT /F1 9 Tf (x) Tj ET " * letters, 9)
    return raw_pdf(CATALOG, ONE_PAGE, page, stream(content, b"/Filter/FlateDecode"))


def broken_table() -> bytes:
    """All its pages are there, but the table that says where is wrong."""
    return foreign_pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.disable).replace(
        b"startxref\n", b"startxref\n9"
    )


def cut_short() -> bytes:
    content = foreign_pdf(3, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return content[: len(content) * 2 // 3]


def with_a_zip_behind() -> bytes:
    return foreign_pdf(1) + b"PK\x03\x04" + bytes(range(1, 251)) * 20
