"""Rows are locked in one order, the council first, and never against those who only link to them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.services.retention import set_retention
from deliberations.domain.act_text import ActText
from deliberations.domain.register import Binding, SheetRule
from deliberations.services.importing_acts import accept_act, undo_batch
from deliberations.services.preparation import SittingPlan, create_sitting, delete_sitting
from deliberations.services.register_entering import enter
from deliberations.services.register_volumes import open_volume
from deliberations.services.searching import index_members, index_sitting
from deliberations.services.versions import Saving, save_typed_text
from tests.builders import make_user, store_act, store_council
from tests.deliberations.finishing import closed, store_evening
from tests.deliberations.services.test_importing_at_once import read_act

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TAKEN = re.compile(r'FROM "(\w+)".* FOR ((?:NO KEY )?UPDATE) OF')
ORDERED = ("councils_council", "deliberations_sitting", "deliberations_registervolume")

Gesture = Callable[[], object]


def closing() -> Gesture:
    sitting, user = store_evening(), make_user()
    return lambda: closed(sitting, user)


def saving_a_text() -> Gesture:
    act, user = store_act(), make_user()
    return lambda: save_typed_text(act, ActText(title_html="Un"), Saving(by=user, at=timezone.now()))


def accepting_an_act() -> Gesture:
    act = read_act()
    return lambda: accept_act(act=act, by=None)


def undoing_a_batch() -> Gesture:
    act = read_act()
    accept_act(act=act, by=None)
    return lambda: undo_batch(batch=act.source.batch, by=None, at=NOW)


def giving_up_a_sitting() -> Gesture:
    sitting = create_sitting(store_council(), SittingPlan(held_on=date(2030, 6, 28)), by=None)
    return lambda: delete_sitting(sitting, by=None)


def entering_the_register() -> Gesture:
    sitting = closed(store_evening(), make_user())
    volume = open_volume(
        council=sitting.council,
        since=date(sitting.held_on.year, 1, 1),
        until=date(sitting.held_on.year, 12, 31),
        binding=Binding.YEARLY,
        rule=SheetRule.PAGE,
        first_sheet=1,
        by=None,
        at=NOW,
    )
    return lambda: enter(
        volume=volume, source="seance", uid=sitting.uid, by=None, at=NOW, progress=lambda *_: None
    )


def searching_members() -> Gesture:
    council = store_council()
    return lambda: index_members(council)


def keeping_durations() -> Gesture:
    council, user = store_council(), make_user()
    return lambda: set_retention(council=council, proof_months=12, reading_months=6, by=user)


@contextmanager
def locks(told: list[tuple[str, str]]) -> Iterator[None]:
    """The tables locked meanwhile, in order, and how."""
    with CaptureQueriesContext(connection) as caught:
        yield
    told += [found.groups() for each in caught.captured_queries if (found := TAKEN.search(each["sql"]))]


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize(
    "prepare",
    [closing, saving_a_text, accepting_an_act, entering_the_register, searching_members, keeping_durations],
)
def test_council_is_locked_before_what_it_holds(prepare: Callable[[], Gesture]) -> None:
    gesture, told = prepare(), list[tuple[str, str]]()
    with locks(told):
        gesture()
    if not connection.features.has_select_for_update:
        assert told == []  # SQLite: one writer at a time, whatever is locked
        return
    assert next(table for table, _ in told if table in ORDERED) == ORDERED[0]
    assert {how for _, how in told} == {"NO KEY UPDATE"}


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("prepare", [undoing_a_batch, giving_up_a_sitting])
def test_nothing_links_to_a_sitting_that_goes_away(prepare: Callable[[], Gesture]) -> None:
    gesture, told = prepare(), list[tuple[str, str]]()
    with locks(told):
        gesture()
    sittings = {how for table, how in told if table == "deliberations_sitting"}
    assert sittings == ({"UPDATE"} if connection.features.has_select_for_update else set())


@pytest.mark.integration
@pytest.mark.django_db
def test_search_of_a_sitting_locks_it_alone() -> None:
    sitting, told = store_evening(), list[tuple[str, str]]()
    with locks(told):
        index_sitting(sitting.pk)
    alone = [("deliberations_sitting", "NO KEY UPDATE")]
    assert told == (alone if connection.features.has_select_for_update else [])


@pytest.mark.unit
def test_rows_are_locked_in_one_place() -> None:
    """Elsewhere the kind of lock would be forgotten, and two people would wait for each other for ever."""
    sources = [path for room in ("councils", "deliberations") for path in (ROOT / room).rglob("*.py")]
    found = [path.relative_to(ROOT).as_posix() for path in sources if "select_for_update" in path.read_text()]
    assert found == ["councils/services/locking.py"]
