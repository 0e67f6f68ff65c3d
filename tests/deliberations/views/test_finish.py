"""The pages that follow a sitting: what they show, what they refuse, and what was typed still there."""

import io
import zipfile
from datetime import date, timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council, CouncilRole
from deliberations.domain.publishing import Way
from deliberations.models import (
    AgendaItem,
    Deliberation,
    Deposit,
    DueRow,
    ItemResult,
    Link,
    Publication,
    Rectification,
    Sitting,
    StoredFile,
    Transmission,
)
from deliberations.services.dues import refresh_council, refresh_sitting
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from deliberations.views import deposits
from tests.builders import BACKEND, make_user
from tests.deliberations.annexes.samples import picture
from tests.deliberations.finishing import SECRET, act_of, another_sitting, closed, recent, store_evening
from tests.deliberations.receipts import anomaly, receipt
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def evening(client) -> Sitting:
    """A sitting held ten days ago, and its secretary logged in."""
    sitting = store_evening(held_on=recent())
    client.force_login(make_user(council=sitting.council), backend=BACKEND)
    return sitting


@pytest.fixture
def act(evening) -> Deliberation:
    return act_of(closed(evening, at=timezone.now()), "p1")


def of_sitting(name: str) -> str:
    return reverse(name, kwargs={"council": "exemple", "sitting": "seance"})


def of_act(name: str, act: Deliberation) -> str:
    return reverse(name, kwargs={"council": "exemple", "sitting": act.sitting.uid, "act": act.uid})


# --- closing


def test_closing_shows_the_numbers_to_come_then_gives_them(client, evening):
    page = text_of_page(client.get(of_sitting("sitting_finish")))
    year = recent().year
    assert "Rien ne manque pour clôturer." in page
    assert f"{year}-3 <span" in page
    refused = client.post(of_sitting("sitting_finish"), {})
    assert "Cochez la case pour confirmer la clôture." in text_of_page(refused)
    response = client.post(of_sitting("sitting_finish"), {"consent": "on", "first": ""}, follow=True)
    assert "La séance est clôturée : les numéros sont donnés" in text_of_page(response)
    assert "2 délibérations à déposer" in text_of_page(response)
    again = client.post(of_sitting("sitting_finish"), {"consent": "on"})
    assert again.status_code == 200


def test_closing_says_what_is_missing_and_opens_the_drafts(client, evening):
    Deliberation.objects.get(item__uid="p3").delete()
    page = text_of_page(client.get(of_sitting("sitting_finish")))
    assert "Aucun texte n'est encore écrit pour ce point" in page
    assert "Préparer 1 délibération sans texte" in page
    client.post(of_sitting("sitting_finish"), {"drafts": "1"})
    page = text_of_page(client.get(of_sitting("sitting_finish")))
    assert "La délibération ne décide rien : écrivez sa décision." in page
    assert act_of(evening, "p3").title_html == "Objet p3"


def test_closing_refused_by_the_service_is_told_on_the_form(client, evening):
    Sitting.objects.update(held_on=timezone.localdate() + timedelta(days=2))
    response = client.post(of_sitting("sitting_finish"), {"consent": "on"})
    assert "La séance n'a pas encore eu lieu" in text_of_page(response)


def test_reopening_asks_why_and_keeps_it(client, act):
    assert "Dites pourquoi" in text_of_page(client.post(of_sitting("sitting_reopen"), {"reason": " "}))
    response = client.post(of_sitting("sitting_reopen"), {"reason": "Un vote oublié"}, follow=True)
    page = text_of_page(response)
    assert "La séance est rouverte" in page
    assert ": Un vote oublié</li>" in page


def test_reopening_is_explained_once_too_late(client, act):
    Transmission.objects.create(deliberation=act, effective_on=recent())
    page = text_of_page(client.get(of_sitting("sitting_reopen")))
    assert "déjà transmis : ses faits ne changent plus" in page
    response = client.post(of_sitting("sitting_reopen"), {"reason": "Trop tard"})
    assert "J'ai trouvé une erreur" in text_of_page(response)
    assert Sitting.objects.get(uid="seance").finished_at is not None


