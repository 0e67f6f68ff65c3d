"""« Utilisateurs », the link of an invitation, and what one sees once a role is gone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Contact, CouncilRole, Invitation, User
from tests.builders import make_user, store_council
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BACKEND = "django.contrib.auth.backends.ModelBackend"
USERS = "/conseils/exemple/utilisateurs/"
GUEST = "invitee@exemple.test"
NEW = {
    "given_name": "Claire",
    "family_name": "Petit",
    "password": "quatre mots bien choisis",
    "again": "quatre mots bien choisis",
}


@pytest.fixture
def council():
    return store_council()


@pytest.fixture
def admin(council):
    return make_user("administrateur@exemple.test", council=council, kind=RoleKind.ADMINISTRATOR)


@pytest.fixture
def inside(client, admin):
    client.force_login(admin, backend=BACKEND)
    return client


@pytest.fixture
def link(inside, django_capture_on_commit_callbacks):
    """Invite somebody by the form, and forget who is logged in; the path of the link received."""

    def invite(**fields):
        form = {"email": GUEST, "kind": "CLERK", "person": "", **fields}
        with django_capture_on_commit_callbacks(execute=True):
            response = inside.post(f"{USERS}inviter/", form)
        assert response.url == USERS
        inside.logout()
        return re.search(r"http://testserver(/invitation/\S+/)", mail.outbox[-1].body)[1]

    return invite


def test_users_shows_roles_persons_and_invitations(inside, council, link):
    person = council.persons.first()
    make_user("maire@exemple.test", council=council, kind=RoleKind.MAYOR, person=person.uid)
    link()
    inside.force_login(User.objects.get(email="administrateur@exemple.test"), backend=BACKEND)
    page = text_of_page(inside.get(USERS))
    assert f'Maire ou président <span class="role-person">· {person}' in page
    assert GUEST in page
    assert "Agent chargé de la publication" in page


def test_users_takes_as_many_queries_for_one_as_for_three(inside, council, django_assert_num_queries):
    def show():
        with django_assert_num_queries(10):
            assert inside.get(USERS).status_code == 200

    for number in range(3):
        show()
        make_user(f"u{number}@exemple.test", council=council, kind=RoleKind.CLERK)
        Invitation.objects.create(
            council=council,
            email=f"i{number}@exemple.test",
            kind="CLERK",
            person=council.persons.first(),
            token_sha256=str(number) * 64,
            expires_at=timezone.now(),
        )


def test_invite_refused_keeps_what_was_typed(inside, council):
    page = inside.post(f"{USERS}inviter/", {"email": GUEST, "kind": "MAYOR"})
    assert "Ce rôle est celui d'un élu : choisissez sa fiche dans la liste." in text_of_page(page)
    assert f'value="{GUEST}"' in page.content.decode()
    make_user(GUEST, council=council, kind=RoleKind.CLERK)
    page = inside.post(f"{USERS}inviter/", {"email": GUEST.upper(), "kind": "CLERK"})
    assert "Cette personne a déjà ce rôle dans ce conseil." in text_of_page(page)


def test_invite_shows_the_address_noted_before_sending_anything_there(inside, council):
    person = council.persons.first()
    Contact.objects.create(person=person, email="Notee@exemple.test")
    form = {"email": "", "kind": "MAYOR", "person": person.pk}
    page = inside.post(f"{USERS}inviter/", form)
    assert (page.status_code, Invitation.objects.count(), mail.outbox) == (422, 0, [])
    assert "Adresse notée sur la fiche : vérifiez-la, puis envoyez." in text_of_page(page)
    assert 'value="notee@exemple.test"' in page.content.decode()
    inside.post(f"{USERS}inviter/", form | {"email": "notee@exemple.test"})
    assert Invitation.objects.get().email == "notee@exemple.test"


def test_invite_never_offers_the_person_of_another_council(inside):
    stranger = store_council("ailleurs").persons.first()
    page = inside.post(f"{USERS}inviter/", {"email": GUEST, "kind": "MEMBER", "person": stranger.pk})
    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_link_opens_an_account_and_the_council(client, link, council):
    path = link(kind="MEMBER", person=council.persons.first().pk)
    page = text_of_page(client.get(path))
    assert "Rôle proposé : <strong>Membre du conseil</strong>" in page
    assert f'value="{council.persons.first().given_name}"' in page
    response = client.post(path, NEW)
    assert response.url == "/conseils/exemple/"
    assert client.get(response.url).status_code == 200
    assert str(CouncilRole.objects.get(user__email=GUEST).person) == str(council.persons.first())
    assert client.get(path).url == "/conseils/exemple/"
    client.logout()
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"again": "autre chose"}, "Les deux mots de passe ne sont pas les mêmes"),
        ({"password": "court", "again": "court"}, "au minimum 12 caractères"),
        ({"password": GUEST, "again": GUEST}, "trop semblable"),
        ({"given_name": "a\x00b"}, "caractère"),
        ({"family_name": ""}, "obligatoire"),
    ],
)
def test_link_refuses_a_weak_password_and_keeps_the_name(client, link, change, said):
    path = link()
    page = client.post(path, {**NEW, **change})
    assert (page.status_code, said in text_of_page(page)) == (422, True)
    assert NEW["password"] not in page.content.decode()
    assert not User.objects.filter(email=GUEST).exists()


def test_link_with_an_account_asks_to_log_in_then_to_accept(client, link):
    make_user(GUEST)
    path = link()
    page = client.get(path)
    assert f'href="/connexion/?next={path}"' in page.content.decode()
    assert client.post(path, NEW).status_code == 200
    login = client.post("/connexion/", {"username": GUEST, "password": "un mot de passe long", "next": path})
    assert login.url == path
    assert "Accepter" in text_of_page(client.get(path))
    assert client.post(path).url == "/conseils/exemple/"
    assert client.post(path).url == "/conseils/exemple/"
    assert CouncilRole.objects.filter(user__email=GUEST).count() == 1


def test_link_of_somebody_else_offers_to_log_out(client, link):
    path = link()
    client.force_login(make_user(), backend=BACKEND)
    page = client.get(path)
    assert (page.status_code, "adressée à quelqu'un d'autre" in text_of_page(page)) == (410, True)
    assert client.post(path).status_code == 410
    assert client.post("/deconnexion/", {"next": path}).url == path
    assert "Ouvrir mon compte" in text_of_page(client.get(path))


def test_link_expired_revoked_or_invented_says_so(client, link):
    path = link()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "n'est plus valable" in text_of_page(client.get(path))
    Invitation.objects.update(revoked_at=timezone.now())
    assert "annulée ou remplacée" in text_of_page(client.post(path, NEW))
    assert "n'est pas reconnu" in text_of_page(client.get("/invitation/autre/"))
    assert not User.objects.filter(email=GUEST).exists()


def test_resend_and_revoke_from_the_list(inside, council, link, admin):
    path = link()
    inside.force_login(admin, backend=BACKEND)
    first = Invitation.objects.get()
    assert inside.post(f"{USERS}invitations/{first.pk}/renvoyer/").url == USERS
    second = Invitation.objects.pending().get()
    assert "Le lien envoyé" in text_of_page(inside.get(f"{USERS}invitations/{second.pk}/annuler/"))
    for _ in range(2):
        assert inside.post(f"{USERS}invitations/{second.pk}/annuler/").url == USERS
    assert not Invitation.objects.pending().exists()
    inside.logout()
    assert inside.get(path).status_code == 410


def test_give_role_to_an_account_of_the_council_alone(inside, council):
    clerk = make_user(council=council, kind=RoleKind.CLERK)
    stranger = make_user("ailleurs@exemple.test", council=store_council("ailleurs"))
    page = inside.post(f"{USERS}donner-un-role/", {"user": stranger.pk, "kind": "AUDITOR"})
    assert page.status_code == 422
    assert not stranger.roles.filter(council=council).exists()
    assert inside.post(f"{USERS}donner-un-role/", {"user": clerk.pk, "kind": "SECRETARY"}).url == USERS
    assert set(clerk.roles.values_list("kind", flat=True)) == {"CLERK", "SECRETARY"}


def test_take_role_asks_first_and_is_calm_after(inside, council):
    clerk = make_user(council=council, kind=RoleKind.CLERK)
    path = f"{USERS}roles/{clerk.roles.get().pk}/retirer/"
    assert "n'aura plus le rôle" in text_of_page(inside.get(path))
    assert inside.post(path).url == USERS
    assert inside.post(path).url == USERS
    assert not clerk.roles.exists()


def test_take_role_of_the_last_administrator_is_refused(inside, admin):
    page = inside.post(f"{USERS}roles/{admin.roles.get().pk}/retirer/")
    assert "C'est le seul administrateur de ce conseil" in text_of_page(page)
    assert admin.roles.count() == 1


def test_role_of_another_council_is_not_reached(inside, admin):
    other = make_user(council=store_council("ailleurs"))
    role = other.roles.get().pk
    assert inside.get(f"{USERS}roles/{role}/fiche/").status_code == 404
    assert inside.post(f"{USERS}roles/{role}/retirer/").url == USERS
    assert other.roles.count() == 1


def test_link_person_from_the_list(inside, council):
    member = make_user(council=council, kind=RoleKind.MEMBER)
    path, person = f"{USERS}roles/{member.roles.get().pk}/fiche/", council.persons.first()
    assert "Ce rôle est celui d'un élu" in text_of_page(inside.post(path, {"person": ""}))
    assert inside.post(path, {"person": person.pk}).url == USERS
    assert member.roles.get().person == person


def test_role_taken_while_logged_in_closes_the_council_at_once(client, council):
    user = make_user(council=council, kind=RoleKind.CLERK)
    client.force_login(user, backend=BACKEND)
    assert client.get("/conseils/exemple/").status_code == 200
    user.roles.all().delete()
    assert client.get("/conseils/exemple/").status_code == 404
    page = text_of_page(client.get("/"))
    assert "Aucun conseil n'est ouvert à votre compte." in page
    assert "ouvrez le lien" in page


def test_account_closed_while_logged_in_is_out_at_once(client, council):
    user = make_user(council=council)
    client.post("/connexion/", {"username": user.email, "password": "un mot de passe long"})
    assert client.get("/conseils/exemple/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/conseils/exemple/").url == "/connexion/?next=/conseils/exemple/"
