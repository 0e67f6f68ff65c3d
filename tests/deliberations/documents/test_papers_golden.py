"""Every paper and act of the reference sittings, word for word; and every paper as a file.

The reference texts are in ``tests/golden/papers``. To write them again after a change that is meant, then read what
``git diff`` shows: ``REGENERATE_GOLDEN=1 .venv/bin/python -m pytest -n 0 -q <this file> -k test_golden_text``.
"""

import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from councils.models.fields import UID_PATTERN
from deliberations.documents import composed
from deliberations.documents.sitting import PAPERS
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


# The files --------------------------------------------------------------------------------------------------

PAPER_CASES: tuple[Case | SheetCase, ...] = (*CASES, *SHEETS)


def one_of_each() -> Mapping[str, Case | SheetCase]:
    """The last case of each layout: those of the installation, of the publication, of the missing quorum."""
    papers: dict[str, Case | SheetCase] = {case.paper.kind: case for case in CASES}
    return papers | {sheet.name: sheet for sheet in SHEETS}


@cache
def pdf_of(case: Case | SheetCase) -> bytes:
    return composed.render_pdf(case.view())


def as_read(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").strip()


def read_lines(text: str) -> list[str]:
    """The lines of a plain text as the tags of the PDF hold them: a cell each, without the marks of a list."""
    parts = [part for line in text.splitlines() for part in re.split(r" \|(?: |$)", line)]
    return [without_mark(as_read(part)) for part in parts if as_read(part)]


def without_mark(line: str) -> str:
    """A line without the hyphen or the number of its list, which are labels in the tags."""
    return re.sub(r"^(?:- |\d+\. )", "", line)


@pytest.mark.parametrize("case", PAPER_CASES, ids=str)
def test_pdf_reads_in_the_order_of_the_text(case: Case | SheetCase) -> None:
    text = composed.render_text(
        replace(case.view(), is_draft=False)
    )  # its mark is in the margins of the file
    assert [without_mark(as_read(line)) for line in tagged_text(pdf_of(case)) if line] == read_lines(text)


def test_every_layout_is_pdf_a_and_pdf_ua() -> None:
    assert_conforms({name: pdf_of(case) for name, case in one_of_each().items()})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Each case through LibreOffice, as a PDF, in one run."""
    folder = tmp_path_factory.mktemp("papers")
    for case in PAPER_CASES:
        (folder / f"{file_name(case)}.docx").write_bytes(composed.render_docx(case.view()))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", folder, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    yield folder
    shutil.rmtree(folder / "profile", ignore_errors=True)


def file_name(case: Case | SheetCase) -> str:
    return str(case).replace("/", "-")


@pytest.mark.office
@pytest.mark.parametrize("case", PAPER_CASES, ids=str)
def test_word_file_opened_by_libreoffice_says_the_same(case: Case | SheetCase, opened: Path) -> None:
    """Each word of our PDF is on its pages, in its order; the others are those of our margins, and numbers."""
    shown = printed_words((opened / f"{file_name(case)}.pdf").read_bytes())
    missing, more = compared(as_words(" ".join(tagged_text(pdf_of(case)))), shown)
    assert missing == []
    assert {word for word in more if not word.isdigit()} <= set(printed_words(pdf_of(case)))


def printed_words(pdf: bytes) -> list[str]:
    """The words of the pages, their margins included, as they are laid out."""
    command = ["pdftotext", "-raw", "-", "-"]
    return as_words(subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode())


def compared(expected: list[str], shown: list[str]) -> tuple[list[str], list[str]]:
    """The expected words that are not shown in their order, and the words shown besides."""
    awaited, more = deque(expected), []
    for word in shown:
        if awaited and word == awaited[0]:
            awaited.popleft()
        else:
            more.append(word)
    return list(awaited), more


def as_words(text: str) -> list[str]:
    """Words without case nor end-of-line hyphenation, which each engine sets as it likes."""
    return re.findall(r"\w+", text.upper())