# --- transmission


def deposit(**changes) -> dict[str, str]:
    told = {
        "number": f"{recent().year}_1",
        "subject": "Tarifs p1",
        "matter_code": "7.5 Subventions",
        "nature": "1",
        "deposited_on": timezone.localdate().isoformat(),
    }
    return {**told, **changes}


def test_transmission_proposes_and_keeps_the_deposit(client, act):
    page = text_of_page(client.get(of_act("act_transmission", act)))
    assert f'data-copy aria-labelledby="numero-label">{recent().year}_1<' in page
    assert "7.5 Subventions" in page
    response = client.post(of_act("act_transmission", act), deposit(matter_code="subvention"), follow=True)
    assert "Le dépôt est noté." in text_of_page(response)
    assert (Deposit.objects.get().matter_code, Deposit.objects.get().number) == ("7.5", f"{recent().year}_1")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "2026-1"}, "Seulement des majuscules"),
        ({"subject": "x" * 500}, "499 signes au plus"),
        ({"matter_code": "a"}, "n'est pas dans la nomenclature"),
        ({"matter_code": "99.99"}, "n'est pas dans la nomenclature"),
        ({"deposited_on": "hier"}, "Cette date n'existe pas"),
        ({"deposited_on": "2001-01-01"}, "antérieure à la séance"),
    ],
)
def test_deposit_refused_keeps_what_was_typed(client, act, changes, said):
    page = text_of_page(client.post(of_act("act_transmission", act), deposit(**changes)))
    assert said in page
    assert next(iter(changes.values())) in page
    assert not Deposit.objects.exists()


def test_pack_is_one_zip(client, act):
    response = client.get(of_act("act_pack", act))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert len(archive.namelist()) == 2
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="deliberation-{recent().year}-1-depot.zip"'
    )


def test_pack_of_the_sitting_has_a_folder_for_each_act(client, act):
    response = client.get(of_sitting("sitting_pack"))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
    assert folders == {f"{recent().year}_1", f"{recent().year}_3"}


def upload(content: bytes, name: str = "ar.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def ours(number: int = 1, **changes) -> bytes:
    """The receipt of one of our acts."""
    told = {
        "number": f"{recent().year}_{number}",
        "received_on": recent().isoformat(),
        "decided_on": f"{recent():%Y%m%d}",
        "subject": f"Tarifs p{number}",
    }
    return receipt(**{**told, **changes})


def test_receipt_fills_its_date_and_number(client, act):
    response = client.post(of_act("act_receipt", act), {"file": upload(ours())}, follow=True)
    assert "La réception en préfecture est enregistrée." in text_of_page(response)
    row = Transmission.objects.get()
    assert (row.effective_on, row.reference.split("-")[3]) == (recent(), f"{recent().year}_1")
    client.post(of_act("act_receipt", act), {"file": upload(ours())})
    assert Transmission.objects.count() == 1


def test_receipt_of_another_act_is_asked_to_be_confirmed_without_choosing_it_again(client, act):
    page = text_of_page(client.post(of_act("act_receipt", act), {"file": upload(ours(2))}))
    assert "L'accusé est celui de l'acte" in page
    assert not Transmission.objects.exists()
    kept = StoredFile.objects.get().uid
    assert f'name="kept" value="{kept}"' in page
    client.post(of_act("act_receipt", act), {"kept": kept, "is_sure": "on"})
    assert Transmission.objects.get().file.uid == kept


def blank_pdf() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    return stream.getvalue()


def test_pdf_without_date_is_kept_and_its_date_asked(client, act):
    response = client.post(of_act("act_receipt", act), {"file": upload(blank_pdf(), "ar.pdf")})
    assert "il ne dit pas sa date" in text_of_page(response)
    kept = StoredFile.objects.get().uid
    day = recent().isoformat()
    client.post(of_act("act_receipt", act), {"kept": kept, "received_on": day})
    assert (Transmission.objects.get().file.uid, Transmission.objects.get().effective_on) == (kept, recent())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choisissez le fichier de l'accusé"),
        ({"received_on": "2001-01-01"}, "antérieure à la séance"),
        ({"file": "anomaly"}, "l'acte n'a pas été reçu : « Classification périmée »"),
        ({"file": "laughs"}, "déclare un type de document"),
    ],
)
def test_receipt_refused(client, act, given, said):
    files = {"anomaly": anomaly(), "laughs": b'<!DOCTYPE a [<!ENTITY b "c">]><ARActe>&b;</ARActe>'}
    data = {key: upload(files[value]) if key == "file" else value for key, value in given.items()}
    assert said in text_of_page(client.post(of_act("act_receipt", act), data))
    assert not Transmission.objects.exists()


