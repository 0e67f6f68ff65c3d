"""Accounts and roles: invitations, what each account may do in a council, and who it is there.

Every change locks the council first: two administrators write one after the other.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.domain.roles import NEEDS_PERSON, RoleKind
from councils.models import Council, CouncilRole, Invitation, Person, User
from councils.models.invitation import VALIDITY, digest_of
from councils.models.user import normalise_email
from councils.services.locking import lock, lock_council
from councils.services.mail import send_message
from councils.services.writing import Writer

INVITED = "account.invited"
RESENT = "account.invitation_replaced"
ACCEPTED = "account.invitation_accepted"
REVOKED = "account.invitation_revoked"
ROLE_GIVEN = "account.role_given"
ROLE_TAKEN = "account.role_taken"
PERSON_LINKED = "account.person_linked"


class InvitationRefused(Refusal):
    """A link that opens nothing, or not to this account; the page says why and what to do."""


UNKNOWN_LINK = (
    "invitation.unknown",
    "Ce lien d'invitation n'est pas reconnu. Ouvrez-le depuis le message reçu, sans le recopier.",
)
EXPIRED = (
    "invitation.expired",
    "Cette invitation n'est plus valable : son lien dure quatorze jours. Demandez-en une nouvelle à la mairie.",
)
WITHDRAWN = (
    "invitation.revoked",
    "Cette invitation a été annulée ou remplacée. Ouvrez le message le plus récent, ou demandez-en une nouvelle.",
)
USED = ("invitation.used", "Cette invitation a déjà servi. Si c'était vous, connectez-vous.")
OTHER_ACCOUNT = (
    "invitation.other_account",
    "Cette invitation est adressée à quelqu'un d'autre. Déconnectez-vous, puis ouvrez de nouveau le lien.",
)
HAS_ACCOUNT = (
    "invitation.has_account",
    "Un compte existe déjà avec cette adresse : connectez-vous pour accepter.",
)


def invite(
    *,
    council: Council,
    email: str,
    kind: RoleKind,
    person: Person | None,
    by: User,
    at: datetime,
    link: Callable[[str], str],
) -> Invitation:
    """Offer a role to an address; ``link`` makes the whole address of the page from the secret of the link.

    A pending invitation to the same role is replaced: only the latest link opens. Raises ``Refusal`` when the
    account has the role already, or when the role asks for a member's name. Side effect: an e-mail after commit.
    """
    address = normalise_email(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock_council(council.pk)
        _check_person(council, kind, person)
        _refuse_second_role(council, address, kind)
        _replace_pending(council, address, kind, by=by, at=at)
        invitation = Invitation(
            council=council,
            email=address,
            kind=kind.value,
            person=person,
            token_sha256=digest_of(token),
            created_at=at,
            created_by=by,
            expires_at=at + VALIDITY,
        )
        Writer(by=by, reason=INVITED).write(invitation, "")
        transaction.on_commit(partial(_send, invitation, link(token)))
    return invitation


def _replace_pending(council: Council, email: str, kind: RoleKind, *, by: User, at: datetime) -> None:
    for old in Invitation.objects.pending().filter(council=council, email=email, kind=kind):
        old.revoked_at = at
        Writer(by=by, reason=RESENT).write(old, "")


def _send(invitation: Invitation, url: str) -> None:
    send_message(
        to=invitation.email,
        subject=f"{invitation.council.place_name} vous ouvre un accès à Conforme",
        text="emails/invitation.txt",
        html="emails/invitation.html",
        context={"invitation": invitation, "url": url},
    )


def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Close the link. A second click changes nothing; one already accepted raises ``Refusal``."""
    with transaction.atomic():
        row = lock(Invitation).get(pk=invitation.pk)
        if row.accepted_at is not None:
            raise Refusal(
                "invitation.accepted", "Cette invitation est déjà acceptée : retirez plutôt le rôle."
            )
        if row.revoked_at is None:
            row.revoked_at = at
            Writer(by=by, reason=REVOKED).write(row, "")
        return row


def open_invitation(token: str, *, at: datetime, user: User | None = None) -> Invitation:
    """The invitation behind a link, if it may still be accepted (by ``user``, when one is logged in).

    An invitation that ``user`` accepted already is given back: a second click is answered calmly. Raises
    ``InvitationRefused``.
    """
    found = (
        Invitation.objects.select_related("council", "person").filter(token_sha256=digest_of(token)).first()
    )
    if found is None:
        raise InvitationRefused(*UNKNOWN_LINK)
    _check_open(found, at=at, user=user)
    return found


def _check_open(invitation: Invitation, *, at: datetime, user: User | None) -> None:
    if invitation.accepted_at is not None:
        if user is not None and invitation.accepted_by_id == user.pk:
            return
        raise InvitationRefused(*USED)
    if invitation.revoked_at is not None:
        raise InvitationRefused(*WITHDRAWN)
    if invitation.expires_at <= at:
        raise InvitationRefused(*EXPIRED)
    if user is not None and user.email != invitation.email:
        raise InvitationRefused(*OTHER_ACCOUNT)


