"""Invitations and roles: what opens, for whom, once; and who may not be left without an administrator."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from councils.domain.errors import Refusal
from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, Invitation, User
from councils.models.invitation import digest_of
from councils.services import accounts
from tests.builders import make_user, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
GUEST = "invitee@exemple.test"
PASSWORD = "quatre mots bien choisis"


@pytest.fixture
def council() -> Council:
    return store_council()


@pytest.fixture
def admin(council: Council) -> User:
    return make_user("administrateur@exemple.test", council=council, kind=RoleKind.ADMINISTRATOR)


@pytest.fixture
def send(council, admin, django_capture_on_commit_callbacks):
    """Invite somebody; the invitation and the secret of the link that left by e-mail."""

    def invite(email=GUEST, kind=RoleKind.CLERK, person=None, at=AT):
        with django_capture_on_commit_callbacks(execute=True):
            invitation = accounts.invite(
                council=council, email=email, kind=kind, person=person, by=admin, at=at, link="L:{}:L".format
            )
        return invitation, re.search(r"L:([\w-]+):L", mail.outbox[-1].body)[1]

    return invite


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_invite_sends_the_link_and_keeps_its_digest_only(send, admin):
    invitation, token = send(email=" Invitee@EXEMPLE.test ")
    assert (invitation.email, invitation.token_sha256) == (GUEST, digest_of(token))
    assert (invitation.created_by, invitation.expires_at) == (admin, AT + timedelta(days=14))
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([GUEST], "Exemple vous ouvre un accès à Conforme")
    assert "avant le 16 mars 2026" in message.body
    html = message.alternatives[0][0]
    assert (html.count(token), "Agent chargé de la publication" in html) == (2, True)
    assert token not in str(Invitation.objects.values().get()) + str(Invitation.history.values().get())


def test_invite_again_replaces_the_link(send):
    first, old = send()
    second, new = send(at=LATER)
    first.refresh_from_db()
    assert (first.revoked_at, second.revoked_at) == (LATER, None)
    assert refused(accounts.open_invitation, old, at=LATER) == "invitation.revoked"
    assert accounts.open_invitation(new, at=LATER) == second
    reasons = Invitation.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["account.invited", "account.invitation_replaced", "account.invited"]


def test_invite_who_has_the_role_already_is_refused(send, council):
    make_user(GUEST, council=council, kind=RoleKind.CLERK)
    assert refused(send) == "role.already"
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


@pytest.mark.parametrize("kind", [RoleKind.MAYOR, RoleKind.DEPUTY, RoleKind.MEMBER])
def test_invite_an_elected_person_asks_for_their_name(send, council, kind):
    assert refused(send, kind=kind) == "role.person_missing"
    invitation, _ = send(kind=kind, person=council.persons.first())
    assert invitation.person == council.persons.first()


def test_invite_refuses_a_person_of_another_council(send):
    assert refused(send, person=store_council("ailleurs").persons.first()) == "role.person_elsewhere"


def test_open_account_gives_the_role(send, council):
    person = council.persons.first()
    invitation, _ = send(kind=RoleKind.MEMBER, person=person)
    user = accounts.open_account(
        invitation=invitation, password=PASSWORD, given_name="Claire", family_name="Petit", at=LATER
    )
    assert (user.email, str(user), user.check_password(PASSWORD)) == (GUEST, "Claire Petit", True)
    role = CouncilRole.objects.get(user=user)
    assert (role.council, role.kind, role.person) == (council, RoleKind.MEMBER, person)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.accepted_by) == (LATER, user)
    assert role.history.get().history_change_reason == "account.invitation_accepted"


def test_open_account_refuses_a_weak_password_and_writes_nothing(send):
    invitation, _ = send()
    with pytest.raises(ValidationError, match="12 caractères"):
        accounts.open_account(invitation=invitation, password="court", given_name="", family_name="", at=AT)
    assert not User.objects.filter(email=GUEST).exists()


def test_open_account_leaves_the_account_that_exists(send):
    invitation, _ = send()
    make_user(GUEST)
    refusal = refused(
        accounts.open_account,
        invitation=invitation,
        password=PASSWORD,
        given_name="",
        family_name="",
        at=AT,
    )
    assert refusal == "invitation.has_account"
    assert not User.objects.get(email=GUEST).check_password(PASSWORD)


def test_accept_twice_is_calm_for_the_same_user_alone(send):
    invitation, token = send()
    guest, other = make_user(GUEST), make_user("autre@exemple.test")
    role = accounts.accept_invitation(invitation=invitation, user=guest, at=AT)
    assert accounts.accept_invitation(invitation=invitation, user=guest, at=LATER) == role
    assert accounts.open_invitation(token, at=LATER, user=guest).accepted_at == AT
    assert (
        refused(accounts.accept_invitation, invitation=invitation, user=other, at=LATER) == "invitation.used"
    )
    assert refused(accounts.open_invitation, token, at=LATER) == "invitation.used"


def test_link_accepted_once_does_not_give_back_a_role_taken_since(send):
    invitation, _ = send()
    guest = make_user(GUEST)
    accounts.accept_invitation(invitation=invitation, user=guest, at=LATER).delete()
    assert (
        refused(accounts.accept_invitation, invitation=invitation, user=guest, at=LATER) == "invitation.used"
    )
    assert not CouncilRole.objects.filter(user=guest).exists()


def test_accept_is_refused_to_another_address(send):
    invitation, token = send()
    other = make_user("autre@exemple.test")
    assert refused(accounts.open_invitation, token, at=AT, user=other) == "invitation.other_account"
    assert (
        refused(accounts.accept_invitation, invitation=invitation, user=other, at=AT)
        == "invitation.other_account"
    )
    assert not other.roles.exists()


@pytest.mark.parametrize(
    ("after", "code"), [(timedelta(days=14), "invitation.expired"), (timedelta(days=13, hours=23), None)]
)
def test_open_invitation_expires_after_two_weeks(send, after, code):
    _, token = send()
    if code is None:
        assert accounts.open_invitation(token, at=AT + after)
    else:
        assert refused(accounts.open_invitation, token, at=AT + after) == code


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "\x00"])
def test_open_invitation_unknown_link(send, token):
    send()
    assert refused(accounts.open_invitation, token, at=AT) == "invitation.unknown"


def test_revoke_closes_the_link_calmly(send, admin):
    invitation, token = send()
    accounts.revoke_invitation(invitation=invitation, by=admin, at=AT)
    again = accounts.revoke_invitation(invitation=invitation, by=admin, at=LATER)
    assert again.revoked_at == AT
    assert refused(accounts.open_invitation, token, at=AT) == "invitation.revoked"


def test_revoke_what_is_accepted_is_refused(send, admin):
    invitation, _ = send()
    accounts.accept_invitation(invitation=invitation, user=make_user(GUEST), at=AT)
    assert (
        refused(accounts.revoke_invitation, invitation=invitation, by=admin, at=LATER)
        == "invitation.accepted"
    )


def test_give_role_twice_gives_the_same(council, admin):
    user = make_user()
    first = accounts.give_role(council=council, user=user, kind=RoleKind.SECRETARY, by=admin)
    assert accounts.give_role(council=council, user=user, kind=RoleKind.SECRETARY, by=admin) == first
    history = first.history.get()
    assert (history.history_change_reason, history.history_user) == ("account.role_given", admin)


def test_take_role_keeps_the_last_administrator(council, admin):
    role = admin.roles.get()
    assert (
        refused(accounts.take_role, council=council, role_id=role.pk, by=admin) == "role.last_administrator"
    )
    closed = make_user("ferme@exemple.test", council=council, kind=RoleKind.ADMINISTRATOR, is_active=False)
    assert (
        refused(accounts.take_role, council=council, role_id=role.pk, by=admin) == "role.last_administrator"
    )
    closed.is_active = True
    closed.save()
    accounts.take_role(council=council, role_id=role.pk, by=closed)
    accounts.take_role(council=council, role_id=role.pk, by=closed)
    assert list(council.roles.values_list("user", flat=True)) == [closed.pk]
    assert CouncilRole.history.filter(history_type="-").get().history_change_reason == "account.role_taken"


def test_take_role_of_another_council_does_nothing(council, admin):
    other = make_user(council=store_council("ailleurs"))
    accounts.take_role(council=council, role_id=other.roles.get().pk, by=admin)
    assert other.roles.count() == 1


def test_link_person_of_the_council_alone(council, admin):
    user = make_user(council=council, kind=RoleKind.MEMBER)
    role, person = user.roles.get(), council.persons.first()
    assert accounts.link_person(role=role, person=person, by=admin).person == person
    accounts.link_person(role=role, person=person, by=admin)
    assert role.history.filter(history_change_reason="account.person_linked").count() == 1
    elsewhere = store_council("ailleurs").persons.first()
    assert refused(accounts.link_person, role=role, person=elsewhere, by=admin) == "role.person_elsewhere"
    assert refused(accounts.link_person, role=role, person=None, by=admin) == "role.person_missing"
