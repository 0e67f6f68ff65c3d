"""Every address × every role × GET and POST: its status, and nothing of another council in its body."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.access import ROLES
from tests.access.conftest import SECRET
from tests.access.table import TABLE, WITHOUT_COUNCIL, address, routes
from tests.deliberations.views.world import Cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


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
    assert set(routes()) - WITHOUT_COUNCIL == set(TABLE)


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