def test_receipts_of_the_sitting_go_to_their_acts(client, act):
    files = [upload(ours(1), "un.xml"), upload(ours(3), "trois.xml"), upload(b"rien", "x.txt")]
    page = text_of_page(client.post(of_sitting("sitting_transmission"), {"files": files}))
    assert f"Réception enregistrée pour la délibération n° {recent().year}-3." in page
    assert "Ce fichier XML est illisible" in page
    assert Transmission.objects.count() == 2


# --- publication


def publish(client, url, data):
    """The two steps: what is about to be made known is shown, then confirmed."""
    shown = client.post(url, data)
    assert "Confirmer" in text_of_page(shown)
    sure = {**data, "seen": shown.context["seen"], "confirmed": "1"}
    return client.post(url, sure, follow=True)


def test_publish_on_our_page_then_as_it_was(client, act):
    for _ in range(2):
        response = publish(client, of_act("act_publication", act), {"way": "OWN_PAGE"})
        assert "En ligne depuis le" in text_of_page(response)
    assert Publication.objects.count() == 1


def test_nothing_is_published_before_it_was_shown_and_confirmed(client, act):
    url, data = of_act("act_publication", act), {"way": "POSTING", "effective_on": recent().isoformat()}
    page = text_of_page(client.post(url, {**data, "reference": "Panneau", "confirmed": "1"}))
    assert "Vérifiez avant de publier" in page
    assert "Affichage : Panneau" in page
    assert f"« {SECRET} »" in page
    assert "À masquer vous-même" in page
    again = text_of_page(client.post(url, {**data, "reference": "Panneau", "edit": "1"}))
    assert 'value="Panneau"' in again
    assert not Publication.objects.exists()


def test_individual_decision_posted_asks_why(client, act):
    Deliberation.objects.filter(pk=act.pk).update(is_individual=True)
    url, data = of_act("act_publication", act), {"way": "POSTING", "effective_on": recent().isoformat()}
    shown = client.post(url, data)
    assert "se notifie à l'intéressé" in text_of_page(shown)
    sure = {**data, "seen": shown.context["seen"], "confirmed": "1"}
    refused = client.post(url, sure)
    assert refused.status_code == 422
    assert not Publication.objects.exists()
    client.post(url, {**sure, "reason": "Affichée à tort"})
    assert Publication.objects.get().channel == "affichage"


def test_declared_publication_needs_its_date_and_keeps_the_place(client, act):
    data = {"way": "POSTING", "reference": "Panneau de la mairie"}
    page = text_of_page(client.post(of_act("act_publication", act), data))
    assert "Indiquez la date de cette publication." in page
    assert "Panneau de la mairie" in page
    publish(client, of_act("act_publication", act), {**data, "effective_on": recent().isoformat()})
    assert Publication.objects.get().channel == "affichage"


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2020, 1, 1), "est antérieure à la séance"), (date(2099, 1, 1), "est dans l'avenir")],
)
def test_day_that_cannot_be_is_refused_beside_the_date(client, act, day, said):
    page = client.post(of_act("act_publication", act), {"way": "POSTING", "effective_on": day.isoformat()})
    assert page.status_code == 422
    [error] = page.context["form"].errors["effective_on"]
    assert said in error


