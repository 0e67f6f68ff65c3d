"""Backups, personal data and the log of readings as pages."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.models import CouncilPreferences, Reading
from deliberations.models import Backup, Deliberation
from deliberations.services.sealing import open_envelope
from deliberations.services.storage import receive_file
from tests.builders import BACKEND
from tests.deliberations.views.world import ACT, add_user, address, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSPHRASE = "quatre mots sans rapport"
FORM = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "understood": "on"}


@pytest.fixture
def page(client, cast):
    """Open a page of the council as somebody."""

    def get(name, who="secretary", **query):
        client.force_login(getattr(cast, who), backend=BACKEND)
        response = client.get(reverse(name, kwargs={"council": "gruson"}), query)
        assert response.status_code == 200
        return text_of_page(response)

    return get


def make_backup(council, *, days=0):
    return Backup.objects.create(
        council=council,
        made_at=timezone.now() - timedelta(days=days),
        file_name="sauvegarde-gruson.tar",
        size=2048,
        sha256="ab" * 32,
        rows=12,
        files=1,
    )


def test_backup_is_downloaded_and_recorded(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    response = client.post("/conseils/gruson/sauvegardes/", FORM)
    content = b"".join(response.streaming_content)
    made = Backup.objects.get()
    assert response["Content-Disposition"] == f'attachment; filename="{made.file_name}"'
    assert (made.size, made.made_by) == (len(content), cast.secretary)
    assert open_envelope(io.BytesIO(content)).key.startswith(b"age-encryption.org/v1\n-> scrypt ")


def test_refused_passphrase_is_said_and_nothing_is_made(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    shown = text_of_page(client.post("/conseils/gruson/sauvegardes/", {**FORM, "again": "autre chose"}))
    assert "Les deux phrases ne sont pas les mêmes" in shown
    assert PASSPHRASE not in shown
    assert not Backup.objects.exists()


def test_missing_document_is_said(client, cast, gruson, caplog):
    stored = receive_file(council=gruson, content=b"x", name="a.pdf", media_type="application/pdf", by=None)
    default_storage.delete(stored.path)
    client.force_login(cast.secretary, backend=BACKEND)
    response = client.post("/conseils/gruson/sauvegardes/", FORM, follow=True)
    assert "la sauvegarde serait incomplète et n'a pas été faite" in text_of_page(response)
    assert not Backup.objects.exists()


@pytest.mark.parametrize(
    ("days", "notice"),
    [(None, "Aucune sauvegarde n'a encore été faite"), (8, "a plus de sept jours"), (1, None)],
)
def test_reminder_on_both_pages(page, gruson, days, notice):
    if days is not None:
        make_backup(gruson, days=days)
    assert (notice or "La dernière sauvegarde a plus") in page("backups") or notice is None
    assert ("Faire une sauvegarde</a>" in page("council")) is (notice is not None)
    assert "Faire une sauvegarde</a>" not in page("council", "member")


def test_sheet_says_which_file_and_never_the_passphrase(client, cast, gruson):
    made = make_backup(gruson)
    client.force_login(cast.administrator, backend=BACKEND)
    url = reverse("backup_sheet", kwargs={"council": "gruson", "backup": made.uid})
    shown = text_of_page(client.get(url))
    assert "ab" * 32 in shown
    assert "manage.py restore sauvegarde-gruson.tar" in shown
    assert client.get(url.replace(made.uid, "autre")).status_code == 404


def test_backup_of_another_council_is_not_found(client, cast, gruson):
    made = make_backup(gruson)
    client.force_login(cast.stranger, backend=BACKEND)
    url = reverse("backup_sheet", kwargs={"council": "ailleurs", "backup": made.uid})
    assert client.get(url).status_code == 404


def test_register_tells_the_settings_of_the_council(page, gruson):
    CouncilPreferences.objects.create(council=gruson, proof_months=18, reading_months=3)
    shown = page("personal_data")
    assert "Opposition, pour une raison tenant à la situation de la personne" in shown
    assert "preuves d'envoi et de réponse : 18 mois après la séance" in shown
    assert "journal des lectures : 3 mois" in shown
    assert "(15 fiches)" in shown
    assert "(7 comptes)" in shown


def test_durations_are_saved_or_shown_again(client, cast, gruson):
    client.force_login(cast.secretary, backend=BACKEND)
    url = "/conseils/gruson/donnees-personnelles/"
    assert client.post(url, {"proof_months": "36", "reading_months": "6"}).status_code == 302
    shown = text_of_page(client.post(url, {"proof_months": "2", "reading_months": "6"}))
    assert 'value="2"' in shown
    assert "preuves d'envoi et de réponse : 36 mois" in shown
    assert CouncilPreferences.objects.get(council=gruson).proof_months == 36


# --- the log


def open_as(client, user, name="act", **more):
    client.force_login(user, backend=BACKEND)
    response = client.get(address(name, **more))
    assert response.status_code == 200
    return response


def test_public_text_is_not_noted(client, cast):
    open_as(client, cast.member)
    open_as(client, cast.member, "download", rendition="extrait", file_format="txt")
    assert not Reading.objects.exists()


def test_draft_is_noted_when_opened_and_downloaded(client, cast, gruson):
    Deliberation.objects.filter(uid=ACT["act"]).update(year=None, sequence=None, printed_number="")
    open_as(client, cast.auditor)
    open_as(client, cast.auditor, "download", rendition="extrait", file_format="txt")
    line = Reading.objects.get()
    assert (line.user, line.kind, line.label, line.times) == (
        cast.auditor,
        "DRAFT",
        "Projet du 19/12/2023",
        2,
    )


def test_private_passage_and_individual_decision_are_noted(client, cast):
    act = Deliberation.objects.get(uid=ACT["act"])
    act.statement_html = "<p>Aide à <mark data-private>une famille</mark></p>"
    act.save()
    open_as(client, cast.secretary)
    Deliberation.objects.filter(pk=act.pk).update(statement_html="<p>Rien</p>", is_individual=True)
    open_as(client, cast.mayor)
    assert list(Reading.objects.order_by("pk").values_list("user__email", "kind", "label")) == [
        ("secretaire@exemple.test", "PRIVATE", "Délibération 2023-57"),
        ("maire@exemple.test", "PRIVATE", "Délibération 2023-57"),
    ]


def note(council, user, *, days=0, label="Projet"):
    at = timezone.now() - timedelta(days=days)
    return Reading.objects.create(
        council=council, user=user, kind="DRAFT", uid=f"a{days}", label=label, hour=at, last_at=at
    )


def test_log_is_filtered_and_exported(page, client, cast, gruson):
    note(gruson, cast.member, days=3, label="=Ancien")
    note(gruson, cast.clerk, label="Nouveau")
    assert page("readings", "auditor").count('<th scope="row">') == 2
    day = (timezone.localdate() - timedelta(days=1)).strftime("%d/%m/%Y")
    shown = page("readings", "administrator", depuis=day)
    assert "Nouveau" in shown
    assert "Ancien" not in shown
    assert page("readings", "auditor", lecteur=cast.member.pk).count('<th scope="row">') == 1
    assert "Aucune lecture ne correspond" in page("readings", "auditor", jusque="01/01/2020")
    assert "Saisissez une date valide" in page("readings", "auditor", depuis="hier")
    response = client.get("/conseils/gruson/lectures/?format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "'=Ancien" in lines[2]


def test_log_costs_the_same_with_three_rows(client, cast, gruson, django_assert_num_queries):
    note(gruson, cast.member, days=1)
    client.force_login(cast.auditor, backend=BACKEND)
    with CaptureQueriesContext(connection) as one:
        client.get("/conseils/gruson/lectures/")
    how_many = len(one)
    note(gruson, cast.clerk, days=2)
    note(gruson, add_user("autre@exemple.test", gruson, "MEMBER"), days=4)
    with django_assert_num_queries(how_many):
        client.get("/conseils/gruson/lectures/")
