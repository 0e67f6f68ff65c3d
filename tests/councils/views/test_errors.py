import pytest
from django.test import Client
from django.urls import include, path

from deliberations.domain.wording.typography import plain
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("panne/", broken), path("", include("config.urls"))]


def test_page_not_found_in_french(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "<h1>Page introuvable</h1>" in response.content.decode()


def test_page_not_found_keeps_the_account(client):
    client.force_login(make_user())
    assert "secretaire@exemple.test" in client.get("/nulle-part/").content.decode()


def test_expired_form_in_french():
    response = Client(enforce_csrf_checks=True).post("/connexion/", {"username": "a@b.fr", "password": "x"})
    assert response.status_code == 403
    assert "<h1>Formulaire expiré</h1>" in response.content.decode()


def test_bad_request_in_french(client):
    response = client.get("/connexion/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "<h1>Demande refusée</h1>" in response.content.decode()


def test_breakdown_in_french(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    response = client.get("/panne/")
    assert response.status_code == 500
    assert "<h1>Une panne est survenue</h1>" in plain(response.content.decode())
