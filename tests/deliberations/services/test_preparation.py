"""Opening, correcting and giving up a sitting; two people who edit lose nothing of each other."""

from datetime import UTC, date, datetime, time

import pytest

from councils.domain.errors import RowRefused
from deliberations.models import AgendaItem, Deliberation, Dispatch, Movement, Sitting, Vote
from deliberations.queries import record_of
from deliberations.services.changes import SittingFinished, sitting_changed
from deliberations.services.editing import ChangedMeanwhile, fingerprints, merge
from deliberations.services.preparation import (
    SittingKept,
    SittingPlan,
    change_sitting,
    create_sitting,
    delete_sitting,
    is_convoked,
    planned_values,
    reasons_to_keep,
)
from tests.builders import first_sitting, make_user, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PLAN = SittingPlan(held_on=date(2030, 6, 28), starts_at=time(18, 30), place="à la mairie")


@pytest.fixture
def council():
    return store_council()


@pytest.fixture
def sitting(council):
    return create_sitting(council, PLAN, by=None)


def seen(sitting):
    return fingerprints(planned_values(sitting))


def test_sitting_is_created_with_its_author_and_announced(council, django_capture_on_commit_callbacks):
    heard, user = [], make_user()
    sitting_changed.connect(lambda **told: heard.append(told["sitting_id"]), weak=False, dispatch_uid="t")
    with django_capture_on_commit_callbacks(execute=True):
        made = create_sitting(council, PLAN, by=user)
    sitting_changed.disconnect(dispatch_uid="t")
    kept = made.history.get()
    assert (kept.history_user, kept.history_change_reason, heard) == (user, "sitting.created", [made.pk])
    facts = record_of(made).sitting
    assert (facts.held_on, facts.starts_at, facts.place) == (PLAN.held_on, PLAN.starts_at, PLAN.place)


def test_plan_of_another_council_is_refused(council):
    other = store_council("autre")
    stranger = SittingPlan(held_on=PLAN.held_on, chair=other.mandates.first())
    with pytest.raises(RowRefused, match="autre conseil"):
        create_sitting(council, stranger, by=None)
    assert Sitting.objects.filter(council=council).count() == 1


def test_change_writes_what_changed_and_counts_the_revision(sitting):
    saved = change_sitting(sitting, SittingPlan(held_on=date(2030, 7, 1)), seen=seen(sitting), by=None)
    row = Sitting.objects.get(pk=sitting.pk)
    assert (row.held_on, row.starts_at, row.revision, saved.kept) == (date(2030, 7, 1), None, 1, ())
    assert row.history.first().history_change_reason == "sitting.planned"


def test_live_sitting_keeps_the_dispatch_recorded_elsewhere(sitting):
    Sitting.objects.filter(pk=sitting.pk).update(convocation_sent_on=date(2030, 6, 20))
    change_sitting(sitting, PLAN, seen={}, by=None)
    assert Sitting.objects.get(pk=sitting.pk).convocation_sent_on == date(2030, 6, 20)


def test_recorded_sitting_takes_the_day_told(sitting):
    old = SittingPlan(held_on=date(2019, 6, 28), origin="RECORDED", convocation_sent_on=date(2019, 6, 20))
    change_sitting(sitting, old, seen={}, by=None)
    assert record_of(sitting).sitting.convocation.sent_on == date(2019, 6, 20)


def test_what_another_changed_alone_is_kept(sitting):
    shown = seen(sitting)
    change_sitting(
        sitting, SittingPlan(**{**PLAN.values(), "place": "à l'école"}), seen=shown, by=make_user()
    )
    mine = SittingPlan(**{**PLAN.values(), "starts_at": time(20, 0)})
    saved = change_sitting(sitting, mine, seen=shown, by=None)
    row = Sitting.objects.get(pk=sitting.pk)
    assert (row.place, row.starts_at, saved.kept) == ("à l'école", time(20, 0), ("place",))


