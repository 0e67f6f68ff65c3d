"""Pictures as a PDF wants them: grey or RGB, opaque, deflated or JPEG, whichever is smaller. Runs in the sandbox."""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageChops, ImageCms, ImageOps, UnidentifiedImageError

from deliberations.annexes.bounds import A4_MM, DOTS_PER_INCH, MOST_PIXELS
from deliberations.annexes.cleaning import Unfit
from deliberations.annexes.sheets import Picture, Sheet

MM_PER_INCH = 25.4
LEAST_MM = 1.0
"""Of a sheet that is a mere thread: it has a size all the same."""
_JPEG_QUALITY = 85
_ALMOST_GREY = 8
_PRINT = 0.8
_PLAIN = 16
"""Points in one byte of a page of text: JPEG would not do much better, and would blur it."""
_SRGB = ImageCms.createProfile("sRGB")


def sheet_of_image(content: bytes) -> Sheet:
    """A photograph or a scan on one sheet, upright, as large as A4 allows. Raises ``Unfit``."""
    picture = _read(content)
    width, height = picture.size
    room = A4_MM if height >= width else (A4_MM[1], A4_MM[0])
    scale = min(room[0] / width, room[1] / height)
    across, down = (max(LEAST_MM, round(edge * scale, 3)) for edge in (width, height))
    return Sheet(across, down, encoded(_bounded(picture, scale)))


def check_image(content: bytes) -> None:
    """Raises ``Unfit`` unless the whole picture can be read."""
    _read(content)


def _read(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unfit("image_size")
            image.draft("RGB", (4961, 4961))
            image.load()
            return _plain(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("image_size") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, KeyError, EOFError):
        raise Unfit("image") from None


def _plain(image: Image.Image) -> Image.Image:
    """RGB or grey in sRGB, what is transparent shown on white paper."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(coloured, mask=coloured.getchannel("A"))
        return paper
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    if image.mode in ("I", "I;16", "F"):
        return image.point(lambda level: level / 256).convert("L")
    return image if image.mode == "L" else image.convert("L" if image.mode in ("1", "LA") else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode == "L":
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, given, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image


def _bounded(picture: Image.Image, mm_per_pixel: float) -> Image.Image:
    """No more dots per inch than a printer shows of a drawn page."""
    shrink = (MM_PER_INCH / mm_per_pixel) / DOTS_PER_INCH
    if shrink <= 1:
        return picture
    size = (max(1, round(picture.width / shrink)), max(1, round(picture.height / shrink)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def encoded(picture: Image.Image) -> Picture:
    """``picture`` is grey or RGB. Few colours are kept exactly; others are, unless JPEG is smaller."""
    picture = _grey_if_grey(picture)
    if picture.mode == "L" and _is_print(picture):
        return _sixteen_greys(picture)
    if picture.mode == "RGB" and picture.getcolors(256) is not None:
        picture = picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    exact = _deflated(picture)
    if picture.mode == "P" or len(exact.data) * _PLAIN < picture.width * picture.height:
        return exact
    lossy = _jpeg(picture)
    return min(exact, lossy, key=lambda each: len(each.data))


def _is_print(picture: Image.Image) -> bool:
    """Black on white: between the two, only the edges of the letters."""
    levels = picture.histogram()
    return levels[0] + levels[255] > _PRINT * picture.width * picture.height


def _sixteen_greys(picture: Image.Image) -> Picture:
    """Sixteen levels draw the edges of letters as well as 256 do, in half the bytes."""
    levels = picture.point(lambda level: (level + 8) // 17)
    indexed = Image.frombytes("P", levels.size, levels.tobytes())
    indexed.putpalette([grey for level in range(16) for grey in (level * 17,) * 3])
    return replace(_deflated(indexed), palette=b"")


def _grey_if_grey(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGB":
        return picture
    red, green, blue = picture.split()
    spreads = (ImageChops.difference(red, other).histogram() for other in (green, blue))
    is_grey = not any(sum(spread[_ALMOST_GREY:]) for spread in spreads)
    return picture.convert("L") if is_grey else picture


def _jpeg(picture: Image.Image) -> Picture:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True)
    return Picture(picture.width, picture.height, len(picture.getbands()), True, stream.getvalue())


def _deflated(picture: Image.Image) -> Picture:
    """A palette of few colours takes fewer bits by point: the file says how many."""
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    chunks = list(_chunks(stream.getvalue()))
    data = b"".join(body for kind, body in chunks if kind == b"IDAT")
    palette = bytes(picture.getpalette("RGB") or ()) if picture.mode == "P" else b""
    size = (picture.width, picture.height)
    return Picture(*size, len(picture.getbands()), False, data, palette, bits=chunks[0][1][8])


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
