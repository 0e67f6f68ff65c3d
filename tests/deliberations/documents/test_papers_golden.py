"""Every paper and act of the reference sittings, word for word; and every paper as a file.

The reference texts are in ``tests/golden/papers``. To write them again after a change that is meant, then read what
``git diff`` shows: ``REGENERATE_GOLDEN=1 .venv/bin/python -m pytest -n 0 -q <this file> -k test_golden_text``.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

import pytest

from councils.models.fields import UID_PATTERN
from deliberations.documents.sitting import PAPERS
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.documents.view import Rendition
from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
from tests.support.golden_cases import (
    RENDITIONS,
    ActCase,
    DecisionCase,
    SheetCase,
    act_cases,
    decision_cases,
    sheet_cases,
)
from tests.support.pdftext import tagged_text
from tests.support.printed import assert_same_words
from tests.support.sitting_papers import SOURCES, WHOLE, Case, cases
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

GOLDEN = Path(__file__).parents[2] / "golden" / "papers"
REGENERATE = bool(os.environ.get("REGENERATE_GOLDEN"))
CASES = tuple(cases())
SHEETS = tuple(sheet_cases())
ACTS = tuple(act_cases())
DECISIONS = tuple(decision_cases())
EVERY_CASE = (*CASES, *SHEETS, *ACTS, *DECISIONS)
AnyCase = Case | SheetCase | ActCase | DecisionCase


def golden_of(case: AnyCase) -> Path:
    return GOLDEN / case.folder / f"{case.name}.txt"


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_golden_text(case: AnyCase) -> None:
    text, golden = case.text(), golden_of(case)
    if REGENERATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert golden.is_file(), "no reference text yet: see how to write it at the head of this file"
    assert text == golden.read_text(encoding="utf-8")


def test_golden_files_all_have_their_paper() -> None:
    kept = {golden_of(case) for case in EVERY_CASE}
    assert set(GOLDEN.rglob("*.txt")) == kept


OF_A_SITTING = {
    *(paper.kind for paper in PAPERS),
    *(f"deliberation-{rendition}" for rendition in RENDITIONS),
    *("tableau-du-conseil", "tableau-du-conseil-prefecture"),
    *("table-par-date", "table-par-objet", "dossier-a-signer"),
}
OF_NO_SITTING = {"titre", "cloture", *(f"decision-{rendition}" for rendition in RENDITIONS)}
"""A volume opens and ends in the same way whatever it holds; a decision is taken in no sitting."""
NOT_THERE: Mapping[str, Set[str]] = {
    "gruson-2023-12-19": {Kind.EXPLANATORY_NOTE, Kind.ELECTION_RESULT},  # one act, adopted without a note
    "seance-mouvementee": {Kind.ELECTION_RESULT},  # its votes on persons are not secret
    "installation": {Kind.EXPLANATORY_NOTE},  # nobody writes a note on who will be elected
}


@pytest.mark.parametrize("sitting", WHOLE)
def test_every_kind_has_a_reference_on_each_sitting(sitting: str) -> None:
    """The ordinary sitting and the two complicated ones: a new kind comes here with its texts, or with the reason."""
    sources = {**SOURCES, "registre": "seance-mouvementee"}
    found = {case.kind for case in EVERY_CASE if sources.get(case.folder) == sitting}
    assert found - OF_NO_SITTING == OF_A_SITTING - NOT_THERE[sitting]


def test_every_kind_is_drawn_and_judged() -> None:
    assert set(one_of_each()) == OF_A_SITTING | OF_NO_SITTING
    assert set(RENDITIONS.values()) == set(Rendition)
    assert {paper.kind for paper in PAPERS} == set(Kind)


def test_subjects_stand_in_an_address() -> None:
    assert [str(case) for case in CASES if case.subject and not re.match(UID_PATTERN, case.subject)] == []


# The files --------------------------------------------------------------------------------------------------

ACTS_TO_DRAW = tuple({(case.folder, case.kind): case for case in ACTS}.values())
"""The last act of each sitting in each rendition: a sheet of paper more would say no more."""
TO_DRAW: tuple[AnyCase, ...] = (*CASES, *SHEETS, *ACTS_TO_DRAW, *DECISIONS)


def one_of_each() -> Mapping[str, AnyCase]:
    """The last case of each layout: those of the installation, of the publication, of the missing quorum."""
    return {case.kind: case for case in TO_DRAW}


@cache
def pdf_of(case: AnyCase) -> bytes:
    return case.pdf()


def as_read(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").strip()


def read_lines(text: str) -> list[str]:
    """The lines of a plain text as the tags of the PDF hold them: a cell each, without the marks of a list."""
    parts = [part for line in text.splitlines() for part in re.split(r" \|(?: |$)", line)]
    return [without_mark(as_read(part)) for part in parts if as_read(part)]


def without_mark(line: str) -> str:
    """A line without the hyphen or the number of its list, which are labels in the tags."""
    return re.sub(r"^(?:- |\d+\. )", "", line)


@pytest.mark.parametrize("case", TO_DRAW, ids=str)
def test_pdf_reads_in_the_order_of_the_text(case: AnyCase) -> None:
    text = case.text().removeprefix(DRAFT_NOTICE)  # the mark of a draft is in the margins of the file
    assert [without_mark(as_read(line)) for line in tagged_text(pdf_of(case)) if line] == read_lines(text)


def test_every_layout_is_pdf_a_and_pdf_ua() -> None:
    assert_conforms({name: pdf_of(case) for name, case in one_of_each().items()})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Each case through LibreOffice, as a PDF, in one run."""
    folder = tmp_path_factory.mktemp("papers")
    for case in TO_DRAW:
        (folder / f"{file_name(case)}.docx").write_bytes(case.docx())
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", folder, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    yield folder
    shutil.rmtree(folder / "profile", ignore_errors=True)


def file_name(case: AnyCase) -> str:
    return str(case).replace("/", "-")


@pytest.mark.office
@pytest.mark.parametrize("case", TO_DRAW, ids=str)
def test_word_file_opened_by_libreoffice_says_the_same(case: AnyCase, opened: Path) -> None:
    assert_same_words(pdf_of(case), (opened / f"{file_name(case)}.pdf").read_bytes())
