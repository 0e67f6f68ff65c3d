"""The whole path of ProConnect against a provider on this machine, and every lie it could tell."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from config.proconnect import proconnect_origins, proconnect_provider
from councils.domain.roles import RoleKind
from councils.models import Invitation, User
from councils.models.invitation import digest_of
from deliberations.domain.wording.typography import plain
from tests.builders import BACKEND, make_user, store_council
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, OTHER_KEY, Lies, running_provider

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

REFUSED = "La réponse de ProConnect n'a pas pu être vérifiée"


@pytest.fixture(scope="module")
def server():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    """Honest again, and known to the settings."""
    server.lies, server.asked, server.questions = Lies(), [], {}
    server.agent = {**server.agent, "sub": "agent-1", "email": "Secretaire@exemple.test"}
    settings.SOCIALACCOUNT_PROVIDERS = proconnect_provider(server.url, CLIENT_ID, CLIENT_SECRET)
    return server


def go(client, next_page=""):
    """Press the button; the address of the provider that the browser is sent to."""
    response = client.post("/connexion/proconnect/", {"next": next_page})
    assert response.status_code == 302
    return response.url


def come_back(client, address):
    """What the provider answers to the browser, carried back to us."""
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://testserver/connexion/proconnect/retour/"
    return client.get(f"{parts.path}?{parts.query}")


def enter(client, next_page=""):
    return come_back(client, go(client, next_page))


def logged_in(client):
    return client.session.get("_auth_user_id")


def test_agent_enters_the_account_of_their_address(client, provider):
    user = make_user()
    response = enter(client, "/conseils/exemple/")
    assert (response.status_code, response.url) == (302, "/conseils/exemple/")
    assert logged_in(client) == str(user.pk)
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (user, "proconnect", "agent-1")
    assert account.extra_data == {}
    user.refresh_from_db()
    assert user.check_password("un mot de passe long")


def test_question_bears_what_the_provider_asks_for(client, provider):
    make_user()
    given = {name: values[0] for name, values in parse_qs(urlsplit(go(client)).query).items()}
    assert set(given["scope"].split()) == {"openid", "given_name", "usual_name", "email"}
    assert (given["client_id"], given["acr_values"], given["response_type"]) == (CLIENT_ID, "eidas1", "code")
    assert (given["code_challenge_method"], len(given["nonce"]) >= 43) == ("S256", True)


def test_question_takes_nothing_from_the_visitor(client, provider):
    make_user()
    response = client.post(
        "/connexion/proconnect/?scope=admin&auth_params=acr_values%3Deidas0%26nonce%3Dchosen&process=connect"
    )
    query = parse_qs(urlsplit(response.url).query)
    assert "admin" not in query["scope"][0]
    assert query["acr_values"] == ["eidas1"]
    assert query["nonce"] != ["chosen"]


def test_agent_without_account_nor_invitation_gets_none(client, provider):
    response = enter(client)
    assert response.status_code == 403
    assert "aucun compte ni aucune invitation" in plain(response.content.decode())
    assert (User.objects.count(), logged_in(client)) == (0, None)


def invitation(council, email="secretaire@exemple.test", **fields):
    return Invitation.objects.create(
        council=council,
        email=email,
        token_sha256=digest_of(f"{council.uid}{fields}"),
        **{"kind": "CLERK", "expires_at": timezone.now() + timedelta(days=1), **fields},
    )


def test_invited_agent_gets_an_account_and_every_role_offered(client, provider):
    here, there = store_council("ici"), store_council("ailleurs")
    offers = [invitation(here), invitation(there, kind="AUDITOR")]
    assert enter(client).status_code == 302
    user = User.objects.get()
    assert (str(user), user.email, user.has_usable_password()) == (
        "Claire Petit",
        "secretaire@exemple.test",
        False,
    )
    assert {(role.council, role.kind) for role in user.roles.all()} == {
        (here, RoleKind.CLERK),
        (there, RoleKind.AUDITOR),
    }
    assert [Invitation.objects.get(pk=offer.pk).accepted_by for offer in offers] == [user, user]


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
        {"accepted_at": timezone.now()},
        {"email": "autre@exemple.test"},
    ],
)
def test_dead_invitation_gives_no_account(client, provider, fields):
    invitation(store_council(), **fields)
    assert enter(client).status_code == 403
    assert not User.objects.exists()


def test_agent_known_by_number_enters_whatever_their_address_becomes(client, provider):
    user = make_user()
    enter(client)
    client.post("/deconnexion/")
    provider.agent["email"] = "nouvelle@exemple.test"
    enter(client)
    assert logged_in(client) == str(user.pk)


def test_another_agent_at_another_address_enters_nothing(client, provider):
    make_user()
    enter(client)
    client.post("/deconnexion/")
    provider.agent |= {"sub": "agent-2", "email": "autre@exemple.test"}
    assert enter(client).status_code == 403
    assert logged_in(client) is None


def test_closed_account_stays_closed(client, provider):
    make_user(is_active=False)
    response = enter(client)
    assert (response.status_code, response.url) == (302, "/connexion/fermee/")
    assert (logged_in(client), SocialAccount.objects.count()) == (None, 0)


def test_second_factor_is_still_asked_for(client, provider):
    user = make_user()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert Authenticator.objects.count() == 1
    response = enter(client)
    assert (response.url, logged_in(client)) == ("/connexion/code/", None)


LIES = {
    "identity signed by another": {"identity_key": OTHER_KEY},
    "person signed by another": {"person_key": OTHER_KEY},
    "keys of another": {"other_keys": True},
    "no signature": {"algorithm": "none"},
    "public key taken for a secret": {"algorithm": "HS256"},
    "person without signature": {"plain_person": True},
    "identity for another party": {"identity": {"aud": "autre"}},
    "person for another party": {"person": {"aud": "autre"}},
    "identity of another issuer": {"identity": {"iss": "https://ailleurs.exemple"}},
    "person of another issuer": {"person": {"iss": "https://ailleurs.exemple"}},
    "identity out of date": {"identity": {"exp": 1}},
    "identity without end": {"identity": {"exp": None}},
    "answer to another question": {"identity": {"nonce": "autre"}},
    "answer to no question": {"identity": {"nonce": None}},
    "person of another identity": {"person": {"sub": "agent-9"}},
    "number that is no text": {"identity": {"sub": 7}, "person": {"sub": 7}},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_lie_opens_nothing(client, provider, lie):
    make_user()
    provider.lies = Lies(**lie)
    response = enter(client)
    assert response.status_code == 401
    assert REFUSED in plain(response.content.decode())
    assert (logged_in(client), SocialAccount.objects.count()) == (None, 0)


@pytest.mark.parametrize("address", [{"email": ""}, {"email": None}, {"email_verified": False}])
def test_address_not_verified_is_nobody(client, provider, address):
    make_user()
    provider.lies = Lies(person=address)
    assert enter(client).status_code == 403
    assert logged_in(client) is None


def test_answer_with_another_state_opens_nothing(client, provider):
    make_user()
    forged = go(client).replace("state=", "state=x")
    assert come_back(client, forged).status_code == 401
    assert logged_in(client) is None


def test_answer_carried_to_another_browser_opens_nothing(client, provider):
    """Somebody makes the victim's browser finish a login that is not theirs."""
    make_user()
    victim = Client()
    assert come_back(victim, go(client)).status_code == 401
    assert logged_in(victim) is None


