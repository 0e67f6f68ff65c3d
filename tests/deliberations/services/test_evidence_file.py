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

from councils.domain.roles import RoleKind
from councils.models import CouncilRole
from deliberations.domain.acts import ActState
from deliberations.domain.publishing import Way
from deliberations.domain.signing_order import PlaceEventKind, SignedKind
from deliberations.dossier.reader import read_dossier
from deliberations.models import (
    Deliberation,
    EvidenceWork,
    IssuedDocument,
    MayorDecision,
    Override,
    ProofFact,
    StoredFile,
)
from deliberations.queries.signatures import awaiting, paper_in_force
from deliberations.services.decision_details import set_decision_state
from deliberations.services.dossiers import store_dossier
from deliberations.services.evidence_file import evidence_file
from deliberations.services.evidence_notice import SCRIPT
from deliberations.services.evidence_works import ask_evidence, evidence_kept, purge_evidence
from deliberations.services.issuing import latest_certified_copy
from deliberations.services.proof import erase_fact
from deliberations.services.proof_heads import seal_heads
from deliberations.services.publishing import publish_act
from deliberations.services.signing_aside import set_aside_papers
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.services.signing_drafts import draft_decision
from deliberations.services.signing_heads import HeadSigner
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import (
    Told,
    note_place,
    prepare_sitting,
    put_to_signature,
    take_back,
)
from deliberations.services.storage import store_document
from deliberations.services.transmitting import record_receipt
from tests.builders import make_user
from tests.deliberations.decisions.world import AT as SIGNED_AT
from tests.deliberations.decisions.world import numbered, store
from tests.deliberations.finishing import AT, act_of, closed_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE as SAMPLE_PASSPHRASE
from tests.support.pdftext import tagged_text
from tests.support.pki import PASSPHRASE, Pki
from tests.support.signed_copies import sign_copy
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
    key = open_certificate(pkcs12=pki.pkcs12("maire"), passphrase=PASSPHRASE)
    mayor = make_user("maire@exemple.test", council=act.council, kind=RoleKind.MAYOR, person="turpin")
    sign_copy(act, by=mayor, key=key, at=NOW, confirmed_holder=key.holder)
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


def unpacked(act: Deliberation | MayorDecision, folder: Path) -> Path:
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
    assert "exacte, scellee par l'empreinte du 2026-11-30" in run("python3 verifier.py", folder).stdout
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


# --- a decision of the mayor


@pytest.fixture
def decision(settings: object, pki: Pki) -> MayorDecision:
    """Signed by the mayor's certificate, posted, then suspended by the court; sealed with a timestamp."""
    row = numbered(store())
    person = row.council.mandates.get(uid="m1").person
    mayor = make_user("maire@exemple.test")
    CouncilRole.objects.create(user=mayor, council=row.council, kind=RoleKind.MAYOR, person=person)
    put_to_signature(draft=draft_decision(row), by=None, at=SIGNED_AT)
    pkcs12, _ = issue_pkcs12(SIGNED_AT - timedelta(hours=1))
    certificate = open_certificate(pkcs12=pkcs12, passphrase=SAMPLE_PASSPHRASE)
    (each,) = awaiting(mayor, row.council)
    key = OpenKey(certificate, user=mayor, confirmed_holder="Intrus")
    sign_place(chosen=Chosen(each.place, each.paper.sha256), key=key, at=SIGNED_AT)
    row = MayorDecision.objects.select_related("council", "delegation").get(pk=row.pk)
    publish_act(act=row, way=Way.POSTING, by=None, at=SIGNED_AT, effective_on=SIGNED_AT.date())
    set_decision_state(row=row, state=ActState.SUSPENDED, by=mayor)
    settings.TIMESTAMP_URL = pki.timestamp_url()
    seal_heads(NOW)
    return MayorDecision.objects.select_related("council", "delegation").get(pk=row.pk)


