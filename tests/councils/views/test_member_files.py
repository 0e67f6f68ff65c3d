"""Sending a file of members, reviewing it, importing it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.models import Council, Mandate, Person
from councils.services.member_columns import MODEL
from councils.services.row_files import read_rows
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE = "/conseils/bourg/membres/fichier/"
REVIEW = f"{PAGE}verification/"


@pytest.fixture
def council():
    return Council.objects.create(uid="bourg", place_name="Bourg")


@pytest.fixture
def user(client, council):
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    return user


def send(client, *lines, page=PAGE):
    return client.post(page, {"file": SimpleUploadedFile("membres.csv", "\n".join(lines).encode())})


def digest(client):
    return client.get(REVIEW).context["form"]["expected"].value()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_model_is_the_file_that_is_read(client, user, kind):
    response = client.get(f"/conseils/bourg/membres/modele-membres.{kind}")
    (row,) = read_rows(response.content)
    assert row.cells == MODEL
    assert response["Content-Disposition"] == f'attachment; filename="modele-membres.{kind}"'


def test_model_of_another_kind_does_not_exist(client, user):
    assert client.get("/conseils/bourg/membres/modele-membres.exe").status_code == 404


def test_file_is_reviewed_then_written(client, user, council):
    assert send(client, "Nom;Prénom", "Un;Anne", "Deux;Bob").url == REVIEW
    page = text_of_page(client.get(REVIEW))
    assert "2 nouveaux" in page
    assert not Mandate.objects.exists()
    response = client.post(REVIEW, {"expected": digest(client), "elected_on": "2026-03-15"})
    assert response.url == "/conseils/bourg/membres/"
    assert set(Mandate.objects.values_list("elected_on", flat=True)) == {date(2026, 3, 15)}
    assert "2 ajoutés" in text_of_page(client.get(response.url))
    assert client.get(REVIEW).url == PAGE


def test_review_shows_what_is_kept_and_who_is_absent(client, user, council):
    for name, votes in (("Un", 10), ("Parti", None)):
        person = Person.objects.create(council=council, given_name="Anne", family_name=name)
        Mandate.objects.create(council=council, person=person, votes_obtained=votes)
    send(client, "Nom;Prénom;Suffrages obtenus", "Un;Anne;12")
    page = text_of_page(client.get(REVIEW))
    assert "Suffrages : « 10 » est conservé ; le fichier dit « 12 »." in page
    assert "<li>Anne Parti</li>" in page
    client.post(REVIEW, {"expected": digest(client), "absent_until": "2026-03-14"})
    assert Mandate.objects.get(person__family_name="Parti").until == date(2026, 3, 14)
    assert Mandate.objects.get(person__family_name="Un").votes_obtained == 10


def test_faults_are_shown_and_nothing_can_be_written(client, user):
    send(client, "Nom;Date de naissance", "Un;31/02/1970")
    page = text_of_page(client.get(REVIEW))
    assert "Ligne 2, colonne « Date de naissance »" in page
    assert "Enregistrer ces membres" not in page
    refused = client.post(REVIEW, {"expected": "x"})
    assert refused.status_code == 422
    assert not Mandate.objects.exists()


def test_review_is_shown_again_when_members_changed(client, user, council):
    send(client, "Nom;Prénom", "Un;Anne")
    expected = digest(client)
    person = Person.objects.create(council=council, given_name="Anne", family_name="Un")
    Mandate.objects.create(council=council, person=person)
    response = client.post(REVIEW, {"expected": expected})
    assert response.status_code == 422
    assert "Les membres ont changé depuis l'affichage" in text_of_page(response)
    assert client.post(REVIEW, {"expected": response.context["form"]["expected"].value()}).status_code == 302


def test_hostile_file_is_refused_beside_its_field(client, user):
    response = send(client, "Nom", "=cmd|' /C calc'!A0")
    assert response.status_code == 422
    assert "contient une formule" in text_of_page(response)
    assert client.get(REVIEW).status_code == 302


def test_file_sent_from_the_first_start_comes_back_to_it(client, user):
    client.get(f"{PAGE}?retour=commencer")
    send(client, "Nom;Prénom", "Un;Anne")
    assert client.post(REVIEW, {"expected": digest(client)}).url == "/commencer/bourg/membres/"
