"""The three ready looks on the reference act: their text in every file, their conformity, the foot of their pages."""

import subprocess
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from councils.domain.look_variants import Accent, LetterheadForm, TextSize, Typeface
from councils.domain.looks import HouseLook
from councils.domain.ready_looks import READY_LOOKS
from deliberations.assembly.stamping import BOX_WIDTH, MM, SIDE
from deliberations.documents import composed
from deliberations.documents.builder import view_deliberation
from deliberations.documents.docx import render_docx
from deliberations.documents.docx_theme import ACCENTS
from deliberations.documents.html import render_page
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.pdf import render_pdf
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.signing.fields import prepare_signature_fields
from tests.support.docxtext import docx_blocks
from tests.support.pdftext import tagged_blocks
from tests.support.printed import html_blocks
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

TESTS = Path(__file__).parents[2]
GOLDEN = {
    "classique": TESTS / "golden" / "deliberation-2023-57.txt",
    "sobre": TESTS / "golden" / "deliberation-2023-57-sobre.txt",
    "moderne": TESTS / "golden" / "deliberation-2023-57-moderne.txt",
}
BASE, PUBLIC_ID, CODE = "https://actes.example.fr", "K7DQ2MZLX4RTB6WA", "K7DQ-2MZL-X4RT-B6WA"
ADDRESS = f"{BASE}/v/{PUBLIC_ID}"


def view_with(
    look: HouseLook,
    base: str = BASE,
    rendition: Rendition = Rendition.CERTIFIED,
    *,
    is_draft: bool = False,
) -> DeliberationView:
    dossier = read_dossier((TESTS / "dossiers" / "gruson-2023-12-19.json").read_bytes())
    (sitting,) = dossier.sittings
    act = replace(sitting.deliberations[0], public_id=PUBLIC_ID)
    record = Record(replace(dossier.council, look=look), sitting)
    return view_deliberation(
        record,
        act,
        rendition=rendition,
        edited_on=date(2023, 12, 28),
        is_draft=is_draft,
        public_base_url=base,
    )


@cache
def pdf_of(key: str) -> bytes:
    return prepare_signature_fields(render_pdf(view_with(READY_LOOKS[key].look)))


def golden(key: str) -> list[str]:
    lines = GOLDEN[key].read_text(encoding="utf-8").splitlines()
    return [text for line in lines if (text := plain(line))]


def without_boxes(key: str) -> list[str]:
    """The golden lines but the counts that a table holds, each cell of which is a block of its own."""
    view = view_with(READY_LOOKS[key].look)
    boxed = {
        f"- {plain(line)}"
        for counts in (view.members, view.votes)
        if counts and counts.pairs
        for line in counts.lines
    }
    return [line for line in golden(key) if line not in boxed]


def cells(key: str) -> list[str]:
    view = view_with(READY_LOOKS[key].look)
    boxes = [counts.pairs for counts in (view.members, view.votes) if counts and counts.pairs]
    return [plain(text) for pairs in boxes for text in (*[p[0] for p in pairs], *[p[1] for p in pairs])]


def in_order(blocks: list[str], lines: list[str]) -> list[str]:
    """The lines that are not among the blocks, in their order."""
    rest = iter(blocks)
    return [line for line in lines if line not in rest]


@pytest.mark.parametrize("key", READY_LOOKS)
def test_text(key):
    printed = render_text(view_with(READY_LOOKS[key].look)).splitlines()
    assert [text for line in printed if (text := plain(line))] == golden(key)


@pytest.mark.parametrize("key", READY_LOOKS)
def test_pdf_says_the_same_in_the_same_order(key):
    blocks = [f"{'- ' * (b.tag == 'LI')}{plain(b.text)}" for b in tagged_blocks(pdf_of(key)) if b.text]
    lines = [line.removeprefix("- ") for line in without_boxes(key)]
    assert in_order([block.removeprefix("- ") for block in blocks], lines) == []
    assert len(blocks) == len(lines) + len(cells(key))


