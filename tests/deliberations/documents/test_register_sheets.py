"""The register's own sheets, and the sheet that closes a sitting, as text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deliberations.documents.composed import Bullets, Grid, Heading, render_pdf, render_text
from deliberations.documents.register import view_table_by_subject, view_title_page
from deliberations.documents.register.signing_list import SigningLine, view_signing_list
from deliberations.documents.sitting.closing_sheet import view_closing_sheet
from deliberations.domain.moments import Moment
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.register import Binding, SheetRule, Volume
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from tests.facts import make_act, make_council, make_sitting, make_vote, member_names, move
from tests.support.pdftext import tagged_text

pytestmark = pytest.mark.integration

GRUSON = Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json"
VOLUME = Volume(1, date(2026, 1, 1), date(2026, 12, 31), Binding.YEARLY, SheetRule.LEAF, 1, date(2026, 1, 5))


@pytest.fixture(scope="module")
def gruson() -> Record:
    dossier = read_dossier(GRUSON.read_bytes())
    return Record(dossier.council, dossier.sittings[0])


def lines(view) -> list[str]:
    return [plain(line) for line in render_text(view).splitlines() if line]


def test_closing_sheet_of_the_reference_sitting(gruson: Record):
    found = lines(view_closing_sheet(gruson, edited_on=gruson.sitting.held_on))
    assert found[0] == "Feuillet clôturant la séance du mardi 19 décembre 2023"
    start = found.index("Membres présents") + 1
    assert found[start : start + 3] == [
        "- Olivier TURPIN, Maire",
        "- Mélanie DAZIN-DESLANDES",
        "- Thierry MASQUELIER",
    ]
    assert sum(1 for line in found if line.startswith("- ")) == 13
    assert found[-5:] == [
        "Signatures",
        "Le Maire,",
        "Olivier TURPIN",
        "Secrétaire de séance,",
        "Mélanie DAZIN-DESLANDES",
    ]
    assert any("2023-57" in line for line in found)


def test_members_who_left_or_came_later_were_present():
    names = member_names(5)
    moves = (
        move(MovementKind.LEAVES, names[1], on=Moment("p2")),
        move(MovementKind.ARRIVES, names[4], on=Moment("p2")),
    )
    record = Record(make_council(5), make_sitting(3, members=5, items=2, moves=moves))
    assert [plain(name) for name in _present(record).lines] == [
        "Prénom M1, Maire",
        "Prénom M2",
        "Prénom M3",
        "Prénom M5",
    ]


def _present(record: Record):
    """The block that follows the heading of the members."""
    blocks = view_closing_sheet(record, edited_on=record.sitting.held_on).blocks
    place = next(
        n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text.startswith("Membres")
    )
    return blocks[place + 1]


@pytest.mark.parametrize(("day", "signs"), [(date(2022, 6, 30), True), (date(2022, 7, 1), False)])
def test_all_the_members_present_signed_before_july_2022(day: date, signs: bool):
    record = Record(make_council(4), make_sitting(3, members=4, held_on=day))
    block = _present(record)
    assert isinstance(block, Grid if signs else Bullets)
    if signs:
        assert block.room_mm == 12
        assert [row[1] for row in block.rows] == [""] * 3


def test_great_assembly_takes_one_paragraph_and_unknown_attendance_says_so():
    record = Record(make_council(69), make_sitting(69, members=69))
    assert plain(_present(record).text).count(" ; ") == 68
    unknown = Record(make_council(4), make_sitting(0, members=4, attendance_recorded=False, movements=()))
    assert plain(_present(unknown).text) == "Les présences n'ont pas été relevées."


def test_closing_sheet_leaves_out_what_has_no_number():
    act = make_act("p1", year=None, sequence=None)
    sitting = make_sitting(3, members=4, votes=(make_vote("p1"),), deliberations=(act,))
    record = Record(make_council(4), sitting)
    assert "Aucune délibération n'a été prise." in lines(
        view_closing_sheet(record, edited_on=sitting.held_on)
    )
    old = Record(record.council, replace(sitting, origin=Origin.RECORDED))
    assert any("Tarifs" in line for line in lines(view_closing_sheet(old, edited_on=sitting.held_on)))


def test_title_page(gruson: Record):
    found = lines(view_title_page(gruson.council, VOLUME, edited_on=VOLUME.opened_on))
    assert found[0] == "Registre des délibérations du Conseil Municipal"
    assert "Période : du 1er janvier 2026 au 31 décembre 2026" in found
    assert "Numérotation : un numéro par feuillet, recto et verso, à partir du feuillet n° 1" in found
    assert any(
        "ouvert le 5 janvier 2026" in line and "par nous, Olivier TURPIN, Maire" in line for line in found
    )


def test_table_without_acts_says_so_and_reads_in_order(gruson: Record):
    view = view_table_by_subject(gruson.council, VOLUME, [], edited_on=VOLUME.opened_on)
    assert [plain(line) for line in tagged_text(render_pdf(view))] == [
        "Table par objet",
        "Table provisoire : le volume n'est pas clos.",
        "Aucun acte n'est encore inscrit.",
    ]


def test_signing_list_warns_when_sheets_have_no_number(gruson: Record):
    line = SigningLine("2023-57", 3, "Le maire")
    on = gruson.sitting.held_on
    told = view_signing_list(gruson, [line], is_in_register=False, has_minutes=False, edited_on=on)
    assert any("se signe une fois arrêté par l'assemblée" in text for text in lines(told))
    assert any(text.startswith("La séance n'est pas encore inscrite") for text in lines(told))
    told = view_signing_list(gruson, [line], is_in_register=True, has_minutes=True, edited_on=on)
    assert not any("procès-verbal" in text for text in lines(told))
    assert not any("inscrite" in text for text in lines(told))