def test_sitting_is_published_at_once(client, act):
    response = publish(client, of_sitting("sitting_publication"), {"way": "OWN_PAGE"})
    assert "Publication inscrite au journal pour 2 délibération(s)." in text_of_page(response)
    assert "Aucune délibération de cette séance n'attend d'être publiée." in text_of_page(response)


def test_papers_of_the_sitting_are_noted(client, act):
    url, day = of_sitting("sitting_paper"), recent().isoformat()
    page = text_of_page(client.post(url, {"paper": "DECISION_LIST"}))
    assert "Indiquez au moins une des deux dates." in page
    to_come = (timezone.localdate() + timedelta(days=1)).isoformat()
    refused = client.post(url, {"paper": "DECISION_LIST", "posted_on": day, "online_on": to_come})
    assert (refused.status_code, act.sitting.publications.exists()) == (422, False)
    client.post(url, {"paper": "DECISION_LIST", "posted_on": day, "online_on": day})
    assert {p.channel for p in act.sitting.publications.all()} == {"affichage", "site Internet"}
    shown = text_of_page(client.get(of_sitting("sitting_publication")))
    assert f'href="{of_sitting("minutes_settle")}">Faire arrêter' in shown
    assert 'name="settled_in"' not in shown
    early = client.post(url, {"paper": "MINUTES", "online_on": day})
    assert "n'est pas noté comme arrêté" in text_of_page(early)
    another_sitting(act.council, timezone.localdate())
    client.post(url, {"settled_in": "suivante"})
    act.sitting.refresh_from_db()
    assert act.sitting.minutes_settled_in == ""


def test_unpublishing_is_refused_for_two_months(client, act):
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=timezone.now())
    page = text_of_page(client.post(of_act("act_unpublish", act), {"reason": "Ancien"}))
    assert "L'acte doit rester en ligne, entier" in page


# --- errors and proofs


def test_error_page_tells_the_ways_out_with_the_date(client, act):
    page = text_of_page(client.get(of_act("act_error", act)))
    assert "l'acte peut en principe être retiré jusqu'au" in page
    assert "annuler un envoi ne la retire pas" in page
    assert "faites-le confirmer par la préfecture" in page
    assert "connaissance générale" not in page
    assert "Rouvrir la séance" in page
    Transmission.objects.create(deliberation=act, effective_on=recent())
    assert "Rouvrir la séance" not in text_of_page(client.get(of_act("act_error", act)))


def test_withdrawal_is_told_to_be_over_after_four_months(client):
    sitting = store_evening(held_on=timezone.localdate() - timedelta(days=200))
    client.force_login(make_user(council=sitting.council), backend=BACKEND)
    page = text_of_page(client.get(of_act("act_error", act_of(closed(sitting, at=timezone.now()), "p1"))))
    assert "Trop tard, en principe : le délai a pris fin le" in page
    assert "Retirer malgré le délai passé" in page
    assert 'class="btn btn-outline-secondary" href="/conseils/exemple' in page


def test_follow_prepares_the_draft_on_the_next_sitting(client, act):
    url = of_act("act_follow", act)
    assert "Aucune séance à venir n'est prévue" in text_of_page(client.get(url, {"type": "WITHDRAWS"}))
    assert "Aucune séance à venir" in text_of_page(client.post(url, {"kind": "AMENDS"}))
    another_sitting(act.council, timezone.localdate() + timedelta(days=9))
    response = client.post(url, {"kind": "REPLACES"}, follow=True)
    assert "Un projet est inscrit à l'ordre du jour" in text_of_page(response)
    assert Link.objects.get().kind == "REPLACES"
    assert "remplace la délibération n°" in text_of_page(client.get(of_act("act_error", act)))


