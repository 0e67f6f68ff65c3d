import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Council, CouncilRole
from deliberations.domain.wording.typography import plain
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user(client):
    user = make_user()
    client.force_login(user)
    return user


def join(user, how_many):
    for _ in range(how_many):
        council = Council.objects.create(place_name=f"Commune {Council.objects.count() + 1}")
        CouncilRole.objects.create(user=user, council=council, kind="SECRETARY")


def test_home_needs_the_login(client):
    assert client.get("/").url == "/connexion/?next=/"


def test_home_without_council_says_what_to_do(client, user):
    page = plain(client.get("/").content.decode())
    assert "Aucun conseil n'est ouvert à votre compte." in page


def test_home_with_one_council_goes_straight_to_it(client, user):
    join(user, 1)
    assert client.get("/").url == f"/conseils/{Council.objects.get().uid}/"


def test_home_lists_the_councils_of_the_user_only(client, user):
    join(user, 2)
    Council.objects.create(place_name="Ailleurs")
    page = client.get("/").content.decode()
    assert [name in page for name in ("Commune 1", "Commune 2", "Ailleurs")] == [True, True, False]


def test_home_costs_the_same_with_more_rows(client, user):
    counts = []
    for more in (2, 2):
        join(user, more)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_home_is_cut_in_pages(client, user):
    join(user, 51)
    assert client.get("/").content.decode().count("home-links") == 50
    assert client.get("/?page=2").content.decode().count("home-links") == 1
