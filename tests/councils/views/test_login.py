import pytest

from deliberations.domain.wording.typography import plain
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

RIGHT = {"username": "secretaire@exemple.test", "password": "un mot de passe long"}
REFUSED = "L'adresse ou le mot de passe ne convient pas."


def text(response):
    return plain(response.content.decode())


@pytest.mark.parametrize("username", ["secretaire@exemple.test", "Secretaire@EXEMPLE.test"])
@pytest.mark.parametrize(
    ("next_page", "arrival"),
    [("", "/"), ("/conseils/x/", "/conseils/x/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_login_goes_where_it_was_going(client, username, next_page, arrival):
    make_user()
    response = client.post("/connexion/", {**RIGHT, "username": username, "next": next_page})
    assert (response.status_code, response.url) == (302, arrival)


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "faux"},
        {"username": "personne@exemple.test"},
        {"password": "UN MOT DE PASSE LONG"},
        {"username": "secretaire\x00@exemple.test"},
    ],
)
def test_login_refused_keeps_the_address_only(client, wrong):
    make_user()
    response = client.post("/connexion/", {**RIGHT, **wrong})
    assert response.status_code == 200
    assert RIGHT["password"] not in text(response)
    assert "_auth_user_id" not in client.session


def test_login_says_the_same_whichever_is_wrong(client):
    make_user()
    pages = [
        text(client.post("/connexion/", {**RIGHT, **wrong}))
        for wrong in ({"password": "faux"}, {"username": "personne@exemple.test"})
    ]
    assert [REFUSED in page for page in pages] == [True, True]


def test_login_empty_lists_both_fields(client):
    page = text(client.post("/connexion/", {"username": "", "password": ""}))
    assert 'href="#id_username"' in page
    assert 'href="#id_password"' in page


def test_login_closed_account_is_refused(client):
    make_user(is_active=False)
    assert REFUSED in text(client.post("/connexion/", RIGHT))


def test_login_is_suspended_after_five_failures(client):
    make_user()
    answers = [client.post("/connexion/", {**RIGHT, "password": "faux"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
    assert "<h1>Connexion suspendue</h1>" in text(answers[-1])
    assert "un quart d'heure" in text(answers[-1])
    assert client.post("/connexion/", RIGHT).status_code == 429


def test_login_of_another_is_not_suspended(client):
    make_user()
    make_user("maire@exemple.test")
    for _ in range(6):
        client.post("/connexion/", {**RIGHT, "password": "faux"})
    other = client.post("/connexion/", {**RIGHT, "username": "maire@exemple.test"})
    assert other.status_code == 302


def test_login_page_is_skipped_once_logged_in(client):
    client.force_login(make_user())
    assert client.get("/connexion/").url == "/"


def test_logout_needs_a_post(client):
    client.force_login(make_user())
    assert client.get("/deconnexion/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/deconnexion/").url == "/connexion/"
    assert "_auth_user_id" not in client.session