def test_rectify_and_hide_a_passage_chosen_in_the_text(client, act):
    url = of_act("act_rectify", act)
    found = next(p for p in client.get(url).context["passages"] if "d'adopter" in p.text)
    chosen = f"{url}?passage={found.key}"
    assert client.get(chosen).context["form"]["text"].value() == "d'adopter les tarifs"
    same = client.post(chosen, {"text": "d'adopter les tarifs", "reason": "Faute"})
    assert (same.status_code, "Le texte n'a pas changé" in text_of_page(same)) == (422, True)
    client.post(chosen, {"text": "d'adopter le tarif", "reason": "Faute"})
    assert Rectification.objects.get().after == "d'adopter le tarif"
    lost = client.post(chosen, {"text": "autre", "reason": "Faute"})
    assert (lost.status_code, "choisissez-le de nouveau" in text_of_page(lost)) == (422, True)
    url = of_act("act_hide", act)
    found = next(p for p in client.get(url).context["passages"] if "domiciliée" in p.text)
    place = [word.text for word in found.words].index("domiciliée")
    chosen = f"{url}?passage={found.key}"
    empty = client.post(chosen, {"reason": "Adresse"})
    assert (empty.status_code, "Cochez au moins un mot" in text_of_page(empty)) == (422, True)
    client.post(chosen, {"words": [place, place + 1], "reason": "Adresse"})
    assert Rectification.objects.order_by("pk").last().before == "domiciliée ici."


def test_proofs_are_listed_with_their_digests(client, act):
    record_receipt(act=act, by=None, at=timezone.now(), received_on=recent(), reference="059-x")
    page = text_of_page(client.get(of_act("act_evidence", act)))
    assert "Présences et résultat du vote figés à la clôture" in page
    assert "préfecture – 059-x – Déclaré" in page
    assert f"SHA-256 : {ItemResult.objects.get(item=act.item).sha256}<" in page


def test_proofs_cost_the_same_with_three_receipts(client, act):
    client.get(of_act("act_evidence", act))  # the first of the hour begins a line of the log of readings
    counts = []
    for more in (1, 2):
        for n in range(more):
            Transmission.objects.create(deliberation=act, effective_on=recent(), reference=f"{more}{n}")
        with CaptureQueriesContext(connection) as captured:
            client.get(of_act("act_evidence", act))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_list_names_by_its_item_an_act_without_title(client, act):
    Deliberation.objects.filter(pk=act.pk).update(title_html="")
    AgendaItem.objects.filter(pk=act.item_id).update(title_html="Titre du <em>point</em>")
    record_receipt(act=act, by=None, at=timezone.now(), received_on=recent(), reference="ref")
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=timezone.now())
    refresh_sitting(act.sitting, at=timezone.now())
    url = reverse("council_to_sign", kwargs={"council": "exemple"})
    assert "Titre du point" in text_of_page(client.get(url))
    exported = client.get(f"{url}?format=csv")
    assert "Titre du point" in b"".join(exported.streaming_content).decode("utf-8-sig")


def test_to_sign_lists_executory_acts_and_costs_the_same(client, act):
    url, at = reverse("council_to_sign", kwargs={"council": "exemple"}), timezone.now()
    assert "Aucune copie n'attend de signature." in text_of_page(client.get(url))
    counts = []
    for item in ("p1", "p3"):
        row = act_of(act.sitting, item)
        publish_act(act=row, way=Way.OWN_PAGE, by=None, at=at)
        record_receipt(act=row, by=None, at=at, received_on=recent())
        refresh_sitting(act.sitting, at=at)
        with CaptureQueriesContext(connection) as captured:
            page = text_of_page(client.get(url))
        counts.append(len(captured))
    assert page.count("row-main") == 2
    assert counts[0] == counts[1]


# --- home


def add_council(number: int, user) -> Council:
    sitting = store_evening(f"c{number}", council={"place_name": f"Commune {number}"}, held_on=recent())
    CouncilRole.objects.create(user=user, council=sitting.council, kind="SECRETARY")
    refresh_council(sitting.council, at=timezone.now())
    return sitting.council


