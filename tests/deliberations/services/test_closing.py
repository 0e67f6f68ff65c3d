"""Closing a sitting: numbers without a gap, frozen results, and opening it again."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from councils.domain.errors import Refusal
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Ballot, Choice, Vote
from deliberations.models import (
    Deliberation,
    ItemResult,
    Override,
    Publication,
    SeatResult,
    Sitting,
    StoredFile,
    Transmission,
)
from deliberations.services.changes import SittingFinished
from deliberations.services.closing import (
    ClosingRefused,
    close_sitting,
    open_missing_acts,
    plan_closing,
    reopen_sitting,
)
from deliberations.services.texts import open_act
from tests.builders import make_user
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    REASON,
    act_of,
    another_sitting,
    closed,
    make_draft,
    store_evening,
)
from tests.facts import make_vote
from tests.support.threads import own_connection

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def numbers(council_uid: str = "exemple") -> list[tuple[str, str, str, str]]:
    acts = Deliberation.objects.filter(council__uid=council_uid).select_related("council", "item")
    return [(a.item.uid, a.number, a.actes_number, a.slug) for a in acts.order_by("item__order")]


def test_close_numbers_what_was_voted_in_the_order_of_the_agenda() -> None:
    sitting, user = store_evening(), make_user()
    row = closed(sitting, user)
    assert numbers() == [
        ("p1", "2026-1", "2026_1", "2026-1"),
        ("p2", "2026-2", "2026_2", "2026-2"),
        ("p3", "2026-3", "2026_3", "2026-3"),
    ]
    assert (row.finished_at, row.finished_by) == (AT, user)
    assert set(Deliberation.objects.values_list("is_allocated", flat=True)) == {True}
    assert row.history.first().history_change_reason == "sitting.closed"


def test_close_continues_the_year_and_no_other() -> None:
    sitting = store_evening()
    act = act_of(sitting, "p1")
    closed(sitting)
    for day, expected in ((date(2026, 12, 1), "2026-4"), (date(2027, 1, 5), "2027-1")):
        later = another_sitting(sitting.council, day, f"s-{day.year}")
        item = later.agenda.create(uid="x", order=1, kind="ACKNOWLEDGEMENT", title_html="Rapport")
        draft = open_act(item, by=None)
        draft.operative.create(position=0).blocks.create(position=0, text_html="de prendre acte")
        close_sitting(sitting=later, by=None, at=AT + timedelta(days=90), reason=REASON)
        draft.refresh_from_db()
        assert (draft.number, act.number) == (expected, "")


def test_close_uses_the_pattern_of_the_council() -> None:
    sitting = store_evening(council={"number_pattern": "DEL/{year}/{sequence:03d}"})
    closed(sitting)
    assert numbers()[0] == ("p1", "DEL/2026/001", "DEL_2026_001", "del-2026-001")


def test_close_begins_where_the_secretary_says() -> None:
    close_sitting(sitting=store_evening(), by=None, at=AT, reason=REASON, first=41)
    assert [number for _, number, _, _ in numbers()] == ["2026-41", "2026-42", "2026-43"]


def test_first_number_is_refused_once_the_year_has_others() -> None:
    sitting = store_evening()
    old = another_sitting(sitting.council, date(2026, 3, 3))
    item = old.agenda.create(uid="o1", order=1, title_html="Objet")
    Deliberation.objects.create(council=sitting.council, sitting=old, item=item, year=2026, sequence=40)
    with pytest.raises(Refusal, match="la suite est le n° 41"):
        close_sitting(sitting=sitting, by=None, at=AT, reason=REASON, first=90)
    closed(sitting)
    assert act_of(sitting, "p1").number == "2026-41"


def test_close_twice_is_once() -> None:
    sitting = store_evening()
    closed(sitting)
    before = (numbers(), ItemResult.objects.count(), Override.objects.count())
    again = close_sitting(sitting=sitting, by=make_user(), at=timezone.now())
    assert (again.finished_at, again.finished_by) == (AT, None)
    assert (numbers(), ItemResult.objects.count(), Override.objects.count()) == before


def test_close_freezes_the_result_of_each_item_and_the_state_of_each_seat() -> None:
    sitting = store_evening()
    closed(sitting)
    found = ItemResult.objects.filter(sitting=sitting).order_by("item__order")
    told = [(r.item.uid, r.present, r.voters, r.in_favour, r.against, r.verdict) for r in found]
    assert told == [
        ("p1", 8, 8, 8, 0, "ADOPTED"),
        ("p2", 8, 8, 2, 6, "REJECTED"),
        ("p3", 8, 8, 8, 0, "ADOPTED"),
        ("p4", 8, 8, None, None, ""),
    ]
    assert {len(r.sha256) for r in found} == {64}
    assert SeatResult.objects.filter(sitting=sitting, state="PRESENT").count() == 32


def test_close_leaves_adjourned_items_without_number() -> None:
    sitting = store_evening()
    sitting.agenda.filter(uid="p2").update(outcome="ADJOURNED")
    closed(sitting)
    assert [number for _, number, _, _ in numbers()] == ["2026-1", "", "2026-2"]
    assert not SeatResult.objects.filter(item__uid="p2").exists()


def test_frozen_facts_no_longer_change() -> None:
    sitting = store_evening()
    closed(sitting)
    with pytest.raises(SittingFinished):
        open_act(sitting.agenda.get(uid="p4"), by=None)


HALVES = (Ballot(Choice.FOR, count=4), Ballot(Choice.AGAINST, count=4))


@pytest.mark.parametrize(
    ("facts", "kind", "item"),
    [
        ({"held_on": date(2026, 12, 24)}, "NOT_HELD", None),
        ({"votes": (Vote("v1", ("p1",), ballots=HALVES),), "agenda": None}, "UNDETERMINED", "p1"),
        ({"deliberations": (make_draft("p1", operative=()), make_draft("p3"))}, "NO_DECISION", "p1"),
    ],
    ids=["future", "l2121_20-tie", "no-decision"],
)
def test_close_is_refused_for_what_is_missing(facts: dict, kind: str, item: str | None) -> None:
    sitting = store_evening(**{key: value for key, value in facts.items() if value is not None})
    with pytest.raises(ClosingRefused) as refused:
        closed(sitting)
    assert (kind, item) in {(lack.kind.value, lack.item) for lack in refused.value.lacks}
    sitting.refresh_from_db()
    assert (sitting.finished_at, Deliberation.objects.exclude(slug="").count()) == (None, 0)


def test_close_asks_why_warnings_are_set_aside_and_keeps_it_on_each() -> None:
    sitting, user = store_evening(secretaries=()), make_user()
    warned = {(f.code, f.where) for f in plan_closing(sitting, at=AT).warnings}
    assert warned
    with pytest.raises(Refusal, match="Des alertes restent ouvertes"):
        close_sitting(sitting=sitting, by=user, at=AT, reason="  ")
    closed(sitting, user)
    rows = Override.objects.filter(sitting=sitting)
    assert {(row.code, row.where) for row in rows} == warned
    assert {(row.reason, row.by) for row in rows} == {(REASON, str(user))}
    assert plan_closing(sitting, at=AT).warnings == ()


def test_plan_tells_the_numbers_that_closing_gives() -> None:
    sitting = store_evening(deliberations=(make_draft("p1"), make_draft("p2")))
    plan = plan_closing(sitting, at=AT)
    planned = [(n.item, n.number, bool(n.act), n.is_given) for n in plan.numbers]
    assert planned == [
        ("p1", "2026-1", True, False),
        ("p2", "2026-2", True, False),
        ("p3", "2026-3", False, False),
    ]
    assert [lack.item for lack in plan.blocking] == ["p3"]
    assert open_missing_acts(sitting, by=None) == 1
    assert open_missing_acts(sitting, by=None) == 0
    assert act_of(sitting, "p3").title_html == "Objet p3"


def test_close_an_old_sitting_keeps_its_numbers_and_gives_none() -> None:
    act = make_draft("p1", printed_number="12/2020")
    sitting = store_evening(origin=Origin.RECORDED, deliberations=(act, make_draft("p2")))
    close_sitting(sitting=sitting, by=None, at=AT)
    assert [(item, number) for item, number, _, _ in numbers()] == [("p1", "12/2020"), ("p2", "")]


def test_reopen_keeps_the_reason_and_the_numbers() -> None:
    sitting, user = store_evening(), make_user()
    closed(sitting)
    before = numbers()
    with pytest.raises(Refusal, match="Dites pourquoi"):
        reopen_sitting(sitting=sitting, by=user, at=AT, reason=" ")
    row = reopen_sitting(sitting=sitting, by=user, at=AT, reason="Une abstention oubliée")
    assert row.finished_at is None
    assert [(r.reason, r.by) for r in sitting.reopenings.all()] == [("Une abstention oubliée", user)]
    reopen_sitting(sitting=sitting, by=user, at=AT, reason="encore")
    assert sitting.reopenings.count() == 1
    closed(sitting)
    assert numbers() == before


def transmit(act: Deliberation) -> None:
    Transmission.objects.create(deliberation=act, effective_on=HELD_ON)


def publish(act: Deliberation) -> None:
    Publication.objects.create(deliberation=act, effective_on=HELD_ON)


@pytest.mark.parametrize(("done", "word"), [(transmit, "transmis"), (publish, "publié")])
def test_reopen_is_too_late_once_an_act_has_left(done: Callable, word: str) -> None:
    sitting = store_evening()
    closed(sitting)
    done(act_of(sitting, "p1"))
    with pytest.raises(Refusal, match=f"déjà {word}.*J'ai trouvé une erreur"):
        reopen_sitting(sitting=sitting, by=None, at=AT, reason="Trop tard")
    assert StoredFile.objects.count() == 0


# --- two sittings closed at once


@pytest.mark.django_db(transaction=True)
def test_two_sittings_closed_at_once_share_no_number(tmp_path: Path) -> None:
    first = store_evening()
    second = store_second(first)
    connect, barrier = own_connection(tmp_path), Barrier(2)
    failures: list[Exception] = []
    seen: list[list[int]] = []

    def close(key: int) -> None:
        try:
            connect()
            sitting = Sitting.objects.get(pk=key)
            barrier.wait(60)
            close_sitting(sitting=sitting, by=None, at=AT, reason=REASON)
            seen.append(sorted(Deliberation.objects.filter(year=2026).values_list("sequence", flat=True)))
        except (DatabaseError, BrokenBarrierError) as failure:
            failures.append(failure)
        finally:
            connections["default"].close()

    threads = [Thread(target=close, args=(sitting.pk,)) for sitting in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert max(seen, key=len) == [1, 2, 3, 4]


def store_second(first: Sitting) -> Sitting:
    """Another sitting of the same council, with one item voted."""
    later = another_sitting(first.council, date(2026, 11, 11))
    item = later.agenda.create(uid="q1", order=1, kind="ACKNOWLEDGEMENT", title_html="Rapport")
    draft = open_act(item, by=None)
    draft.operative.create(position=0).blocks.create(position=0, text_html="de prendre acte")
    return later


def test_vote_that_rejects_needs_no_text() -> None:
    sitting = store_evening(
        votes=(make_vote("p1", uid="v1", against=tuple(f"m{n}" for n in range(1, 9))),),
        deliberations=(make_draft("p1", operative=()),),
    )
    closed(sitting)
    assert numbers() == [("p1", "2026-1", "2026_1", "2026-1")]
