"""The council of the table, its users, and another council that none of them may read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from councils.domain.roles import RoleKind
from councils.models import Council, User
from deliberations.models import AgendaItem
from tests.deliberations.views.world import Cast, add_user, load, make_cast
from tests.support.identity import prove_identity

SECRET = "Affaire secrète de Prouvy"
"""Title of an item of another council: no page of this one may say it."""


@dataclass(frozen=True, slots=True)
class World:
    """``secret`` is another council, with a sitting whose agenda nobody here may read; ``both`` serves the two.

    ``sessions`` holds the key of an open session of each user, by the user's key.
    """

    council: Council
    cast: Cast
    secret: Council
    both: User
    sessions: Mapping[int, str]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for the whole table: each test works in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        council = load("gruson-2023-12-19")
        cast = make_cast(council)
        secret = load("couthenans-2021-04-09")
        AgendaItem.objects.filter(sitting__council=secret).update(title_html=SECRET)
        both = add_user("deux@exemple.test", council, RoleKind.SECRETARY)
        secret.roles.create(user=both, kind=RoleKind.SECRETARY)
        yield World(council, cast, secret, both, {user.pk: session_of(user) for user in User.objects.all()})
        transaction.set_rollback(True)


def session_of(user: User) -> str:
    client = Client()
    prove_identity(client, user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
