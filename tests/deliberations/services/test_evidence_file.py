"""The evidence file of an act, unpacked and checked as an expert would: with public tools, by the commands it gives."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation, EvidenceWork, IssuedDocument, Override, ProofFact, StoredFile
from deliberations.services.dossiers import store_dossier
from deliberations.services.evidence_file import evidence_file
from deliberations.services.evidence_notice import SCRIPT
from deliberations.services.evidence_works import ask_evidence, evidence_kept, purge_evidence
from deliberations.services.issuing import add_version, issue_certified_copy, latest_certified_copy
from deliberations.services.proof import erase_fact
from deliberations.services.proof_heads import seal_heads
from deliberations.services.signing import open_certificate, signed_copy
from deliberations.services.storage import store_document
from deliberations.services.transmitting import record_receipt
from tests.builders import make_user
from tests.support.pdftext import tagged_text
from tests.support.pki import PASSPHRASE, Pki
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
GRUSON = Path(__file__).resolve().parents[2] / "dossiers" / "gruson-2023-12-19.json"


@pytest.fixture
def act(settings: object, pki: Pki) -> Deliberation:
    """Issued, signed, received with its receipt, a warning set aside, sealed with a timestamp."""
    dossier = read_dossier(GRUSON.read_bytes())
    store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    act = Deliberation.objects.select_related("council", "sitting", "item").get()
    issued = issue_certified_copy(deliberation=act, by=None, at=NOW)
    signer = open_certificate(pkcs12=pki.pkcs12("maire"), passphrase=PASSPHRASE)
    _, signed = signed_copy(issued, signer=signer, at=NOW)
    add_version(act, issued.snapshot, signed.content, issued, by=None, at=NOW)
    receipt = store_document(b"%PDF-1.4 receipt", folder="received")
    file = StoredFile.objects.create(
        council=act.council,
        name="accusé d'été.PDF",
        media_type="application/pdf",
        sha256=receipt.sha256,
        size=receipt.size,
        path=receipt.path,
    )
    record_receipt(act=act, by=None, at=NOW, received_on=NOW.date(), reference="AR", file=file)
    Override.objects.create(
        sitting=act.sitting, code="notice.short", reason="Urgence motivée", by="La secrétaire"
    )
    settings.TIMESTAMP_URL = pki.timestamp_url()
    seal_heads(NOW)
    return act


def unpacked(act: Deliberation, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(evidence_file(act))) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def commands(folder: Path) -> list[str]:
    lines = (folder / "LISEZ-MOI.txt").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_every_command_of_the_notice_succeeds(act: Deliberation, tmp_path: Path) -> None:
    folder = unpacked(act, tmp_path)
    told = commands(folder)
    tools = {command.split()[0] for command in told}
    assert tools == {"sha256sum", "pdfsig", "openssl", "python3"}
    assert any(command.startswith("openssl cms") for command in told)
    assert any(command.startswith("openssl ts -verify") for command in told)
    for command in told:
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert "exacte, scellee par la tete du 2026-11-30" in run("python3 verifier.py", folder).stdout
    assert "Signature is Valid" in run("pdfsig -nocert documents/certified-v2*.pdf", folder).stdout


def test_authorities_are_judged_with_their_roots(act: Deliberation, tmp_path: Path, pki: Pki) -> None:
    """What the notice says to do with a root got from the authority."""
    folder = unpacked(act, tmp_path)
    run("printf '' > racine.pem", folder)
    (folder / "racine.der").write_bytes(pki.certificate("racine"))
    (folder / "inconnue.der").write_bytes(pki.certificate("autre-racine"))
    for name in ("racine", "inconnue"):
        assert run(f"openssl x509 -inform DER -in {name}.der -out {name}.pem", folder).returncode == 0
    cms = next(command for command in commands(folder) if command.startswith("openssl cms"))
    stem = cms.split(" -in ")[1].split(".p7s")[0]
    ts = next(command for command in commands(folder) if command.startswith("openssl ts -verify"))
    pem = ts.split("-CAfile ")[1].split(" ")[0]
    for name, expected in (("racine", 0), ("inconnue", 1)):
        judged = cms.replace("-noverify", f"-CAfile {name}.pem -certfile {stem}.pem -purpose any")
        assert bool(run(judged, folder).returncode) == bool(expected), run(judged, folder).stderr
        stamped = ts.replace(f"-CAfile {pem} -partial_chain", f"-CAfile {name}.pem -untrusted {pem}")
        assert bool(run(stamped, folder).returncode) == bool(expected), run(stamped, folder).stderr


@pytest.mark.parametrize(
    "altered",
    [
        "documents/certified-v2*.pdf",
        "signatures/*.signe",
        "registre/tetes/*.txt",
        "registre/inscriptions/*.json",
        "journal/suites.json",
    ],
)
def test_altered_piece_is_found_by_the_commands(act: Deliberation, tmp_path: Path, altered: str) -> None:
    folder = unpacked(act, tmp_path)
    path = min(folder.glob(altered))
    content = path.read_bytes()
    path.write_bytes(content.replace(content[50:60], b"0123456789", 1))
    failed = [command for command in commands(folder) if run(command, folder).returncode]
    assert failed[0].startswith("sha256sum --check")
    if "journal" not in altered:
        assert len(failed) >= 2


def test_same_state_gives_the_same_bytes(act: Deliberation) -> None:
    assert evidence_file(act) == evidence_file(act)


def test_pieces_are_all_there(act: Deliberation, tmp_path: Path) -> None:
    folder = unpacked(act, tmp_path)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for expected in (
        "convocation/preuves.json",
        "presences/presences.json",
        "textes/versions.json",
        "signatures/signatures.json",
        "journal/suites.json",
        "journal/constats-ecartes.json",
        "registre/tetes/2026-11-30.tst",
        "resume.pdf",
        "verifier.py",
        "SHA256SUMS",
    ):
        assert expected in found
    assert len([path for path in found if path.startswith("documents/")]) == 2
    assert [Path(path).suffix for path in found if path.startswith("accuses/")] == [".pdf"]
    overrides = json.loads((folder / "journal/constats-ecartes.json").read_text())
    assert [row["reason"] for row in overrides] == ["Urgence motivée"]
    facts = {path.stem for path in (folder / "faits").iterdir()}
    assert {
        hashlib.sha256((folder / f"faits/{name}.json").read_bytes()).hexdigest() for name in facts
    } == facts
    assert (folder / "verifier.py").read_text() == SCRIPT
    assert len(SCRIPT.splitlines()) <= 22


def test_summary_conforms_and_tells_what_happened(act: Deliberation, tmp_path: Path) -> None:
    content = (unpacked(act, tmp_path) / "resume.pdf").read_bytes()
    assert_conforms(content)
    text = " ".join(" ".join(tagged_text(content)).split())
    for words in (
        "Dossier de preuve de la délibération",
        "Réception en préfecture",
        "Urgence motivée",
        "SHA-256",
    ):
        assert words in text


def test_erased_facts_and_unsealed_entries_are_said(act: Deliberation, tmp_path: Path) -> None:
    fact = ProofFact.objects.filter(table="deliberations.transmission").latest("pk")
    erase_fact(fact=fact, by=make_user(), at=NOW + timedelta(minutes=1), why="Demande")
    folder = unpacked(act, tmp_path)
    done = run("python3 verifier.py", folder)
    assert done.returncode == 0, done.stderr
    assert "exacte, pas encore scellee" in done.stdout
    told = json.loads((folder / f"registre/inscriptions/{fact.entry.seq:07d}.json").read_text())
    assert (told["facts"], told["salt"]) == (None, None)


def test_act_without_anything_still_has_its_file(tmp_path: Path, settings: object) -> None:
    dossier = read_dossier(GRUSON.read_bytes())
    store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    act = Deliberation.objects.get()
    folder = unpacked(act, tmp_path)
    for command in commands(folder):
        assert run(command, folder).returncode == 0, command


def test_worker_makes_it_and_forgets_it(
    act: Deliberation, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = ask_evidence(act=act, by=None, at=NOW)
    work.refresh_from_db()
    assert work.state == "DONE"
    assert zipfile.is_zipfile(io.BytesIO(evidence_kept(work) or b""))
    assert purge_evidence(datetime.now(UTC) + timedelta(days=8)) == "Dossiers de preuve effacés : 1."
    assert not EvidenceWork.objects.exists()


def test_damaged_document_is_said(act: Deliberation, django_capture_on_commit_callbacks: object) -> None:
    latest = latest_certified_copy(act)
    assert isinstance(latest, IssuedDocument)
    Path(default_storage.path(latest.path)).write_bytes(b"other")
    with django_capture_on_commit_callbacks(execute=True):
        work = ask_evidence(act=act, by=None, at=NOW)
    work.refresh_from_db()
    assert (work.state, work.error[:34]) == ("FAILED", "Le dossier de preuve n'a pas pu êt")
