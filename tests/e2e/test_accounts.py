"""Accounts in Chromium: access keys made by a virtual one, codes computed here, invitations, users, history."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from config.proconnect import proconnect_origins, proconnect_provider
from councils.domain.roles import RoleKind
from tests.builders import make_user
from tests.deliberations.views.world import address, load, make_cast
from tests.support.codes import code_of
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

PASSWORD = "un mot de passe long"


@pytest.fixture(autouse=True)
def forget_attempts(page):
    """The failures of another test are not counted with these; a button that is missing is known at once."""
    cache.clear()
    page.set_default_timeout(12_000)


@pytest.fixture
def cast():
    return make_cast(load("gruson-2023-12-19"))


@pytest.fixture
def localhost(live_server):
    """Access keys ask for a name: Chromium takes « localhost » for a safe one."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def key(page):
    """A virtual key that knows its owner (« user verification »), plugged into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def enter(page, localhost, email="secretaire@exemple.test"):
    page.goto(f"{localhost}/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def confirm(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmez que c’est vous")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


def leave(page):
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def add_key(page, localhost, *, alone):
    page.goto(f"{localhost}/compte/securite/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    confirm(page)
    page.get_by_label("Nom de la clé").fill("Téléphone de Claire")
    box = page.get_by_label("Se connecter avec cette clé seule", exact=False)
    box.set_checked(alone)
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")


@pytest.fixture
def complaints(page):
    """What the console says: nothing, for a breach of the content security policy is said there."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def test_access_key_replaces_the_password(cast, page, localhost, key, complaints):
    enter(page, localhost)
    add_key(page, localhost, alone=True)
    page.get_by_role("link", name="J’ai noté mes codes").click()
    expect(page.locator(".key-name")).to_have_text("Téléphone de Claire")
    leave(page)
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    expect(page.locator(".account-name")).to_have_text("secretaire@exemple.test")


def test_access_key_goes_where_one_was_going(cast, page, localhost, key, complaints):
    enter(page, localhost)
    add_key(page, localhost, alone=True)
    leave(page)
    page.goto(f"{localhost}{address('act')}")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page).to_have_url(f"{localhost}{address('act')}")


def test_access_key_is_the_second_factor(cast, page, localhost, key, complaints):
    enter(page, localhost)
    add_key(page, localhost, alone=False)
    leave(page)
    enter(page, localhost)
    expect(page.get_by_role("heading", level=1)).to_have_text("Seconde vérification")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_access_key_confirms_who_one_is_then_is_renamed_and_removed(cast, page, localhost, key, complaints):
    enter(page, localhost)
    add_key(page, localhost, alone=True)
    page.goto(f"{localhost}/compte/securite/")
    page.get_by_role("link", name="Renommer Téléphone de Claire").click()
    page.get_by_label("Nom de la clé").fill("Clé de l'accueil")
    page.get_by_role("button", name="Enregistrer le nom").click()
    page.get_by_role("link", name="Retirer Clé de l’accueil").click()
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()
    expect(page.locator(".key-list")).to_have_count(0)