def test_home_tells_what_is_due_in_each_council_for_the_same_cost(client):
    user = make_user()
    client.force_login(user, backend=BACKEND)
    counts = []
    for numbers in ((1, 2), (3, 4)):
        for number in numbers:
            add_council(number, user)
        with CaptureQueriesContext(connection) as captured:
            page = text_of_page(client.get("/"))
        counts.append(len(captured))
    assert page.count("Publier la liste des délibérations</p>") == 4
    assert page.count("En retard depuis le") == 4
    assert counts[0] == counts[1]


def test_home_tells_a_duty_of_many_acts_once(client, act):
    store_evening("autre")
    CouncilRole.objects.create(
        user=act.council.roles.get().user, council=Council.objects.get(uid="autre"), kind="MEMBER"
    )
    refresh_sitting(act.sitting, at=timezone.now())
    page = text_of_page(client.get("/"))
    assert "Transmettre 2 délibérations à l'État" in page
    assert "Transmettre chaque acte au représentant de l'État avant de l'exécuter." in page
    assert of_sitting("sitting_transmission") in page
    assert page.count("Clôturer la séance") == 0


def test_member_of_another_council_sees_no_due_of_it(client, act):
    other = store_evening("autre", council={"place_name": "Autreville"}, held_on=recent())
    refresh_council(other.council, at=timezone.now())
    user = make_user("membre@exemple.test", council=other.council, kind="MEMBER")
    CouncilRole.objects.create(user=user, council=act.council, kind="MEMBER")
    client.force_login(user, backend=BACKEND)
    page = text_of_page(client.get("/"))
    assert "Autreville" in page
    assert "due-title" not in page


def test_council_page_shows_what_is_due_and_costs_the_same(client, act):
    url = reverse("council", kwargs={"council": "exemple"})
    DueRow.objects.all().delete()
    counts = []
    for number in (1, 2):
        for more in range(number):
            DueRow.objects.create(
                council=act.council, code=f"year.{number}{more}", title=f"Devoir {number}{more}"
            )
        with CaptureQueriesContext(connection) as captured:
            page = text_of_page(client.get(url))
        counts.append(len(captured))
    assert [f"Devoir {n}" in page for n in ("10", "20", "21")] == [True] * 3
    assert counts[0] == counts[1]


def test_private_name_is_on_the_private_page(client, act):
    assert SECRET in text_of_page(client.get(of_act("act", act)))


class Endless:
    """An upload that never ends: whoever reads it all never comes back."""

    name = "accuse.xml"

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise AssertionError("read whole")
        return b"x" * size


def test_receipt_is_not_read_beyond_its_limit():
    form = SimpleNamespace(cleaned_data={"file": Endless(), "kept": ""})
    with pytest.raises(Refusal, match="5 Mo au plus"):
        deposits.file_given(Deliberation(), form)


def test_signature_by_hand_noted_then_undone(client, act):
    page = of_act("act_hand_signature", act)
    assert client.post(page, {"signed_on": "2020-01-01"}).status_code == 422
    given = {"signed_on": act.sitting.held_on.isoformat(), "signatory": "m4"}
    doubted = client.post(page, given)
    assert doubted.status_code == 422
    assert "n'était ce jour-là ni" in text_of_page(doubted)
    scan = SimpleUploadedFile("acte.png", picture(9, 6))
    told = {**given, "remark": "Le maire est empêché.", "scan": scan}
    assert client.post(page, told).status_code == 302
    shown = text_of_page(client.get(of_act("act", act)))
    assert "Signée à la main le" in shown
    Deliberation.objects.filter(pk=act.pk).update(state="SUSPENDED")
    assert "est suspendue par le juge" in text_of_page(client.get(of_act("act", act)))
    assert client.get(of_act("act_hand_signature_scan", act)).content == picture(9, 6)
    assert client.get(page).status_code == 302
    assert client.post(of_act("act_hand_signature_undo", act), {"reason": "Mauvais acte"}).status_code == 302
    assert "Signée à la main le" not in text_of_page(client.get(of_act("act", act)))
    assert "Mauvais acte" in text_of_page(client.get(of_act("act_evidence", act)))
