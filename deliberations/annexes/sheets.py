"""Drawn sheets: each is a picture with its invisible text, A4 at most. Kept as one ZIP, the same for the same input."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from councils.untrusted.archives import Bounds, opened

_MANIFEST = "sheets.json"
_DATE = (1980, 1, 1, 0, 0, 0)
_BOUNDS = Bounds(entries=10_000, entry_bytes=512 * 1024 * 1024, bytes=512 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. Its box is in shares of the picture, from the left and from the top (0 to 1).

    ``turn`` is 0, 90 (read downwards) or 270 (read upwards).
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """``data`` is ready for a PDF: JPEG, or PNG's own deflated rows. ``palette`` is RGB triples, or empty.

    ``bits`` are those of each colour of a point.
    """

    width: int
    height: int
    colors: int
    is_jpeg: bool
    data: bytes
    palette: bytes = b""
    bits: int = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """``width_mm`` and ``height_mm`` are the natural size of the page, brought down to A4 when it was larger."""

    width_mm: float
    height_mm: float
    picture: Picture
    paragraphs: tuple[tuple[Line, ...], ...] = ()

    @property
    def is_landscape(self) -> bool:
        return self.width_mm > self.height_mm


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """The bytes to keep; ``read_sheets`` gives the sheets back."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        told = [_told(sheet) for sheet in sheets]
        archive.writestr(_entry(_MANIFEST), json.dumps(told, ensure_ascii=False), zipfile.ZIP_DEFLATED)
        for number, sheet in enumerate(sheets, start=1):
            archive.writestr(_entry(f"{number}"), sheet.picture.data)
    return stream.getvalue()


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    with opened(content, _BOUNDS) as archive:
        told = json.loads(archive.read(_MANIFEST))
        return tuple(_sheet(each, archive.read(f"{number}")) for number, each in enumerate(told, start=1))


def shapes_of(content: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each sheet in millimetres, without reading the pictures."""
    with opened(content, _BOUNDS) as archive:
        told = json.loads(archive.read(_MANIFEST))
    return tuple((each["width_mm"], each["height_mm"]) for each in told)


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, date_time=_DATE)


def _told(sheet: Sheet) -> dict[str, Any]:
    picture = {**asdict(sheet.picture), "data": None, "palette": sheet.picture.palette.hex()}
    return {**asdict(sheet), "picture": picture}


def _sheet(told: dict[str, Any], data: bytes) -> Sheet:
    picture = told["picture"]
    palette = bytes.fromhex(picture["palette"])
    return Sheet(
        told["width_mm"],
        told["height_mm"],
        Picture(**{**picture, "data": data, "palette": palette}),
        tuple(tuple(Line(**line) for line in lines) for lines in told["paragraphs"]),
    )
