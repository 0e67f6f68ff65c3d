"""What is due, kept ready: made again by a change and by tick, and what is left out."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.management import call_command

from councils.models import Council, Mandate
from deliberations.domain.minutes import MinutesChannel
from deliberations.domain.publishing import Way
from deliberations.domain.sittings import Origin
from deliberations.models import DueRow, RegisterVolume, Sitting
from deliberations.services.dues import refresh_council, refresh_sitting, refresh_year
from deliberations.services.minutes import silence_the_rest
from deliberations.services.minutes_life import record_signature, settle_minutes
from deliberations.services.minutes_sending import declare_distribution
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    act_of,
    another_sitting,
    closed,
    closed_evening,
    opened_sitting,
    store_evening,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def codes(sitting: Sitting, *, with_windows: bool = False) -> list[tuple[str, str]]:
    refresh_sitting(sitting, at=AT)
    rows = DueRow.objects.filter(sitting=sitting).select_related("act__council")
    rows = rows if with_windows else rows.filter(is_window=False)
    return sorted((row.code, row.act.number if row.act else "") for row in rows)


def test_open_sitting_waits_for_its_closing_and_says_nothing_of_its_drafts() -> None:
    assert codes(store_evening()) == [
        ("sitting.decision_list", ""),
        ("step.close", ""),
    ]


def test_minutes_wait_to_be_sent_once_told_then_to_be_signed_once_settled() -> None:
    sitting = closed_evening(starts_at=time(20))

    def steps() -> list[str]:
        return [
            code for code, _ in codes(Sitting.objects.get(pk=sitting.pk)) if code.startswith("step.minutes")
        ]

    told = [steps()]
    silence_the_rest(sitting, by=None)
    told.append(steps())
    declare_distribution(sitting=sitting, channel=MinutesChannel.HAND, sent_on=HELD_ON, by=None, at=AT)
    told.append(steps())
    later = opened_sitting(sitting.council, date(2026, 11, 12))
    settle_minutes(sitting=sitting, settled_in=later, by=None, at=AT)
    told.append(steps())
    for member in Mandate.objects.filter(council=sitting.council, uid__in=("m1", "m2")):
        done = Sitting.objects.get(pk=sitting.pk)
        record_signature(sitting=done, member=member, signed_on=date(2026, 11, 12), by=None, at=AT)
    told.append(steps())
    assert told == [[], ["step.minutes_send"], [], ["step.minutes_sign"], []]


def test_register_waits_for_a_closed_sitting_then_for_its_own_closing() -> None:
    sitting = closed_evening()
    assert "step.register_enter" not in dict(codes(sitting))
    volume = RegisterVolume.objects.create(
        council=sitting.council, number=1, since=date(2026, 1, 1), until=HELD_ON, opened_on=HELD_ON
    )
    assert "step.register_enter" in dict(codes(sitting))
    refresh_year(sitting.council, at=AT)
    assert DueRow.objects.filter(code="step.register_close", sitting=None).count() == 1
    RegisterVolume.objects.filter(pk=volume.pk).update(closed_on=date(2026, 11, 12))
    refresh_year(sitting.council, at=AT)
    assert not DueRow.objects.filter(code="step.register_close").exists()
    assert "step.register_enter" not in dict(codes(sitting))


def test_sitting_to_come_does_not_wait_for_its_closing() -> None:
    sitting = store_evening(
        held_on=date(2026, 12, 8),
    )
    assert codes(sitting) == []


def test_closed_sitting_waits_for_each_act_once() -> None:
    sitting = closed_evening()
    found = codes(sitting)
    assert [each for each in found if each[0].startswith("act.")] == [
        ("act.publication", "2026-1"),
        ("act.publication", "2026-3"),
        ("act.transmission", "2026-1"),
        ("act.transmission", "2026-3"),
    ]
    assert "step.close" not in {code for code, _ in found}


def test_executory_act_waits_for_its_signature_and_tells_the_time_of_others() -> None:
    sitting = closed_evening()
    act = act_of(sitting, "p1")
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    record_receipt(act=act, by=None, at=AT, received_on=HELD_ON)
    found = [code for code, number in codes(sitting, with_windows=True) if number == "2026-1"]
    assert found == [
        *("act.appeal", "act.online", "act.referral", "act.suspension", "act.withdrawal"),
        "step.sign",
    ]


def test_refresh_twice_gives_the_same_rows() -> None:
    sitting = store_evening()
    assert codes(sitting) == codes(sitting)


def test_old_sitting_taken_over_from_paper_asks_for_nothing() -> None:
    sitting = store_evening(held_on=date(2024, 3, 5), origin=Origin.RECORDED)
    assert codes(sitting, with_windows=True) == []


def test_recent_sitting_taken_over_asks_for_what_can_still_be_done() -> None:
    assert codes(store_evening(origin=Origin.RECORDED)) == [("sitting.decision_list", "")]


@pytest.mark.django_db(transaction=True)
def test_change_of_a_sitting_makes_its_rows_again() -> None:
    sitting = store_evening()
    assert not DueRow.objects.exists()
    closed(sitting)
    assert DueRow.objects.filter(sitting=sitting, code="act.transmission").count() == 2


@pytest.mark.django_db(transaction=True)
def test_next_sitting_dates_the_minutes_of_the_one_before() -> None:
    from deliberations.services.changes import changing

    sitting = store_evening()
    with changing(another_sitting(sitting.council, date(2026, 12, 8)), by=None, reason="text.saved"):
        pass
    assert DueRow.objects.get(sitting=sitting, code="sitting.minutes_settled").last == date(2026, 12, 8)


def test_year_asks_for_what_came_after_the_council_did() -> None:
    sitting = store_evening()
    Council.objects.update(recorded_at=datetime(2026, 11, 1, tzinfo=UTC))
    refresh_council(sitting.council, at=AT)
    rows = DueRow.objects.filter(sitting__isnull=True)
    assert {row.code for row in rows} == set()
    refresh_council(sitting.council, at=datetime(2027, 1, 10, tzinfo=UTC))
    found = {row.code: row.last for row in DueRow.objects.filter(sitting__isnull=True)}
    assert (found["year.budget"], found["year.quarter_1"]) == (date(2027, 4, 15), date(2027, 3, 31))


def test_tick_refreshes_every_council_and_may_run_again(capsys) -> None:
    store_evening()
    store_evening("autre")
    for _ in range(2):
        call_command("tick")
    assert capsys.readouterr().out.splitlines() == ["Échéances recalculées : 2 conseils."] * 2