def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> CouncilRole:
    """Give ``user`` the role that was offered. A second click gives the same role, unless it was taken since.

    Raises ``InvitationRefused``.
    """
    with transaction.atomic():
        lock_council(invitation.council_id)
        row = lock(Invitation).select_related("council", "person").get(pk=invitation.pk)
        _check_open(row, at=at, user=user)
        writer = Writer(by=user, reason=ACCEPTED)
        if row.accepted_at is not None:
            return _role_accepted(row, user)
        row.accepted_at, row.accepted_by = at, user
        writer.write(row, "")
        return _role(row.council, user, RoleKind(row.kind), row.person, writer)


def _role_accepted(invitation: Invitation, user: User) -> CouncilRole:
    """The role that the invitation gave once, while ``user`` still holds it: a link gives nothing back."""
    held = CouncilRole.objects.filter(council=invitation.council, user=user, kind=invitation.kind).first()
    if held is None:
        raise InvitationRefused(*USED)
    return held


def open_account(
    *, invitation: Invitation, password: str | None, given_name: str, family_name: str, at: datetime
) -> User:
    """Make the account of who was invited, and give the role. ``password`` is ``None`` for who comes by ProConnect.

    Raises ``InvitationRefused`` when the link is dead or the address has an account, ``ValidationError`` when the
    password is too weak.
    """
    with transaction.atomic():
        lock_council(invitation.council_id)
        if User.objects.filter(email=invitation.email).exists():
            raise InvitationRefused(*HAS_ACCOUNT)
        user = User(email=invitation.email, given_name=given_name, family_name=family_name)
        if password is not None:
            validate_password(password, user)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        accept_invitation(invitation=invitation, user=user, at=at)
        return user


def account_of_agent(*, email: str, given_name: str, family_name: str) -> User | None:
    """The account of a verified address; else one made from the open invitations to it; else nobody's.

    Side effect of the second case: the account, and the role of each open invitation.
    """
    address, at = normalise_email(email), timezone.now()
    user = User.objects.filter(email=address).first() if address else None
    offers = Invitation.objects.pending().filter(email=address, expires_at__gt=at).select_related("council")
    if user is not None or not address or not offers.exists():
        return user
    with transaction.atomic():
        first, *others = offers.order_by("council_id", "pk")
        user = open_account(
            invitation=first,
            password=None,
            given_name=given_name[:200],
            family_name=family_name[:200],
            at=at,
        )
        for offer in others:
            accept_invitation(invitation=offer, user=user, at=at)
    return user


def give_role(
    *, council: Council, user: User, kind: RoleKind, person: Person | None = None, by: User | None
) -> CouncilRole:
    """Give ``user`` a role in ``council``; the one they have already is given back as it is.

    Raises ``Refusal`` when the role asks for a member's name, or the name is of another council.
    """
    with transaction.atomic():
        lock_council(council.pk)
        _check_person(council, kind, person)
        return _role(council, user, kind, person, Writer(by=by, reason=ROLE_GIVEN))


def _role(council: Council, user: User, kind: RoleKind, person: Person | None, writer: Writer) -> CouncilRole:
    found = CouncilRole.objects.filter(council=council, user=user, kind=kind).first()
    if found is not None:
        return found
    return writer.write(CouncilRole(council=council, user=user, kind=kind.value, person=person), "")


def take_role(*, council: Council, role_id: int, by: User | None) -> None:
    """Take a role of ``council`` away. A second click changes nothing.

    Raises ``Refusal`` for the last administrator: nobody could give a role any more. Effect: at the user's next click.
    """
    with transaction.atomic():
        lock_council(council.pk)
        role = CouncilRole.objects.filter(council=council, pk=role_id).first()
        if role is None:
            return
        if role.kind == RoleKind.ADMINISTRATOR and not _other_administrator(role):
            raise Refusal(
                "role.last_administrator",
                "C'est le seul administrateur de ce conseil : donnez d'abord ce rôle à quelqu'un d'autre.",
            )
        Writer(by=by, reason=ROLE_TAKEN).delete(role)


def _other_administrator(role: CouncilRole) -> bool:
    others = CouncilRole.objects.filter(
        council=role.council_id, kind=RoleKind.ADMINISTRATOR, user__is_active=True
    )
    return others.exclude(pk=role.pk).exists()


def link_person(*, role: CouncilRole, person: Person | None, by: User | None) -> CouncilRole:
    """Say which member the account of ``role`` is. Raises ``Refusal`` as ``give_role`` does."""
    with transaction.atomic():
        lock_council(role.council_id)
        row = CouncilRole.objects.select_related("council").get(pk=role.pk)
        _check_person(row.council, RoleKind(row.kind), person)
        if row.person_id != (person.pk if person else None):
            row.person = person
            Writer(by=by, reason=PERSON_LINKED).write(row, "")
        return row


def _check_person(council: Council, kind: RoleKind, person: Person | None) -> None:
    if person is None and kind in NEEDS_PERSON:
        raise Refusal(
            "role.person_missing", "Ce rôle est celui d'un élu : choisissez sa fiche dans la liste."
        )
    if person is not None and person.council_id != council.pk:
        raise Refusal("role.person_elsewhere", "Cette fiche appartient à un autre conseil.")


def _refuse_second_role(council: Council, email: str, kind: RoleKind) -> None:
    if CouncilRole.objects.filter(council=council, user__email=email, kind=kind).exists():
        raise Refusal("role.already", "Cette personne a déjà ce rôle dans ce conseil.")
