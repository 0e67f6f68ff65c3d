"""The council's seal on what nobody signs: a volume of the register, a list, the scan of an act signed by hand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from councils.models import Council
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.signing_order import PaperState, SignedKind
from deliberations.models import (
    Deliberation,
    HandSignature,
    ProofEntry,
    RegisterVolume,
    SigningMeans,
    SigningPaper,
)
from deliberations.services.council_seal import (
    seal_waiting,
)
from deliberations.services.hand_signing import HandSigned, record_hand_signature
from deliberations.services.list_publishing import LIST
from deliberations.services.proof_checking import check_register
from deliberations.services.register_volumes import close_volume
from deliberations.services.signing_completing import complete_signatures
from deliberations.services.signing_means import Pkcs12Seal, add_pkcs12_seal
from deliberations.services.sitting_documents import issue_paper
from deliberations.services.storage import read_document
from deliberations.services.trust import current_trust
from deliberations.services.uploads import PDF, CheckedFile
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import ROOT_FILE
from deliberations.signing.fields import signature_fields
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.finishing import act_of
from tests.deliberations.services.test_register import FIRST, entered, opened, store_year
from tests.support.pdftext import tagged_text
from tests.support.pki import PASSPHRASE, Pki
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SEALS_ONLY = "sans-engagement"
"""Its certificate has the key usage digitalSignature alone, as many seals of the RGS."""


@pytest.fixture
def services(settings, data_dir: Path, pki: Pki) -> Pki:
    """An installation that knows the authorities of the test and has a timestamp server."""
    (data_dir / "demo").mkdir()
    root = x509.load_der_x509_certificate(pki.certificate("racine"))
    (data_dir / "demo" / ROOT_FILE).write_bytes(root.public_bytes(Encoding.PEM))
    settings.TIMESTAMP_URL = pki.timestamp_url()
    return pki


@pytest.fixture
def council() -> Council:
    """A closed volume of two sittings, the list of the first issued, its first act signed by hand with its scan."""
    row = store_year()
    volume = opened(row)
    for uid in ("s1", "s2"):
        entered(volume, uid)
    close_volume(volume=volume, by=None, at=now())
    sitting = row.sittings.get(uid="s1")
    issue_paper(sitting=sitting, paper=LIST, by=None, at=now(), edited_on=sitting.held_on)
    sign_by_hand(act_of(sitting, "p1"))
    return row


def now() -> datetime:
    return timezone.now()


def sign_by_hand(act: Deliberation) -> HandSignature:
    scan = CheckedFile("papier.pdf", foreign_pdf(2), PDF, 2)
    signatory = act.council.mandates.select_related("council", "person").get(uid="m1")
    told = HandSigned(FIRST + timedelta(days=2), signatory, remark="Vérifié", scan=scan)
    return record_hand_signature(act=act, told=told, by=None, at=now())


def give_seal(council: Council, pki: Pki, label: str = SEALS_ONLY) -> SigningMeans:
    told = Pkcs12Seal("Cachet d'essai", pki.pkcs12(label), PASSPHRASE)
    return add_pkcs12_seal(council=council, told=told, by=None, at=now())


def sealed() -> Mapping[SignedKind, SigningPaper]:
    papers = SigningPaper.objects.filter(set_aside_at=None, issued_at__isnull=False)
    return {SignedKind(paper.kind): paper for paper in papers.select_related("council")}


def contents() -> dict[str, bytes]:
    return {kind.value: read_document(paper) for kind, paper in sealed().items()}


def volume() -> RegisterVolume:
    return RegisterVolume.objects.select_related("council").get()


def test_daily_duty_seals_all_that_waits_and_it_lasts_and_conforms(council: Council, services: Pki) -> None:
    give_seal(council, services)
    with services.down("tsa"):
        said = seal_waiting(now())
    assert said == "Cachet apposé : 1 liste des délibérations, 1 copie numérisée, 1 volume du registre."
    assert {paper.state for paper in sealed().values()} == {PaperState.TO_COMPLETE}
    assert complete_signatures(now() + timedelta(hours=1)) == "Signatures : 3 documents signés complétés."
    assert {paper.state for paper in sealed().values()} == {PaperState.SIGNED}
    files = contents()
    assert set(files) == {"VOLUME", "LIST", "SCAN"}
    assert_conforms(files, profiles=("3a", "ua1"))
    for content in files.values():
        field = next(each for each in signature_fields(content) if each.name == "sig_cachet")
        assert (field.signed, field.locks) == (True, True)
        report = check_signatures(content, trust=current_trust(), at=now(), max_bytes=len(content))
        assert (report.problems, report.signatures[0].level) == ((), SignatureLevel.B_LTA)
    told = {kind: " ".join(tagged_text(content)) for kind, content in files.items()}
    nobody = "n’est la signature de personne"
    assert f"que ce volume est la copie conforme du registre, {nobody}" in told["VOLUME"]
    assert f"est la copie conforme de la liste des délibérations, {nobody}" in told["LIST"]
    assert f"certifie la copie seulement, {nobody}" in told["SCAN"]
    assert "Plan de financement du préau, page 2" in told["SCAN"]
    assert HandSignature.objects.get().file.sha256 in told["SCAN"]
    assert ProofEntry.objects.filter(kind=ProofKind.SEALED).count() == 3
    assert check_register(council).faults == []
    assert seal_waiting(now()) == ""
    import pathlib

    [pathlib.Path(f"/tmp/sealed-{k}.pdf").write_bytes(c) for k, c in files.items()]
