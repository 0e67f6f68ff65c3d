"""The drawn sheets put where the act has kept their places: picture, invisible text, structure.

The act is rendered with one small placeholder picture for each sheet, sized and described. Its pages, their numbers,
its outline and its structure are then already those of the whole: only the pictures are missing.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from deliberations.annexes.glyphless import ADVANCE, InvisibleFont
from deliberations.annexes.sheets import Line, Picture, Sheet

PLACEHOLDER = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAEElEQVR4nGNczcDAxMDAAAAExQCvkDroDgAAAABJRU5E"
    "rkJggg=="
)
"""A picture of 3 × 2 points: no other picture of an act is that small."""
_PLACEHOLDER_SIZE = (3, 2)
_PICTURE = "/AnnexPicture"
_FONT = "/AnnexText"
_BASELINE = 0.2
"""Of the height of a line, from its bottom."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one sheet goes: ``matrix`` brings the unit square to it, ``mark`` is the number of its marked content."""

    page: pikepdf.Page
    name: str
    matrix: pikepdf.Matrix
    mark: int


def place(master: bytes, sheets: Sequence[Sheet]) -> bytes:
    """``master`` with its placeholders replaced by ``sheets``, in order. The same input gives the same bytes.

    Raises ``ValueError`` when there are not as many placeholders as sheets.
    """
    with pikepdf.open(io.BytesIO(master)) as pdf:
        places = [found for page in pdf.pages if (found := _place_on(page)) is not None]
        font = InvisibleFont(line.text for sheet in sheets for lines in sheet.paragraphs for line in lines)
        font_object = font.added_to(pdf) if sheets else None
        parents = _parents(pdf)
        for each, sheet in zip(places, sheets, strict=True):
            _draw(pdf, each, sheet.picture, font_object)
            _write(pdf, each, sheet, font, parents[int(each.page.obj.StructParents)])
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()


def _place_on(page: pikepdf.Page) -> _Place | None:
    """The placeholder of ``page``, if it has one; there is one sheet on a page."""
    named = {str(name) for name, each in page.Resources.get("/XObject", {}).items() if _is_placeholder(each)}
    if not named:
        return None
    here, mark, kept = pikepdf.Matrix(), 0, list[pikepdf.Matrix]()
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "q":
                kept.append(here)
            case "Q":
                here = kept.pop()
            case "cm":
                here = pikepdf.Matrix(*(float(each) for each in operands)) @ here
            case "BDC" if isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                mark = int(operands[1].MCID)
            case "Do" if str(operands[0]) in named:
                return _Place(page, str(operands[0]), here, mark)
    return None


def _is_placeholder(each: Any) -> bool:
    return each.get("/Subtype") == Name.Image and (int(each.Width), int(each.Height)) == _PLACEHOLDER_SIZE


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """For each page, the elements of its marked contents."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): held for key, held in zip(numbers[::2], numbers[1::2], strict=True)}


def _draw(pdf: pikepdf.Pdf, where: _Place, picture: Picture, font: Any) -> None:
    """The page's own resources: those of the act are shared by all its pages."""
    page = where.page
    resources = Dictionary({str(key): value for key, value in page.Resources.items()})
    resources.XObject = Dictionary({_PICTURE: _image(pdf, picture)})
    fonts = page.Resources.get("/Font", Dictionary())
    resources.Font = Dictionary({**{str(key): value for key, value in fonts.items()}, _FONT: font})
    page.obj.Resources = pdf.make_indirect(resources)
    content = page.Contents.read_bytes()
    drawn = content.replace(f"{where.name} Do".encode(), f"{_PICTURE} Do".encode())
    page.obj.Contents = pdf.make_stream(b"q\n" + drawn + b"\nQ\n")


def _image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    stream = pikepdf.Stream(
        pdf,
        picture.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=picture.bits,
        ColorSpace=_colours(pdf, picture),
        Filter=Name.DCTDecode if picture.is_jpeg else Name.FlateDecode,
    )
    if not picture.is_jpeg:
        stream.DecodeParms = Dictionary(
            Predictor=15, Colors=picture.colors, BitsPerComponent=picture.bits, Columns=picture.width
        )
    return pdf.make_indirect(stream)


def _colours(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    if picture.palette:
        last = len(picture.palette) // 3 - 1
        return Array([Name.Indexed, Name.DeviceRGB, last, pdf.make_stream(picture.palette)])
    return Name.DeviceRGB if picture.colors == 3 else Name.DeviceGray


def _write(pdf: pikepdf.Pdf, where: _Place, sheet: Sheet, font: InvisibleFont, parents: Array) -> None:
    """The text of the sheet after its picture, in the content and in the structure."""
    if not sheet.paragraphs:
        return
    figure = parents[where.mark]
    first = len(parents)
    shown = [
        b"/P <</MCID %d>> BDC\n" % number
        + b"\n".join(_shown(line, where.matrix, font) for line in lines)
        + b"\nEMC"
        for number, lines in enumerate(sheet.paragraphs, start=first)
    ]
    page = where.page.obj
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n".join(shown) + b"\n")
    elements = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=figure.P, Pg=page, K=Array([number])))
        for number in range(first, first + len(sheet.paragraphs))
    ]
    for element in elements:
        parents.append(element)
    figure.P.K = Array(_after(figure, elements))


def _after(figure: Any, elements: Sequence[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    for kid in figure.P.K:
        yield kid
        if isinstance(kid, Dictionary) and kid.objgen == figure.objgen:
            yield from elements


def _shown(line: Line, matrix: pikepdf.Matrix, font: InvisibleFont) -> bytes:
    """The line as long as it is drawn, at its place, in the mode that paints nothing."""
    left, top = matrix.transform((line.left, 1 - line.top))
    right, bottom = matrix.transform((line.right, 1 - line.bottom))
    size, length = max(0.5, top - bottom), max(0.1, right - left)
    if line.turn:
        size, length = max(0.5, right - left), max(0.1, top - bottom)
    stretch = length * 100 / (len(line.text) * size * ADVANCE / 1000)
    above = size * _BASELINE
    start = {
        0: (1, 0, 0, 1, left, bottom + above),
        90: (0, -1, 1, 0, left + above, top),
        270: (0, 1, -1, 0, right - above, bottom),
    }[line.turn]
    place = b"%d %d %d %d %.2f %.2f Tm" % start
    shown = font.shown(line.text + " ")
    return b"BT 3 Tr %s %.2f Tf %.2f Tz %s %s Tj ET" % (_FONT.encode(), size, stretch, place, shown)
