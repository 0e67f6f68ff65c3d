"""What the process of one scan does (``councils.untrusted.child``): its pages' codes read, or the scan cut in parts."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, JpegImagePlugin, PngImagePlugin  # noqa: F401  (loaded now: nothing can be loaded later)

from councils.untrusted.causes import cause_of

ALLOWED = ("ctypes.",)
"""PDFium is called through it."""
DOTS_PER_INCH, FINER = 150, 300
"""A code of 12 mm is mostly read at the first; a poor scan is looked at again."""
MOST_PIXELS = 40_000_000
LONGEST_CODE = 300
_POINTS_PER_INCH = 72
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def prepare() -> None:
    """Read a page and a picture of ours, so that all the libraries are loaded."""
    for file_format in ("PNG", "JPEG"):
        stream = io.BytesIO()
        Image.new("L", (64, 64), "white").save(stream, file_format)
        list(_codes_of_image(stream.getvalue()))
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(72, 72))
        stream = io.BytesIO()
        pdf.save(stream)
    list(_codes_of_pdf(stream.getvalue()))
    _cut(stream.getvalue(), [[0]])


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``task`` is « codes » (``is_pdf``: of a PDF, else of a picture) or « cut » (``groups`` of pages counted from 0).

    Codes are told page by page; parts come one after the other, ``sizes`` telling how long each is.
    """
    try:
        if request["task"] == "cut":
            parts = _cut(content, request["groups"])
            return {"sizes": [len(part) for part in parts]}, b"".join(parts)
        read = _codes_of_pdf if request["is_pdf"] else _codes_of_image
        return {"pages": list(read(content))}, b""
    except Exception as error:  # noqa: BLE001  (hostile bytes: whatever it is, the file does not open)
        return {"refused": "damaged", "cause": cause_of(error)}, b""


def _codes_of_pdf(content: bytes) -> Iterator[list[str]]:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield _read_twice(_drawn(page, dots) for dots in (DOTS_PER_INCH, FINER))
        page.close()


def _drawn(page: Any, dots: int) -> Image.Image:
    width, height = page.get_size()
    scale = dots / _POINTS_PER_INCH
    room = (MOST_PIXELS / max(width * height, 1)) ** 0.5
    drawn: Image.Image = page.render(scale=min(scale, room), grayscale=True).to_pil()
    return drawn


def _codes_of_image(content: bytes) -> Iterator[list[str]]:
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MOST_PIXELS:
            image.thumbnail((6_000, 6_000))
        yield _read_twice([image.convert("L")])


def _read_twice(images: Iterable[Image.Image]) -> list[str]:
    """The codes of the first of ``images`` that shows one."""
    for image in images:
        found = zxingcpp.read_barcodes(image, formats=_FORMATS)
        texts = [each.text[:LONGEST_CODE] for each in found if each.valid]
        if texts:
            return texts
    return []


def _cut(content: bytes, groups: list[list[int]]) -> list[bytes]:
    parts = []
    with pikepdf.open(io.BytesIO(content)) as source:
        for group in groups:
            with pikepdf.new() as part:
                for number in group:
                    part.pages.append(source.pages[number])
                stream = io.BytesIO()
                part.save(stream, deterministic_id=True)
                parts.append(stream.getvalue())
    return parts
