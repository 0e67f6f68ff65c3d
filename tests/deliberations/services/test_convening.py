"""Sending the convocation: who is called, once, with a state for each, and what stands in the way."""

from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Population, User
from deliberations.domain.convening import DeliveryState, EventKind, MailingKind, later_days
from deliberations.domain.sittings import Channel
from deliberations.domain.wording.dates import long_date
from deliberations.models import (
    AgendaItem,
    Delivery,
    Dispatch,
    LinkEvent,
    Mailing,
    Override,
    PersonalLink,
    Sitting,
)
from deliberations.queries import record_of
from deliberations.queries.convening import convening_of, sent_letter
from deliberations.services.convening import (
    ReasonNeeded,
    SendingRefused,
    declare_urgency,
    plan_sending,
    record_paper_dispatch,
    renew_link,
    send_amended_agenda,
    send_convocation,
)
from deliberations.services.delivering import INTERRUPTED, deliver
from deliberations.services.links import find_link, token_digest
from deliberations.services.reminding import postpone, remind
from deliberations.services.storage import read_document
from tests.builders import make_user
from tests.support.convening import SITE, letters, make_world, member, send_all, today
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return make_world(paper=("m4",), without=("m5",))


@pytest.fixture
def by(sitting):
    return make_user(council=sitting.council)


def fresh(sitting: Sitting) -> Sitting:
    return Sitting.objects.select_related("council").get(pk=sitting.pk)


def test_each_member_with_an_address_is_called_once(sitting, by) -> None:
    assert len(send_all(sitting, by)) == 3
    assert send_all(sitting, by) == ()
    assert letters() == {
        f"m{n}@exemple.test": f"Convocation : séance du {french_day(sitting)}" for n in (1, 2, 3)
    }
    sent = Dispatch.objects.filter(sitting=sitting).values_list("member__uid", "channel")
    assert sorted(sent) == [("m1", "ELECTRONIC"), ("m2", "ELECTRONIC"), ("m3", "ELECTRONIC")]
    assert all(d.sent_at <= timezone.now() for d in Dispatch.objects.all())
    assert Mailing.objects.get().agenda == {
        "p1": "Tarifs de la cantine",
        "p2": "Subvention au club de tennis",
        "p3": "Voirie",
    }


def french_day(sitting: Sitting) -> str:
    return long_date(sitting.held_on)


def test_message_is_text_and_html_from_the_council_with_its_letter(sitting, by) -> None:
    send_all(sitting, by)
    (message,) = [m for m in mail.outbox if m.to == ["m2@exemple.test"]]
    assert parseaddr(str(make_header(decode_header(message.from_email)))) == (
        "Exemple – Conseil municipal",
        "conforme@localhost",
    )
    assert message.reply_to == ["mairie@exemple.test"]
    (html,) = [content for content, kind in message.alternatives if kind == "text/html"]
    name, content, media_type = message.attachments[0]
    assert (name, media_type) == ("convocation.pdf", "application/pdf")
    assert "<img" not in html
    assert "1. Tarifs de la cantine – Rapporteur : Bruno PETIT" in message.body.replace("\u00a0", " ")
    token = message.body.split(f"{SITE}/convocation/")[1].split("/")[0]
    assert token in html
    link = find_link(token, timezone.now())
    assert link.member.uid == "m2"
    assert not PersonalLink.objects.filter(token_sha256=token).exists()
    assert link.token_sha256 == token_digest(token)
    assert read_document(Delivery.objects.get(member__uid="m2").pdf) == content
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 3


def test_day_of_the_convocation_comes_with_the_last_member(sitting, by) -> None:
    send_all(sitting, by)
    assert fresh(sitting).convocation_sent_on is None
    people = [member(sitting.council, uid) for uid in ("m4", "m5")]
    handed = timezone.now() - timedelta(days=1)
    done = record_paper_dispatch(sitting, members=people, channel=Channel.HAND, sent_at=handed, by=by)
    assert done == 2
    assert fresh(sitting).convocation_sent_on == today()
    assert record_paper_dispatch(sitting, members=people, channel=Channel.HAND, sent_at=handed, by=by) == 0
    events = LinkEvent.objects.filter(kind=EventKind.PAPER_SENT).values_list("member__uid", "detail")
    assert sorted(events) == [("m4", "En main propre"), ("m5", "En main propre")]


def test_paper_dispatch_to_come_is_refused(sitting, by) -> None:
    later = timezone.now() + timedelta(hours=2)
    with pytest.raises(Refusal, match="à venir"):
        record_paper_dispatch(
            sitting, members=[member(sitting.council, "m4")], channel=Channel.POST, sent_at=later, by=by
        )
    assert not Dispatch.objects.exists()


