"""``manage.py demo`` and ``manage.py render``: the reference sitting, from one command."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.models import Council, CouncilRole, User
from deliberations.models import Deliberation, Signature
from deliberations.signing.check import check_signatures
from deliberations.signing.trust import trusting

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def run_demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_demo_signs_for_real_and_can_run_again(settings: LazySettings) -> None:
    said, again = run_demo(), run_demo()
    assert said == again
    path = Path(settings.DATA_DIR) / "demo" / "deliberation-2023-57.pdf"
    assert str(path) in said
    root = (path.parent / "demo-root.pem").read_bytes()
    assert check_signatures(path.read_bytes(), trust=trusting(root), at=timezone.now()).ok
    assert (Council.objects.count(), User.objects.count(), CouncilRole.objects.count()) == (1, 2, 2)
    assert not Signature.objects.exists()


def test_demo_links_its_mayor_to_who_signs_the_act() -> None:
    run_demo()
    CouncilRole.objects.update(person=None)
    run_demo()
    linked = CouncilRole.objects.exclude(person=None).values_list("kind", "person__uid")
    assert list(linked) == [("MAYOR", "turpin")]


def test_demo_is_refused_in_production(settings: LazySettings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="refusée en production"):
        run_demo()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("file_format", "start"),
    [("pdf", b"%PDF-1.7"), ("docx", b"PK\x03\x04"), ("html", b"<!DOCTYPE html>"), ("txt", b"Le mardi")],
)
def test_render_writes_each_format(tmp_path: Path, file_format: str, start: bytes) -> None:
    run_demo()
    target = tmp_path / f"acte.{file_format}"
    call_command("render", "2023-57", "--as", file_format, "-o", str(target), stderr=io.StringIO())
    assert target.read_bytes().startswith(start)


def test_render_unknown_number() -> None:
    with pytest.raises(CommandError, match=r"Aucune délibération ne porte le numéro « 2023-58 »\."):
        call_command("render", "2023-58")


def test_render_same_number_in_two_councils_asks_which(tmp_path: Path) -> None:
    run_demo()
    dossier = (Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json").read_text()
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
