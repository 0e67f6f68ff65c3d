"""A document made of blocks: the same text in every format, tags, conformity, the same bytes."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import get_args

import pytest
from docx import Document

from deliberations.documents import composed
from deliberations.documents.composed import (
    Address,
    Blank,
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    Item,
    Masthead,
    NewSheet,
    Rich,
    Signatures,
    Text,
    TextRole,
    Title,
    Together,
)
from deliberations.documents.view import DocumentData, Letterhead, Signature
from tests.support.pdftext import artifact_text, tagged_blocks, tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

BLOCKS: tuple[Block, ...] = (
    Heading("Une partie"),
    Text("Le conseil s’est réuni."),
    Heading("Une sous-partie", 3),
    Text("Ont pris part :", TextRole.LEAD),
    Bullets(("Anne", "Bruno")),
    Facts((("Présents :", "13"), ("Absents :", "2"))),
    Rich("<p>Un <strong>exposé</strong>.</p><ul><li>premier point</li></ul>"),
    Grid(
        ("Nom", "Signature"), (("Anne", ""), ("Bruno", "lu")), "Membres", (70, 30), 10, has_row_headers=True
    ),
    Text("Note.", TextRole.NOTE),
    NewSheet(),
    Together((Blank("Fait à"), Signatures((Signature("Le Maire,", "Anne DURAND"),)))),
    Text("Fin", TextRole.CENTRED),
)
VIEW = ComposedView(
    document=DocumentData("Feuille", "commune d’Exemple", "Séance", (), date(2026, 1, 2)),
    letterhead=Letterhead("République française", "", "Commune d’Exemple", "Feuille"),
    title="Feuille d’essai",
    blocks=BLOCKS,
    running_head="Commune – Séance",
)
LINES = [
    *("Feuille d’essai", "Une partie", "Le conseil s’est réuni.", "Une sous-partie", "Ont pris part :"),
    *("- Anne", "- Bruno", "Présents : 13", "Absents : 2", "Un exposé.", "- premier point"),
    *("Membres", "Nom", "Signature", "Anne", "Bruno", "lu", "Note."),
    *("Fait à", "Le Maire,", "Anne DURAND", "Fin"),
]

LETTER = replace(
    VIEW,
    title="Convocation",
    is_letter=True,
    blocks=(
        Masthead(),
        Text("Exemple, le 2 janvier 2026", TextRole.RIGHT),
        Address(("Madame Anne DURAND", "Maire")),
        Title(),
        Item("1.", "Les <em>tarifs</em>", "Rapporteur : Bruno PETIT"),
        Text("Reçu.", TextRole.BOXED),
        NewSheet(),
        Together((Masthead(), Heading("Pouvoir"), Text("Signature :", TextRole.HAND))),
    ),
)
LETTER_LINES = [
    *(
        "RÉPUBLIQUE FRANÇAISE",
        "Commune d’Exemple",
        "Exemple, le 2 janvier 2026",
        "Madame Anne DURAND",
        "Maire",
    ),
    *("Convocation", "1. Les tarifs – Rapporteur : Bruno PETIT", "Reçu."),
    *("RÉPUBLIQUE FRANÇAISE", "Commune d’Exemple", "Pouvoir", "Signature :"),
]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return composed.render_pdf(VIEW)


def test_every_kind_of_block_is_here() -> None:
    blocks = (*BLOCKS, *LETTER.blocks)
    inner = {type(part) for block in blocks if isinstance(block, Together) for part in block.blocks}
    assert {type(block) for block in blocks} | inner == set(get_args(Block))


def test_text() -> None:
    lines = [part for line in composed.render_text(VIEW).splitlines() for part in line.split(" | ")]
    assert [line.removesuffix(" |") for line in lines if line] == LINES


def test_pdf_reads_in_the_order_of_the_text(pdf: bytes) -> None:
    assert [line for line in tagged_text(pdf) if line] == [line.removeprefix("- ") for line in LINES]


def test_letter_has_its_letterhead_in_its_text_and_no_margins() -> None:
    letter = composed.render_pdf(LETTER)
    assert [line for line in composed.render_text(LETTER).splitlines() if line] == LETTER_LINES
    assert [line for line in tagged_text(letter) if line] == LETTER_LINES
    assert artifact_text(letter) == ["", ""]
    assert_conforms(letter)


def test_letter_as_word() -> None:
    document = Document(BytesIO(composed.render_docx(LETTER)))
    assert [p.text.upper() for p in document.paragraphs if p.text.strip()] == [
        line.upper() for line in LETTER_LINES
    ]


def test_pdf_tags(pdf: bytes) -> None:
    tags = [(block.tag, block.text) for block in tagged_blocks(pdf) if block.tag in ("H1", "H2", "H3", "TH")]
    assert tags == [
        ("H1", "Feuille d’essai"),
        ("H2", "Une partie"),
        ("H3", "Une sous-partie"),
        *(("TH", text) for text in ("Nom", "Signature", "Anne", "Bruno")),
    ]


def test_pdf_conforms(pdf: bytes) -> None:
    assert_conforms(pdf)


def test_same_view_gives_the_same_bytes(pdf: bytes) -> None:
    assert composed.render_pdf(VIEW) == pdf
    assert composed.render_docx(VIEW) == composed.render_docx(VIEW)


def test_docx_holds_the_text_with_its_styles() -> None:
    document = Document(BytesIO(composed.render_docx(VIEW)))
    shown = [(p.style.name, p.text) for p in document.paragraphs if p.text.strip()]
    assert ("Acte Objet", "Feuille d’essai") in shown
    assert ("Acte Rubrique", "Une partie") in shown
    assert ("Acte Intertitre", "Une sous-partie") in shown
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [
        *("Nom", "Signature", "Anne", "", "Bruno", "lu")
    ]


def test_pages_are_escaped() -> None:
    view = replace(VIEW, title="<b>", blocks=(Text("<script>"), Bullets(("<i>",)), Facts((("<u>", "&"),))))
    body = composed.render_body(view)
    assert "<script>" not in body
    assert body.count("&lt;") == 5  # the title twice: its bookmark too


def test_a_draft_says_so_everywhere() -> None:
    draft = replace(VIEW, is_draft=True)
    assert composed.render_text(draft).startswith("PROJET")
    assert "PROJET" in composed.render_page(draft)


def test_word_holds_the_end_of_what_is_signed_with_its_signatures():
    """And a line that announces something with it; a table is not held."""
    signed = Signatures((Signature("Le Maire,", "Anne DURAND"),))
    grid = Grid(("Nom",), (("Anne",),))
    blocks = (
        Text("Rectification :"),
        Text("Au point 4."),
        Text("Fin."),
        signed,
        Text("Après."),
        grid,
        signed,
    )
    document = Document(BytesIO(composed.render_docx(replace(VIEW, blocks=blocks))))
    held = [p.text for p in document.paragraphs if p.paragraph_format.keep_with_next]
    assert held == ["Rectification :", "Fin."]
