"""The Word rendition: what a clerk opens must be a real Word document, and say what the act says."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn

from deliberations.documents.docx import render_docx
from deliberations.documents.docx_styles import BUILT_IN, OF_THE_ACT
from deliberations.documents.text import render_text
from deliberations.documents.view import Counts, DeliberationView
from deliberations.domain.wording.typography import typeset
from tests.support.docxtext import VIEWS, docx_blocks, expected_blocks, opened
from tests.support.sample_texts import ANNEX, DECISIONS
from tests.support.sample_view import articles_part, bullets_part, sample_view

pytestmark = pytest.mark.integration


def styles_of(view: DeliberationView, text: str) -> set[str]:
    return {paragraph.style.name for paragraph in opened(view).paragraphs if paragraph.text == text}


@pytest.mark.parametrize("name", ["reference", "draft", "articles", "two parts", "crowded", "short"])
def test_docx_blocks_in_order(name):
    assert docx_blocks(render_docx(VIEWS[name])) == expected_blocks(VIEWS[name])


def test_docx_says_what_the_text_says():
    view = VIEWS["rich"]
    words = " ".join(docx_blocks(render_docx(view))).split()
    marks = {"-", "|", "1.", "2."}
    assert [word for word in words if word not in marks] == [
        word for word in render_text(view).split() if word not in marks
    ]


def test_sub_heading_of_the_statement_has_word_s_own_level():
    view = replace(sample_view(), statement_html="<h3>Les prix</h3><p>Ils montent.</p>")
    assert styles_of(view, "Les prix") == {"Acte Intertitre"}
    assert opened(view).styles["Acte Intertitre"].base_style.name == "Heading 3"
    assert "Les prix\n\nIls montent." in render_text(view)


@pytest.mark.parametrize(
    ("field", "style", "base"),
    [
        ("opening", "Acte Corps", "Body Text"),
        ("object_heading", "Acte Mention", "Body Text"),
        ("object_line", "Acte Objet", "Heading 1"),
        ("statement_heading", "Acte Rubrique", "Heading 2"),
        ("preamble_lead", "Acte Autorité", "Body Text"),
        ("decision_heading", "Acte Rubrique", "Heading 2"),
        ("annexes_heading", "Acte Rubrique", "Heading 2"),
        ("certification", "Acte Certification", "Body Text"),
    ],
)
def test_docx_styles_are_based_on_word_s_own(field, style, base):
    view = sample_view()
    assert styles_of(view, getattr(view, field)) == {style}
    assert opened(view).styles[style].base_style.name == base


def test_docx_every_style_of_the_act_descends_from_a_built_in():
    built_in = {style.name for style in BUILT_IN}
    parents = {style.name: style.base for style in OF_THE_ACT}
    for name in parents:
        while name in parents:
            name = parents[name]
        assert name in built_in


def test_docx_headings_have_outline_levels():
    styles = opened(sample_view()).styles
    levels = [styles[name].element.find(f".//{qn('w:outlineLvl')}") for name in ("Heading 1", "Heading 2")]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1"]


def numbering_of(paragraph: Any) -> tuple[str, str] | None:
    properties = paragraph._p.pPr.numPr
    return (properties.numId.val, properties.ilvl.val) if properties is not None else None


def test_docx_lists_are_lists():
    document = opened(VIEWS["rich"])
    found = {p.text: (p.style.name, numbering_of(p)) for p in document.paragraphs}
    assert found["un"] == ("Acte Puce", (1, 0))
    assert found["un un"] == ("Acte Puce", (1, 1))
    assert found["suite"] == ("Acte Suite de liste", None)
    assert found["premier"][1] == found["second"][1] == (2, 0)
    assert found["premier bis"] == ("Acte Numéro", (3, 0))
    assert found["Pour\u00a0: 15"] == ("Acte Puce de décompte", (1, 0))
    restarts = document.part.numbering_part.element.xpath(
        "w:num[@w:numId=3]/w:lvlOverride[@w:ilvl=0]/w:startOverride"
    )
    assert [start.get(qn("w:val")) for start in restarts] == ["1"]


def test_docx_bullets_are_hyphens():
    blocks = docx_blocks(render_docx(sample_view()), with_bullets=True)
    assert [block for block in blocks if block.startswith("- ")] == [
        f"- {line}"
        for line in (
            "En exercice\u00a0: 15", "Présents\u00a0: 13", "Excusées\u00a0: 2", "Pour\u00a0: 15", "Contre\u00a0: 00",
            "Abstention\u00a0: 00", *map(typeset, DECISIONS), typeset(ANNEX),
        )
    ]  # fmt: skip


def test_docx_table_header_is_repeated_and_spans_are_kept():
    rates, other = opened(VIEWS["rich"]).tables
    assert rates.style.name == "Acte Tableau"
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in rates.rows] == [True, True, False, False]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in rates.rows)
    assert [[cell.text for cell in row.cells] for row in rates.rows] == [
        ["Tranche", "Tarif", "Tarif"],
        ["Tranche", "Commune", "Extérieur"],
        ["A", "1 €", "4 €"],
        ["B", "3 €", "4 €"],
    ]
    assert rates.cell(2, 0).paragraphs[0].style.name == "Acte Titre de cellule"
    assert other._tbl.getprevious().tag == qn("w:p"), "two tables that touch become one in Word"
    caption = rates._tbl.getprevious()
    assert (caption.style, caption.text) == ("ActeLegende", "Tarifs")


def test_docx_inline_formats():
    paragraph = next(p for p in opened(VIEWS["rich"]).paragraphs if p.text.startswith("Du gras"))
    assert [run.text for run in paragraph.runs if run.bold] == ["gras"]
    assert [run.text for run in paragraph.runs if run.italic] == ["italique"]
    assert [run.text for run in paragraph.runs if run.font.superscript] == ["2"]
    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
        ("lien", "https://mairie.example/?a=1&b=2")
    ]


@pytest.mark.parametrize(("is_draft", "expected"), [(True, ["Jean DUPONT"]), (False, [])])
def test_docx_private_passages_tinted_in_drafts_only(is_draft, expected):
    document = opened(replace(VIEWS["rich"], is_draft=is_draft))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.style.name == "Acte Passage privé"] == expected


def test_docx_ending_stays_together():
    view = sample_view()
    paragraphs = opened(view).paragraphs
    texts = [paragraph.text for paragraph in paragraphs]
    first, last = texts.index(view.operative[-1].decisions[-1].html), texts.index(view.signatures[0].name)
    held = [p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in paragraphs]
    assert all(held[first:last])
    assert not held[last]


def test_docx_properties():
    properties = opened(sample_view()).core_properties
    data = sample_view().document
    assert (properties.title, properties.author, properties.subject) == (
        data.title,
        data.author,
        data.subject,
    )
    assert properties.keywords == "délibération, 2023-57, Gruson"
    assert (properties.language, properties.comments) == ("fr-FR", "")
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2023-12-28T00:00:00+00:00"


def test_docx_is_french_and_carries_nothing_else():
    docx = render_docx(sample_view())
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        names = sorted(archive.namelist())
        assert b'w:lang w:val="fr-FR"' in archive.read("word/styles.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/footer1.xml", "word/footer2.xml", "word/header1.xml", "word/header2.xml",
        "word/numbering.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip


def test_docx_same_bytes_in_another_process():
    program = (
        "import hashlib; from deliberations.documents.docx import render_docx;"
        "from tests.support.docxtext import VIEWS;"
        "print(hashlib.sha256(b''.join(map(render_docx, VIEWS.values()))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_docx_survives_what_xml_cannot_hold():
    view = sample_view(
        opening="Ouver\x00ture\x0b & <fin>\ufffe",
        operative=(bullets_part("A &amp; B\x01"),),
        document=replace(sample_view().document, title="T\x02", subject="s" * 300),
    )
    blocks = docx_blocks(render_docx(view))
    assert blocks[0] == "Ouverture  & <fin>"
    assert "A & B" in blocks
    assert len(opened(view).core_properties.subject) == 255


def test_docx_other_votes_and_blocks_in_decisions():
    view = sample_view(
        other_votes=(Counts("Amendement 1", ("Pour : 03",)),),
        operative=(
            articles_part("Un :<ul><li>a</li></ul>", "<table><tbody><tr><td>b</td></tr></tbody></table>"),
        ),
    )
    blocks = docx_blocks(render_docx(view))
    first, second = (line.label for line in view.operative[0].decisions)
    start = blocks.index(f"{first} Un :")
    assert blocks[start : start + 4] == [f"{first} Un :", "a", second, "b"]
    assert blocks[blocks.index("Amendement 1") + 1] == "Pour : 03"
