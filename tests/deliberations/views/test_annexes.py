"""Where annexes go in the PDF of their act, by the forms: chosen, refused beside the field, downloaded."""

from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deliberations.documents.view import Rendition
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.models import Annex, ItemPaper, StoredFile
from deliberations.services.papers import add_papers
from deliberations.services.rendering import FileFormat
from deliberations.services.uploads import CheckedFile
from tests.builders import BACKEND, make_user
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.finishing import act_of, store_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PDF = "application/pdf"
PLAN = CheckedFile("Plan.pdf", foreign_pdf(2), PDF, 2)
BUDGET = CheckedFile(
    "Budget.xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
PLACE = {"council": "exemple", "sitting": "seance"}


@pytest.fixture
def act():
    return act_of(store_evening(), "p1")


@pytest.fixture
def client(client, act):
    client.force_login(make_user(council=act.council), backend=BACKEND)
    return client


def add(act, *files):
    return add_papers(act.item, files, kind=PaperKind.ANNEX, is_for_members=True, by=None)


def address(name, act, /, **more):
    return reverse(name, kwargs={"council": act.council.uid, "sitting": act.sitting.uid, **more})


def sent(name="Plan.pdf", content=PLAN.content):
    return SimpleUploadedFile(name, content)


def test_paper_sent_as_an_annex_that_follows_the_act(client, act):
    papers = address("item_papers", act, item="p1")
    given = {"documents": [sent()], "kind": "ANNEX", "joining": "APPENDED"}
    page = text_of_page(client.post(papers, given, follow=True))
    assert "La pièce est ajoutée." in page
    assert "à la suite de l'acte" in page
    assert (ItemPaper.objects.get().joining, Annex.objects.get().joining) == ("APPENDED", "APPENDED")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"joining": "APPENDED"}, "compte trop de pages pour être mis à la suite de l'acte (1 au plus)"),
        ({"joining": "AILLEURS"}, "Choisissez dans la liste la place de l'annexe."),
    ],
)
def test_annex_that_cannot_follow_the_act_is_refused_beside_the_list(client, act, settings, given, said):
    settings.ANNEX_MAX_PAGES = 1
    papers = address("item_papers", act, item="p1")
    response = client.post(papers, {"documents": [sent("Long.pdf")], "kind": "ANNEX", **given})
    assert (response.status_code, ItemPaper.objects.count()) == (422, 0)
    assert said in text_of_page(response)
    assert "joining" in response.context["form"].errors


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            foreign_pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")),
            "est protégé par un mot de passe",
        ),
        (
            foreign_pdf(1, encryption=pikepdf.Encryption(owner="a", user="")),
            "son auteur en a restreint l'usage",
        ),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "est un PDF abîmé ou incomplet"),
    ],
)
def test_file_that_cannot_be_kept_is_refused_with_its_cure(client, act, content, said):
    papers = address("item_papers", act, item="p1")
    response = client.post(papers, {"documents": [sent("x.pdf", content)], "kind": "ANNEX"})
    assert (response.status_code, said in text_of_page(response)) == (422, True)


def test_paper_is_moved_from_one_place_to_another(client, act):
    (paper, budget) = add(act, PLAN, BUDGET)
    told = {"title": "Plan", "kind": "ANNEX", "joining": "ATTACHED"}
    assert client.post(address("paper_edit", act, item="p1", paper=paper.uid), told).status_code == 302
    assert Annex.objects.get(file=paper.file).joining == AnnexJoining.ATTACHED
    refused = client.post(
        address("paper_edit", act, item="p1", paper=budget.uid), {**told, "joining": "APPENDED"}
    )
    assert refused.status_code == 422
    assert "« Budget.xlsx » n'est ni un PDF ni une image" in text_of_page(refused)
    assert refused.context["form"]["title"].value() == "Plan"


def test_places_are_chosen_with_the_details_of_the_act(client, act):
    add(act, PLAN, BUDGET)
    first, second = act.annexes.all()
    page = address("act_details", act, act=act.uid)
    shown = text_of_page(client.get(page))
    assert "Annexe n° 1 : Plan" in shown
    assert "Fichier : Plan.pdf, 2 pages." in shown
    told = {"action": "annexes", f"annex_{first.pk}": "APPENDED", f"annex_{second.pk}": "APPENDED"}
    refused = client.post(page, told)
    assert refused.status_code == 422
    assert list(refused.context["annexes_form"].errors) == [f"annex_{second.pk}"]
    assert client.post(page, {**told, f"annex_{second.pk}": "ATTACHED"}).status_code == 302
    assert list(act.annexes.values_list("joining", flat=True)) == ["APPENDED", "ATTACHED"]


def test_act_whose_annex_is_lost_is_not_made_and_says_why(client, act):
    add(act, PLAN)
    act.annexes.update(joining=AnnexJoining.APPENDED)
    Path(default_storage.path(StoredFile.objects.get().path)).unlink()
    file = address("download", act, act=act.uid, rendition=Rendition.REGISTER, file_format=FileFormat.PDF)
    page = text_of_page(client.get(file, follow=True))
    assert "Le fichier de l'annexe n° 1 est manquant ou altéré" in page
