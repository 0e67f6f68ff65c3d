"""Proxies by the link and on paper, their codes, and the ways one would cheat (CGCT art. L. 2121-20)."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Mandate
from deliberations.domain.acts import Source
from deliberations.domain.convening import AnswerKind, EventKind
from deliberations.models import AgendaItem, Answer, Bar, LinkEvent, OneTimeCode, ProxyGrant, Sitting
from deliberations.services import proxies
from deliberations.services.answers import AnswersClosed, answer_by_link, answer_declared, declare_interest
from deliberations.services.proxies import (
    CODE_TRIES,
    CODES_AN_HOUR,
    CodeRefused,
    PaperProxy,
    confirm_proxy,
    record_paper_proxy,
    revoke_proxy,
    send_code,
    start_proxy,
)
from deliberations.services.storage import read_document
from tests.builders import make_user
from tests.support.convening import code_sent, make_world, member, today
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return make_world()


def who(sitting: Sitting, uid: str) -> Mandate:
    return member(sitting.council, uid)


def ask(sitting: Sitting, grantor: str, holder: str, items: tuple[str, ...] = (), **more) -> ProxyGrant:
    rows = list(AgendaItem.objects.filter(sitting=sitting, uid__in=items).order_by("order"))
    told = {"covers_second_call": False, "at": timezone.now(), **more}
    return start_proxy(
        sitting, grantor=who(sitting, grantor), holder=who(sitting, holder), items=rows, **told
    )


def give(sitting: Sitting, grantor: str, holder: str, items: tuple[str, ...] = ()) -> ProxyGrant:
    grant = ask(sitting, grantor, holder, items)
    return confirm_proxy(grant, code=code_sent(), at=timezone.now())


def test_confirmed_proxy_is_a_dated_paper_sent_to_its_giver(sitting) -> None:
    at = datetime.combine(today(), datetime.min.time(), UTC) + timedelta(hours=9, minutes=5)
    grant = ask(sitting, "m2", "m3", at=at, covers_second_call=True)
    assert not ProxyGrant.objects.in_force().exists()
    confirmed = confirm_proxy(grant, code=code_sent(), at=at)
    assert (confirmed.is_signed, confirmed.received_by) == (True, "lien personnel, code confirmé")
    assert confirmed.dated_on == today()
    pdf = read_document(confirmed.pdf)
    text = " ".join(tagged_text(pdf))
    assert "Je soussigné, Bruno PETIT, conseiller municipal, donne pouvoir à Chloé ROY," in text
    assert "confirmé par un code à usage unique" in text
    assert "vaut aussi pour une seconde convocation" in text
    assert f"Référence : {grant.uid}" in text
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    to_giver, to_holder = mail.outbox[-2:]
    assert (to_giver.to, to_holder.to) == (["m2@exemple.test"], ["m3@exemple.test"])
    assert to_giver.attachments[0][1] == pdf
    assert Answer.objects.get(member__uid="m2").kind == AnswerKind.EXCUSED
    assert LinkEvent.objects.get(kind=EventKind.PROXY_GIVEN).detail == "À Chloé Roy"


def test_code_is_kept_only_as_a_keyed_digest(sitting) -> None:
    ask(sitting, "m2", "m3")
    row = OneTimeCode.objects.get()
    assert code_sent() not in row.digest
    assert len(row.digest) == 64
    assert row.expires_at - row.created_at == timedelta(minutes=15)


def test_code_dies_after_a_quarter_of_an_hour(sitting) -> None:
    grant = ask(sitting, "m2", "m3")
    with pytest.raises(CodeRefused, match="expiré"):
        confirm_proxy(grant, code=code_sent(), at=timezone.now() + timedelta(minutes=15))
    assert not ProxyGrant.objects.in_force().exists()


def test_code_is_not_found_by_trying(sitting) -> None:
    grant = ask(sitting, "m2", "m3")
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for left in range(CODE_TRIES - 1, -1, -1):
        with pytest.raises(CodeRefused) as caught:
            confirm_proxy(grant, code=wrong, at=timezone.now())
        assert (f"{left} essai" in caught.value.message_fr) == (left > 0)
    with pytest.raises(CodeRefused, match="codes faux"):
        confirm_proxy(grant, code=right, at=timezone.now())
    send_code(grant, timezone.now())
    assert confirm_proxy(grant, code=code_sent(), at=timezone.now()).is_in_force


def test_new_code_cancels_the_former_one(sitting, monkeypatch) -> None:
    codes = iter([111111, 222222])
    monkeypatch.setattr(proxies.secrets, "randbelow", lambda _: next(codes))
    grant = ask(sitting, "m2", "m3")
    send_code(grant, timezone.now())
    with pytest.raises(CodeRefused):
        confirm_proxy(grant, code="111111", at=timezone.now())
    assert confirm_proxy(grant, code="222222", at=timezone.now()).is_in_force


def test_code_of_another_proxy_is_worth_nothing(sitting, monkeypatch) -> None:
    codes = iter([111111, 222222])
    monkeypatch.setattr(proxies.secrets, "randbelow", lambda _: next(codes))
    first, second = ask(sitting, "m2", "m3"), ask(sitting, "m4", "m5")
    with pytest.raises(CodeRefused):
        confirm_proxy(first, code="222222", at=timezone.now())
    assert confirm_proxy(second, code="222222", at=timezone.now()).is_in_force


def test_codes_cannot_fill_a_mailbox(sitting) -> None:
    grant = ask(sitting, "m2", "m3")
    for _ in range(CODES_AN_HOUR - 1):
        send_code(grant, timezone.now())
    sent = len(mail.outbox)
    with pytest.raises(CodeRefused, match="Trop de codes"):
        send_code(grant, timezone.now())
    with pytest.raises(CodeRefused, match="Trop de codes"):
        ask(sitting, "m2", "m4")
    assert len(mail.outbox) == sent
    assert list(ProxyGrant.objects.all()) == [grant]


def test_confirmation_played_again_changes_nothing(sitting) -> None:
    grant = ask(sitting, "m2", "m3")
    code = code_sent()
    first = confirm_proxy(grant, code=code, at=timezone.now())
    sent = len(mail.outbox)
    again = confirm_proxy(ProxyGrant.objects.get(pk=grant.pk), code=code, at=timezone.now())
    assert again.confirmed_at == first.confirmed_at
    assert (len(mail.outbox), LinkEvent.objects.filter(kind=EventKind.PROXY_GIVEN).count()) == (sent, 1)


def test_confirmation_does_not_revive_a_revoked_proxy(sitting) -> None:
    grant = ask(sitting, "m2", "m3")
    code = code_sent()
    revoke_proxy(confirm_proxy(grant, code=code, at=timezone.now()), at=timezone.now())
    with pytest.raises(CodeRefused):
        confirm_proxy(ProxyGrant.objects.get(pk=grant.pk), code=code, at=timezone.now())
    assert not ProxyGrant.objects.in_force().exists()


def test_holder_of_one_proxy_receives_no_second(sitting) -> None:
    give(sitting, "m2", "m3")
    with pytest.raises(Refusal) as caught:
        ask(sitting, "m4", "m3")
    assert (caught.value.code, caught.value.article) == ("proxy.holder_taken", "CGCT art. L. 2121-20")


def test_of_two_who_chose_the_same_holder_the_first_to_confirm_has_him(sitting) -> None:
    first = ask(sitting, "m2", "m3")
    code = code_sent()
    give(sitting, "m4", "m3")
    with pytest.raises(Refusal, match="détient déjà un pouvoir"):
        confirm_proxy(first, code=code, at=timezone.now())
    assert ProxyGrant.objects.in_force().get().grantor.uid == "m4"


def test_derogation_of_the_day_lets_a_holder_have_two(sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(derogation_proxies_per_holder=2)
    give(sitting, "m2", "m3")
    assert give(sitting, "m4", "m3").is_in_force


def test_proxy_to_himself_is_refused(sitting) -> None:
    with pytest.raises(Refusal, match="Choisissez un autre membre"):
        ask(sitting, "m2", "m2")


def test_proxy_to_who_is_not_expected_is_given_all_the_same(sitting) -> None:
    """CGCT art. L. 2121-20 forbids a second proxy, not a holder who may still come."""
    answer_by_link(sitting, member=who(sitting, "m3"), kind=AnswerKind.EXCUSED, at=timezone.now())
    assert give(sitting, "m2", "m3").is_in_force
    give(sitting, "m4", "m1")
    assert give(sitting, "m5", "m4").is_in_force


def test_second_proxy_of_one_giver(sitting) -> None:
    give(sitting, "m2", "m3")
    with pytest.raises(Refusal, match="révoquez-le"):
        ask(sitting, "m2", "m4")


def test_giver_whose_holder_will_not_come_is_told(sitting) -> None:
    give(sitting, "m2", "m3")
    mail.outbox.clear()
    answer_by_link(sitting, member=who(sitting, "m3"), kind=AnswerKind.EXCUSED, at=timezone.now())
    (message,) = mail.outbox
    assert message.to == ["m2@exemple.test"]
    assert "Votre mandataire ne viendra pas" in message.subject


def test_holder_who_gives_his_own_tells_the_first_giver(sitting) -> None:
    give(sitting, "m2", "m3")
    mail.outbox.clear()
    give(sitting, "m3", "m4")
    told = [m.to for m in mail.outbox if "Votre mandataire" in m.subject]
    assert told == [["m2@exemple.test"]]


def test_proxy_of_chosen_items_is_no_excuse(sitting) -> None:
    grant = give(sitting, "m2", "m3", ("p2", "p3"))
    assert sorted(item.uid for item in grant.items.all()) == ["p2", "p3"]
    assert not Answer.objects.exists()
    assert "les points 2 et 3" in " ".join(tagged_text(read_document(grant.pdf)))


def test_who_gave_a_proxy_revokes_it_before_coming(sitting) -> None:
    grant = give(sitting, "m2", "m3")
    with pytest.raises(Refusal, match="révoquez"):
        answer_by_link(sitting, member=who(sitting, "m2"), kind=AnswerKind.PRESENT, at=timezone.now())
    mail.outbox.clear()
    revoke_proxy(grant, at=timezone.now())
    assert sorted(m.to[0] for m in mail.outbox) == ["m2@exemple.test", "m3@exemple.test"]
    answer = answer_by_link(sitting, member=who(sitting, "m2"), kind=AnswerKind.PRESENT, at=timezone.now())
    assert (answer.kind, answer.source) == (AnswerKind.PRESENT, Source.MACHINE)


def on_paper(sitting: Sitting, holder: str) -> ProxyGrant:
    told = PaperProxy(holder=who(sitting, holder))
    by = make_user(f"{holder}@mairie.test")
    return record_paper_proxy(sitting, grantor=who(sitting, "m2"), told=told, by=by, at=timezone.now())


def test_revocation_takes_back_the_excuse_that_the_proxy_itself_wrote(sitting) -> None:
    revoke_proxy(give(sitting, "m2", "m3"), at=timezone.now())
    assert not Answer.objects.exists()
    on_paper(sitting, "m3")
    revoke_proxy(on_paper(sitting, "m4"), at=timezone.now())
    assert not Answer.objects.exists()


def test_revocation_leaves_the_excuse_told_beside_the_proxy(sitting) -> None:
    answer_by_link(sitting, member=who(sitting, "m2"), kind=AnswerKind.EXCUSED, at=timezone.now())
    revoke_proxy(give(sitting, "m2", "m3"), at=timezone.now())
    assert Answer.objects.get().kind == AnswerKind.EXCUSED


def test_nothing_is_given_nor_revoked_once_the_sitting_is_open(sitting) -> None:
    grant, waiting = give(sitting, "m2", "m3"), ask(sitting, "m4", "m5")
    code = code_sent()
    Sitting.objects.filter(pk=sitting.pk).update(opened_at=timezone.now())
    now = timezone.now()
    for gesture in (
        lambda: revoke_proxy(grant, at=now),
        lambda: confirm_proxy(waiting, code=code, at=now),
        lambda: answer_by_link(sitting, member=who(sitting, "m5"), kind=AnswerKind.PRESENT, at=now),
        lambda: declare_interest(
            sitting, member=who(sitting, "m5"), item=AgendaItem.objects.get(uid="p1"), at=now
        ),
    ):
        with pytest.raises(AnswersClosed):
            gesture()
    assert ProxyGrant.objects.in_force().get() == grant


def test_nothing_is_answered_the_day_after(sitting) -> None:
    after = timezone.now() + timedelta(days=11)
    with pytest.raises(AnswersClosed):
        answer_by_link(sitting, member=who(sitting, "m5"), kind=AnswerKind.PRESENT, at=after)


def test_code_that_cannot_leave_is_told(sitting, monkeypatch) -> None:
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse)
    with pytest.raises(CodeRefused, match="n'a pas pu être envoyé"):
        ask(sitting, "m2", "m3")


def test_paper_proxy_is_recorded_as_it_is_even_to_a_holder_who_has_one(sitting) -> None:
    by = make_user(council=sitting.council)
    give(sitting, "m2", "m3")
    told = PaperProxy(
        holder=who(sitting, "m3"), dated_on=today(), is_signed=True, received_by="remis à l'accueil"
    )
    grant = record_paper_proxy(sitting, grantor=who(sitting, "m4"), told=told, by=by, at=timezone.now())
    assert ProxyGrant.objects.in_force().filter(holder__uid="m3").count() == 2
    assert (grant.channel, grant.received_by) == ("PAPER", "remis à l'accueil")
    answer = Answer.objects.get(member__uid="m4")
    assert (answer.kind, answer.source) == (AnswerKind.EXCUSED, Source.DECLARED)


def test_paper_proxy_replaces_that_of_the_link(sitting) -> None:
    by = make_user(council=sitting.council)
    first = give(sitting, "m2", "m3")
    told = PaperProxy(holder=who(sitting, "m4"))
    second = record_paper_proxy(sitting, grantor=who(sitting, "m2"), told=told, by=by, at=timezone.now())
    first.refresh_from_db()
    assert first.revocation == "remplacé par un pouvoir sur papier"
    assert ProxyGrant.objects.in_force().get() == second


def test_answer_told_by_telephone(sitting) -> None:
    by = make_user(council=sitting.council)
    for _ in range(2):
        answer_declared(sitting, member=who(sitting, "m2"), kind=AnswerKind.PRESENT, by=by, at=timezone.now())
    assert LinkEvent.objects.get(kind=EventKind.ANSWERED).detail == "Présent, déclarée à la mairie"


def test_interest_told_twice_is_one_fact(sitting) -> None:
    item = AgendaItem.objects.get(uid="p2")
    for _ in range(2):
        declare_interest(sitting, member=who(sitting, "m2"), item=item, at=timezone.now())
    assert Bar.objects.get().ground == "INTEREST"
    assert LinkEvent.objects.get(kind=EventKind.INTEREST).detail == "Point 2"
