"""What WeasyPrint 70 leaves out of a file that is both PDF/A-3a and PDF/UA-1.

Additions, each with its reason:

- page margin boxes are pagination artifacts, outside the structure (letterhead, running head, page number);
- a table header repeated on the next page is a pagination artifact too: it is said once;
- a block cut by a page break stays one structure element, so that a paragraph is read as one;
- a line that ends on a space keeps it, so that words stay apart when text is extracted
  (ISO 32000-1, 14.8.2.5);
- a no-break space is extracted as a space: one glyph draws both, and the first one met would name it;
- every header cell says its scope (ISO 14289-1, 7.5), instead of a list of headers in each cell;
- the XMP packet says PDF/UA-1, with the extension schema PDF/A asks for, inside its only ``rdf:RDF``;
- an attachment is listed once in ``/AF``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pydyf
import weasyprint.css
import weasyprint.draw
import weasyprint.layout.inline
import weasyprint.pdf
import weasyprint.pdf.tags
import weasyprint.text.line_break
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

_UA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_UNMERGED = ("/Link", "/Figure", "/Form")  # these hold marked content of one page directly


def install() -> None:
    """Put the additions in place of the functions of WeasyPrint they complete. Once per process."""
    weasyprint.draw.draw_stacking_context = _draw_stacking_context
    weasyprint.draw.draw_text = _draw_text
    weasyprint.layout.inline.remove_last_whitespace = _remove_last_whitespace
    weasyprint.layout.inline.add_word_spacing = _add_word_spacing
    weasyprint.text.line_break.first_line_metrics = _first_line_metrics
    weasyprint.pdf.tags._build_box_tree = _build_box_tree
    weasyprint.pdf.add_tags = _add_tags
    weasyprint.pdf.build_fonts_dictionary = _build_fonts_dictionary
    weasyprint.pdf.ColorProfile = _ReadColorProfile
    Stream.marked = _marked


# Artifacts ------------------------------------------------------------------------------------------------

_original_draw_stacking_context = weasyprint.draw.draw_stacking_context
_original_marked = Stream.marked


def _draw_stacking_context(stream: Any, context: Any) -> None:
    if stream._tags is None or not isinstance(context.box, boxes.MarginBox):
        _original_draw_stacking_context(stream, context)
        return
    tags, stream._tags = stream._tags, None
    try:
        with _pagination_artifact(stream):
            _original_draw_stacking_context(stream, context)
    finally:
        stream._tags = tags


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    if stream._tags is None or not _is_repeated(box):
        with _original_marked(stream, box, tag):
            yield
    else:
        with _pagination_artifact(stream):
            yield


@contextmanager
def _pagination_artifact(stream: Any) -> Iterator[None]:
    stream.stream.append(b"/Artifact <</Type /Pagination>> BDC")
    yield
    stream.stream.append(b"EMC")


def mark_repeated_headers(document: Any) -> None:
    """Note, on a laid out document, the boxes of table headers that were already drawn on an earlier page."""
    seen: set[int] = set()
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
                if id(box.element) in seen:
                    _mark_repeated(box)
                seen.add(id(box.element))


def _mark_repeated(header: Any) -> None:
    header.is_repeated = True
    for box in header.descendants():
        box.is_repeated = True


def _is_repeated(box: Any) -> bool:
    return getattr(box, "is_repeated", False)


# Spaces at the end of lines -------------------------------------------------------------------------------

_original_first_line_metrics = weasyprint.text.line_break.first_line_metrics
_original_remove_last_whitespace = weasyprint.layout.inline.remove_last_whitespace
_original_add_word_spacing = weasyprint.layout.inline.add_word_spacing
_original_draw_text = weasyprint.draw.draw_text


def _first_line_metrics(
    first_line: Any, text: str, layout: Any, resume_at: int | None, *args: Any, **kwargs: Any
) -> Any:
    cut_at_space = bool(resume_at) and text.encode()[:resume_at].endswith(b" ")
    result = _original_first_line_metrics(first_line, text, layout, resume_at, *args, **kwargs)
    result[0].ends_with_space = cut_at_space
    return result


def _remove_last_whitespace(context: Any, line: Any) -> None:
    box = _last_text(line)
    text = box.text if box is not None else ""
    _original_remove_last_whitespace(context, line)
    if box is not None and box.text and box.text != text:
        box.pango_layout.ends_with_space = True


def _add_word_spacing(context: Any, box: Any, *args: Any) -> Any:
    before = box.pango_layout if isinstance(box, boxes.TextBox) else None
    result = _original_add_word_spacing(context, box, *args)
    if before is not None:  # a justified line is laid out once more
        box.pango_layout.ends_with_space = getattr(before, "ends_with_space", False)
    return result


_original_build_fonts_dictionary = weasyprint.pdf.build_fonts_dictionary


def _build_fonts_dictionary(pdf: Any, fonts: dict[Any, Any], *args: Any) -> Any:
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            font.to_unicode[glyph] = text.replace("\u00a0", " ")
    return _original_build_fonts_dictionary(pdf, fonts, *args)


def _last_text(box: Any) -> Any:
    while isinstance(box, boxes.LineBox | boxes.InlineBox) and box.children:
        box = box.children[-1]
    return box if isinstance(box, boxes.TextBox) else None


def _draw_text(stream: Any, textbox: Any, *args: Any) -> None:
    layout = textbox.pango_layout
    if getattr(layout, "ends_with_space", False) and not layout.text.endswith(" "):
        layout.text += " "
    _original_draw_text(stream, textbox, *args)


# Structure ------------------------------------------------------------------------------------------------

_original_build_box_tree = weasyprint.pdf.tags._build_box_tree
_original_add_tags = weasyprint.pdf.tags.add_tags


def _build_box_tree(box: Any, parent: Any, pdf: Any, page_number: int, *args: Any) -> Iterator[Any]:
    if isinstance(box, boxes.MarginBox):
        return
    if _is_repeated(box):
        for cell in box.descendants():
            cell.mark = {"A": {}}  # WeasyPrint notes the headers of each cell there, even undrawn
        return
    for element in _original_build_box_tree(box, parent, pdf, page_number, *args):
        if not hasattr(element, "source"):  # body and html yield the elements of their children
            _note_source(element, box, page_number)
        yield element


def _note_source(element: Any, box: Any, page_number: int) -> None:
    element.source, element.page_number = box.element, page_number
    if element["S"] == "/TH" and box.element is not None:
        element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"


def _add_tags(pdf: Any, document: Any, *args: Any) -> None:
    _original_add_tags(pdf, document, *args)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    _tidy(pdf, _object(pdf, root["K"][0]))


def _tidy(pdf: Any, element: Any) -> None:
    """Join what page breaks cut, below ``element``, and drop the header lists that scopes replace."""
    element.pop("ID", None)
    if "A" in element:
        element["A"].pop("Headers", None)
    element["K"][:] = list(_joined(pdf, element["K"]))
    for kid in element["K"]:
        if isinstance(kid, bytes) and "K" in _object(pdf, kid):
            _tidy(pdf, _object(pdf, kid))


def _joined(pdf: Any, kids: list[Any]) -> Iterator[Any]:
    previous: Any = None
    for kid in kids:
        element = _object(pdf, kid) if isinstance(kid, bytes) else None
        if previous is not None and element is not None and _continues(previous, element):
            _absorb(pdf, previous, element)
            continue
        previous = element
        yield kid


def _continues(first: Any, second: Any) -> bool:
    """The same HTML element, cut between two pages (siblings of one page are never joined)."""
    source = getattr(second, "source", None)
    return (
        source is not None
        and source is getattr(first, "source", None)
        and first["S"] == second["S"]
        and first["S"] not in _UNMERGED
        and first.page_number < second.page_number
    )


def _absorb(pdf: Any, first: Any, second: Any) -> None:
    for kid in second["K"]:
        _object(pdf, kid)["P"] = first.reference
    first["K"].extend(second["K"])
    first.page_number = second.page_number
    second.free = "f"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


# Colour profile, metadata and attachments -----------------------------------------------------------------


class _ReadColorProfile(weasyprint.css.ColorProfile):  # type: ignore[misc]  # WeasyPrint is not typed
    """The sRGB profile, its file closed once read: WeasyPrint leaves it open."""

    def __init__(self, file_object: Any, *args: Any) -> None:
        with file_object:
            super().__init__(BytesIO(file_object.read()), *args)


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """Finisher of ``write_pdf``: PDF/UA identification, and one ``/AF`` entry per attachment."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _UA_IDENTIFICATION + b"</rdf:RDF>")]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
