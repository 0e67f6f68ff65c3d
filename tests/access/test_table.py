"""Every address × every role × GET and POST: its status, and nothing of another council in its body."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from councils.domain.roles import RoleKind
from councils.models import Council, User
from deliberations.models import AgendaItem
from tests.access import ROLES, Row
from tests.deliberations.views.world import ACT, Cast, add_user, load, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

WITHOUT_COUNCIL = {
    *("home", "login", "logout", "account_login", "account_logout", "mfa_index", "socialaccount_connections"),
    *("openid_connect_login", "openid_connect_callback", "invitation", "mfa_authenticate"),
    *("start", "number_example", "help", "help_page", "help_picture"),
}
"""Addresses that no council owns; each has tests of its own."""

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("rows/[a-z]*.py"))
TABLE: dict[str, Row] = {
    name: row for module in MODULES for name, row in import_module(f"tests.access.rows.{module}").ROWS.items()
}
SECRET = "Affaire secrète de Prouvy"
"""Title of an item of another council: no page of this one may say it."""


def names(patterns, prefix=""):
    """Names and parameters of our own addresses."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(
            ("councils.", "deliberations.")
        ):
            yield pattern.name, route


def address(name: str, row: Row, council) -> str:
    given = {**ACT, **row.more, **row.prepare(council)}
    route = dict(names(get_resolver().url_patterns))[name]
    return reverse(name, kwargs={key: value for key, value in given.items() if f":{key}>" in route})


@dataclass(frozen=True, slots=True)
class World:
    """``secret`` is another council, with a sitting whose agenda nobody here may read; ``both`` serves the two."""

    council: Council
    cast: Cast
    secret: Council
    both: User


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
        yield World(council, cast, secret, both)
        transaction.set_rollback(True)


def enter(client, user) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def statuses(client, cast: Cast, ask) -> Iterator[tuple[int, str]]:
    """Status and body of what ``ask`` gets, for each role in turn."""
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            enter(client, getattr(cast, role))
        response = ask()
        yield response.status_code, body_of(response)


def test_every_address_is_in_the_table():
    ours = {name for name, _ in names(get_resolver().url_patterns)}
    assert ours - WITHOUT_COUNCIL == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_by_role(client, world, name):
    url = address(name, TABLE[name], world.council)
    found = list(statuses(client, world.cast, lambda: client.get(url)))
    assert tuple(status for status, _ in found) == TABLE[name].get
    assert [role for role, (_, body) in zip(ROLES, found, strict=True) if SECRET in body] == []


@pytest.mark.parametrize("name", TABLE)
def test_empty_post_by_role(client, world, name):
    expected = TABLE[name].post
    url = address(name, TABLE[name], world.council)
    found = tuple(status for status, _ in statuses(client, world.cast, lambda: client.post(url)))
    if expected is not None:
        assert found == expected
    else:
        assert set(found[2:]) <= {405, 403}


@pytest.mark.parametrize("name", TABLE)
def test_secretary_of_both_sees_one_council_at_a_time(client, world, name):
    """Somebody who serves two communes finds nothing of one in the pages of the other."""
    enter(client, world.both)
    assert SECRET not in body_of(client.get(address(name, TABLE[name], world.council)))


def test_secret_would_be_seen_where_it_is(client, world):
    """What the table looks for does show in the other council's own page."""
    enter(client, world.both)
    sitting = world.secret.sittings.get()
    place = {"council": world.secret.uid, "sitting": sitting.uid}
    assert SECRET in body_of(client.get(reverse("sitting", kwargs=place)))
