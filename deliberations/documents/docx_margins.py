"""Around the text of a Word act: letterhead, running head, page numbers, and the mark of a draft.

All of it stands in headers and footers, so that the body holds the deliberation and nothing else.
"""

from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from councils.domain.look_variants import LetterheadForm
from deliberations.documents.docx_arms import arms_drawing
from deliberations.documents.docx_body import Writer, child
from deliberations.documents.docx_theme import accent_of, font_of
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.documents.verification import CHECKED, code_picture
from deliberations.documents.view import Framed, Letterhead, Verification
from deliberations.richtext import Format, Run

_DRAFT = "PROJET"
_CODE_SIDE = Mm(14)
_IN_BANNER = 140
_BESIDE_ARMS = 1560
"""Twentieths of a point kept for the arms, at most 24 mm wide, when the lines stand beside them."""


def write_margins(document: Any, view: Framed, verification: Verification | None = None) -> None:
    """Fill the headers and footers of the only section of ``document``; ``verification`` goes in the footers."""
    section = document.sections[0]
    _write_letterhead(document, section.first_page_header, view)
    _write_running_head(document, section.header, view)
    for number, footer in enumerate((section.first_page_footer, section.footer)):
        _write_footer(document, footer, view, number)
        if verification is not None:
            _write_verification(document, footer, verification)


def _write_letterhead(document: Any, header: Any, view: Framed) -> None:
    writer, letterhead = _opened(document, header), view.letterhead
    if view.is_draft:
        writer.line("Acte Projet", DRAFT_NOTICE)
    lines = [
        writer.line("Acte République", letterhead.republic),
        writer.line("Acte Département", letterhead.department),
        *[writer.line("Acte Département", line) for line in letterhead.lines],
        writer.line("Acte Collectivité", letterhead.authority),
    ]
    above = [line for line in lines if line is not None]
    writer.line("Acte Document", letterhead.document)
    for line in above:
        _set_form(line, letterhead)
    if letterhead.coat_of_arms:
        child(above[0], "w:r").append(arms_drawing(header.part, letterhead))
    if view.is_draft:
        _add_watermark(header, 1, font_of(letterhead.theme))


def _set_form(paragraph: Any, letterhead: Letterhead) -> None:
    """Where the lines of a letterhead stand, and on what: the usual form is that of their styles."""
    properties = paragraph.find(qn("w:pPr"))
    if letterhead.form is LetterheadForm.BANNER:
        child(properties, "w:shd", val="clear", color="auto", fill=accent_of(letterhead.theme))
        for run in paragraph.findall(qn("w:r")):
            inked = child(None, "w:rPr")
            child(inked, "w:color", val="FFFFFF")
            run.insert(0, inked)
    if letterhead.form is not LetterheadForm.CENTRED:
        indent = _BESIDE_ARMS if letterhead.coat_of_arms else _IN_BANNER
        if letterhead.coat_of_arms or letterhead.form is LetterheadForm.BANNER:
            child(properties, "w:ind", left=indent)
        child(properties, "w:jc", val="left")


def _write_running_head(document: Any, header: Any, view: Framed) -> None:
    _opened(document, header).line("Acte En-tête", view.running_head)
    if view.is_draft:
        _add_watermark(header, 2, font_of(view.letterhead.theme))


def _write_footer(document: Any, footer: Any, view: Framed, number: int) -> None:
    """« Page 2 sur 5 » on the right, by fields; the draft's mark on the left."""
    mark = (Run(_DRAFT, Format(strong=True)),) if view.is_draft else ()
    paragraph = _opened(document, footer).paragraph("Acte Pied de page", mark)
    child(child(paragraph, "w:r"), "w:tab")
    for words, field in (("Page ", "PAGE"), (" sur ", "NUMPAGES")):
        _add_text(paragraph, words)
        _add_text(child(paragraph, "w:fldSimple", instr=field), str(number + 1))


def _write_verification(document: Any, footer: Any, verification: Verification) -> None:
    """The code, then the short code as text, under the number of the page."""
    paragraph = Writer(document, footer._element).line("Acte Pied de page", f"{CHECKED} {verification.told}")
    inline = footer.part.new_pic_inline(BytesIO(code_picture(verification)), _CODE_SIDE, _CODE_SIDE)
    inline.docPr.set("descr", f"Code à photographier : {verification.address}")
    inline.docPr.set("name", "Code de vérification")
    run = child(None, "w:r")
    child(run, "w:drawing").append(inline)
    space = child(None, "w:r")
    child(space, "w:t").text = "\u00a0\u00a0"
    paragraph.insert(1, space)
    paragraph.insert(1, run)


def _opened(document: Any, margin: Any) -> Writer:
    """A writer in a header or footer of its own, emptied of the paragraph it comes with."""
    margin.is_linked_to_previous = False
    element = margin._element
    for paragraph in list(element):
        element.remove(paragraph)
    return Writer(document, element)


def _add_text(parent: Any, text: str) -> None:
    content = child(child(parent, "w:r"), "w:t")
    content.text = text
    content.set(qn("xml:space"), "preserve")


def _add_watermark(header: Any, number: int, font: str) -> None:
    """« PROJET » across the page, behind the text, as Word itself writes a watermark."""
    paragraph = header._element[0]
    paragraph.append(parse_xml(_WATERMARK.format(namespaces=_VML, number=number, word=_DRAFT, font=font)))


_VML = nsdecls("w") + (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_WATERMARK = (
    "<w:r {namespaces}><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s102{number}" type="#_x0000_t136"'
    ' alt="{word}" style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:125pt;'
    "rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#f3d3d0" stroked="f">'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string="{word}"/>'
    '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
)