def test_what_both_changed_is_asked_again_and_nothing_is_written(sitting):
    shown, user = seen(sitting), make_user()
    change_sitting(sitting, SittingPlan(**{**PLAN.values(), "place": "à l'école"}), seen=shown, by=user)
    mine = SittingPlan(**{**PLAN.values(), "place": "au gymnase", "session": "ordinaire"})
    with pytest.raises(ChangedMeanwhile) as refused:
        change_sitting(sitting, mine, seen=shown, by=None)
    row = Sitting.objects.get(pk=sitting.pk)
    assert (row.place, row.session, row.revision) == ("à l'école", "", 1)
    assert (refused.value.conflicts, refused.value.by) == (("place",), user)
    assert "secretaire@exemple.test" in refused.value.message_fr
    change_sitting(sitting, mine, seen=refused.value.seen, by=None)
    assert Sitting.objects.get(pk=sitting.pk).place == "au gymnase"


@pytest.mark.parametrize(
    ("now", "typed", "kept", "conflicts", "written"),
    [
        ("a", "a", (), (), "a"),
        ("a", "b", (), (), "b"),
        ("c", "a", ("x",), (), "c"),
        ("c", "c", (), (), "c"),
        ("c", "b", (), ("x",), "b"),
    ],
    ids=["untouched", "mine", "theirs", "both-alike", "both-differ"],
)
def test_merge_of_three(now, typed, kept, conflicts, written):
    """The page showed « a »."""
    merged = merge({"x": now}, {"x": typed}, fingerprints({"x": "a"}))
    assert (merged.kept, merged.conflicts, merged.values) == (kept, conflicts, {"x": written})


def test_finished_sitting_is_not_changed(sitting):
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=datetime(2030, 7, 1, tzinfo=UTC))
    with pytest.raises(SittingFinished):
        change_sitting(sitting, PLAN, seen={}, by=None)
    with pytest.raises(SittingFinished):
        delete_sitting(sitting, by=None)


def test_draft_sitting_is_deleted_with_its_agenda_and_its_history_stays(sitting):
    item = AgendaItem.objects.create(sitting=sitting, order=1, title_html="Vœu")
    Deliberation.objects.create(sitting=sitting, item=item)
    user, key = make_user(), sitting.pk
    delete_sitting(sitting, by=user)
    assert not Sitting.objects.filter(pk=key).exists()
    latest = Sitting.history.filter(id=key).first()
    assert (latest.history_type, latest.history_user, latest.history_change_reason) == (
        "-",
        user,
        "sitting.deleted",
    )


def _vote(sitting):
    Vote.objects.create(sitting=sitting, uid="v1")


def _movement(sitting):
    Movement.objects.create(
        sitting=sitting, position=1, kind="PRESENT", member=sitting.council.mandates.first()
    )


def _dispatch(sitting):
    Dispatch.objects.create(sitting=sitting, member=sitting.council.mandates.first())


def _number(sitting):
    item = AgendaItem.objects.create(sitting=sitting, order=1)
    Deliberation.objects.create(sitting=sitting, item=item, printed_number="2030-1")


def _second_call(sitting):
    Sitting.objects.create(
        council=sitting.council, held_on=date(2030, 7, 9), convocation_second_of=sitting.uid
    )


def _settled(sitting):
    Sitting.objects.create(council=sitting.council, held_on=date(2030, 5, 9), minutes_settled_in=sitting.uid)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_vote, "des votes y sont enregistrés"),
        (_movement, "des présences y sont enregistrées"),
        (_dispatch, "sa convocation est partie"),
        (_number, "une de ses délibérations porte un numéro ou a été émise"),
        (_second_call, "une autre séance en est la seconde convocation"),
        (_settled, "un procès-verbal y a été arrêté"),
    ],
)
def test_sitting_is_kept_once_something_was_done(sitting, happens, reason):
    assert reasons_to_keep(sitting) == ()
    happens(sitting)
    with pytest.raises(SittingKept) as refused:
        delete_sitting(sitting, by=None)
    assert refused.value.reasons == (reason,)
    assert Sitting.objects.filter(pk=sitting.pk).exists()


def test_reference_sitting_has_every_reason_but_the_closing(council):
    assert reasons_to_keep(first_sitting(council)) == (
        "sa convocation est partie",
        "des présences y sont enregistrées",
    )
    assert is_convoked(first_sitting(council))