@pytest.mark.parametrize("key", READY_LOOKS)
def test_word_and_page_say_the_same(key):
    view = view_with(READY_LOOKS[key].look)
    wanted = [line.removeprefix("- ") for line in without_boxes(key)]
    for blocks in (docx_blocks(render_docx(view)), html_blocks(render_page(view))):
        said = [text.removeprefix("- ") for block in blocks if (text := plain(block))]
        assert in_order(said, wanted) == []
        assert len(said) == len(wanted) + len(cells(key))


def test_every_ready_look_conforms():
    assert_conforms({key: pdf_of(key) for key in READY_LOOKS}, profiles=("3a", "ua1"))


@pytest.mark.parametrize("key", READY_LOOKS)
def test_three_pages(key):
    with pikepdf.open(BytesIO(pdf_of(key))) as document:
        assert len(document.pages) == 3


def test_same_view_same_bytes():
    look = READY_LOOKS["moderne"].look
    assert render_pdf(view_with(look)) == render_pdf(view_with(look))
    assert render_docx(view_with(look)) == render_docx(view_with(look))


# The foot of the pages ------------------------------------------------------------------------------------


def pictures(pdf: bytes, folder: Path) -> list[Image.Image]:
    (folder / "acte.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "120", "-gray", "-png", "acte.pdf", "page"], cwd=folder, check=True)
    return [Image.open(BytesIO(path.read_bytes())) for path in sorted(folder.glob("page-*.png"))]


@pytest.mark.parametrize("key", READY_LOOKS)
def test_code_of_each_page_is_read_by_another_reader(key, tmp_path):
    pages = pictures(pdf_of(key), tmp_path)
    assert [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages] == [[ADDRESS]] * 3


def test_code_is_drawn_not_a_picture_and_is_no_text_of_the_act(tmp_path):
    (tmp_path / "acte.pdf").write_bytes(pdf_of("classique"))
    listed = subprocess.run(["pdfimages", "-list", "acte.pdf"], cwd=tmp_path, check=True, capture_output=True)
    assert len(listed.stdout.splitlines()) == 2  # its heading alone
    text = subprocess.run(["pdftotext", "acte.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    assert text.stdout.decode().count(f"actes.example.fr/v/{CODE}") == 3
    assert CODE not in "".join(block.text for block in tagged_blocks(pdf_of("classique")))


def test_text_is_the_same_without_the_code():
    bare = render_pdf(view_with(READY_LOOKS["classique"].look, base=""))
    assert [(b.tag, b.text) for b in tagged_blocks(bare)] == [
        (b.tag, b.text) for b in tagged_blocks(pdf_of("classique"))
    ]


@pytest.mark.parametrize("rendition", Rendition)
def test_every_page_that_is_signed_bears_the_code_and_no_draft_does(rendition):
    assert view_with(HouseLook(), rendition=rendition).verification.address == ADDRESS
    assert view_with(HouseLook(), rendition=rendition, is_draft=True).verification is None
    assert view_with(HouseLook(), rendition=rendition, base="").verification is None


def test_code_of_a_sheet_leaves_its_box_to_the_initials(tmp_path):
    """The box stands at the left of the foot of a sheet of the register (``assembly/stamping.py``)."""
    right_of_the_box = (SIDE + BOX_WIDTH) / MM
    for rendition, is_clear in ((Rendition.REGISTER, True), (Rendition.EXTRACT, False)):
        page = pictures(render_pdf(view_with(HouseLook(), rendition=rendition)), tmp_path)[0]
        (code,) = zxingcpp.read_barcodes(page)
        left = min(code.position.top_left.x, code.position.bottom_left.x) * 210 / page.width
        assert (left > right_of_the_box) is is_clear


def test_word_footers_bear_the_code():
    content = render_docx(view_with(HouseLook()))
    with ZipFile(BytesIO(content)) as archive:
        media = [
            name for name in archive.namelist() if name.startswith("word/media/") and name.endswith(".png")
        ]
        codes = [zxingcpp.read_barcodes(padded(archive.read(name))) for name in media]
        footers = [archive.read(n).decode() for n in archive.namelist() if n.startswith("word/footer")]
    assert [[code.text for code in found] for found in codes] == [[ADDRESS]] * len(codes)
    assert codes
    assert all(CODE in footer for footer in footers)
    assert len(footers) == 2


def padded(content: bytes) -> Image.Image:
    """The code with the margin that the page gives it."""
    code = Image.open(BytesIO(content)).convert("L")
    page = Image.new("L", (code.width + 80, code.height + 80), 255)
    page.paste(code, (40, 40))
    return page


# Every paper ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", LetterheadForm)
def test_every_letterhead_is_set(form):
    look = HouseLook(letterhead=form, letterhead_lines=("Canton de Templeuve",), typeface=Typeface.SANS)
    html = render_page(view_with(look))
    assert f'class="letterhead form-{form.lower()}"' in html
    assert "Canton de Templeuve" in html


@pytest.mark.parametrize("accent", Accent)
def test_every_accent_is_in_every_stylesheet(accent):
    for sheet in ("documents/theme.css", "documents/page.css", "css/look.css"):
        styles = (TESTS.parent / "static" / sheet).read_text(encoding="utf-8")
        assert accent is Accent.NAVY or f"accent-{accent.lower()} {{ --accent: #" in styles


def test_accents_are_read_on_white():
    """WCAG 2.2, 1.4.6: seven to one."""
    for dark, pale in ACCENTS.values():
        assert contrast(dark, "FFFFFF") >= 7
        assert contrast(dark, pale) >= 7


def contrast(one: str, other: str) -> float:
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_sizes_and_types_change_the_page():
    sizes = {
        (size, face): font_sizes(render_pdf(view_with(HouseLook(text_size=size, typeface=face))))
        for size in (TextSize.SMALL, TextSize.LARGE)
        for face in (Typeface.SERIF,)
    }
    assert max(sizes[TextSize.SMALL, Typeface.SERIF]) < max(sizes[TextSize.LARGE, Typeface.SERIF])


def font_sizes(pdf: bytes) -> set[float]:
    with pikepdf.open(BytesIO(pdf)) as document:
        second = pikepdf.parse_content_stream(document.pages[1])
        return {float(step.operands[1]) for step in second if str(step.operator) == "Tf"}


def test_a_composed_paper_follows_the_look():
    council = replace(
        read_dossier((TESTS / "dossiers" / "gruson-2023-12-19.json").read_bytes()).council,
        look=replace(READY_LOOKS["moderne"].look, letterhead_lines=("Canton de Templeuve",)),
    )
    letterhead = letterhead_of(council, "Procès-verbal")
    data = view_with(HouseLook()).document
    paper = composed.ComposedView(data, letterhead, "Procès-verbal", (composed.Text("Un paragraphe."),))
    for html in (composed.render_html(paper), composed.render_page(paper)):
        assert 'class="typeface-legible accent-teal size-normal"' in html
        assert 'class="letterhead form-banner"' in html
        assert "Canton de Templeuve" in html
    with ZipFile(BytesIO(composed.render_docx(paper))) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert ('w:ascii="Verdana"' in styles, "0B4A55" in styles, "1C2F5E" in styles) == (True, True, False)


def test_a_long_heading_pushes_the_text_down():
    """Four free lines, and a name of two lines: the text of the act begins under them, and the file conforms."""
    lines = (
        "Arrondissement de Lille",
        "Canton de Templeuve",
        "Métropole européenne de Lille",
        "03 20 00 00 00",
    )
    view = view_with(HouseLook(letterhead_lines=lines, letterhead=LetterheadForm.BANNER))
    long = replace(view, letterhead=replace(view.letterhead, authority="Communauté de communes " * 3))
    assert (view.letterhead.room, long.letterhead.room) == (3, 5)
    assert view_with(HouseLook()).letterhead.room == 0
    assert_conforms(prepare_signature_fields(render_pdf(long)), profiles=("3a", "ua1"))
