"""Every address × every role × GET and POST: its status, and nothing of another council in its body."""

from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from deliberations.models import AgendaItem
from tests.access import ROLES, Row
from tests.deliberations.views.world import ACT, add_user, load, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WITHOUT_COUNCIL = {
    *("home", "login", "logout", "account_login", "account_logout", "mfa_index", "socialaccount_connections"),
    *("openid_connect_login", "openid_connect_callback", "invitation", "mfa_authenticate"),
}
WITHOUT_COUNCIL = {"home", "login", "logout", "start", "number_example"}
WITHOUT_COUNCIL = {"help", "help_page", "help_picture", "home", "login", "logout"}
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


@pytest.fixture
def council(db):
    return load("gruson-2023-12-19")


@pytest.fixture
def cast(council):
    return make_cast(council)


@pytest.fixture
def secret(cast):
    """Another council with a sitting whose agenda nobody here may read."""
    other = load("couthenans-2021-04-09")
    AgendaItem.objects.filter(sitting__council=other).update(title_html=SECRET)
    return other


def test_every_address_is_in_the_table():
    ours = {name for name, _ in names(get_resolver().url_patterns)}
    assert ours - WITHOUT_COUNCIL == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_by_role(client, council, cast, secret, name):
    row = TABLE[name]
    url = address(name, row, council)
    found = []
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(getattr(cast, role), backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(url)
        found.append(response.status_code)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert SECRET not in body.decode(errors="replace")
    assert tuple(found) == row.get


@pytest.mark.parametrize("name", TABLE)
def test_empty_post_by_role(client, council, cast, name):
    row = TABLE[name]
    url = address(name, row, council)
    expected = row.post
    for place, role in enumerate(ROLES):
        client.logout()
        if role != "anonymous":
            client.force_login(getattr(cast, role), backend="django.contrib.auth.backends.ModelBackend")
        status = client.post(url).status_code
        if expected is not None:
            assert (role, status) == (role, expected[place])
        elif role not in {"anonymous", "stranger"}:
            assert (role, status) in {(role, 405), (role, 403)}


@pytest.mark.parametrize("name", TABLE)
def test_secretary_of_both_sees_one_council_at_a_time(client, council, cast, secret, name):
    """Somebody who serves two communes finds nothing of one in the pages of the other."""
    both = add_user("deux@exemple.test", council, "SECRETARY")
    secret.roles.create(user=both, kind="SECRETARY")
    client.force_login(both, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address(name, TABLE[name], council))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert SECRET not in body.decode(errors="replace")
