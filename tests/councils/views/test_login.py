import pytest
from axes.models import AccessAttempt
from django.core.cache import cache

from config.lockout import client_address
from councils.forms.account import NewPasswordForm
from councils.signin.brake import FAILURES
from deliberations.domain.wording.typography import plain
from tests.builders import BACKEND, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

RIGHT = {"username": "secretaire@exemple.test", "password": "un mot de passe long"}
REFUSED = "L'adresse ou le mot de passe ne convient pas."


def text(response):
    return plain(response.content.decode())


@pytest.mark.parametrize(
    "username", ["secretaire@exemple.test", "Secretaire@EXEMPLE.test", " secretaire@exemple.test "]
)
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


SPELLINGS = (
    "secretaire@exemple.test",
    "Secretaire@exemple.test",
    "secretaire@EXEMPLE.test ",
    " SECRETAIRE@EXEMPLE.TEST",
    "\tsecretaire@Exemple.Test",
)


def test_login_counts_all_spellings_of_an_address_together(client):
    make_user(is_staff=True)
    answers = [client.post("/connexion/", {"username": name, "password": "faux"}) for name in SPELLINGS]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    for name in SPELLINGS:
        assert client.post("/connexion/", {**RIGHT, "username": name}).status_code == 429
    assert AccessAttempt.objects.get().username == "secretaire@exemple.test"


def test_login_that_succeeds_forgets_the_failures_of_all_spellings(client):
    make_user()
    for name in SPELLINGS[:4]:
        client.post("/connexion/", {"username": name, "password": "faux"})
    assert client.post("/connexion/", {**RIGHT, "username": SPELLINGS[3]}).status_code == 302
    assert not AccessAttempt.objects.exists()


def failures(client, **headers):
    """Five wrong passwords sent with these headers; what the right one then answers."""
    for _ in range(5):
        client.post("/connexion/", {**RIGHT, "password": "faux"}, **headers)
    return client.post("/connexion/", RIGHT, **headers).status_code


VISITOR, OTHER = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.4"}


def test_login_behind_our_proxy_is_suspended_for_one_visitor_alone(client, settings):
    settings.BEHIND_TLS_PROXY = True
    make_user()
    assert failures(client, **VISITOR) == 429
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"
    assert client.post("/connexion/", RIGHT, **OTHER).status_code == 302


def test_login_behind_our_proxy_ignores_what_the_visitor_says_of_itself(client, settings):
    """The proxy adds the address that it has seen at the end of the header."""
    settings.BEHIND_TLS_PROXY = True
    make_user()
    for number in range(5):
        forged = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}, 203.0.113.7"}
        client.post("/connexion/", {**RIGHT, "password": "faux"}, **forged)
    assert client.post("/connexion/", RIGHT, **VISITOR).status_code == 429


def test_login_without_proxy_believes_no_header(client):
    make_user()
    assert failures(client, **VISITOR) == 429
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
    assert client.post("/connexion/", RIGHT, **OTHER).status_code == 429


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (True, "203.0.113.7", "203.0.113.7"),
        (True, "192.0.2.1,203.0.113.7 ", "203.0.113.7"),
        (True, "192.0.2.1, 2001:DB8::7", "2001:db8::"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (True, "::ffff:203.0.113.7", "203.0.113.7"),
        (True, "", "127.0.0.1"),
        (True, "unknown", "127.0.0.1"),
        (True, "203.0.113.7, <script>", "127.0.0.1"),
        (False, "203.0.113.7", "127.0.0.1"),
    ],
)
def test_client_address(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_TLS_PROXY = behind_proxy
    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


def test_client_address_of_a_socket_is_unknown(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="")) is None


def test_address_of_the_connection_is_cut_too(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="2001:db8:1:2:3::4")) == "2001:db8:1:2::"


def tried_from_everywhere(client):
    """Wrong passwords for one account, each from another network: enough for the brake."""
    for number in range(FAILURES):
        client.post("/connexion/", {**RIGHT, "password": "faux"}, REMOTE_ADDR=f"198.51.100.{number}")


def test_account_tried_from_everywhere_is_slowed_down(client):
    make_user()
    tried_from_everywhere(client)
    assert REFUSED in text(client.post("/connexion/", {**RIGHT, "password": "faux"}))
    response = client.post("/connexion/", RIGHT)
    assert "Attendez vingt secondes" in text(response)
    cache.clear()
    assert client.post("/connexion/", RIGHT).status_code == 302


def test_brake_is_not_met_where_the_account_was_opened_nor_by_others(client):
    make_user()
    make_user("maire@exemple.test")
    client.post("/connexion/", RIGHT)
    client.logout()
    tried_from_everywhere(client)
    client.post("/connexion/", {**RIGHT, "password": "faux"}, REMOTE_ADDR="192.0.2.1")
    assert "vingt secondes" in text(client.post("/connexion/", RIGHT, REMOTE_ADDR="192.0.2.1"))
    assert client.post("/connexion/", RIGHT).status_code == 302
    client.logout()
    other = {**RIGHT, "username": "maire@exemple.test"}
    assert client.post("/connexion/", other, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_one_address_that_insists_slows_nobody_down(client):
    make_user()
    for _ in range(FAILURES + 1):
        client.post("/connexion/", {**RIGHT, "password": "faux"}, REMOTE_ADDR="192.0.2.1")
    for _ in range(2):
        assert REFUSED in text(client.post("/connexion/", {**RIGHT, "password": "faux"}))


def test_new_password_by_the_link_ends_the_brake():
    AccessAttempt.objects.create(username=RIGHT["username"], ip_address="192.0.2.1", failures_since_start=5)
    user = make_user()
    form = NewPasswordForm(
        {"password1": "quatre mots bien choisis", "password2": "quatre mots bien choisis"}, user=user
    )
    assert form.is_valid()
    form.save()
    assert not AccessAttempt.objects.exists()


def test_login_of_another_is_not_suspended(client):
    make_user()
    make_user("maire@exemple.test")
    for _ in range(6):
        client.post("/connexion/", {**RIGHT, "password": "faux"})
    other = client.post("/connexion/", {**RIGHT, "username": "maire@exemple.test"})
    assert other.status_code == 302


def test_login_of_the_administration_is_this_one(client):
    """Its own form would open a session without the second factor."""
    make_user(is_staff=True)
    response = client.post("/admin/login/?next=/admin/councils/", RIGHT)
    assert (response.status_code, response.url) == (302, "/connexion/?next=%2Fadmin%2Fcouncils%2F")
    assert "_auth_user_id" not in client.session


def test_administration_opens_to_the_support_staff_alone(client):
    staff, other = make_user("assistance@exemple.test", is_staff=True), make_user()
    client.force_login(other, backend=BACKEND)
    assert client.get("/admin/login/").status_code == 403
    client.force_login(staff, backend=BACKEND)
    assert client.get("/admin/login/").url == "/admin/"


def test_login_page_is_skipped_once_logged_in(client):
    client.force_login(make_user(), backend=BACKEND)
    assert client.get("/connexion/").url == "/"


def test_logout_needs_a_post(client):
    client.force_login(make_user(), backend=BACKEND)
    assert client.get("/deconnexion/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/deconnexion/").url == "/connexion/"
    assert "_auth_user_id" not in client.session