def test_access_key_of_another_opens_nothing(cast, page, localhost, key):
    session, authenticator = key
    enter(page, localhost)
    add_key(page, localhost, alone=True)
    leave(page)
    session.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_text("La clé n’a pas répondu", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Utiliser une clé d’accès")).to_be_enabled()


def test_codes_of_a_telephone(cast, type_login, go):
    page = type_login("secretaire@exemple.test")
    page.get_by_role("link", name="secretaire@exemple.test").click()
    page.get_by_role("link", name="Activer une application de codes").click()
    confirm(page)
    secret = page.locator(".secret").inner_text()
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth") > 50
    page.get_by_label("Code affiché par l’application").fill(code_of(secret, steps=-1))
    page.get_by_role("button", name="Activer").click()
    spare = page.locator(".recovery-codes code").first.inner_text()
    leave(page)
    type_login("secretaire@exemple.test")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Continuer").click()
    leave(page)
    type_login("secretaire@exemple.test")
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_invitation_from_the_form_to_the_council(cast, log_in, go):
    page = log_in("administrateur@exemple.test")
    page.get_by_role("link", name="Réglages").click()
    page.get_by_role("link", name="Utilisateurs").click()
    page.get_by_role("link", name="Inviter une personne").click()
    page.get_by_label("Adresse électronique").fill("nouvelle@exemple.test")
    page.get_by_label("Membre du conseil", exact=False).check()
    page.get_by_label("Fiche de l’élu").select_option(index=2)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_text("L’invitation est partie à nouvelle@exemple.test.")).to_be_visible()
    leave(page)
    go(re.search(r"//[^/]+(/invitation/\S+/)", mail.outbox[0].body)[1])
    page.locator("#id_password").fill("quatre mots bien choisis")
    page.get_by_label("Mot de passe, une seconde fois").fill("quatre mots bien choisis")
    page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(page.get_by_text("Votre compte est ouvert.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Séances")


def test_proconnect_by_its_button(cast, page, live_server, settings, complaints):
    with running_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = proconnect_provider(provider.url, CLIENT_ID, CLIENT_SECRET)
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        allowed = [*policy["form-action"], *proconnect_origins(provider.url)]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "form-action": allowed}}
        page.goto(f"{live_server.url}/connexion/")
        page.get_by_role("button", name="S’identifier avec ProConnect").click()
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        expect(page.locator(".account-name")).to_have_text("secretaire@exemple.test")


def test_pages_before_the_login_are_accessible(cast, go, page):
    for path in ("/connexion/", "/connexion/mot-de-passe-oublie/", "/connexion/mot-de-passe-oublie/envoye/"):
        look(go(path))
    go("/connexion/mot-de-passe-oublie/")
    page.get_by_role("button", name="Envoyer le lien").click()
    look(page)
    for path in ("/connexion/inscription/", "/connexion/fermee/", "/connexion/proconnect/annulee/"):
        look(go(path))


def test_pages_of_the_account_are_accessible(cast, type_login, go, page):
    type_login("secretaire@exemple.test")
    look(go("/compte/securite/"))
    look(go("/compte/mot-de-passe/"))
    page.get_by_role("button", name="Changer le mot de passe").click()
    look(page)
    look(go("/compte/codes/activer/"))
    confirm(page)
    secret = page.locator(".secret").inner_text()
    look(page)
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    page.get_by_label("Code affiché par l’application").fill(code_of(page.locator(".secret").inner_text()))
    assert secret == page.locator(".secret").inner_text()
    page.get_by_role("button", name="Activer").click()
    look(page)
    for path in (
        "securite/",
        "cles/ajouter/",
        "codes/desactiver/",
        "codes-de-secours/refaire/",
        "confirmer/",
    ):
        look(go(f"/compte/{path}"))
    leave(page)
    type_login("secretaire@exemple.test")
    look(page)


def test_pages_of_users_and_history_are_accessible(cast, log_in, go, page):
    council = cast.administrator.roles.get().council
    make_user("un.nom.tres.tres.long.pour.une.adresse@exemple.test", council=council, kind=RoleKind.CLERK)
    log_in("administrateur@exemple.test")
    users = "/conseils/gruson/utilisateurs/"
    look(go(users))
    go(f"{users}inviter/")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    page.get_by_label("Adresse électronique").fill("nouvelle@exemple.test")
    page.get_by_label("Consultation seule", exact=False).check()
    page.get_by_role("button", name="Envoyer l’invitation").click()
    look(page)
    own = council.roles.get(user=cast.administrator).pk
    go(f"{users}roles/{own}/retirer/")
    page.get_by_role("button", name="Retirer ce rôle").click()
    look(page)
    look(go("/conseils/gruson/historique/conseil/gruson/"))
    leave(page)
    look(go(re.search(r"//[^/]+(/invitation/\S+/)", mail.outbox[-1].body)[1]))
    page.get_by_role("button", name="Ouvrir mon compte").click()
    look(page)


def test_refused_invitation_is_accessible(page, live_server):
    """Not a quiet page: a dead link is an error for the console."""
    page.goto(f"{live_server.url}/invitation/inconnue/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette invitation ne s’ouvre pas")
    look(page)
