"""The Word rendition opened by LibreOffice: nothing is lost, pages are set as meant."""

import subprocess
from typing import Any

import pytest

from deliberations.documents.docx import render_docx
from deliberations.documents.pdf import render_pdf
from tests.support.docxtext import VIEWS, docx_blocks, odt_blocks
from tests.support.printed import assert_same_words

pytestmark = [pytest.mark.integration, pytest.mark.office]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Every view through LibreOffice, as OpenDocument and as PDF: one run each, with a profile of its own."""
    folder = tmp_path_factory.mktemp("office")
    for name, view in VIEWS.items():
        (folder / f"{name}.docx").write_bytes(render_docx(view))
    for target in ("odt", "pdf"):
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--convert-to", target, "--outdir", folder, *sorted(folder.glob("*.docx"))],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize("name", VIEWS)
def test_docx_comes_back_whole_from_libreoffice(converted, name):
    docx = (converted / f"{name}.docx").read_bytes()
    assert odt_blocks((converted / f"{name}.odt").read_bytes()) == docx_blocks(docx)


@pytest.mark.parametrize("name", VIEWS)
def test_pdf_of_libreoffice_says_what_ours_says(converted, name):
    assert_same_words(render_pdf(VIEWS[name]), (converted / f"{name}.pdf").read_bytes())


def test_docx_layout_in_libreoffice(converted):
    """Page numbers everywhere, letterhead on the first page only, the table's header on each of its pages."""
    pages = subprocess.run(
        ["pdftotext", "-layout", converted / "table.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")[:-1]
    assert [f"Page {number} sur {len(pages)}" in page for number, page in enumerate(pages, start=1)] == [
        True
    ] * len(pages)
    assert ["RÉPUBLIQUE FRANÇAISE" in page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert all("Séance du 19" in page.replace("\u00a0", " ").splitlines()[0] for page in pages[1:])
    assert all("Libellé" in page for page in pages if "Chapitre" in page)
    assert sum("Chapitre" in page for page in pages) >= 3
