"""What the engine makes of a sitting, item by item."""

import pytest

from councils.domain.bodies import DatedNumber
from deliberations.domain.examination import examine
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit


def item_of(sitting, **council):
    return examine(Record(make_council(15, **council), sitting)).items[0]


def test_item_has_its_title_in_words_and_the_number_of_its_act():
    act = make_act(printed_number="", year=2024, sequence=7)
    sitting = make_sitting(agenda=(make_item(title_html="Tarifs de l&#39;<b>eau</b>"),), deliberations=(act,))
    item = item_of(sitting, number_pattern="{year}-{sequence:03d}")
    assert (item.title, item.numbers) == ("Tarifs de l'eau", ("2024-007",))
    assert item.kind is ItemKind.DELIBERATION


@pytest.mark.parametrize(("seats", "vacant"), [(15, 0), (19, 4), (11, None)], ids=["full", "vacant", "fewer"])
def test_room_counts_the_vacant_seats(seats, vacant):
    sitting = make_sitting(15, votes=(make_vote(),))
    assert item_of(sitting, seats=(DatedNumber(seats),)).room.vacant == vacant


def test_room_of_an_unknown_number_of_seats_has_no_vacancy():
    assert item_of(make_sitting(15)).room.vacant is None
