"""A gesture is done once, is undone whole, and never overwrites what somebody else has just done."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from deliberations.domain.gestures import SITTING, GestureKind, mark_of, member_target
from deliberations.domain.movements import MovementKind
from deliberations.models import Gesture, Movement, Sitting
from deliberations.queries import record_of
from deliberations.services import holding, holding_items
from deliberations.services.changes import SittingFinished
from deliberations.services.gesture_errors import AlreadyDone
from deliberations.services.gestures import (
    Asked,
    Call,
    Conflict,
    KeyUsed,
    NothingToUndo,
    perform,
    undo_last,
)
from deliberations.services.recording import CannotUndo
from tests.deliberations.holding_world import courses, secretary_of, store_tonight, today

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting(db) -> Sitting:
    return store_tonight()


@pytest.fixture
def nadia(sitting):
    return secretary_of(sitting)


@pytest.fixture
def paul(sitting):
    return secretary_of(sitting, "paul@exemple.test")


def call(**more) -> Call:
    return Call(**{"key": uuid4(), "at": datetime.now(UTC), **more})


def roll(member, state="PRESENT") -> Asked:
    act = partial(holding.call_member, member=member, state=MovementKind(state))
    return Asked(GestureKind.ROLL, member_target(member), act, {"member": member, "state": state})


def mark(sitting, member) -> str:
    return mark_of(record_of(sitting).sitting, member_target(member))


def test_gesture_sent_twice_is_done_once(sitting, nadia):
    again = call()
    first = perform(sitting, roll("havret"), again, by=nadia)
    assert perform(sitting, roll("havret"), again, by=nadia).pk == first.pk
    assert Gesture.objects.count() == 1
    assert courses(sitting) == [("PRESENT", "havret", None, "")]
    sitting.refresh_from_db()
    assert sitting.revision == 1


def test_key_of_another_gesture_is_refused(sitting, nadia):
    again = call()
    perform(sitting, roll("havret"), again, by=nadia)
    with pytest.raises(KeyUsed):
        perform(sitting, roll("havret", "ABSENT"), again, by=nadia)
    assert courses(sitting) == [("PRESENT", "havret", None, "")]


def test_gesture_says_what_it_did_and_who_is_there(sitting, nadia):
    gesture = perform(sitting, roll("havret"), call(), by=nadia)
    assert (gesture.message, gesture.outcome) == (
        "Hélène HAVRET est présente.",
        "Présents : 1, quorum de 8 non atteint.",
    )
    assert str(gesture) == "Hélène HAVRET est présente."


def test_history_keeps_who_and_why(sitting, nadia):
    perform(sitting, roll("havret"), call(), by=nadia)
    row = Movement._base_manager.get().history.get()
    assert (row.history_user, row.history_change_reason) == (nadia, "holding.roll")


def test_gesture_on_a_finished_sitting_is_refused(sitting, nadia):
    Sitting.objects.update(finished_at=datetime.now(UTC))
    with pytest.raises(SittingFinished):
        perform(sitting, roll("havret"), call(), by=nadia)


def test_two_people_on_two_members_never_meet(sitting, nadia, paul):
    seen = {uid: mark(sitting, uid) for uid in ("havret", "durieu")}
    perform(sitting, roll("havret"), call(seen=seen["havret"]), by=nadia)
    perform(sitting, roll("durieu"), call(seen=seen["durieu"]), by=paul)
    assert [(kind, who) for kind, who, *_ in courses(sitting)] == [
        ("PRESENT", "durieu"),
        ("PRESENT", "havret"),
    ]


def test_two_people_on_one_member_are_shown_both_versions(sitting, nadia, paul):
    seen = mark(sitting, "havret")
    perform(sitting, roll("havret", "EXCUSED"), call(seen=seen), by=nadia)
    with pytest.raises(Conflict) as refusal:
        perform(sitting, roll("havret"), call(seen=seen), by=paul)
    assert refusal.value.theirs.message == "Hélène HAVRET est excusée."
    assert refusal.value.theirs.by == nadia
    assert refusal.value.mine == "Hélène HAVRET est présente."
    assert courses(sitting) == [("EXCUSED", "havret", None, "")]
    perform(sitting, roll("havret"), call(seen=refusal.value.mark), by=paul)
    assert courses(sitting) == [("PRESENT", "havret", None, "")]


def test_change_from_another_page_is_a_conflict_too(sitting, nadia):
    """A proxy accepted online is no gesture of this page: it is seen all the same."""
    seen = mark(sitting, "havret")
    Movement._base_manager.create(
        sitting=sitting, position=1, kind="EXCUSED", member=sitting.council.mandates.get(uid="havret")
    )
    with pytest.raises(Conflict) as refusal:
        perform(sitting, roll("havret"), call(seen=seen), by=nadia)
    assert refusal.value.theirs is None


def test_gestures_of_one_tab_made_without_network_follow_each_other(sitting, nadia, paul):
    """The tab could not know that its own first gesture had changed the member."""
    seen = mark(sitting, "havret")
    perform(sitting, roll("havret", "EXCUSED"), call(seen=seen, page="onglet"), by=nadia)
    perform(sitting, roll("havret", "ABSENT"), call(seen=seen, page="onglet"), by=nadia)
    perform(sitting, roll("havret"), call(page="autre"), by=paul)
    with pytest.raises(Conflict):
        perform(sitting, roll("havret", "EXCUSED"), call(seen=seen, page="onglet"), by=nadia)
    assert courses(sitting) == [("PRESENT", "havret", None, "")]


def opened(sitting, user, **officers) -> Gesture:
    act = partial(holding.open_sitting, **{"chair": "turpin", **officers})
    return perform(sitting, Asked(GestureKind.OPEN, SITTING, act), call(), by=user)


def test_undo_puts_every_row_back_level_by_level(sitting, nadia):
    perform(sitting, roll("turpin"), call(), by=nadia)
    perform(sitting, roll("havret", "EXCUSED"), call(), by=nadia)
    perform(sitting, roll("havret", "ABSENT"), call(), by=nadia)
    opened(sitting, nadia, secretaries=["turpin"])
    assert len(courses(sitting)) == 15
    undone = undo_last(sitting, call(), by=nadia)
    assert undone.message.startswith("Annulé : La séance est ouverte")
    sitting.refresh_from_db()
    assert (sitting.opened_at, sitting.chair, sitting.secretary_rows.count()) == (None, None, 0)
    assert courses(sitting) == [("PRESENT", "turpin", None, ""), ("ABSENT", "havret", None, "")]
    undo_last(sitting, call(), by=nadia)
    assert courses(sitting)[1] == ("EXCUSED", "havret", None, "")
    undo_last(sitting, call(), by=nadia)
    undo_last(sitting, call(), by=nadia)
    assert courses(sitting) == []
    with pytest.raises(NothingToUndo):
        undo_last(sitting, call(), by=nadia)


def test_undo_sent_twice_undoes_once(sitting, nadia):
    perform(sitting, roll("turpin"), call(), by=nadia)
    perform(sitting, roll("havret"), call(), by=nadia)
    again = call()
    undo_last(sitting, again, by=nadia)
    undo_last(sitting, again, by=nadia)
    assert [who for _, who, *_ in courses(sitting)] == ["turpin"]


def test_undo_is_of_ones_own_gesture_and_refused_once_changed(sitting, nadia, paul):
    perform(sitting, roll("havret", "EXCUSED"), call(), by=nadia)
    perform(sitting, roll("durieu"), call(), by=paul)
    perform(sitting, roll("havret", "ABSENT"), call(), by=paul)
    with pytest.raises(CannotUndo, match="modifié depuis"):
        undo_last(sitting, call(), by=nadia)
    undo_last(sitting, call(), by=paul)
    undo_last(sitting, call(), by=nadia)
    assert courses(sitting) == [("PRESENT", "durieu", None, "")]


def test_undo_keeps_what_others_wrote_on_the_same_row(sitting, nadia):
    opened(sitting, nadia)
    Sitting.objects.update(place="à la salle des fêtes")
    undo_last(sitting, call(), by=nadia)
    sitting.refresh_from_db()
    assert (sitting.opened_at, sitting.place) == (None, "à la salle des fêtes")


def test_undo_is_refused_when_something_hangs_on_it(sitting, nadia, paul):
    add = partial(holding_items.add_item, title_html="Motion", kind="MOTION")
    perform(sitting, Asked(GestureKind.ADD_ITEM, SITTING, add), call(), by=nadia)
    item = sitting.agenda.get(added_in_sitting=True).uid
    perform(
        sitting,
        Asked(
            GestureKind.ASIDE,
            member_target("havret"),
            partial(holding.step_aside, member="havret", item=item),
        ),
        call(),
        by=paul,
    )
    with pytest.raises(CannotUndo, match="d'autres faits en dépendent"):
        undo_last(sitting, call(), by=nadia)
    assert sitting.agenda.filter(added_in_sitting=True).exists()


def test_hour_is_when_it_happened_not_when_it_arrived(db):
    """The network came back ten minutes later, be it past midnight."""
    before = timezone.localtime() - timedelta(minutes=10)
    sitting = store_tonight(held_on=before.date())
    act = partial(holding.open_sitting, chair="turpin")
    perform(sitting, Asked(GestureKind.OPEN, SITTING, act), call(at=before), by=secretary_of(sitting))
    sitting.refresh_from_db()
    assert sitting.opened_at == before


def test_hour_of_typing_is_never_noted_the_next_day(db):
    sitting = store_tonight(held_on=today() - timedelta(days=3))
    user = secretary_of(sitting)
    gesture = opened(sitting, user)
    sitting.refresh_from_db()
    assert (sitting.opened_at, gesture.message) == (None, "La séance est ouverte.")


def test_second_opening_is_answered_calmly(sitting, nadia):
    opened(sitting, nadia)
    with pytest.raises(AlreadyDone, match="La séance est déjà ouverte"):
        opened(sitting, nadia)