def test_failure_is_told_for_its_member_and_sent_again_alone(sitting, by, monkeypatch) -> None:
    def refuse(self, *args, **kwargs):
        if self.to == ["m2@exemple.test"]:
            raise ConnectionRefusedError
        mail.outbox.append(self)
        return 1

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMultiAlternatives, "send", refuse)
        send_all(sitting, by)
    failed = Delivery.objects.get(state=DeliveryState.FAILED)
    assert (failed.member.uid, failed.sent_at, failed.attempts) == ("m2", None, 1)
    assert "ConnectionRefusedError" in failed.error
    assert LinkEvent.objects.get(kind=EventKind.FAILED).member.uid == "m2"
    assert not Dispatch.objects.filter(member__uid="m2").exists()
    mail.outbox.clear()
    assert [d.pk for d in send_all(sitting, by)] == [failed.pk]
    assert [m.to for m in mail.outbox] == [["m2@exemple.test"]]
    failed.refresh_from_db()
    assert (failed.state, failed.error, failed.attempts) == ("SENT", "", 2)


def test_error_of_ours_leaves_a_state_and_can_be_tried_again(sitting, by, settings) -> None:
    """The disk takes no file: the letter cannot be kept."""
    folder = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = settings.DATA_DIR / "no folder"
    settings.MEDIA_ROOT.write_bytes(b"")
    send_all(sitting, by)
    settings.MEDIA_ROOT = folder
    assert set(Delivery.objects.values_list("state", "error")) == {("FAILED", INTERRUPTED)}
    assert mail.outbox == []
    assert len(send_all(sitting, by)) == 3
    assert len(mail.outbox) == 3


def test_task_called_twice_sends_once(sitting, by) -> None:
    (first, *_) = send_all(sitting, by)
    mail.outbox.clear()
    assert deliver.call(first.pk) == "left alone"
    assert mail.outbox == []


def test_interrupted_sending_waits_a_quarter_of_an_hour_before_another_try(sitting, by) -> None:
    send_all(sitting, by)
    Dispatch.objects.filter(member__uid="m1").delete()
    taken = timezone.now() - timedelta(minutes=5)
    Delivery.objects.filter(member__uid="m1").update(state=DeliveryState.SENDING, taken_at=taken)
    assert send_all(sitting, by) == ()
    Delivery.objects.filter(member__uid="m1").update(taken_at=taken - timedelta(minutes=11))
    assert [d.member.uid for d in send_all(sitting, by)] == ["m1"]


