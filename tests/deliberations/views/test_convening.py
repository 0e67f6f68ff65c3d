"""The secretary's pages of a convocation."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Reading
from deliberations.models import (
    AgendaItem,
    Answer,
    Delivery,
    Dispatch,
    Mailing,
    Override,
    PersonalLink,
    ProxyGrant,
    Sitting,
    StoredFile,
)
from deliberations.services.storage import read_document
from tests.builders import BACKEND
from tests.deliberations.views.world import add_user, text_of_page
from tests.support.convening import PARIS, PLACE, make_world, one_page, send_all, today
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return make_world(paper=("m4",), without=("m5",))


@pytest.fixture
def secretary(client, sitting):
    user = add_user("secretaire@exemple.test", sitting.council, RoleKind.SECRETARY)
    client.force_login(user, backend=BACKEND)
    return user


def url(name: str, **more: str) -> str:
    return reverse(name, kwargs={**PLACE, **more})


def test_page_says_who_is_called_how_and_until_when(client, secretary) -> None:
    page = text_of_page(client.get(url("sitting_convocation")))
    latest = today() + timedelta(days=6)
    assert "3 jours francs avant la séance (CGCT art. L. 2121-11)" in page
    assert f"{latest.day} " in page.split("Dernier jour pour envoyer : ")[1][:30]
    assert "Par courriel : m1@exemple.test" in page
    assert "Sur papier, à sa demande" in page
    assert "Sur papier : aucune adresse électronique" in page
    assert "À convoquer sur papier :</strong> Denis Faure, Émilie Noël." in page
    assert "0 présent annoncé (quorum : 3) · 0 excusé · 0 pouvoir · 5 sans réponse" in page
    assert "J'ai l'honneur de vous prier de bien vouloir assister à la séance du conseil municipal" in page


def test_sending_by_the_button_and_again(client, secretary, sitting) -> None:
    confirm = text_of_page(client.get(url("convocation_send")))
    assert "3 courriels</strong> avec la convocation" in confirm
    page = client.post(url("convocation_send"), follow=True)
    assert "3 convocations partent par courriel." in text_of_page(page)
    assert text_of_page(page).count("Convoqué</span>") == 3
    again = client.post(url("convocation_send"), follow=True)
    assert "Rien à envoyer" in text_of_page(again)
    assert len(mail.outbox) == 3
    assert "http://testserver/convocation/" in mail.outbox[0].body


def test_late_sending_shows_the_article_and_the_urgency(client, secretary, sitting) -> None:
    Sitting.objects.update(held_on=today() + timedelta(days=2))
    page = text_of_page(client.get(url("convocation_send")))
    assert "il en faut 3." in page
    assert "Texte appliqué : CGCT art. L. 2121-11" in page
    assert ">Envoyer les convocations</button>" not in page
    assert page.index("Reporter la séance") < page.index(url("convocation_urgency"))
    refused = text_of_page(client.post(url("convocation_send")))
    assert "il en faut 3." in refused
    assert mail.outbox == []
    done = client.post(url("convocation_urgency"), {"reason": "Canalisation rompue"}, follow=True)
    assert "convoquée en urgence" in text_of_page(done)
    client.post(url("convocation_send"))
    assert len(mail.outbox) == 3


def test_late_sitting_is_put_off_in_one_click(client, secretary, sitting) -> None:
    Sitting.objects.update(held_on=today() + timedelta(days=2))
    days = client.get(url("convocation_send")).context["later"]
    assert days[0] >= today() + timedelta(days=4)
    assert days[-1].weekday() == (today() + timedelta(days=2)).weekday()
    page = client.post(url("convocation_postpone"), {"jour": str(days[0])}, follow=True)
    assert "La séance est reportée au " in text_of_page(page)
    assert Sitting.objects.get().held_on == days[0]
    assert ">Envoyer les convocations</button>" in text_of_page(page)
    for day, why in (
        ("", "l'une des dates"),
        ("2029-02-30", "l'une des dates"),
        (str(today()), "n'est plus"),
    ):
        page = client.post(url("convocation_postpone"), {"jour": day}, follow=True)
        assert why in text_of_page(page)
    send_all(sitting, by=secretary)
    told = client.post(url("convocation_postpone"), {"jour": str(days[-1])}, follow=True)
    assert "La convocation est déjà partie" in text_of_page(told)
    assert Sitting.objects.get().held_on == days[0]


def test_silent_members_are_reminded_once_and_it_is_kept(client, secretary, sitting) -> None:
    send_all(sitting, by=secretary)
    client.post(url("convocation_answer", member="m2"), {"answer": "PRESENT"})
    assert "Relancer les 2 membres sans réponse" in text_of_page(client.get(url("sitting_convocation")))
    mail.outbox.clear()
    page = text_of_page(client.post(url("convocation_remind"), follow=True))
    assert "2 relances partent par courriel." in page
    assert (page.count("Relancé le "), "Relancer les" in page) == (2, False)
    assert [message.to for message in mail.outbox] == [["m1@exemple.test"], ["m3@exemple.test"]]
    assert mail.outbox[0].subject.startswith("Rappel : séance du ")
    assert "Merci de dire si vous serez présent" in mail.outbox[0].body
    assert Mailing.objects.filter(kind="REMINDER").get().deliveries.count() == 2
    assert Dispatch.objects.count() == 3
    assert "Personne à relancer" in text_of_page(client.post(url("convocation_remind"), follow=True))


def test_paper_dispatch_without_its_hour(client, secretary, sitting) -> None:
    yesterday = today() - timedelta(days=1)
    form = {"members": ["m4"], "channel": "HAND", "day": str(yesterday), "hour": ""}
    page = text_of_page(client.post(url("convocation_paper"), form, follow=True))
    assert f"{yesterday:%d/%m/%Y}</span>" in page
    assert Dispatch.objects.get().sent_at.astimezone(PARIS).date() == yesterday


def test_warning_asks_for_a_reason_and_keeps_what_was_typed(client, secretary, sitting) -> None:
    sitting.council.populations.update(value=5000)
    confirm = text_of_page(client.get(url("convocation_send")))
    assert "Aucune note de synthèse n'est enregistrée (points 1 et 2)" in confirm
    refused = text_of_page(client.post(url("convocation_send"), {"reason": " "}))
    assert "Dites pourquoi vous envoyez malgré les points à vérifier." in refused
    assert mail.outbox == []
    client.post(url("convocation_send"), {"reason": "Notes remises en commission"})
    assert Override.objects.get().reason == "Notes remises en commission"
    assert len(mail.outbox) == 3


def test_paper_dispatch_of_several_at_once(client, secretary, sitting) -> None:
    form = {"members": ["m4", "m5"], "channel": "POST", "day": str(today()), "hour": "00:01"}
    page = client.post(url("convocation_paper"), form, follow=True)
    assert "2 envois sur papier enregistrés." in text_of_page(page)
    assert set(Dispatch.objects.values_list("member__uid", "channel")) == {("m4", "POST"), ("m5", "POST")}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"members": []}, "Cochez au moins un membre."),
        ({"members": ["m99"]}, "Membre inconnu."),
        ({"channel": "PIGEON"}, "PIGEON"),
        ({"day": "hier"}, "Cette date n'existe pas"),
        ({"day": "0024-06-01"}, "Vérifiez l'année."),
        ({"hour": "25 h"}, "Écrivez l'heure ainsi"),
        (
            {"day": str(today() + timedelta(days=2))},
            "ne peuvent pas être à venir",
        ),  # midnight may pass before it runs
    ],
)
def test_paper_dispatch_refused(client, secretary, changes, message) -> None:
    form = {"members": ["m4"], "channel": "HAND", "day": str(today()), "hour": "00:01", **changes}
    page = client.post(url("convocation_paper"), form)
    assert page.status_code == 422
    assert message in text_of_page(page)
    assert not Dispatch.objects.exists()


def test_preview_is_of_the_member_asked_for(client, secretary) -> None:
    page = client.get(url("convocation_preview"), {"membre": "m2"})
    assert page["Content-Disposition"] == 'inline; filename="convocation.pdf"'
    text = tagged_text(page.content)
    assert "Monsieur Bruno PETIT" in text
    other = tagged_text(client.get(url("convocation_preview"), {"membre": "rien"}).content)
    assert "Madame Anne DURAND" in other


def test_letters_to_print_are_those_of_the_members_called_on_paper(client, secretary) -> None:
    page = client.get(url("convocation_print"))
    text = " ".join(tagged_text(page.content))
    assert ("Monsieur Denis FAURE" in text, "Madame Émilie NOËL" in text) == (True, True)
    assert "Monsieur Bruno PETIT" not in text


def test_answer_by_telephone(client, secretary, sitting) -> None:
    page = client.post(url("convocation_answer", member="m2"), {"answer": "PRESENT"}, follow=True)
    assert "1 présent annoncé (quorum : 3)" in text_of_page(page)
    assert "Présent, déclaré à la mairie" in text_of_page(page)
    assert Answer.objects.get().member.uid == "m2"


def scan(content: bytes = b"", name: str = "pouvoir.pdf") -> BytesIO:
    stream = BytesIO(content or one_page())
    stream.name = name
    return stream


def test_paper_proxy_with_its_scan(client, secretary, sitting) -> None:
    form = {
        "answer": "PROXY",
        "holder": "m3",
        "items": ["p2"],
        "dated_on": str(today()),
        "is_signed": "on",
        "received_by": "remis à l'accueil",
        "scan": scan(),
    }
    page = text_of_page(client.post(url("convocation_answer", member="m2"), form, follow=True))
    assert "Bruno PETIT donne pouvoir à Chloé ROY, pour le point 2" in page
    grant = ProxyGrant.objects.get()
    assert (grant.is_signed, grant.received_by, grant.dated_on) == (True, "remis à l'accueil", today())
    assert grant.paper.pages == 1
    file = client.get(url("convocation_proxy_scan", grant=grant.uid))
    assert Reading.objects.filter(kind="PROOF", label__startswith="Pouvoir, séance du").exists()
    assert file.content == read_document(grant.paper)
    assert file["Content-Disposition"] == 'attachment; filename="pouvoir.pdf"'


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": ""}, "Choisissez la réponse reçue."),
        ({"holder": ""}, "Choisissez à qui le pouvoir est donné."),
        ({"dated_on": str(today() + timedelta(days=2))}, "La date du pouvoir ne peut pas être à venir."),
        (
            {"scan": scan(b"<script>", "a.html")},
            "« a.html » n'est pas d'un type accepté : PDF, image PNG ou JPEG.",
        ),
        ({"scan": scan(b"\x89PNG\r\n\x1a\n", "pouvoir.pdf")}, "n'est pas un vrai fichier PDF"),
        ({"scan": scan(b"%PDF-1.7 rien")}, "est un PDF abîmé ou incomplet"),
    ],
)
def test_paper_proxy_refused(client, secretary, changes, message) -> None:
    form = {"answer": "PROXY", "holder": "m3", "received_by": "gardé", **changes}
    page = text_of_page(client.post(url("convocation_answer", member="m2"), form))
    assert message in page
    assert 'value="gardé"' in page
    assert not ProxyGrant.objects.exists()


def test_scan_of_a_refused_proxy_is_stored_nowhere(client, secretary, sitting) -> None:
    Sitting.objects.update(finished_at=timezone.now())
    form = {"answer": "PROXY", "holder": "m3", "scan": scan()}
    page = text_of_page(client.post(url("convocation_answer", member="m2"), form))
    assert "Cette séance est clôturée" in page
    assert not StoredFile.objects.exists()
    assert not default_storage.exists("received")


def test_second_proxy_of_a_holder_is_recorded_and_told(client, secretary) -> None:
    for grantor in ("m1", "m2"):
        client.post(url("convocation_answer", member=grantor), {"answer": "PROXY", "holder": "m3"})
    page = text_of_page(client.get(url("sitting_convocation")))
    assert page.count("Chloé ROY détient 2 pouvoirs : un membre ne peut en détenir qu'un seul") == 2


def test_excused_holder_is_told(client, secretary) -> None:
    client.post(url("convocation_answer", member="m2"), {"answer": "PROXY", "holder": "m3"})
    client.post(url("convocation_answer", member="m3"), {"answer": "EXCUSED"})
    page = text_of_page(client.get(url("sitting_convocation")))
    assert "Chloé ROY est excusé : ce pouvoir ne sera compté que s'il vient." in page


def test_revocation_told_to_the_town_hall(client, secretary) -> None:
    client.post(url("convocation_answer", member="m2"), {"answer": "PROXY", "holder": "m3"})
    grant = ProxyGrant.objects.get()
    target = url("convocation_proxy_revoke", grant=grant.uid)
    assert "Dites comment" in text_of_page(client.post(target, {"received_by": ""}))
    client.post(target, {"received_by": "par téléphone"})
    grant.refresh_from_db()
    assert (grant.is_in_force, grant.revocation) == (False, "par téléphone")


def test_changed_agenda_is_told_and_sent(client, secretary, sitting) -> None:
    send_all(sitting, secretary)
    assert "celui qui a été envoyé" in text_of_page(client.get(url("convocation_amend")))
    AgendaItem.objects.create(sitting=sitting, uid="p4", order=4, title_html="Point <em>ajouté</em>")
    assert "L'ordre du jour a changé depuis l'envoi" in text_of_page(client.get(url("sitting_convocation")))
    page = text_of_page(client.get(url("convocation_amend")))
    assert "Ajouté :</strong> Point ajouté" in page
    assert "un point ajouté trop tard demande une nouvelle convocation" in page
    client.post(url("convocation_amend"), {"reason": "Demande du préfet"})
    assert Mailing.objects.filter(kind="AMENDED").get().agenda["p4"] == "Point ajouté"


def test_new_link(client, secretary, sitting) -> None:
    send_all(sitting, secretary)
    page = client.post(url("convocation_renew", member="m1"), follow=True)
    assert "les anciens ne s'ouvrent plus" in text_of_page(page)
    assert PersonalLink.objects.filter(member__uid="m1", revoked_at=None).count() == 1
    page = client.post(url("convocation_renew", member="m5"), follow=True)
    assert "n'a pas d'adresse électronique" in text_of_page(page)


def test_stranger_of_the_sitting_is_not_found(client, secretary, sitting) -> None:
    assert client.get(url("convocation_answer", member="m99")).status_code == 404
    assert client.get(url("convocation_proxy_pdf", grant="rien")).status_code == 404


def test_progress_is_read_again_while_e_mails_leave(client, secretary, sitting) -> None:
    send_all(sitting, secretary)
    assert "hx-trigger" not in text_of_page(client.get(url("sitting_convocation")))
    Dispatch.objects.filter(member__uid="m1").delete()
    Delivery.objects.filter(member__uid="m1").update(state="SENDING", taken_at=timezone.now())
    page = text_of_page(client.get(url("sitting_convocation")))
    assert 'hx-trigger="every 3s"' in page
    assert "Envoi en cours" in page


def test_sending_that_nobody_takes_is_told(client, secretary, sitting) -> None:
    send_all(sitting, secretary)
    Dispatch.objects.filter(member__uid="m1").delete()
    Delivery.objects.filter(member__uid="m1").update(state="WAITING", attempts=0)
    assert "le service d'envoi est peut-être arrêté" not in text_of_page(
        client.get(url("sitting_convocation"))
    )
    Mailing.objects.update(asked_at=timezone.now() - timedelta(minutes=6))
    page = text_of_page(client.get(url("sitting_convocation")))
    assert page.count("le service d'envoi est peut-être arrêté") == 1


def test_page_takes_as_many_queries_for_three_members_as_for_five(client) -> None:
    counts = []
    for size, uid in ((3, "petite"), (5, "moyenne")):
        world = make_world(size, council={"uid": uid})
        user = add_user(f"{uid}@exemple.test", world.council, RoleKind.SECRETARY)
        send_all(world, user)
        client.force_login(user, backend=BACKEND)
        place = {"council": uid, "sitting": "seance"}
        client.get(reverse("sitting_convocation", kwargs=place))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("sitting_convocation", kwargs=place))
        counts.append(len(queries))
    assert counts[0] == counts[1]
