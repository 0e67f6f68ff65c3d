"""The papers of 69 members and 60 items: so many pages, nothing outside them, headers on each."""

import re
import subprocess
from collections.abc import Mapping
from datetime import date

import pytest

from deliberations.documents import composed
from deliberations.documents.council_table import view_council_table
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.sitting_documents import EVERYBODY
from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
from tests.support.large_sitting import HELD_ON, MEMBERS, large_record

pytestmark = pytest.mark.integration

PAPERS: Mapping[Kind, tuple[str, int]] = {
    Kind.POSTED_AGENDA: ("", 3),
    Kind.ATTENDANCE_SHEET: ("", 4),
    Kind.DECISION_LIST: ("", 4),
    Kind.ELECTION_RESULT: ("e1", 2),
    Kind.ACT_CERTIFICATE: (EVERYBODY, 5),
}
"""Kind → subject and pages."""
POINTS_PER_MM = 72 / 25.4
MARGIN_MM = 20


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    record = large_record()
    made = {
        kind.value: composed.render_pdf(
            BY_KIND[kind].view_of(record, edited_on=date(2026, 7, 2), subject=subject)
        )
        for kind, (subject, _) in PAPERS.items()
    }
    table = view_council_table(record.council, HELD_ON, edited_on=HELD_ON, with_birth_dates=True)
    return {**made, "TABLE": composed.render_pdf(table)}


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page with their boxes, as pdftotext tells them."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True).stdout
    return told.decode().split("<page ")[1:]


@pytest.mark.parametrize("kind", PAPERS, ids=str)
def test_pages(kind: Kind, files: dict[str, bytes]) -> None:
    assert len(pages_of(files[kind.value])) == PAPERS[kind][1]


@pytest.mark.parametrize("name", [*(kind.value for kind in PAPERS), "TABLE"])
def test_no_word_leaves_the_text(name: str, files: dict[str, bytes]) -> None:
    left, right = MARGIN_MM * POINTS_PER_MM, (210 - MARGIN_MM) * POINTS_PER_MM
    boxes = [
        (float(x_min), float(x_max), word)
        for page in pages_of(files[name])
        for x_min, x_max, word in re.findall(
            r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)<', page
        )
    ]
    assert len(boxes) > MEMBERS
    assert [word for x_min, x_max, word in boxes if x_min < left or x_max > right] == []


def test_headers_of_a_table_are_on_each_of_its_pages(files: dict[str, bytes]) -> None:
    """Its last page may hold the room for the signatures alone."""
    *pages, last = pages_of(files[Kind.ATTENDANCE_SHEET.value])
    assert ["Signature" in page for page in pages] == [True] * len(pages)
    assert "secrétaire" in last.lower()


def test_nobody_signs_a_page_that_holds_nothing_else(files: dict[str, bytes]) -> None:
    """The end of the result comes with its signatures, which do not fit under it."""
    last = re.findall(r">([^<]*)</word>", pages_of(files[Kind.ELECTION_RESULT.value])[-1])
    assert "Élus," in last
    assert last.index("Élus,") < last.index("Maire,") < last.index("Assesseurs")


def test_every_member_has_a_line(files: dict[str, bytes]) -> None:
    words = re.findall(r">([^<]*)</word>", "".join(pages_of(files[Kind.ATTENDANCE_SHEET.value])))
    assert [n for n in range(1, MEMBERS + 1) if str(n) not in words] == []


def test_all_letters_at_once_are_not_waited_for() -> None:
    letters = BY_KIND[Kind.CONVOCATION].subjects
    assert letters is not None
    assert [uid for uid, _ in letters(large_record())][:2] == ["m1", "m2"]
