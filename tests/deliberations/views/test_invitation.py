"""The personal page: a token, no account, and nothing that leaks or that a robot could do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from deliberations.domain.convening import AnswerKind, EventKind
from deliberations.models import (
    AgendaItem,
    Answer,
    Bar,
    ItemPaper,
    LinkEvent,
    PersonalLink,
    ProxyGrant,
    Sitting,
    StoredFile,
)
from deliberations.services.links import new_token
from deliberations.services.storage import read_document, receive_file
from deliberations.views import personal
from deliberations.views.personal import GUESSES
from tests.builders import make_user
from tests.deliberations.views.world import text_of_page
from tests.support.convening import code_sent, link_of, make_world, member, send_all

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def sitting() -> Sitting:
    return make_world()


def url(name: str, token: str, **more: str) -> str:
    return reverse(name, kwargs={"token": token, **more})


def give_proxy(client, token: str, holder: str = "m3", **more: object) -> ProxyGrant:
    client.post(url("member_proxy", token), {"holder": holder, "scope": "toute", **more})
    grant = ProxyGrant.objects.latest("pk")
    client.post(url("member_proxy_code", token, grant=grant.uid), {"code": code_sent()})
    grant.refresh_from_db()
    return grant


def test_page_tells_the_sitting_its_papers_and_what_is_kept(client, sitting) -> None:
    page = text_of_page(client.get(url("member_link", link_of(sitting, "m2"))))
    assert "Page de Bruno Petit" in page
    assert "à 20 h 30" in page
    assert "1. Tarifs de la cantine" in page
    assert "Rapporteur : Bruno PETIT" in page
    assert "<p>Une note.</p>" in page
    assert "aucun traceur" in page
    assert "Se déconnecter" not in page
    assert "mairie@exemple.test" in page


def test_page_tells_what_the_gdpr_asks_and_that_a_proxy_is_written(client, sitting) -> None:
    """RGPD, art. 13, 14 and 21; CGCT art. L. 2121-20."""
    page = text_of_page(client.get(url("member_link", link_of(sitting, "m2"))))
    for told in (
        "Qui en répond : ",
        "délégué à la protection des données",
        "obligation légale (RGPD, art. 6, 1, c)",
        "D'où elles viennent",
        "Qui les voit",
        "effacées le",
        "opposition, pour une raison tenant à votre situation",
        "saisir la CNIL",
        "Un pouvoir se donne toujours par écrit : sur cette page, ou sur un papier daté et signé",
    ):
        assert told in page, told


def test_holder_who_is_excused_is_offered_with_what_happens(client, sitting) -> None:
    client.post(url("member_answer", link_of(sitting, "m3")), {"reponse": "EXCUSED"})
    token = link_of(sitting, "m2")
    assert "Chloé Roy (a prévenu de son absence)" in text_of_page(client.get(url("member_proxy", token)))
    client.post(url("member_proxy", token), {"holder": "m3", "scope": "toute"})
    code = url("member_proxy_code", token, grant=ProxyGrant.objects.get().uid)
    assert "votre voix ne sera comptée que si ce membre vient tout de même" in text_of_page(client.get(code))
    client.post(code, {"code": code_sent()})
    assert ProxyGrant.objects.in_force().get().holder.uid == "m3"


def test_page_leaks_nothing_and_sets_no_cookie(client, sitting) -> None:
    token = link_of(sitting, "m2")
    for name, more in (("member_link", {}), ("member_proxy", {}), ("link_interest", {"item": "p1"})):
        response = client.get(url(name, token, **more))
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text_of_page(response)


def test_get_changes_nothing_but_the_page_asked(client, sitting) -> None:
    """A mail scanner opens every link it finds: nothing is answered, confirmed or revoked by it."""
    token = link_of(sitting, "m2")
    grant = give_proxy(client, token)
    LinkEvent.objects.all().purge()
    before = (Answer.objects.get().at, grant.confirmed_at)
    for name, more in (
        ("member_link", {}),
        ("member_proxy", {}),
        ("member_proxy_code", {"grant": grant.uid}),
        ("member_proxy_revoke", {"grant": grant.uid}),
        ("link_interest", {"item": "p1"}),
        ("member_answer", {}),
    ):
        client.get(url(name, token, **more))
        client.head(url(name, token, **more))
    grant.refresh_from_db()
    assert (Answer.objects.get().at, grant.confirmed_at) == before
    assert grant.revoked_at is None
    assert not Bar.objects.exists()
    assert [event.kind for event in LinkEvent.objects.all()] == [EventKind.PAGE_ASKED]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"revoked_at": timezone.now()}, "Ce lien a été désactivé par la mairie."),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "Ce lien a expiré"),
    ],
)
def test_closed_link_says_what_to_do_and_nothing_else(client, sitting, changes, message) -> None:
    token = link_of(sitting, "m2", **changes)
    response = client.get(url("member_link", token))
    page = text_of_page(response)
    assert response.status_code == 404
    assert message in page
    assert "cantine" not in page
    assert client.post(url("member_answer", token), {"reponse": "PRESENT"}).status_code == 404
    assert not Answer.objects.exists()


def test_guessing_is_slowed_down_and_shuts_no_member_out(client, sitting) -> None:
    good = link_of(sitting, "m2")
    statuses = [client.get(url("member_link", new_token())).status_code for _ in range(GUESSES + 1)]
    assert statuses == [404] * GUESSES + [429]
    assert client.get(url("member_link", good)).status_code == 200


def test_guesses_are_counted_for_a_quarter_of_an_hour(client, sitting, monkeypatch) -> None:
    monkeypatch.setattr(personal, "GUESSES", 2)

    def guess() -> int:
        return client.get(url("member_link", new_token())).status_code

    assert [guess() for _ in range(3)] == [404, 404, 429]
    for minutes, status in ((14, 429), (16, 404)):
        later = timezone.now() + timedelta(minutes=minutes)
        with monkeypatch.context() as patch:
            patch.setattr("django.core.cache.backends.db.tz_now", lambda later=later: later)
            assert guess() == status


@pytest.mark.parametrize("changes", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_old_link_of_a_member_is_no_guess(client, sitting, changes, monkeypatch) -> None:
    monkeypatch.setattr(personal, "GUESSES", 1)
    old = link_of(sitting, "m2", **changes)
    assert [client.get(url("member_link", old)).status_code for _ in range(3)] == [404] * 3
    assert [client.get(url("member_link", new_token())).status_code for _ in range(2)] == [404, 429]


def test_answer_is_changed_until_the_opening(client, sitting) -> None:
    token = link_of(sitting, "m2")
    for kind in (AnswerKind.PRESENT, AnswerKind.EXCUSED):
        page = client.post(url("member_answer", token), {"reponse": kind.value}, follow=True)
        assert "Votre réponse est enregistrée." in text_of_page(page)
        assert Answer.objects.get().kind == kind
    Sitting.objects.update(opened_at=timezone.now())
    page = client.post(url("member_answer", token), {"reponse": "PRESENT"})
    assert "La séance est ouverte ou passée" in text_of_page(page)
    assert Answer.objects.get().kind == AnswerKind.EXCUSED


def test_proxy_from_the_form_to_its_paper(client, sitting) -> None:
    token = link_of(sitting, "m2")
    grant = give_proxy(client, token)
    assert grant.is_in_force
    page = text_of_page(client.get(url("member_link", token)))
    assert "Bruno PETIT donne pouvoir à Chloé ROY pour toute la séance." in page
    assert "Je serai présent" not in page
    expected = read_document(grant.pdf)
    for uid in ("m2", "m3"):
        mine = token if uid == "m2" else link_of(sitting, uid)
        file = client.get(url("member_proxy_pdf", mine, grant=grant.uid))
        assert (file.content, file["Referrer-Policy"]) == (expected, "no-referrer")
    stranger = link_of(sitting, "m4")
    assert client.get(url("member_proxy_pdf", stranger, grant=grant.uid)).status_code == 404
    assert "Pouvoir qui vous est donné" in text_of_page(
        client.get(url("member_link", link_of(sitting, "m3")))
    )


def test_proxy_of_somebody_else_is_neither_confirmed_nor_revoked(client, sitting) -> None:
    grant = give_proxy(client, link_of(sitting, "m2"))
    thief = link_of(sitting, "m4")
    for name in ("member_proxy_code", "member_proxy_revoke"):
        assert client.post(url(name, thief, grant=grant.uid), {"code": "123456"}).status_code == 404
    grant.refresh_from_db()
    assert grant.is_in_force


def test_link_of_another_sitting_opens_only_that_one(client, sitting) -> None:
    other = make_world(council={"uid": "autre", "place_name": "Autre"})
    theirs = link_of(other, "m2")
    grant = give_proxy(client, link_of(sitting, "m2"))
    AgendaItem.objects.filter(sitting=sitting, uid="p3").update(uid="ailleurs")
    assert "Autre" in text_of_page(client.get(url("member_link", theirs)))
    for name, more in (
        ("link_interest", {"item": "ailleurs"}),
        ("member_proxy_code", {"grant": grant.uid}),
        ("member_proxy_revoke", {"grant": grant.uid}),
        ("member_proxy_pdf", {"grant": grant.uid}),
    ):
        assert client.get(url(name, theirs, **more)).status_code == 404, name


def test_only_members_who_may_receive_are_offered(client, sitting) -> None:
    give_proxy(client, link_of(sitting, "m2"))
    page = client.get(url("member_proxy", link_of(sitting, "m4")))
    offered = [uid for uid, _ in page.context["form"].fields["holder"].choices]
    assert offered == ["", "m1", "m2", "m5"]
    typed = client.post(url("member_proxy", link_of(sitting, "m4")), {"holder": "m3", "scope": "toute"})
    assert "ne peut plus recevoir de pouvoir" in text_of_page(typed)


def test_proxy_for_some_items(client, sitting) -> None:
    token = link_of(sitting, "m2")
    page = client.post(url("member_proxy", token), {"holder": "m3", "scope": "points"})
    assert "Cochez les points" in text_of_page(page)
    grant = give_proxy(client, token, scope="points", items=["p1", "p3"])
    assert sorted(item.uid for item in grant.items.all()) == ["p1", "p3"]
    assert "Je serai présent" in text_of_page(client.get(url("member_link", token)))


def test_code_sent_again_and_wrong_codes(client, sitting) -> None:
    token = link_of(sitting, "m2")
    client.post(url("member_proxy", token), {"holder": "m3", "scope": "toute"})
    target = url("member_proxy_code", token, grant=ProxyGrant.objects.get().uid)
    assert "Le code compte six chiffres." in text_of_page(client.post(target, {"code": "12"}))
    right = code_sent()
    wrong = f"{(int(right) + 1) % 1000000:06d}"
    page = text_of_page(client.post(target, {"code": wrong}))
    assert "Il vous reste 4 essais." in page
    assert f'value="{wrong}"' in page
    assert "Un nouveau code vient de partir." in text_of_page(client.post(target, {"renvoyer": "1"}))
    spaced = f"{code_sent()[:3]} {code_sent()[3:]}"
    assert client.post(target, {"code": spaced}).status_code == 302
    again = client.post(target, {"code": spaced}, follow=True)
    assert "Votre pouvoir est enregistré." in text_of_page(again)
    assert LinkEvent.objects.filter(kind=EventKind.PROXY_GIVEN).count() == 1


def test_revocation_asks_first(client, sitting) -> None:
    token = link_of(sitting, "m2")
    grant = give_proxy(client, token)
    target = url("member_proxy_revoke", token, grant=grant.uid)
    assert "ne vaudra plus rien" in text_of_page(client.get(target))
    assert "Votre pouvoir est révoqué." in text_of_page(client.post(target, follow=True))
    assert client.get(url("member_proxy_pdf", token, grant=grant.uid)).status_code == 404
    assert client.post(url("member_proxy_code", token, grant=grant.uid), {"code": "1"}).status_code == 404


def test_revocation_after_the_opening_goes_through_the_secretary(client, sitting) -> None:
    token = link_of(sitting, "m2")
    grant = give_proxy(client, token)
    Sitting.objects.update(opened_at=timezone.now())
    page = client.post(url("member_proxy_revoke", token, grant=grant.uid))
    assert "Adressez-vous au secrétariat" in text_of_page(page)
    grant.refresh_from_db()
    assert grant.is_in_force


def test_interest_is_explained_confirmed_and_kept(client, sitting) -> None:
    token = link_of(sitting, "m2")
    target = url("link_interest", token, item="p2")
    page = text_of_page(client.get(target))
    assert "CGCT art. L. 2131-11" in page
    assert "Subvention au club de tennis" in page
    assert "Cochez la case" in text_of_page(client.post(target))
    assert not Bar.objects.exists()
    done = text_of_page(client.post(target, {"confirmed": "on"}, follow=True))
    assert "Votre déclaration est enregistrée." in done
    assert "Vous avez déclaré un intérêt sur ce point." in done
    bar = Bar.objects.get()
    assert (bar.item.uid, bar.member.uid, bar.ground) == ("p2", "m2", "INTEREST")


def test_letter_is_the_very_file_that_was_sent(client, sitting) -> None:
    send_all(sitting, make_user(council=sitting.council))
    token = link_of(sitting, "m2")
    assert client.get(url("member_letter", token)).content == mail.outbox[1].attachments[0][1]
    assert LinkEvent.objects.get(kind=EventKind.PAPER_READ).detail == "convocation.pdf"


def test_paper_is_served_only_when_joined_for_the_members(client, sitting) -> None:
    file: StoredFile = receive_file(
        council=sitting.council, content=b"Plan", name="plan.txt", media_type="text/plain", by=None
    )
    token = link_of(sitting, "m2")
    target = url("member_paper", token, file=file.uid)
    assert client.get(target).status_code == 404
    item = AgendaItem.objects.get(uid="p1")
    paper = ItemPaper.objects.create(item=item, position=1, title="Plan", file=file, is_for_members=False)
    assert client.get(target).status_code == 404
    ItemPaper.objects.filter(pk=paper.pk).update(is_for_members=True)
    response = client.get(target)
    assert (response.content, response["Content-Disposition"]) == (b"Plan", 'attachment; filename="plan.txt"')
    assert LinkEvent.objects.get(kind=EventKind.PAPER_READ).detail == "plan.txt"


def test_links_do_not_know_each_other(client, sitting) -> None:
    first, second = link_of(sitting, "m2"), link_of(sitting, "m3")
    client.post(url("member_answer", first), {"reponse": "PRESENT"})
    assert "Votre réponse du" not in text_of_page(client.get(url("member_link", second)))
    assert PersonalLink.objects.count() == 2
    assert member(sitting.council, "m3").answers.count() == 0
