"""The same act in every file: each says what the plain text says, every verb of the decision included."""

from functools import cache
from pathlib import Path

import pytest

from deliberations.documents.docx import render_docx
from deliberations.documents.html import render_page
from deliberations.documents.pdf import render_pdf
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.services.rendering import FileFormat, render_act
from tests.support.docxtext import docx_blocks
from tests.support.pdftext import tagged_text
from tests.support.printed import html_blocks, pdf_lines, rejoined
from tests.support.sample_view import articles_view, crowded_view, sample_view, short_view, two_parts_view

pytestmark = pytest.mark.integration

FOLDER = Path(__file__).parents[2] / "dossiers"
VIEWS = {
    "sample": sample_view(),
    "short": short_view(),
    "articles": articles_view(),
    "two parts": two_parts_view(),
    "crowded": crowded_view(),
}
LATER_PARTS = {
    "villeneuve-sur-yonne-2023-02-23/point-4": (
        "Autorise :",
        (
            "- Madame la Maire, à signer avec la société EDF Renouvelables France ou avec la société de projet "
            "appartenant à 100 % à EDF Renouvelables France, la promesse de bail emphytéotique et de constitution de "
            "servitudes présentée, puis l'acte notarié associé, ainsi que tous documents afférents à l'utilisation des "
            "voies publiques de la commune."
        ),
    ),
    "neuilly-sur-marne-2022-03-16/point-4": (
        "Autorise :",
        "- l'adhésion de la ville de Neuilly-sur-Marne à ladite association.",
    ),
    "commune-exemple-2024-06-28/voeu": (
        "Charge :",
        "- la maire de transmettre ce vœu à l'autorité organisatrice.",
    ),
}


def lines_of(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := plain(raw))]


@cache
def rendered(name: str, file_format: FileFormat) -> bytes:
    file, _, item = name.partition("/")
    dossier = read_dossier((FOLDER / f"{file}.json").read_bytes())
    (sitting,) = dossier.sittings
    (act,) = (act for act in sitting.deliberations if act.item == item)
    return render_act(
        Record(dossier.council, sitting), act, rendition=Rendition.EXTRACT, file_format=file_format
    )


def bare(lines: list[str]) -> list[str]:
    """Without the marks of lists, that the structure of a PDF keeps apart from the text."""
    return [line.removeprefix("- ") for line in lines]


def from_line(start: str, lines: list[str]) -> list[str]:
    """The end of an act; above, the numbers of an ordered list are in some files part of its layout."""
    return lines[lines.index(start) :]


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_file_says_what_the_text_says(view: DeliberationView):
    expected = lines_of(render_text(view))
    pdf = render_pdf(view)
    assert [plain(block) for block in docx_blocks(render_docx(view), with_bullets=True)] == expected
    assert html_blocks(render_page(view)) == expected
    assert rejoined(pdf_lines(pdf), expected) == expected
    assert [plain(block) for block in tagged_text(pdf)] == bare(expected)


@pytest.mark.parametrize(("name", "expected"), LATER_PARTS.items(), ids=LATER_PARTS)
def test_later_verb_is_in_every_file_of_a_dossier(name: str, expected: tuple[str, str]):
    text = lines_of(rendered(name, FileFormat.TEXT).decode())
    ending = from_line(expected[0], text)
    assert tuple(ending[:2]) == expected
    docx = docx_blocks(rendered(name, FileFormat.DOCX), with_bullets=True)
    assert from_line(expected[0], [plain(block) for block in docx]) == ending
    assert from_line(expected[0], html_blocks(rendered(name, FileFormat.HTML).decode())) == ending
    pdf = rendered(name, FileFormat.PDF)
    assert rejoined(pdf_lines(pdf), text) == text
    assert from_line(expected[0], [plain(block) for block in tagged_text(pdf)]) == bare(ending)
