"""Rows are locked in one order, the council first, and never against those who only link to them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.services.retention import set_retention
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.act_text import ActText
from deliberations.domain.publishing import Way
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation
from deliberations.services.decision_signing import NumberTold, sign_decision
from deliberations.services.dossiers import store_dossier
from deliberations.services.importing_acts import accept_act, undo_batch
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.preparation import SittingPlan, create_sitting, delete_sitting
from deliberations.services.publishing import publish_act
from deliberations.services.register_entering import enter
from deliberations.services.register_volumes import open_volume
from deliberations.services.searching import index_members, index_sitting
from deliberations.services.sitting_documents import issue_paper
from deliberations.services.versions import Saving, save_typed_text
from tests.builders import make_user, store_act, store_council
from tests.deliberations.decisions import world as decisions
from tests.deliberations.finishing import act_of, closed, store_evening
from tests.deliberations.services.test_importing_at_once import read_act

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TAKEN = re.compile(r'FROM "(\w+)".* FOR ((?:NO KEY )?UPDATE) OF')
COUNCIL, SITTING = "councils_council", "deliberations_sitting"
DECISION, CHAIN = "deliberations_mayordecision", "deliberations_proofchain"
PAPER = "deliberations_signingpaper"

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


def indexing_a_sitting() -> Gesture:
    sitting = store_evening()
    return lambda: index_sitting(sitting.pk)


def issuing_a_copy() -> Gesture:
    dossier = read_dossier((ROOT / "tests/dossiers/gruson-2023-12-19.json").read_bytes())
    store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    act = Deliberation.objects.get()
    return lambda: issue_certified_copy(deliberation=act, by=None, at=NOW)


def issuing_a_paper() -> Gesture:
    sitting = closed(store_evening(), make_user())
    paper = BY_KIND[SittingDocumentKind.DECISION_LIST]
    return lambda: issue_paper(sitting=sitting, paper=paper, by=None, at=NOW, edited_on=sitting.held_on)


def publishing_an_act() -> Gesture:
    act = act_of(closed(store_evening(), make_user()), "p1")
    return lambda: publish_act(act=act, way=Way.OWN_PAGE, by=None, at=NOW)


def signing_a_decision() -> Gesture:
    council = decisions.store()
    row, told = decisions.drafted(council), NumberTold(decisions.DECIDED, council.mandates.get(uid="m1"))
    return lambda: sign_decision(row=row, told=told, by=None, at=NOW)


Locks = list[tuple[str, str]]
"""The tables locked in a transaction, in order, and how."""


def locks_of(gesture: Gesture) -> list[Locks]:
    """The locks of each transaction of ``gesture`` that takes some; within the one of the test each is a savepoint."""
    found: list[Locks] = [[]]
    depth = 0
    with CaptureQueriesContext(connection) as caught:
        gesture()
    for each in caught.captured_queries:
        depth += each["sql"].startswith("SAVEPOINT") - each["sql"].startswith("RELEASE SAVEPOINT")
        if depth == 0:
            found.append([])
        elif taken := TAKEN.search(each["sql"]):
            found[-1].append((taken[1], taken[2]))
    return [locks for locks in found if locks]


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize(
    "prepare",
    [closing, saving_a_text, accepting_an_act, entering_the_register, searching_members, keeping_durations],
)
def test_council_is_locked_before_what_it_holds(prepare: Callable[[], Gesture]) -> None:
    told = locks_of(prepare())
    if not connection.features.has_select_for_update:
        assert told == []  # SQLite: one writer at a time, whatever is locked
        return
    tables = [[table for table, _ in locks] for locks in told]
    assert any(COUNCIL in each for each in tables)
    assert all(each[0] == COUNCIL for each in tables if COUNCIL in each)
    assert {how for locks in told for _, how in locks} == {"NO KEY UPDATE"}


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("prepare", [undoing_a_batch, giving_up_a_sitting])
def test_nothing_links_to_a_sitting_that_goes_away(prepare: Callable[[], Gesture]) -> None:
    told = locks_of(prepare())
    sittings = {how for locks in told for table, how in locks if table == SITTING}
    assert sittings == ({"UPDATE"} if connection.features.has_select_for_update else set())


@pytest.mark.integration
@pytest.mark.django_db
def test_sitting_is_locked_alone_while_its_facts_are_read() -> None:
    alone = [[(SITTING, "NO KEY UPDATE")]]
    assert locks_of(indexing_a_sitting()) == (alone if connection.features.has_select_for_update else [])


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prepare", "before"),
    [
        (issuing_a_copy, [COUNCIL, SITTING]),
        (issuing_a_paper, [COUNCIL, SITTING]),
        (publishing_an_act, [COUNCIL, SITTING]),
        (signing_a_decision, [COUNCIL, DECISION, PAPER]),
    ],
)
def test_end_of_the_proof_chain_is_locked_last(prepare: Callable[[], Gesture], before: list[str]) -> None:
    """Under the lock of its council, which whoever enters a proof takes first: nobody else then waits for that end."""
    told = locks_of(prepare())
    if not connection.features.has_select_for_update:
        assert told == []
        return
    tables = [table for table, _ in next(locks for locks in told if (CHAIN, "NO KEY UPDATE") in locks)]
    assert [*dict.fromkeys(tables)] == [*before, CHAIN]


@pytest.mark.unit
def test_rows_are_locked_in_one_place() -> None:
    """Elsewhere the kind of lock would be forgotten, and two people would wait for each other for ever."""
    sources = [path for room in ("councils", "deliberations") for path in (ROOT / room).rglob("*.py")]
    found = [path.relative_to(ROOT).as_posix() for path in sources if "select_for_update" in path.read_text()]
    assert found == ["councils/services/locking.py"]
