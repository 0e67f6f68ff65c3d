"""The pages where a sitting is prepared, through the client, as the secretary goes."""

from datetime import date, time
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from deliberations.dossier.reader import read_dossier
from deliberations.models import AgendaItem, Sitting
from deliberations.queries import record_of
from tests.deliberations.views.world import SITTING, load, make_cast, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BACKEND = "django.contrib.auth.backends.ModelBackend"
GRUSON = Path(__file__).resolve().parents[2] / "dossiers" / "gruson-2023-12-19.json"
NEW = "/conseils/gruson/seances/nouvelle/"


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    return client


def address(name, sitting, **more):
    return reverse(name, kwargs={"council": sitting.council.uid, "sitting": sitting.uid, **more})


def shown_data(response):
    """What a browser would send back of the page's form, unchanged."""
    form = response.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif value is not None:
            data[field.html_name] = value
    return data


def test_gruson_is_entered_by_the_forms(secretary, gruson):
    """Sitting and item of the official act, typed, equal the facts of its dossier."""
    Sitting.objects.filter(council=gruson).exclude(uid=SITTING["sitting"]).delete()
    wanted = read_dossier(GRUSON.read_bytes()).sittings[0]
    response = secretary.post(
        NEW,
        {
            "held_on": "2023-12-19",
            "starts_at": "18:00",
            "place": "au sein de la mairie",
            "is_public": "on",
            "origin": "RECORDED",
            "convocation_sent_on": "2023-12-15",
        },
    )
    made = Sitting.objects.exclude(uid=SITTING["sitting"]).get(council=gruson)
    assert response.url == address("sitting_agenda", made)
    item = wanted.agenda[0]
    typed = {"title_html": item.title_html, "kind": "DELIBERATION", "theme": item.theme, "nomination_basis": "UNKNOWN"}
    secretary.post(address("item_new", made), typed)
    facts = record_of(made).sitting
    names = ("held_on", "starts_at", "place", "session", "is_public", "origin", "chair", "convocation", "derogation")
    assert {n: getattr(facts, n) for n in names} == {n: getattr(wanted, n) for n in names}
    told = {name: getattr(facts.agenda[0], name) for name in item.__slots__ if name != "uid"}
    assert told == {name: getattr(item, name) for name in item.__slots__ if name != "uid"}
