"""What the members answered becomes the first movements, once, in the only order there is."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from councils.models import User
from deliberations.domain.attendance import SeatState
from deliberations.domain.convening import AnswerKind
from deliberations.domain.gestures import SITTING, GestureKind
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import MovementKind
from deliberations.models import AgendaItem, Movement, ProxyGrant, Sitting
from deliberations.queries import record_of
from deliberations.services import holding
from deliberations.services.answers import answer_by_link
from deliberations.services.changes import changing
from deliberations.services.floor import Floor
from deliberations.services.gestures import Asked, Call, perform, undo_last
from deliberations.services.proxies import PaperProxy, record_paper_proxy
from deliberations.services.recording import Recorder
from deliberations.services.taking_answers import take_answers
from tests.builders import make_user
from tests.support.convening import make_world, member, today

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return make_world()


def paper(sitting: Sitting, grantor: str, holder: str, *items: str) -> None:
    told = PaperProxy(
        holder=member(sitting.council, holder),
        items=list(AgendaItem.objects.filter(sitting=sitting, uid__in=items)),
        dated_on=today(),
        is_signed=True,
        received_by="accueil",
        covers_second_call=True,
    )
    record_paper_proxy(
        sitting,
        grantor=member(sitting.council, grantor),
        told=told,
        by=make_user(f"{grantor}-{holder}@exemple.test"),
        at=timezone.now(),
    )


def moves(sitting: Sitting) -> list[tuple[object, ...]]:
    rows = Movement.objects.filter(sitting=sitting).order_by("position")
    return [(row.position, row.kind, row.member.uid, row.other and row.other.uid) for row in rows]


def taken(sitting: Sitting, *, by: User | None = None, item: str = "") -> tuple[Movement, ...]:
    """The movements that the answers gave."""
    known = list(sitting.movements.values_list("pk", flat=True))
    with changing(sitting, by=by, reason="holding.open") as change:
        take_answers(Floor(change.sitting, Recorder(by, "holding.open"), timezone.now()), item=item)
    return tuple(sitting.movements.exclude(pk__in=known).order_by("position"))


def test_excused_and_proxies_of_the_whole_sitting(sitting) -> None:
    answer_by_link(sitting, member=member(sitting.council, "m5"), kind=AnswerKind.EXCUSED, at=timezone.now())
    answer_by_link(sitting, member=member(sitting.council, "m1"), kind=AnswerKind.PRESENT, at=timezone.now())
    paper(sitting, "m2", "m3")
    by = make_user(council=sitting.council)
    assert len(taken(sitting, by=by)) == 3
    assert moves(sitting) == [
        (1, "EXCUSED", "m5", None),
        (2, "EXCUSED", "m2", None),
        (3, "GIVES_PROXY", "m2", "m3"),
    ]
    row = Movement.objects.get(kind="GIVES_PROXY")
    told = (row.paper_dated_on, row.paper_is_signed, row.paper_received_by, row.paper_covers_second_call)
    assert told == (today(), True, "accueil", True)
    assert row.history.get().history_change_reason == "answers.opened"
    assert taken(sitting, by=by) == ()


def test_movements_recorded_by_hand_prevail(sitting) -> None:
    answer_by_link(sitting, member=member(sitting.council, "m5"), kind=AnswerKind.EXCUSED, at=timezone.now())
    Movement.objects.create(sitting=sitting, position=7, kind="PRESENT", member=member(sitting.council, "m5"))
    paper(sitting, "m2", "m3")
    taken(sitting)
    assert moves(sitting)[1:] == [(8, "EXCUSED", "m2", None), (9, "GIVES_PROXY", "m2", "m3")]


def test_proxy_of_some_items_waits_for_the_first_of_them(sitting) -> None:
    """Written at the opening it would draw to item 2 whatever is recorded after it without a moment."""
    paper(sitting, "m2", "m3", "p2", "p3")
    Movement.objects.create(sitting=sitting, position=1, kind="PRESENT", member=member(sitting.council, "m3"))
    assert taken(sitting) == ()
    (row,) = taken(sitting, item="p2")
    assert (row.moment_item.uid, row.moment_phase, row.until_item.uid, row.until_phase) == (
        "p2",
        Phase.DEBATE,
        "p3",
        Phase.AFTER,
    )
    assert taken(sitting, item="p2") == ()
    record = record_of(sitting)
    states = [record.attendance(Moment(uid)).seat_of("m2").state for uid in ("p1", "p2", "p3")]
    assert states == [SeatState.ABSENT, SeatState.REPRESENTED, SeatState.REPRESENTED]
    assert record.attendance(Moment("p3", Phase.AFTER)).seat_of("m2").state is SeatState.ABSENT


def test_proxy_that_begins_with_the_first_item_comes_at_the_opening(sitting) -> None:
    paper(sitting, "m2", "m3", "p1", "p3")
    (row,) = taken(sitting)
    assert (row.moment_item.uid, row.until_item.uid) == ("p1", "p1")
    (second,) = taken(sitting, item="p3")
    assert (second.moment_item.uid, second.until_item.uid) == ("p3", "p3")


@pytest.fixture
def by(sitting):
    return make_user(council=sitting.council)


def do(sitting: Sitting, by, act: Callable[..., str], **told) -> None:
    asked = Asked(GestureKind.ROLL, SITTING, partial(act, **told))
    perform(sitting, asked, Call(uuid4(), timezone.now()), by=by)


def told_of(sitting: Sitting, uid: str) -> list[object]:
    return [kind for _, kind, member_uid, _ in moves(sitting) if member_uid == uid]


@pytest.mark.parametrize("state", ["PRESENT", "ATTENDS_REMOTELY"])
@pytest.mark.parametrize("is_taken", [False, True], ids=["called", "taken with the rest, then called"])
def test_proxy_of_who_comes_is_taken_no_more(sitting, by, state, is_taken) -> None:
    """CGCT art. L. 2121-20: who sits votes himself; leaving later, nobody votes for him."""
    paper(sitting, "m2", "m3")
    if is_taken:
        do(sitting, by, holding.call_the_rest)
        assert told_of(sitting, "m2") == ["EXCUSED", "GIVES_PROXY"]
    do(sitting, by, holding.call_member, member="m2", state=MovementKind(state))
    do(sitting, by, holding.open_sitting)
    assert told_of(sitting, "m2") == [state]
    grant = ProxyGrant.objects.get()
    assert (grant.is_in_force, grant.revocation) == (False, "présence à l'appel")


def test_proxy_of_who_is_noted_present_otherwise_is_not_taken(sitting) -> None:
    paper(sitting, "m2", "m3")
    Movement.objects.create(sitting=sitting, position=1, kind="PRESENT", member=member(sitting.council, "m2"))
    assert taken(sitting) == ()


def test_roll_corrected_gives_the_proxy_back(sitting, by) -> None:
    paper(sitting, "m2", "m3")
    for state in (MovementKind.PRESENT, MovementKind.EXCUSED):
        do(sitting, by, holding.call_member, member="m2", state=state)
    do(sitting, by, holding.open_sitting)
    assert told_of(sitting, "m2") == ["EXCUSED", "GIVES_PROXY"]


def test_proxy_withdrawn_at_the_roll_is_revoked_and_undone_with_it(sitting, by) -> None:
    paper(sitting, "m2", "m3")
    do(sitting, by, holding.call_the_rest)
    do(sitting, by, holding.end_proxy, member="m2")
    grant = ProxyGrant.objects.get()
    assert (grant.is_in_force, grant.revocation) == (False, "dit à l'appel")
    undo_last(sitting, Call(uuid4(), timezone.now()), by=by)
    assert ProxyGrant.objects.get().is_in_force
    do(sitting, by, holding.end_proxy, member="m2")
    do(sitting, by, holding.open_sitting)
    assert told_of(sitting, "m2") == ["EXCUSED"]
