"""The page of the pack to print and to sign of a sitting, and what the worker lays out."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, Reading
from deliberations.assembly import PrintOptions, Recto
from deliberations.domain.long_works import WorkState
from deliberations.domain.register import Binding, SheetRule
from deliberations.models import PackWork, Sitting
from deliberations.services.pack_works import ask_pack
from deliberations.services.register_entering import enter
from deliberations.services.register_printing import KEPT, purge_prints
from deliberations.services.register_volumes import open_volume
from deliberations.views import print_pack
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import closed, recent, store_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAPER = {"sides": "2", "binding_mm": "6", "recto": "EACH"}


@pytest.fixture
def sitting() -> Sitting:
    """Three acts of a sitting closed ten days ago."""
    return closed(store_evening("exemple", held_on=recent()), at=timezone.now())


@pytest.fixture
def secretary(client: Client, sitting: Sitting) -> Client:
    user = make_user("secretaire@exemple.test", council=sitting.council, kind=RoleKind.SECRETARY)
    client.force_login(user, backend=BACKEND)
    return client


def url(name: str, **more: str) -> str:
    return reverse(name, kwargs={"council": "exemple", "sitting": "seance", **more})


def test_pack_of_a_sitting(secretary: Client):
    address = url("sitting_print_pack")
    page = text_of_page(secretary.get(address))
    assert "n'est pas encore au registre" in page
    assert "Feuillet clôturant la séance" in page
    assert "Le procès-verbal n'est pas dans ce dossier" in page
    assert "secrétaire de séance" in page
    refused = secretary.post(address, {**PAPER, "sides": "3"})
    assert (refused.status_code, PackWork.objects.exists()) == (422, False)


def test_pack_is_laid_out_by_the_worker_and_kept_a_week(
    secretary: Client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        followed = secretary.post(url("sitting_print_pack"), PAPER).url
    work = PackWork.objects.get()
    assert (work.state, work.done) == (WorkState.DONE, work.total)
    assert work.total > 3
    assert work.options == PrintOptions(True, 6, Recto.EACH)
    assert "Le dossier est prêt" in text_of_page(secretary.get(followed))
    file = url("sitting_pack_file", work=work.uid)
    response = secretary.get(file)
    assert response["Content-Disposition"] == f'attachment; filename="dossier-a-signer-{recent()}.pdf"'
    assert response.content.startswith(b"%PDF-")
    purge_prints(work.asked_at + KEPT + timedelta(days=1))
    assert secretary.get(file).status_code == 404


def test_same_pack_asked_twice_is_one_and_another_paper_is_another(
    secretary: Client, sitting: Sitting, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    at = timezone.now()
    first = ask_pack(sitting=sitting, options=PrintOptions(), by=None, at=at)
    assert ask_pack(sitting=sitting, options=PrintOptions(), by=None, at=at) == first
    assert ask_pack(sitting=sitting, options=PrintOptions(binding_mm=9), by=None, at=at) != first
    again = ask_pack(sitting=sitting, options=PrintOptions(), by=None, at=at + timedelta(hours=1))
    assert again != first
    page = text_of_page(secretary.get(url("sitting_pack_work", work=first.uid)))
    assert "L'opération s'est interrompue" in page
    waiting = text_of_page(secretary.get(url("sitting_pack_work", work=again.uid)))
    assert 'hx-trigger="every 1s"' in waiting
    too_soon = secretary.get(url("sitting_pack_file", work=again.uid))
    assert too_soon.url == url("sitting_pack_work", work=again.uid)
    stopped = secretary.get(url("sitting_pack_file", work=first.uid))
    assert stopped.url == url("sitting_print_pack")


def test_pack_of_a_sitting_behind_closed_doors_is_noted_as_read(
    secretary: Client, sitting: Sitting, monkeypatch
):
    work = PackWork.objects.create(sitting=sitting, state=WorkState.DONE)
    Sitting.objects.filter(pk=sitting.pk).update(is_public=False)
    monkeypatch.setattr(print_pack, "pack_file", lambda _: b"%PDF-")
    assert secretary.get(url("sitting_pack_file", work=work.uid)).status_code == 200
    assert Reading.objects.filter(uid=sitting.uid, label__startswith="Séance à huis clos").exists()


def damage_a_sheet(council: Council) -> None:
    day, at = recent(), timezone.now()
    told = {"binding": Binding.YEARLY, "rule": SheetRule.PAGE, "first_sheet": 1}
    volume = open_volume(council=council, since=day, until=day + timedelta(days=300), by=None, at=at, **told)
    enter(volume=volume, source="seance", uid="seance", by=None, at=at, progress=lambda done, total: None)
    sheet = volume.entries.filter(deliberation__isnull=False).first()
    Path(default_storage.path(sheet.path)).write_bytes(b"%PDF-1.7 damaged")


def test_pack_with_a_damaged_sheet_says_so(
    secretary: Client, sitting: Sitting, django_capture_on_commit_callbacks
):
    damage_a_sheet(sitting.council)
    address = url("sitting_print_pack")
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.post(address, PAPER)
    assert "un document conservé est manquant ou altéré" in text_of_page(secretary.get(response.url))
