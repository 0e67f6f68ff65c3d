"""Codes, recovery codes, passwords changed and forgotten: the pages of one's own account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt, encrypt
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks import default_task_backend
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page
from tests.support.codes import code_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSWORD = "un mot de passe long"
RIGHT = {"username": "secretaire@exemple.test", "password": PASSWORD}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def forget_attempts():
    """The failures of another test are not counted with these."""
    cache.clear()


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def inside(client, user):
    """A browser where the user has just said again who they are."""
    client.post("/connexion/", RIGHT)
    assert client.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302
    return client


def logged_in(client):
    return "_auth_user_id" in client.session


def test_code_is_asked_for_after_the_password(client, user):
    TOTP.activate(user, SECRET)
    response = client.post("/connexion/", {**RIGHT, "next": "/conseils/x/"})
    assert (response.url, logged_in(client)) == ("/connexion/code/", False)
    assert "Votre mot de passe est bon." in text_of_page(client.get("/connexion/code/"))
    refused = client.post("/connexion/code/", {"code": "000000"})
    assert "Ce code ou cette clé ne convient pas" in text_of_page(refused)
    response = client.post("/connexion/code/", {"code": code_of(SECRET)})
    assert (response.url, logged_in(client)) == ("/conseils/x/", True)


def test_code_serves_once(client, user):
    TOTP.activate(user, SECRET)
    code = code_of(SECRET)
    for expected in (302, 200):
        client.post("/deconnexion/")
        client.post("/connexion/", RIGHT)
        assert client.post("/connexion/code/", {"code": code}).status_code == expected


@pytest.mark.parametrize(("steps", "status"), [(-1, 302), (1, 302), (-3, 200), (3, 200)])
def test_code_of_a_clock_a_little_wrong(client, user, steps, status):
    TOTP.activate(user, SECRET)
    client.post("/connexion/", RIGHT)
    code = code_of(SECRET, steps=steps)
    assert client.post("/connexion/code/", {"code": code}).status_code == status


def test_code_is_refused_after_five_mistakes(client, user):
    TOTP.activate(user, SECRET)
    client.post("/connexion/", RIGHT)
    for _ in range(5):
        client.post("/connexion/code/", {"code": "000000"})
    page = text_of_page(client.post("/connexion/code/", {"code": code_of(SECRET)}))
    assert "Trop d'essais ont échoué" in page
    assert not logged_in(client)


def test_code_page_without_password_sends_to_the_login(client, user):
    TOTP.activate(user, SECRET)
    assert client.get("/connexion/code/").url == "/connexion/"
    assert client.post("/connexion/code/", {"code": code_of(SECRET)}).url == "/connexion/"


def test_recovery_code_replaces_the_telephone_once(client, user):
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (302, 200):
        client.post("/deconnexion/")
        client.post("/connexion/", RIGHT)
        assert client.post("/connexion/code/", {"code": code}).status_code == expected


def test_activate_codes_from_the_page(inside, user, django_capture_on_commit_callbacks):
    page = inside.get("/compte/codes/activer/")
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())[1]
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    wrong = inside.post("/compte/codes/activer/", {"code": "abcdef"})
    assert "Ce code ou cette clé ne convient pas" in text_of_page(wrong)
    assert secret in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = inside.post("/compte/codes/activer/", {"code": code_of(secret)})
    assert response.url == "/compte/codes-de-secours/"
    codes = re.findall(r"<li><code>(\d{8})</code>", inside.get(response.url).content.decode())
    assert len(set(codes)) == 10
    assert [message.subject for message in mail.outbox] == ["Sécurité de votre compte"]
    assert "Une application de codes protège maintenant votre compte." in mail.outbox[0].body
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored


def test_security_page_says_what_protects_the_account(inside, user):
    page = text_of_page(inside.get("/compte/securite/"))
    assert "Conseil : ajoutez une clé d'accès" in page
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    page = text_of_page(inside.get("/compte/securite/"))
    assert "Votre compte est protégé par une seconde vérification." in page
    assert "Il vous en reste 10." in page


def test_deactivate_codes_takes_the_recovery_codes_too(inside, user):
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    assert inside.get("/compte/codes/desactiver/").status_code == 200
    assert inside.post("/compte/codes/desactiver/").url == "/compte/securite/"
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_replace_the_old_ones(inside, user):
    TOTP.activate(user, SECRET)
    old = RecoveryCodes.activate(user).get_unused_codes()
    assert inside.post("/compte/codes-de-secours/refaire/").url == "/compte/codes-de-secours/"
    new = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert set(old).isdisjoint(new)


@pytest.mark.parametrize(
    "path",
    [
        "codes/activer/",
        "cles/ajouter/",
        "codes-de-secours/refaire/",
        "codes-de-secours/",
        "codes/desactiver/",
    ],
)
def test_change_of_security_asks_who_one_is(client, user, path):
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    client.force_login(user, backend=BACKEND)
    response = client.get(f"/compte/{path}")
    assert response.url.startswith("/compte/confirmer/?next=%2Fcompte%2F")


def test_who_one_is_counts_failures_as_the_login_does(client, user):
    client.force_login(user, backend=BACKEND)
    answers = [client.post("/compte/confirmer/", {"password": "faux"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_password_is_changed(inside, user):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert inside.post("/compte/mot-de-passe/", form).url == "/compte/securite/"
    assert "Votre mot de passe est changé." in text_of_page(inside.get("/compte/securite/"))
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "Le mot de passe de votre compte a été changé." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"oldpassword": "faux"}, "Ce n'est pas votre mot de passe actuel."),
        ({"password1": "court", "password2": "court"}, "au minimum 12 caractères"),
        ({"password2": "autre chose encore"}, "même mot de passe"),
        ({"password1": "secretaire@exemple", "password2": "secretaire@exemple"}, "trop semblable"),
        ({"password1": "", "password2": ""}, "obligatoire"),
    ],
)
def test_password_refused_says_why(inside, user, change, said):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **change}
    page = inside.post("/compte/mot-de-passe/", form)
    assert (page.status_code, said in text_of_page(page)) == (200, True)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_account_without_password_chooses_one(client):
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend=BACKEND)
    assert "Choisir un mot de passe" in text_of_page(client.get("/compte/securite/"))
    assert client.get("/compte/mot-de-passe/").url == "/compte/mot-de-passe/choisir/"
    response = client.post("/compte/mot-de-passe/choisir/", {"password1": NEW, "password2": NEW})
    assert response.url == "/compte/securite/"
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_forgotten_password_is_replaced_by_the_link(client, user):
    response = client.post("/connexion/mot-de-passe-oublie/", {"email": " Secretaire@EXEMPLE.test"})
    assert response.url == "/connexion/mot-de-passe-oublie/envoye/"
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["secretaire@exemple.test"], "Choisir un nouveau mot de passe")
    url = re.search(r"http://testserver(/\S+)", message.body)[1]
    page = client.get(url, follow=True)
    address = page.redirect_chain[0][0]
    assert url not in address
    assert "Nouveau mot de passe" in text_of_page(page)
    assert client.post(address, {"password1": NEW, "password2": NEW}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "Ce lien n'est plus valable" in text_of_page(client.get(url, follow=True))


@pytest.mark.parametrize("fields", [None, {"is_active": False}])
def test_forgotten_password_says_nothing_of_who_has_an_account(client, fields):
    if fields is not None:
        make_user(**fields)
    response = client.post("/connexion/mot-de-passe-oublie/", {"email": "secretaire@exemple.test"})
    assert (response.url, mail.outbox) == ("/connexion/mot-de-passe-oublie/envoye/", [])


@pytest.mark.parametrize("email", ["secretaire@exemple.test", "personne@exemple.test"])
def test_forgotten_password_looks_for_nobody_within_the_request(client, user, settings, email):
    """The page cannot tell by its time who has an account: the worker looks."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with CaptureQueriesContext(connection) as captured:
        client.post("/connexion/mot-de-passe-oublie/", {"email": email})
    assert [task.args for task in default_task_backend.results] == [[email, "http://testserver"]]
    assert not [query for query in captured if "councils_user" in query["sql"]]
    assert not mail.outbox


