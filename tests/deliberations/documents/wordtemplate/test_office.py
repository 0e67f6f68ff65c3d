"""What templates give, and our own document, opened by LibreOffice: the PDF that it makes has the text of the act."""

import re
import subprocess
from pathlib import Path

import pytest

from deliberations.documents.docx import render_docx
from deliberations.documents.text import render_text
from deliberations.documents.wordtemplate.starter import starter_template
from tests.support.template_variants import town_template, village_template
from tests.support.word_templates import FilledAct, asked, filled, rendered

pytestmark = [pytest.mark.integration, pytest.mark.office]

ACTS = {
    "gruson": ("gruson-2023-12-19", 0),
    "articles": ("commune-exemple-2024-06-28", 1),
    "election": ("commune-exemple-2024-06-28", 2),
}
LAYOUTS = ("standard", "starter", "town", "village")
IN_ORDER = ("standard", "starter")
_MARK = re.compile(r"(?:[-•–]|\d{1,2}\.|[a-z]\.|[ivx]+\.|\||)")


def acts() -> dict[str, FilledAct]:
    return {name: filled(dossier, act=act) for name, (dossier, act) in ACTS.items()}


def made(layout: str, act: FilledAct) -> bytes:
    match layout:
        case "standard":
            return render_docx(act.view)
        case "starter":
            return rendered(starter_template(act.view), act)
    return rendered({"town": town_template, "village": village_template}[layout](), act)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """(layout, act) → text of the PDF, every document converted in one run."""
    folder: Path = tmp_path_factory.mktemp("office")
    names = {(layout, name): f"{layout}-{name}" for layout in LAYOUTS for name in ACTS}
    for (layout, name), stem in names.items():
        (folder / f"{stem}.docx").write_bytes(made(layout, acts()[name]))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf",
         "--outdir", folder, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {key: _text_of(folder / f"{stem}.pdf") for key, stem in names.items()}


def _text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
    return done.stdout


def tight(text: str) -> str:
    """Letters alone: neither spaces, case, nor the marks of lists, which a page sets in its own way."""
    return "".join(word for word in text.casefold().split() if not _MARK.fullmatch(word))


def without_margins(text: str, act: FilledAct) -> str:
    """The page without what stands around the text."""
    head, foot = act.view.letterhead, f"Séance du {act.data['date_seance']}"
    margins = (act.view.running_head, head.republic, head.department, head.authority, head.document, foot)
    around = {tight(each) for each in margins}
    lines = (line for line in re.split(r"[\n\f]", text))
    return "\n".join(
        line
        for line in lines
        if tight(line) not in around and not re.fullmatch(r"\s*Page \d+ sur \d+\s*", line)
    )


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("layout", IN_ORDER)
def test_pdf_of_libreoffice_has_the_text_of_the_act(printed, layout, name):
    act = acts()[name]
    assert tight(without_margins(printed[layout, name], act)) == tight(render_text(act.view))


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("layout", ["town", "village"])
def test_pdf_of_another_layout_has_every_part_of_the_act(printed, layout, name):
    """In its own order: every line of the act is there, and nothing that no field gave."""
    act = acts()[name]
    page = tight(without_margins(printed[layout, name], act))
    for line in render_text(act.view).splitlines():
        for cell in line.split(" | "):
            assert tight(cell) in page, cell
    assert "{{" not in page
    assert "{%" not in page


@pytest.mark.parametrize("make", [town_template, village_template])
def test_variants_print_all_that_an_act_needs(make):
    told, _ = asked(make(), filled("gruson-2023-12-19"))
    assert told["missing"] == []