def test_answer_played_twice_opens_once(client, provider):
    make_user()
    back = requests.get(go(client), allow_redirects=False, timeout=5).headers["Location"]
    path = back.removeprefix("http://testserver")
    assert client.get(path).status_code == 302
    client.post("/deconnexion/")
    assert client.get(path).status_code == 401
    assert logged_in(client) is None


@pytest.mark.parametrize(
    "lies",
    [{"silent": True}, {"config": {"issuer": "https://ailleurs.exemple"}}, {"config": {"issuer": None}}],
)
def test_provider_that_does_not_answer_is_said_so(client, provider, lies):
    provider.lies = Lies(**lies)
    response = client.post("/connexion/proconnect/")
    assert response.status_code == 502
    assert "ProConnect n'a pas abouti" in plain(response.content.decode())


def test_agent_who_gives_up_is_told_so(client, provider):
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    response = client.get(f"/connexion/proconnect/retour/?error=access_denied&state={state}", follow=True)
    assert response.redirect_chain == [("/connexion/proconnect/annulee/", 302)]
    assert "Connexion abandonnée" in response.content.decode()


def test_logout_closes_the_session_of_proconnect_too(client, provider):
    make_user()
    enter(client)
    url = client.post("/deconnexion/").url
    parts = urlsplit(url)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.url}/logout"
    assert given["post_logout_redirect_uri"] == "http://testserver/connexion/"
    assert jwt.decode(given["id_token_hint"], options={"verify_signature": False})["sub"] == "agent-1"
    assert logged_in(client) is None


def test_logout_of_another_account_stays_here(client, provider):
    client.force_login(make_user(), backend=BACKEND)
    assert client.post("/deconnexion/").url == "/connexion/"


def test_button_is_there_only_when_set_up(client, provider, settings):
    assert "S'identifier avec ProConnect" in plain(client.get("/connexion/").content.decode())
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "ProConnect" not in client.get("/connexion/").content.decode()
    assert client.post("/connexion/proconnect/").status_code == 404
    assert client.get("/connexion/proconnect/retour/").status_code == 404


def test_provider_is_off_until_the_three_values_are_given():
    assert proconnect_provider("https://a.exemple", "b", "") == {}
    assert proconnect_origins("") == []
    assert proconnect_origins("https://fca.exemple:8443/api/v2") == ["https://fca.exemple:8443"]
    app = proconnect_provider("https://a.exemple/api/", "b", "c")["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://a.exemple/api"


def test_link_alone_begins_nothing(client, provider):
    """A link on another site must not begin a login here."""
    response = client.get("/connexion/proconnect/")
    assert (response.status_code, response.url) == (302, "/connexion/")
    assert provider.asked == []
