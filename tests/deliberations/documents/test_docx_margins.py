"""Around the text of a Word act: letterhead, running head, page numbers, coat of arms, mark of a draft."""

import base64
import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from deliberations.documents.docx import render_docx
from tests.support.docxtext import docx_blocks, docx_text, expected_blocks, opened, part
from tests.support.sample_view import draft_view, sample_view

PIXELS = Image.new("RGB", (30, 40), "#1c2f5e")

pytestmark = pytest.mark.integration


def margins_of(docx: bytes) -> dict[str, str]:
    """Text of each header and footer part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        names = [name for name in archive.namelist() if "header" in name or "footer" in name]
    return {name: docx_text(part(docx, name)) for name in names if name.endswith(".xml")}


def test_docx_margins_hold_letterhead_and_pages():
    view = sample_view()
    letterhead = view.letterhead
    texts = margins_of(render_docx(view))
    first_page = letterhead.republic + letterhead.department + letterhead.authority + letterhead.document
    assert sorted(texts.values()) == sorted(
        [first_page, view.running_head, "\tPage 1 sur 1", "\tPage 2 sur 2"]
    )
    section = opened(view).sections[0]
    assert section.different_first_page_header_footer
    assert (section.page_width.mm, section.page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    for footer in (section.first_page_footer, section.footer):
        fields = [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_docx_draft_is_marked_on_every_page():
    texts = margins_of(render_docx(draft_view()))
    assert all("PROJET" in text for name, text in texts.items() if "footer" in name)
    assert sum("PROJET : document de travail" in text.replace("\u00a0", " ") for text in texts.values()) == 1
    section = opened(draft_view()).sections[0]
    for header in (section.first_page_header, section.header):
        assert header._element.xpath("count(.//w:pict)") == 1
    docx = render_docx(sample_view())
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert not any(b"PROJET" in archive.read(name) for name in archive.namelist())


def picture(form: str) -> bytes:
    if form == "svg+xml":
        return b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path d="M0 0h80v40z"/></svg>'
    buffer = io.BytesIO()
    PIXELS.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(("form", "size"), [("png", (13.5, 18)), ("svg+xml", (24, 12))])
def test_docx_coat_of_arms_in_the_letterhead(form, size):
    data = f"data:image/{form};base64,{base64.b64encode(picture(form)).decode()}"
    letterhead = replace(
        sample_view().letterhead, coat_of_arms=data, coat_of_arms_description="Blason de la commune"
    )
    docx = render_docx(sample_view(letterhead=letterhead))
    header = Document(io.BytesIO(docx)).sections[0].first_page_header._element
    extent, described = header.find(f".//{qn('wp:extent')}"), header.find(f".//{qn('wp:docPr')}")
    assert (int(extent.get("cx")) / 36000, int(extent.get("cy")) / 36000) == pytest.approx(size, abs=0.01)
    assert described.get("descr") == "Blason de la commune"
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert picture(form) in media
    assert docx_blocks(docx) == expected_blocks(sample_view())
