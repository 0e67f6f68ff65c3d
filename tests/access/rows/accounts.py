"""Users of a council, their roles and their invitations; the history of an object."""

from datetime import timedelta

from django.utils import timezone

from councils.models import Council, Invitation
from councils.models.invitation import digest_of
from tests.access import STAFF, Row, only

ADMINISTRATOR = only("administrator")
REFUSED = only("administrator", status=422)
DONE = only("administrator", status=302)


def a_role(council: Council) -> dict[str, object]:
    return {"role": council.roles.get(kind="CLERK").pk}


def an_invitation(council: Council) -> dict[str, object]:
    invitation = Invitation.objects.create(
        council=council,
        email="invitee@exemple.test",
        kind="CLERK",
        token_sha256=digest_of("secret"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"invitation": invitation.pk}


ROWS = {
    "history": Row(only(*STAFF), more={"kind": "seance", "uid": "seance-2023-12-19"}),
    "act_history": Row(only(*STAFF)),
    "users": Row(ADMINISTRATOR),
    "invite": Row(ADMINISTRATOR, post=REFUSED),
    "give_role": Row(ADMINISTRATOR, post=REFUSED),
    "take_role": Row(ADMINISTRATOR, post=DONE, prepare=a_role),
    "link_person": Row(ADMINISTRATOR, post=DONE, prepare=a_role),
    "revoke_invitation": Row(ADMINISTRATOR, post=DONE, prepare=an_invitation),
    "resend_invitation": Row((302, *[405] * 8), post=DONE, prepare=an_invitation),
}
