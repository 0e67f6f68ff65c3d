"""The coat of arms in the letterhead of a Word act, as a PNG picture or as an SVG drawing."""

import re
from base64 import b64decode
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from deliberations.documents.view import Letterhead

_HEIGHT, _WIDTH = Mm(18), Mm(24)
_SVG = "image/svg+xml"
_SVG_PART = PackURI("/word/media/blason.svg")
_VIEW_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d*\.?\d+)[\s,]+(\d*\.?\d+)")
_TRANSPARENT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
)
"""What a reader too old for SVG shows in its place: nothing."""


def arms_drawing(part: Any, letterhead: Letterhead) -> Any:
    """A ``w:drawing`` floating at the left margin, at most 18 mm high and 24 mm wide.

    ``part`` is the header that holds it; the address of the picture is ``data:<type>;base64,<bytes>``.
    """
    head, _, encoded = letterhead.coat_of_arms.partition(",")
    content = b64decode(encoded)
    is_svg = head.startswith(f"data:{_SVG}")
    inline = part.new_pic_inline(BytesIO(_TRANSPARENT if is_svg else content))
    ratio = _svg_ratio(content) if is_svg else inline.extent.cx / inline.extent.cy
    if is_svg:
        _embed_svg(part, inline.graphic, content)
    return _anchored(inline.graphic, ratio, letterhead.coat_of_arms_description)


def _svg_ratio(content: bytes) -> float:
    """Width over height of the drawing, 1 when it has no usable view box."""
    found = _VIEW_BOX.search(content)
    width, height = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
    return width / height if width and height else 1.0


def _embed_svg(part: Any, graphic: Any, content: bytes) -> None:
    """Beside the fallback picture, the drawing itself, as Word 2016 and later write it."""
    drawing = Part(_SVG_PART, _SVG, content, part.package)
    identifier = part.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE)
    namespaces = f'{nsdecls("a", "r")} xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    extension = parse_xml(
        f'<a:extLst {namespaces}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        f'<asvg:svgBlip r:embed="{identifier}"/></a:ext></a:extLst>'
    )
    next(graphic.iter(qn("a:blip"))).append(extension)


def _anchored(graphic: Any, ratio: float, description: str) -> Any:
    width = min(_WIDTH, round(_HEIGHT * ratio))
    height = round(width / ratio)
    shape = graphic.graphicData.pic.spPr
    shape.cx, shape.cy = width, height
    drawing = parse_xml(_ANCHOR.format(namespaces=nsdecls("w", "wp"), width=width, height=height))
    anchor = drawing[0]
    anchor.find(qn("wp:docPr")).set("descr", description)
    anchor.append(graphic)
    return drawing


_ANCHOR = (
    "<w:drawing {namespaces}>"
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="1"'
    ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="101" name="Blason"/><wp:cNvGraphicFramePr/></wp:anchor></w:drawing>'
)
