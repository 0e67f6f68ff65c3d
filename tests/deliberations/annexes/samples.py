"""PDF and pictures made for the tests: ordinary ones, as other programs write them, and hostile ones."""

import io
import zlib
from typing import Any

import pikepdf
from PIL import Image, ImageDraw
from pikepdf import Array, Dictionary, Name

LINES = ("Plan de financement du préau", "Dépenses : 12 500 euros", "Recettes : 12 500 euros")


def foreign_pdf(pages: int = 2, *, change: Any = None, rotate: int = 0, box: Any = None, **options: Any) -> bytes:
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


def picture(width: int = 900, height: int = 600, *, file_format: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A drawing whose top left corner is red: one sees whether it stands upright."""
    image = Image.new("RGB", (width, height), "#dfe8f5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill="#d01010")
    draw.ellipse((width // 3, height // 3, width - 20, height - 20), fill="#1c2f5e")
    stream = io.BytesIO()
    image.convert(mode).save(stream, file_format, **options)
    return stream.getvalue()


def deflated(content: bytes) -> bytes:
    return zlib.compress(content, 9)