def test_late_convocation_is_refused_with_its_article_and_way_out(by, sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(held_on=today() + timedelta(days=3))
    with pytest.raises(SendingRefused) as caught:
        send_all(fresh(sitting), by)
    assert caught.value.article == "CGCT art. L. 2121-11"
    assert "2 jours francs" in caught.value.message_fr
    assert "faire constater l'urgence" in caught.value.message_fr
    assert (mail.outbox, Mailing.objects.count()) == ([], 0)


def test_urgency_lets_it_leave_and_is_told_in_the_letter(by, sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(held_on=today() + timedelta(days=3))
    declare_urgency(fresh(sitting), reason="Rupture d'une canalisation.", by=by)
    assert len(send_all(fresh(sitting), by)) == 3
    assert "adressée en urgence : Rupture d’une canalisation." in mail.outbox[0].body.replace("\u00a0", " ")


def test_urgency_does_not_save_the_eve(by, sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(held_on=today() + timedelta(days=1))
    declare_urgency(fresh(sitting), reason="Rupture", by=by)
    with pytest.raises(SendingRefused):
        send_all(fresh(sitting), by)


def test_incomplete_convocation_is_refused(by, sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(place="", starts_at=None)
    with pytest.raises(SendingRefused, match="l'heure, le lieu"):
        send_all(fresh(sitting), by)


def test_warning_waits_for_a_reason_that_is_kept(by) -> None:
    large = make_world(council={"uid": "grande", "populations": ()})
    Population.objects.create(council=large.council, value=4000)
    with pytest.raises(ReasonNeeded) as caught:
        send_convocation(large, by=by_of(large), at=timezone.now(), site=SITE, reason="  ")
    assert {finding.code for finding in caught.value.findings} == {"notice.no_note"}
    assert mail.outbox == []
    send_all(large, by_of(large), reason="Notes remises en commission.")
    override = Override.objects.get()
    assert (override.code, override.reason) == ("notice.no_note", "Notes remises en commission.")
    assert plan_sending(large, record_of(large), timezone.now()).warnings == ()


def by_of(sitting: Sitting):
    return User.objects.filter(roles__council=sitting.council).first() or make_user(
        "autre@exemple.test", council=sitting.council
    )


def test_nothing_leaves_once_the_members_have_met(sitting, by) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(opened_at=timezone.now())
    with pytest.raises(Refusal, match="La séance a commencé"):
        send_all(fresh(sitting), by)


def test_e_mail_that_waited_past_the_opening_does_not_leave(sitting, by, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    send_all(sitting, by)
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    assert waiting.count() == 3
    Sitting.objects.filter(pk=sitting.pk).update(opened_at=timezone.now())
    assert deliver.call(waiting.first().pk) == "FAILED"
    assert mail.outbox == []


def test_changed_agenda_is_sent_to_those_called_and_leaves_the_dispatch_alone(sitting, by) -> None:
    send_all(sitting, by)
    before = list(Dispatch.objects.values_list("pk", "sent_at"))
    now = timezone.now()
    with pytest.raises(Refusal, match="celui qui a été envoyé"):
        send_amended_agenda(sitting, by=by, at=now, site=SITE, reason="Ajout")
    AgendaItem.objects.create(sitting=sitting, uid="p4", order=4, title_html="Ajout")
    mail.outbox.clear()
    with pytest.raises(ReasonNeeded):
        send_amended_agenda(sitting, by=by, at=now, site=SITE, reason=" ")
    assert len(send_amended_agenda(sitting, by=by, at=now, site=SITE, reason="Demande du préfet.")) == 3
    assert all("Ordre du jour modifié" in m.subject.replace("\u00a0", " ") for m in mail.outbox)
    assert list(Dispatch.objects.values_list("pk", "sent_at")) == before
    assert LinkEvent.objects.filter(kind=EventKind.AMENDED_SENT).count() == 3
    assert Mailing.objects.filter(kind=MailingKind.AMENDED).get().agenda["p4"] == "Ajout"
    with pytest.raises(Refusal):
        send_amended_agenda(sitting, by=by, at=now, site=SITE, reason="Encore")


def test_reminder_joins_the_very_letter_that_was_sent(sitting, by) -> None:
    send_all(sitting, by)
    (first,) = Delivery.objects.filter(member__uid="m1")
    remind(sitting, by=by, at=timezone.now(), site=SITE)
    assert Delivery.objects.filter(member__uid="m1").last().pdf == first.pdf


def test_reminder_proves_no_later_call(sitting, by) -> None:
    """CGCT art. L. 2121-11: a letter dated by the day of the reminder would tell a late call."""
    handed = timezone.now() - timedelta(days=5)
    anne = member(sitting.council, "m1")
    record_paper_dispatch(sitting, members=[anne], channel=Channel.HAND, sent_at=handed, by=by)
    remind(sitting, by=by, at=timezone.now(), site=SITE)
    ((_, letter, _),) = mail.outbox[0].attachments
    text = " ".join(tagged_text(letter)).replace("\u00a0", " ")
    assert long_date(council_day(sitting.council, handed)) in text
    assert long_date(today()) not in text
    assert sent_letter(sitting, anne) is None


def late(sitting: Sitting) -> Sitting:
    Sitting.objects.filter(pk=sitting.pk).update(held_on=today() + timedelta(days=2))
    declare_urgency(sitting, reason="Canalisation rompue", by=None)
    return fresh(sitting)


def test_sitting_put_off_is_urgent_no_more(sitting, by) -> None:
    """CGCT art. L. 2121-11: urgency shortens a notice, which the new day gives in full."""
    (day, *_) = later_days(record_of(late(sitting)), today())
    postpone(sitting, day=day, by=by, on=today())
    moved = fresh(sitting)
    assert (moved.held_on, moved.convocation_is_urgent, moved.convocation_urgency_reason) == (day, False, "")


@pytest.mark.parametrize("state", [DeliveryState.WAITING, DeliveryState.SENDING])
def test_sitting_whose_convocation_is_leaving_is_not_put_off(sitting, by, state) -> None:
    (day, *_) = later_days(record_of(late(sitting)), today())
    mailing = Mailing.objects.create(sitting=sitting, asked_at=timezone.now())
    Delivery.objects.create(mailing=mailing, member=member(sitting.council, "m1"), state=state)
    with pytest.raises(Refusal, match="en cours d'envoi"):
        postpone(sitting, day=day, by=by, on=today())
    assert fresh(sitting).convocation_is_urgent


def test_new_link_closes_the_former_and_is_no_second_call(sitting, by) -> None:
    send_all(sitting, by)
    (old,) = PersonalLink.objects.filter(member__uid="m1")
    mail.outbox.clear()
    renew_link(sitting, member=member(sitting.council, "m1"), by=by, at=timezone.now(), site=SITE)
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert [m.to for m in mail.outbox] == [["m1@exemple.test"]]
    assert Dispatch.objects.filter(member__uid="m1").count() == 1
    with pytest.raises(Refusal, match="pas d'adresse"):
        renew_link(sitting, member=member(sitting.council, "m5"), by=by, at=timezone.now(), site=SITE)


def test_state_of_the_convocation_takes_as_many_queries_for_three_members_as_for_five() -> None:
    counts = []
    for size, uid in ((3, "petite"), (5, "moyenne")):
        world = make_world(size, council={"uid": uid})
        send_all(world, make_user(f"{uid}@exemple.test", council=world.council))
        record = record_of(world)
        with CaptureQueriesContext(connection) as queries:
            convening_of(world, record)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
