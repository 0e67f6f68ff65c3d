"""What the process of one annex does (``councils.untrusted.child``): the file cleaned, drawn or merely looked at."""

import io
from typing import Any

import pikepdf
from PIL import (  # noqa: F401  (Pillow loads these when a file asks for them, and nothing can be loaded then)
    Image,
    ImageCms,
    ImageColor,
    ImageFile,
    ImageFilter,
    ImagePalette,
    MpoImagePlugin,
    TiffImagePlugin,
)

from councils.untrusted.causes import cause_of
from deliberations.annexes.bounds import Bounds
from deliberations.annexes.cleaning import Unfit, clean
from deliberations.annexes.drawing import sheets_of_pdf
from deliberations.annexes.office import clean_office
from deliberations.annexes.pictures import check_image, sheet_of_image
from deliberations.annexes.sheets import write_sheets
from deliberations.annexes.words import REMARKS

ALLOWED = ("ctypes.",)
"""PDFium is called through it."""
_MB = 1024 * 1024


def prepare() -> None:
    """Clean and draw a page and two pictures of ours, so that all the libraries are loaded."""
    for file_format in ("PNG", "JPEG"):
        stream = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(stream, file_format, exif=Image.Exif())
        sheet_of_image(stream.getvalue())
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(72, 72))
        stream, locked = io.BytesIO(), io.BytesIO()
        pdf.save(stream)
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    with pikepdf.open(locked):
        """The source of chance that ciphers ask for is opened now, and stays open."""
    write_sheets(list(sheets_of_pdf(clean(stream.getvalue()).content)))


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``task`` is « clean », « draw » (a PDF), « image » or « check » (an image), « office ».

    A refusal is told as ``refused``.
    """
    try:
        return TASKS[request["task"]](content, Bounds(**request["bounds"]))
    except Unfit as unfit:
        return {"refused": str(unfit)}, b""
    except (MemoryError, RecursionError):
        return {"refused": "complex"}, b""
    except Exception as error:  # noqa: BLE001  (hostile bytes: whatever it is, the file does not open)
        return {"refused": "damaged", "cause": cause_of(error)}, b""


def _clean(content: bytes, _bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    cleaned = clean(content)
    answer = {"pages": cleaned.pages, "remarks": cleaned.remarks, "is_signed": cleaned.is_signed}
    return answer, b"" if cleaned.content is content else cleaned.content


def _draw(content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    cleaned = clean(content)
    if cleaned.is_signed:
        raise Unfit("signed")
    if cleaned.pages > bounds.pages:
        raise Unfit("pages")
    return _drawn(sheets_of_pdf(cleaned.content), bounds)


def _image(content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    return _drawn([sheet_of_image(content)], bounds)


def _check(content: bytes, _bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    check_image(content)
    return {"pages": 1, "remarks": []}, b""


def _drawn(drawn: Any, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    sheets, size = [], 0
    for sheet in drawn:
        size += len(sheet.picture.data)
        if size > bounds.drawn_mb * _MB:
            raise Unfit("heavy")
        sheets.append(sheet)
    return {"pages": len(sheets), "remarks": []}, write_sheets(sheets)


def _office(content: bytes, _bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    cleaned, found = clean_office(content)
    remarks = [reason for reason in REMARKS if reason in found]
    return {"remarks": remarks}, b"" if cleaned is content else cleaned


TASKS = {"office": _office, "clean": _clean, "draw": _draw, "image": _image, "check": _check}
