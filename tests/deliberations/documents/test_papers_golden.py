"""Every paper of the reference sittings, word for word; and every kind of paper as a file.

The reference texts are in ``tests/golden/papers``. To write them again after a change that is meant, then read what
``git diff`` shows: ``REGENERATE_GOLDEN=1 .venv/bin/python -m pytest -n 0 -q <this file> -k test_golden_text``.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from councils.models.fields import UID_PATTERN
from deliberations.documents import composed
from deliberations.documents.sitting import PAPERS
from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
from tests.support.golden_cases import ActCase, SheetCase, act_cases, sheet_cases
from tests.support.pdftext import tagged_text
from tests.support.sitting_papers import Case, cases
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

GOLDEN = Path(__file__).parents[2] / "golden" / "papers"
REGENERATE = bool(os.environ.get("REGENERATE_GOLDEN"))
CASES = tuple(cases())
SHEETS = tuple(sheet_cases())
ACTS = tuple(act_cases())
AnyCase = Case | SheetCase | ActCase


def golden_of(case: AnyCase) -> Path:
    return GOLDEN / case.folder / f"{case.name}.txt"


@pytest.mark.parametrize("case", [*CASES, *SHEETS, *ACTS], ids=str)
def test_golden_text(case: AnyCase) -> None:
    text, golden = case.text(), golden_of(case)
    if REGENERATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert golden.is_file(), "no reference text yet: see how to write it at the head of this file"
    assert text == golden.read_text(encoding="utf-8")


def test_golden_files_all_have_their_paper() -> None:
    kept = {golden_of(case) for case in (*CASES, *SHEETS, *ACTS)}
    assert set(GOLDEN.rglob("*.txt")) == kept


def test_every_kind_has_a_reference() -> None:
    assert {case.paper.kind for case in CASES} == {paper.kind for paper in PAPERS}


def test_subjects_stand_in_an_address() -> None:
    assert [str(case) for case in CASES if case.subject and not re.match(UID_PATTERN, case.subject)] == []


# One file of each kind --------------------------------------------------------------------------------------


def one_of_each() -> Mapping[Kind, Case]:
    """The last case of each kind: those of the installation, of the publication, of the missing quorum."""
    return {case.paper.kind: case for case in CASES}


@pytest.fixture(scope="module")
def files() -> Mapping[Kind, bytes]:
    return {kind: composed.render_pdf(case.view()) for kind, case in one_of_each().items()}


def as_read(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").strip()


def read_lines(text: str) -> list[str]:
    """The lines of a plain text as the tags of the PDF hold them: a cell each, without the marks of a list."""
    parts = [part for line in text.splitlines() for part in re.split(r" \|(?: |$)", line)]
    return [without_mark(as_read(part)) for part in parts if as_read(part)]


def without_mark(line: str) -> str:
    """A line without the hyphen or the number of its list, which are labels in the tags."""
    return re.sub(r"^(?:- |\d+\. )", "", line)


@pytest.mark.parametrize("kind", one_of_each(), ids=str)
def test_pdf_reads_in_the_order_of_the_text(kind: Kind, files: Mapping[Kind, bytes]) -> None:
    view = replace(one_of_each()[kind].view(), is_draft=False)  # its mark is in the margins of the file
    text = composed.render_text(view)
    assert [without_mark(as_read(line)) for line in tagged_text(files[kind]) if line] == read_lines(text)


def test_every_kind_is_pdf_a_and_pdf_ua(files: Mapping[Kind, bytes]) -> None:
    assert_conforms({kind.value: content for kind, content in files.items()})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Each kind through LibreOffice, as a PDF, in one run."""
    folder = tmp_path_factory.mktemp("papers")
    for kind, case in one_of_each().items():
        (folder / f"{kind}.docx").write_bytes(composed.render_docx(case.view()))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", folder, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    yield folder
    shutil.rmtree(folder / "profile", ignore_errors=True)


@pytest.mark.office
@pytest.mark.parametrize("kind", one_of_each(), ids=str)
def test_word_file_opened_by_libreoffice_says_the_same(kind: Kind, opened: Path) -> None:
    """Each word of our text is on its pages, in its order; beside them only the margins (letterhead, page numbers)."""
    shown = subprocess.run(
        ["pdftotext", "-raw", opened / f"{kind}.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    words = iter(as_words(shown))
    text = composed.render_text(one_of_each()[kind].view())
    missing = [word for word in as_words(" ".join(read_lines(text))) if word not in words]
    assert missing == []


def as_words(text: str) -> list[str]:
    """Words without case nor end-of-line hyphenation, which each engine sets as it likes."""
    return re.findall(r"\w+", text.upper())
