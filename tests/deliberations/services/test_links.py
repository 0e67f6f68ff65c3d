"""Personal links: what opens them, what closes them, and what is kept until when."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from deliberations.domain.convening import AnswerKind, EventKind
from deliberations.domain.errors import FrozenRow
from deliberations.models import (
    Answer,
    Delivery,
    Dispatch,
    LinkEvent,
    Mailing,
    OneTimeCode,
    PersonalLink,
    ProxyGrant,
    Sitting,
)
from deliberations.queries.convening import purge_day
from deliberations.services import recurring
from deliberations.services.answers import answer_by_link
from deliberations.services.links import LinkRefused, expiry_of, find_link, new_token, note_page_asked
from deliberations.services.proxies import PaperProxy, record_paper_proxy, start_proxy
from deliberations.services.recurring import Duty
from deliberations.services.retention import purge_proofs
from tests.builders import make_user
from tests.support.convening import link_of, make_world, member, send_all

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return make_world()


def test_tokens_have_128_bits_and_are_not_kept(sitting) -> None:
    tokens = {new_token() for _ in range(50)}
    assert {len(token) for token in tokens} == {22}
    assert len(tokens) == 50
    token = link_of(sitting, "m2")
    assert token not in str(PersonalLink.objects.values().get())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"revoked_at": timezone.now()}, "link.revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "link.expired"),
    ],
)
def test_closed_link(sitting, changes, code) -> None:
    token = link_of(sitting, "m2", **changes)
    with pytest.raises(LinkRefused) as caught:
        find_link(token, timezone.now())
    assert caught.value.code == code


@pytest.mark.parametrize("token", ["A" * 22, "court", "", "é" * 22, "../" * 8])
def test_unknown_token(sitting, token) -> None:
    link_of(sitting, "m2")
    with pytest.raises(LinkRefused) as caught:
        find_link(token, timezone.now())
    assert caught.value.code == "link.unknown"


def test_link_dies_with_the_mandate(sitting) -> None:
    token = link_of(sitting, "m2")
    mandate = member(sitting.council, "m2")
    mandate.until = sitting.held_on - timedelta(days=1)
    mandate.save()
    with pytest.raises(LinkRefused) as caught:
        find_link(token, timezone.now())
    assert caught.value.code == "link.no_mandate"


def test_link_lasts_a_week_after_the_sitting(sitting) -> None:
    local = expiry_of(sitting)
    assert (local.date(), local.hour, local.minute) == (sitting.held_on + timedelta(days=8), 0, 0)


def test_visits_close_together_are_one_line(sitting) -> None:
    link = find_link(link_of(sitting, "m2"), timezone.now())
    now = timezone.now()
    for minutes in (0, 1, 9, 12):
        note_page_asked(link, now + timedelta(minutes=minutes))
    assert LinkEvent.objects.filter(kind=EventKind.PAGE_ASKED).count() == 2


def test_events_are_only_added(sitting) -> None:
    note_page_asked(find_link(link_of(sitting, "m2"), timezone.now()), timezone.now())
    event = LinkEvent.objects.get()
    for gesture in (
        event.save,
        event.delete,
        LinkEvent.objects.all().delete,
        lambda: LinkEvent.objects.update(detail="autre"),
    ):
        with pytest.raises(FrozenRow):
            gesture()


def test_proofs_are_erased_at_the_day_told_and_the_facts_stay(sitting) -> None:
    by = make_user(council=sitting.council)
    send_all(sitting, by)
    answer_by_link(sitting, member=member(sitting.council, "m1"), kind=AnswerKind.PRESENT, at=timezone.now())
    told = PaperProxy(holder=member(sitting.council, "m3"))
    record_paper_proxy(sitting, grantor=member(sitting.council, "m2"), told=told, by=by, at=timezone.now())
    start_proxy(
        sitting,
        grantor=member(sitting.council, "m4"),
        holder=member(sitting.council, "m5"),
        items=(),
        covers_second_call=False,
        at=timezone.now(),
    )
    day = purge_day(sitting, 24)
    assert (day.year, day.month, day.day) == (
        sitting.held_on.year + 2,
        sitting.held_on.month,
        sitting.held_on.day,
    )
    due = timezone.now() + (day - sitting.held_on) + timedelta(days=11)
    assert purge_proofs(due - timedelta(days=2)) == ""
    assert purge_proofs(due) == "Preuves de convocation effacées : 1 séance."
    for model in (PersonalLink, LinkEvent, Answer, Mailing, Delivery, OneTimeCode):
        assert not model.objects.exists(), model
    assert Dispatch.objects.count() == 5
    assert ProxyGrant.objects.get().grantor.uid == "m2"
    assert purge_proofs(due) == ""


def test_tick_runs_every_duty_and_tells_those_that_fail(sitting, capsys, monkeypatch, caplog) -> None:
    call_command("tick")
    assert capsys.readouterr().out == "Échéances recalculées : 1 conseil.\n"

    def fail(now):
        raise ValueError("panne")

    duties = (Duty("a", fail), Duty("b", lambda now: "Fait."))
    monkeypatch.setattr("deliberations.management.commands.tick.DUTIES", duties)
    with pytest.raises(Exception, match="Tâches en échec : a"):
        call_command("tick")
    assert capsys.readouterr().out == "Fait.\n"
    assert recurring.DUTIES[0].code == "convening.purge"
