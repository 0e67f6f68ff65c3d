"""Seven real acts, their order, titles, labels and wording, reproduced by settings alone (see ``tests/looks``)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from councils.domain.looks import HouseLook, look_faults
from deliberations.documents.builder import view_deliberation
from deliberations.documents.docx import render_docx
from deliberations.documents.html import render_page
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.services.rendering import edition_date
from tests.support.docxtext import docx_blocks
from tests.support.sample_looks import EXTRACTS, SETTINGS

pytestmark = pytest.mark.integration

TESTS = Path(__file__).parents[2]
SAME = {
    "bailly-2024-06": (22, 3, 0),
    "tronget-36-2023": (22, 2, 0),
    "unias-2024-03": (13, 6, 0),
    "ibos-2023-009": (13, 1, 0),
    "mazeres-2022-7-4": (14, 11, 0),
    "bagneux-2022-06-28": (11, 6, 2),
    "guingamp-paimpol-bureau-2023-02-12": (11, 5, 0),
}
"""Lines of the paper that are the same, that differ, and that we do not print: an account, so that no file is eased."""

STATEMENT, CLAUSES = "[exposé]", "[visas]"


@cache
def view_of(name: str) -> DeliberationView:
    return view_under(name, SETTINGS[name][1])


def view_under(name: str, look: HouseLook) -> DeliberationView:
    dossier = read_dossier((TESTS / "dossiers" / f"{name}.json").read_bytes())
    (sitting,) = dossier.sittings
    act = sitting.deliberations[0]
    style, _ = SETTINGS[name]
    record = Record(replace(dossier.council, style=style, look=look), sitting)
    rendition = Rendition.EXTRACT if name in EXTRACTS else Rendition.CERTIFIED
    return view_deliberation(record, act, rendition=rendition, edited_on=edition_date(record, act, rendition))


@cache
def ours(name: str) -> tuple[str, ...]:
    """The lines that we print; what was typed as a fact is one mark, in its place."""
    view = view_of(name)
    has_statement = bool(view.statement_html)
    marked = replace(
        view,
        statement_html=f"<p>{STATEMENT}</p>" if has_statement else "",
        clauses_html=(CLAUSES,) if view.clauses_html else (),
    )
    return tuple(text for line in render_text(marked).splitlines() if (text := plain(line)))


@cache
def paper(name: str) -> tuple[tuple[str, str], ...]:
    """(mark, line) of the file."""
    lines = (TESTS / "looks" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple((line[0], line[2:]) for line in lines if not line.startswith("#"))


def normal(line: str) -> str:
    """What two lines may differ by: spaces, the hyphen of a list, « 19 h 30 », the last mark."""
    text = re.sub(r"(\d) ?h ?(\d\d)?\b", r"\1h\2", plain(line).removeprefix("- "))
    return re.sub(r"\s+", "", text).rstrip(".,;")


def expected(name: str) -> Iterator[str]:
    """Our lines, as the file tells them."""
    yield from (normal(line) for mark, line in paper(name) if mark in "=>")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_line_is_ours_in_the_order_of_the_paper(name):
    printed = iter([normal(line) for line in ours(name)])
    missing = [line for line in expected(name) if line not in printed]
    assert missing == []


@pytest.mark.parametrize("name", SETTINGS)
def test_a_line_that_differs_is_told(name):
    """A « ~ » line is never among ours: what we print in its place follows it."""
    printed = {normal(line) for line in ours(name)}
    told = [line for mark, line in paper(name) if mark in "~!"]
    assert [line for line in told if normal(line) in printed] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_the_account_of_the_lines(name):
    marks = [mark for mark, _ in paper(name)]
    assert tuple(marks.count(mark) for mark in "=~!") == SAME[name]


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_sound_and_hold_no_sentence(name):
    _, look = SETTINGS[name]
    assert look_faults(look) == ()
    own = [title.text for title in look.titles]
    assert all(len(text) < 70 and not text.endswith(".") for text in own)


@pytest.mark.parametrize("name", SETTINGS)
def test_word_file_says_the_same_lines(name):
    blocks = [normal(block) for block in docx_blocks(render_docx(view_of(name)))]
    printed = iter(blocks)
    skipped = {normal(mark) for mark in (STATEMENT, CLAUSES)}
    box = view_of(name).members
    pairs = {normal(line) for line in box.lines} if box and box.pairs else set()
    wanted = [line for line in expected(name) if line not in skipped | pairs]
    assert [line for line in wanted if line not in printed] == []


def test_letterhead_of_tronget():
    letterhead = view_of("tronget-36-2023").letterhead
    assert plain(letterhead.authority) == "Commune de Tronget"
    assert [plain(line) for line in letterhead.lines] == [
        "Département de l'Allier",
        "Arrondissement de Moulins",
    ]
    assert plain(letterhead.document) == "Extrait du registre des délibérations"
    assert letterhead.department == ""


def test_page_tells_the_counts_in_the_rows_of_a_table():
    page = render_page(view_of("mazeres-2022-7-4"))
    assert '<tr><th scope="row">Votants</th><td>23</td></tr>' in page


def test_secretary_is_on_a_certified_copy_under_a_look_that_says_so():
    """The mayor alone signs it: his is the only field."""
    asked = view_of("unias-2024-03").signatures
    assert [(s.name, bool(s.field_name)) for s in asked] == [
        ("Patrick RAIMOND", False),
        ("Yves DUPORT", True),
    ]
    look = replace(SETTINGS["unias-2024-03"][1], certified_with_secretary=False)
    assert [s.name for s in view_under("unias-2024-03", look).signatures] == ["Yves DUPORT"]
