"""Which pictures may stand as a coat of arms: light, decodable, and drawing nothing but themselves.

The picture is set into every document and every page of the council: it is read once, here, before it is kept.
"""

import math
import re
from io import BytesIO

from PIL import Image

from councils.drawing import Drawing, DrawingRefused

LIMIT = 512 * 1024
"""Bytes of the file."""

LARGEST = 16_000_000
"""Points of a PNG or a JPEG."""

MEDIA_TYPES = {"image/png": "PNG", "image/svg+xml": "SVG", "image/jpeg": "JPEG"}
"""Media types and the name of each."""

_BEGINNINGS = {
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff.{3}(?:JFIF|Exif)\x00", re.DOTALL),
}

_JPEG_END = b"\xff\xd9"


def arms_fault(content: bytes, media_type: str) -> str:
    """Why ``content`` cannot be a coat of arms, in French; empty when it can.

    ``media_type`` is what the file is said to be.
    """
    name = MEDIA_TYPES.get(media_type)
    if name is None:
        return f"image d'un type non admis ; admis : {', '.join(MEDIA_TYPES)}"
    if len(content) > LIMIT:
        return f"image trop lourde ({math.ceil(len(content) / 1024)} Ko) ; {LIMIT // 1024} Ko au plus"
    return _drawing_fault(content) if name == "SVG" else _picture_fault(content, name)


def _drawing_fault(content: bytes) -> str:
    try:
        Drawing().read(content)
    except DrawingRefused as refusal:
        return f"dessin SVG refusé : {refusal}"
    return ""


def _picture_fault(content: bytes, name: str) -> str:
    if not _BEGINNINGS[name].match(content):
        return f"image illisible : ce n'est pas un fichier {name}"
    try:
        with _opened(content, name) as picture:
            fault = _size_fault(picture)
        if not fault:
            _decode(content, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_large()
    except (OSError, SyntaxError, ValueError):
        return f"image illisible : fichier {name} abîmé"
    return fault


def _opened(content: bytes, name: str) -> Image.Image:
    """The picture with its head read, not its points."""
    return Image.open(BytesIO(content), formats=[name])


def _decode(content: bytes, name: str) -> None:
    """Raise ``OSError`` or ``SyntaxError`` on damaged pieces, then on damaged points.

    The PDF library makes Pillow read a JPEG that is cut short, in the whole process: its end is looked for here.
    """
    if name == "JPEG" and _JPEG_END not in content[-1024:]:
        raise OSError("no end of image")
    with _opened(content, name) as picture:
        picture.verify()
    with _opened(content, name) as picture:
        picture.load()


def _size_fault(picture: Image.Image) -> str:
    if picture.width * picture.height > LARGEST:
        return _too_large()
    resolution = picture.info.get("dpi", (72, 72))
    return "" if min(resolution) >= 1 else "image sans résolution utilisable (moins d'un point par pouce)"


def _too_large() -> str:
    return f"image trop grande ; {LARGEST // 1_000_000} millions de points au plus"