def test_decision_has_its_file_and_every_command_succeeds(decision: MayorDecision, tmp_path: Path) -> None:
    folder = unpacked(decision, tmp_path)
    for command in commands(folder):
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert any(command.startswith("openssl cms") for command in commands(folder))
    told = json.loads((folder / "textes/decision.json").read_text())
    assert told["articles"]
    assert json.loads((folder / "journal/suites.json").read_text())["etat"] == "Suspendue"
    assert (folder / "delegation/delegation.json").is_file()
    assert not (folder / "convocation").exists()
    notice = (folder / "LISEZ-MOI.txt").read_text()
    assert notice.startswith(f"DOSSIER DE PREUVE DE LA DÉCISION N° {decision.number}".upper())
    content = (folder / "resume.pdf").read_bytes()
    text = " ".join(" ".join(tagged_text(content)).split())
    for words in ("Dossier de preuve de la décision", "Suspendue", "Décision signée électroniquement"):
        assert words in text
    assert_conforms(content)
    assert evidence_file(decision) == evidence_file(decision)


def test_worker_makes_the_file_of_a_decision(
    decision: MayorDecision, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = ask_evidence(act=decision, by=None, at=NOW)
        assert ask_evidence(act=decision, by=None, at=NOW) == work
    work.refresh_from_db()
    assert work.state == "DONE"
    assert zipfile.is_zipfile(io.BytesIO(evidence_kept(work) or b""))


# --- what did not go as it should


def test_refusals_and_impediments_are_told_with_their_reasons(tmp_path: Path) -> None:
    """Refused by the secretary, taken back, impeded; then the paper is replaced before it is issued."""
    sitting = closed_evening(secretaries=("m3",))
    act = act_of(sitting, "p1")
    kinds = (SignedKind.REGISTER_ACT,)
    prepare_sitting(sitting=sitting, kinds=kinds, by=None, at=AT, head=HeadSigner())
    paper = paper_in_force(act.council, SignedKind.REGISTER_ACT, act.uid)
    assert paper is not None
    place, user = paper.places.get(order=1), make_user()
    refused = Told(PlaceEventKind.REFUSED, reason="Le vote est mal retranscrit")
    note_place(place=place, told=refused, by=user, at=AT)
    take_back(place=place, reason="Le texte a été relu", by=user, at=AT + timedelta(minutes=1))
    impeded = Told(PlaceEventKind.IMPEDED, reason="Hospitalisée")
    note_place(place=place, told=impeded, by=user, at=AT + timedelta(minutes=2))
    set_aside_papers(sitting, AT + timedelta(minutes=3))
    folder = unpacked(act, tmp_path)
    text = " ".join(" ".join(tagged_text((folder / "resume.pdf").read_bytes())).split())
    for words in (
        "signature refusée",
        "Le vote est mal retranscrit",
        "repris",
        "Le texte a été relu",
        "signataire empêché",
        "Hospitalisée",
        "retirée avant son émission",
    ):
        assert words in text
    told = json.loads((folder / "signatures/signatures.json").read_text())["mises_a_la_signature"]
    papers = [each for each in told if each["evenements"]]
    events = [each["evenement"] for each in papers[0]["evenements"]]
    assert events == ["Signature refusée", "Repris", "Signataire empêché"]
    assert papers[0]["remplacee_le"]
    for command in commands(folder):
        assert run(command, folder).returncode == 0, command


def test_documents_whose_facts_are_erased_are_not_said_to_be_proved(
    act: Deliberation, tmp_path: Path
) -> None:
    for fact in ProofFact.objects.all():  # a signature, too, tells the digest of what it made
        erase_fact(fact=fact, by=None, at=NOW, why="Demande")
    folder = unpacked(act, tmp_path)
    assert "le registre n'en prouve rien" in " ".join((folder / "LISEZ-MOI.txt").read_text().split())
    for command in commands(folder):
        done = run(command, folder)
        assert done.returncode == 0, (command, done.stderr)


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
