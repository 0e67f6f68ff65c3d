"""``manage.py demo`` and ``manage.py render``: the reference sitting, from one command."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.models import Council, CouncilRole, User
from deliberations.domain.wording.file_checks import DEMONSTRATION
from deliberations.models import Deliberation, PlaceSignature
from deliberations.services.trust import current_trust
from deliberations.signing.check import check_signatures
from tests.deliberations.views.world import text_of_page
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


DOSSIER = Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json"


def run_demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_demo_signs_for_real_publishes_and_can_run_again(client: Client, settings: LazySettings) -> None:
    said = run_demo()
    assert run_demo() == said
    path = Path(settings.DATA_DIR) / "demo" / "deliberation-2023-57.pdf"
    assert f"signée (PAdES B-LTA) : {path}\nVérification : Ce fichier est authentique.\n" in said
    content = path.read_bytes()
    assert signers(content) == ["Mélanie Dazin-Deslandes", "Olivier Turpin"]
    assert list(PlaceSignature.objects.order_by("pk").values_list("level", flat=True)) == ["B-LT", "B-LTA"]
    assert (Council.objects.count(), User.objects.count(), CouncilRole.objects.count()) == (1, 3, 3)
    assert_conforms({"demo": content}, profiles=("3a", "ua1"))
    page = checked_online(client, content)
    for told in (
        "Ce fichier est authentique",
        "Mélanie DAZIN-DESLANDES, Secrétaire de séance",
        DEMONSTRATION,
    ):
        assert told in page
    settings.DEMO_ALLOWED = False  # as a production has it
    assert signers(content) == []


def signers(content: bytes) -> list[str]:
    """Who signed, if it is sound: the names on the certificates, less what says a demonstration."""
    report = check_signatures(content, trust=current_trust(), at=timezone.now())
    found = [each.signer.removesuffix(" (DÉMONSTRATION)") for each in report.signatures]
    return found if report.ok else []


def checked_online(client: Client, content: bytes) -> str:
    """What the public page says of a file."""
    upload = SimpleUploadedFile("acte.pdf", content, "application/pdf")
    return text_of_page(client.post(reverse("check_file"), {"fichier": upload}, follow=True))


def test_demo_links_its_accounts_to_who_signs_the_act() -> None:
    run_demo()
    CouncilRole.objects.update(person=None)
    run_demo()
    linked = CouncilRole.objects.exclude(person=None).order_by("pk").values_list("kind", "person__uid")
    assert list(linked) == [("MAYOR", "turpin"), ("MEMBER", "dazin-deslandes")]


def test_demo_is_refused_in_production(settings: LazySettings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="refusée en production"):
        run_demo()
    assert not User.objects.exists()


def load() -> None:
    call_command("dossier", "import", str(DOSSIER), stdout=io.StringIO())


@pytest.mark.parametrize(
    ("file_format", "start"),
    [("pdf", b"%PDF-1.7"), ("docx", b"PK\x03\x04"), ("html", b"<!DOCTYPE html>"), ("txt", b"Le mardi")],
)
def test_render_writes_each_format(tmp_path: Path, file_format: str, start: bytes) -> None:
    load()
    target = tmp_path / f"acte.{file_format}"
    call_command("render", "2023-57", "--as", file_format, "-o", str(target), stderr=io.StringIO())
    assert target.read_bytes().startswith(start)


def test_render_unknown_number() -> None:
    with pytest.raises(CommandError, match=r"Aucune délibération ne porte le numéro « 2023-58 »\."):
        call_command("render", "2023-58")


def test_render_same_number_in_two_councils_asks_which(tmp_path: Path) -> None:
    load()
    dossier = DOSSIER.read_text()
    other = tmp_path / "autre.json"
    other.write_text(dossier.replace('"uid": "gruson"', '"uid": "jumelle"', 1))
    call_command("dossier", "import", str(other), stdout=io.StringIO())
    assert Deliberation.objects.count() == 2
    with pytest.raises(
        CommandError, match=r"préciser --council : gruson \(19/12/2023\), jumelle \(19/12/2023\)"
    ):
        call_command("render", "2023-57")
    target = tmp_path / "acte.txt"
    call_command(
        "render", "2023-57", "--council", "jumelle", "--as", "txt", "-o", str(target), stderr=io.StringIO()
    )
    assert target.stat().st_size > 5000
