"""The pages of the register: opening a volume, entering, downloading, printing, closing."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, Reading
from deliberations.assembly import page_count
from deliberations.domain.long_works import WorkState
from deliberations.models import RegisterEntry, RegisterVolume
from deliberations.views import register as pages
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import closed, recent, store_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council() -> Council:
    """Three acts of a sitting closed ten days ago."""
    return closed(store_evening("exemple", held_on=recent()), at=timezone.now()).council


@pytest.fixture
def secretary(client: Client, council: Council) -> Client:
    user = make_user("secretaire@exemple.test", council=council, kind=RoleKind.SECRETARY)
    client.force_login(user, backend=BACKEND)
    return client


SURE = {"is_sure": "on", "seen": "seance"}
"""What the page that asks whether it is sure sends, with the sitting that it showed."""


def url(name: str, **more: str) -> str:
    return reverse(name, kwargs={"council": "exemple", **more})


def typed(**more: Any) -> dict[str, Any]:
    year = recent().year
    given = {"since": f"{year}-01-01", "until": f"{year}-12-31", "binding": "YEARLY", "rule": "PAGE"}
    return {**given, "first_sheet": "31", **more}


def opened(client: Client) -> RegisterVolume:
    assert client.post(url("register_open"), typed()).status_code == 302
    return RegisterVolume.objects.get()


def test_first_visit_leads_to_the_first_volume(secretary: Client):
    page = text_of_page(secretary.get(url("register")))
    assert "Ouvrir le premier volume" in page
    form = text_of_page(secretary.get(url("register_open")))
    assert "Premier feuillet" in form
    assert "Tous les cinq ans" in form


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": "2020-01-01"}, "Le dernier jour du volume précède le premier."),
        ({"first_sheet": "0"}, "supérieure ou égale à 1"),
        ({"first_sheet": "un"}, "Écrivez un nombre entier."),
        ({"rule": "AUTRE"}, "Ce choix n'existe pas."),
        ({"since": "demain"}, "Cette date n'existe pas"),
    ],
)
def test_volume_refused_keeps_what_was_typed(secretary: Client, wrong: dict[str, str], said: str):
    response = secretary.post(url("register_open"), typed(**wrong))
    assert response.status_code == 422
    assert said in text_of_page(response)
    assert not RegisterVolume.objects.exists()


def test_enter_then_read_and_print(secretary: Client, django_capture_on_commit_callbacks):
    volume = opened(secretary)
    page = text_of_page(secretary.get(url("register")))
    assert "Inscrire ce qui est prêt (1)" in page
    assert "2 délibérations" in page or "3 délibérations" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.post(url("register_enter", volume=volume.uid), {**SURE, "source": "tout"})
    work = volume.works.get()
    assert (work.state, response.url) == (
        WorkState.DONE,
        url("register_work", volume=volume.uid, work=work.uid),
    )
    assert "C'est inscrit au registre" in text_of_page(secretary.get(response.url))
    held = text_of_page(secretary.get(url("register_volume", volume=volume.uid)))
    numbers = [row.number for row in RegisterEntry.objects.exclude(number="").order_by("position")]
    assert numbers
    assert all(number in held for number in numbers)
    assert "Tout ce qui a été décidé est au registre." in text_of_page(secretary.get(url("register")))
    whole = secretary.get(url("register_pdf", volume=volume.uid))
    assert whole["Content-Disposition"] == 'attachment; filename="registre-volume-1.pdf"'
    entered = sum(row.pages for row in volume.entries.all())
    assert page_count(whole.content) == entered + 2  # the two provisional tables
    assert Reading.objects.get().label == "Registre, volume 1"
    asked = {"what": "seance", "sides": "1", "binding_mm": "10", "recto": "NEVER"}
    printed = secretary.get(url("register_print", volume=volume.uid), asked)
    assert printed["Content-Type"] == "application/pdf"
    assert page_count(printed.content) == entered - 1  # without the title page


def test_entering_is_asked_for_since_nothing_undoes_it(secretary: Client):
    volume = opened(secretary)
    address = url("register_enter", volume=volume.uid)
    assert f'href="{address}?source=seance&amp;uid=seance"' in text_of_page(secretary.get(url("register")))
    page = text_of_page(secretary.get(address, {"source": "seance", "uid": "seance"}))
    assert "à partir du feuillet n° 32" in page
    assert "Séance du" in page
    assert "ces feuillets ne changeront plus et la séance ne se rouvre plus" in page
    unsure = secretary.post(address, {"seen": "seance", "source": "seance", "uid": "seance"})
    assert (unsure.status_code, volume.works.exists()) == (422, False)
    assert "Cochez la case pour inscrire au registre." in text_of_page(unsure)
    changed = secretary.post(address, {**SURE, "seen": "une-autre"})
    assert (changed.status_code, volume.works.exists()) == (422, False)
    assert "Ce qui est prêt a changé" in text_of_page(changed)
    assert secretary.get(address, {"source": "seance", "uid": "inconnue"}).url == url("register")


def test_sitting_and_register_lead_to_each_other(secretary: Client, django_capture_on_commit_callbacks):
    finish, pack = url("sitting_finish", sitting="seance"), url("sitting_print_pack", sitting="seance")
    before = text_of_page(secretary.get(finish))
    steps = [
        "sitting_transmission",
        "sitting_publication",
        "register",
        "sitting_print_pack",
        "sitting_minutes",
    ]
    places = [
        f'href="{url(name, **({} if name == "register" else {"sitting": "seance"}))}">' for name in steps
    ]
    after = before[before.index("La séance est clôturée") :]
    steps_list = after[after.index('<ol class="next-steps">') :]
    found = [steps_list.index(place) for place in places]
    assert found == sorted(found)
    assert "Pas encore inscrite" in before
    volume = opened(secretary)
    told = {**SURE, "source": "seance", "uid": "seance"}
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.post(url("register_enter", volume=volume.uid), told)
    for address in (response.url, url("register_volume", volume=volume.uid)):
        page = text_of_page(secretary.get(address))
        assert f'href="{finish}"' in page
        assert f'href="{pack}"' in page
    last = volume.entries.order_by("position").last().last_sheet
    assert f"Inscrite : feuillets 32 à {last}." in text_of_page(secretary.get(finish))


def test_print_form_refuses_what_is_not_proposed(secretary: Client):
    volume = opened(secretary)
    address = url("register_print", volume=volume.uid)
    assert 'name="binding_mm" value="5"' in text_of_page(secretary.get(address))
    wrong = {"what": "ailleurs", "sides": "2", "binding_mm": "40", "recto": "EACH"}
    response = secretary.get(address, wrong)
    assert response.status_code == 422
    page = text_of_page(response)
    assert "Ces feuillets n'existent pas." in page
    assert "inférieure ou égale à 12" in page
    assert 'value="40"' in page


def test_long_volume_is_made_by_the_worker(
    secretary: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
):
    volume = opened(secretary)
    monkeypatch.setattr(pages, "AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.get(url("register_pdf", volume=volume.uid))
    work = volume.works.get()
    assert response.url == url("register_work", volume=volume.uid, work=work.uid)
    assert "Le volume est prêt." in text_of_page(secretary.get(response.url))
    assert secretary.get(url("register_pdf", volume=volume.uid))["Content-Type"] == "application/pdf"


def test_work_that_goes_on_is_followed(secretary: Client):
    volume = opened(secretary)
    work = volume.works.create(source="seance", what="seance", state=WorkState.RUNNING, done=3, total=12)
    page = text_of_page(secretary.get(url("register_work", volume=volume.uid, work=work.uid)))
    assert 'hx-trigger="every 1s"' in page
    assert 'max="100" value="25"' in page
    assert "Inscription au registre en cours : 25 %." in text_of_page(secretary.get(url("register")))


def test_close_asks_to_be_sure_and_for_what_is_ready(secretary: Client, django_capture_on_commit_callbacks):
    volume = opened(secretary)
    address = url("register_close", volume=volume.uid)
    assert "Cochez la case" in text_of_page(secretary.post(address))
    refused = secretary.post(address, {"is_sure": "on"})
    assert refused.status_code == 422
    assert "attend d'être inscrite" in text_of_page(refused)
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(
            url("register_enter", volume=volume.uid), {**SURE, "source": "seance", "uid": "seance"}
        )
    assert secretary.post(address, {"is_sure": "on"}).status_code == 302
    volume.refresh_from_db()
    assert volume.closed_on == timezone.localdate()
    assert secretary.get(address).status_code == 302
    page = text_of_page(secretary.get(url("register")))
    assert "Ouvrir le volume suivant" in page
    assert "Les feuillets continuent au n°" in text_of_page(secretary.get(url("register_open")))


def test_list_of_volumes_asks_the_same_number_of_queries(secretary: Client, council: Council):
    def add(number: int) -> None:
        RegisterVolume.objects.create(
            council=council,
            number=number,
            since=date(2000 + number, 1, 1),
            until=date(2000 + number, 12, 31),
            opened_on=date(2000 + number, 1, 1),
            closed_on=date(2001 + number, 1, 1),
        )

    counts = []
    for number in (1, 2, 3):
        add(number)
        with CaptureQueriesContext(connection) as captured:
            secretary.get(url("register"))
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_nothing_of_the_register_is_public(secretary: Client):
    volume = opened(secretary)
    secretary.logout()
    for name in ("register_pdf", "register_print", "register_volume"):
        assert "connexion" in secretary.get(url(name, volume=volume.uid)).url