def test_forgotten_password_still_asks_for_the_second_factor(client, user):
    TOTP.activate(user, SECRET)
    client.post("/connexion/mot-de-passe-oublie/", {"email": user.email})
    url = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    address = client.get(url).url
    client.post(address, {"password1": NEW, "password2": NEW})
    assert not logged_in(client)
    assert client.post("/connexion/", {**RIGHT, "password": NEW}).url == "/connexion/code/"


@pytest.mark.parametrize("path", ["zz-zz", "1-set-password", "1-x", "---", "1/x"])
def test_forged_link_of_a_password_opens_nothing(client, user, path):
    response = client.get(f"/connexion/nouveau-mot-de-passe/{path}/")
    assert response.status_code in {200, 404}
    assert "id_password1" not in response.content.decode()


def test_nobody_signs_up_alone(client):
    assert "sur invitation" in text_of_page(client.get("/connexion/inscription/"))
    assert client.post("/connexion/inscription/", {"email": "a@b.fr"}).status_code == 405


@pytest.mark.parametrize("path", ["/compte/securite/", "/compte/mot-de-passe/", "/compte/confirmer/"])
def test_account_pages_need_the_login_and_stay_in_no_browser(client, user, path):
    assert client.get(path).url.startswith("/connexion/?next=/compte/")
    client.force_login(user, backend=BACKEND)
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_secret_is_encrypted_and_a_lost_key_opens_nothing(settings):
    kept = encrypt(SECRET)
    assert (SECRET in kept, decrypt(kept)) == (False, SECRET)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10
    assert decrypt(kept) not in {SECRET, ""}
    settings.SECRET_KEY_FALLBACKS = [old]
    assert decrypt(kept) == SECRET


CREDENTIALS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "[]",
            "{}",
            "null",
            "1",
            '{"id":1}',
            '{"response":[]}',
            '{"rawId":"a","id":"b"}',
            '"x"',
            "{",
            '{"id":"a","rawId":"a"}',
        ]
    ),
)


@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credential=CREDENTIALS)
def test_key_that_no_browser_makes_is_refused(client, credential):
    cache.clear()
    response = client.post("/connexion/cle/", {"credential": credential})
    assert (response.status_code, response.url) == (302, "/connexion/")
    assert not logged_in(client)


@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credential=CREDENTIALS, name=st.text(max_size=200))
@example(credential="0", name="")
@example(credential="false", name="")
def test_new_key_that_no_browser_makes_is_refused(inside, credential, name):
    inside.get("/compte/cles/ajouter/")
    response = inside.post("/compte/cles/ajouter/", {"credential": credential, "name": name})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_second_factor_by_a_key_that_no_browser_makes_is_refused(client, user):
    TOTP.activate(user, SECRET)
    client.post("/connexion/", RIGHT)
    for credential in ("", "[]", '{"rawId":"a","id":"b"}', '{"response":{}}'):
        assert client.post("/connexion/code/", {"credential": credential}).status_code == 200
    assert not logged_in(client)
