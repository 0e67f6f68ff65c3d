"""The council's seal on what nobody signs: a volume of the register, a list, the scan of an act signed by hand."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.file_checks import Verdict
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.publishing import Way
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.signing_order import PaperState, PlaceEventKind, SignedKind
from deliberations.models import (
    Deliberation,
    HandSignature,
    ProofEntry,
    PublicPages,
    RegisterVolume,
    SigningMeans,
    SigningPaper,
    Sitting,
    StoredFile,
)
from deliberations.queries.known_files import known_files
from deliberations.queries.sealed import (
    acts_with_scan_to_seal,
    lists_to_seal,
    scans_to_seal,
    volumes_to_seal,
)
from deliberations.queries.signatures import has_issued_paper
from deliberations.services.council_seal import (
    is_sealed_volume_current,
    seal_lists,
    seal_scans,
    seal_volume,
    seal_waiting,
)
from deliberations.services.file_checking import check_file, checked_verdict
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.services.list_publishing import LIST, put_list_online
from deliberations.services.passages import passages_of_act
from deliberations.services.proof_checking import check_register
from deliberations.services.publishing import publish_act
from deliberations.services.rectifying import rectify_act
from deliberations.services.register_entering import enter
from deliberations.services.register_volumes import close_volume, open_volume
from deliberations.services.seal_drafts import draft_list, draft_volume
from deliberations.services.signing_completing import complete_signatures
from deliberations.services.signing_desk import Chosen, OpenKey, Outcome, sign_place
from deliberations.services.signing_means import Pkcs12Seal, add_pkcs12_seal, open_certificate, open_means
from deliberations.services.signing_papers import Told, note_place, put_to_signature
from deliberations.services.sitting_documents import issue_paper, published_paper, sealed_paper
from deliberations.services.storage import read_document, store_document
from deliberations.services.trust import current_trust
from deliberations.services.uploads import PDF, CheckedFile
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import ROOT_FILE
from deliberations.signing.fields import prepare_signature_fields, signature_fields
from deliberations.signing.ports import SigningFailed
from deliberations.signing.problems import ProblemCode
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.finishing import act_of
from tests.deliberations.services.test_register import FIRST, entered, opened, quiet, store_year
from tests.deliberations.signing.samples import make_request, render_act, render_appearance
from tests.support.pdftext import artifact_text, tagged_text
from tests.support.pki import PASSPHRASE, Pki
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

OURS = "Commune d'Exemple, Cachet électronique"
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
    """Two sittings closed, the list of the first issued, its first act signed by hand with its scan."""
    row = store_year()
    sitting = row.sittings.get(uid="s1")
    issue_paper(sitting=sitting, paper=LIST, by=None, at=now(), edited_on=sitting.held_on)
    sign_by_hand(act_of(sitting, "p1"))
    return row


def closed_volume(council: Council) -> RegisterVolume:
    """Of the two sittings."""
    volume = opened(council)
    for uid in ("s1", "s2"):
        entered(volume, uid)
    return close_volume(volume=volume, by=None, at=now())


def online(council: Council) -> Sitting:
    """The first sitting, of a council whose public pages are open."""
    PublicPages.objects.create(council=council, is_open=True)
    return Sitting.objects.select_related("council").get(uid="s1")


def done(outcomes: Sequence[Outcome]) -> bool:
    """Whether one document was sealed, and nothing refused."""
    return [outcome.message for outcome in outcomes] == [""]


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


def test_daily_duty_seals_all_that_waits_and_it_lasts_and_conforms(council: Council, services: Pki) -> None:
    closed_volume(council)
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


def test_volume_is_sealed_once_closed_and_again_when_a_mention_was_added(council: Council, pki: Pki) -> None:
    give_seal(council, pki)
    first = opened(council)
    entered(first, "s1")
    with pytest.raises(Refusal, match="sur un volume clos"):
        draft_volume(first)
    assert not volumes_to_seal(council).exists()
    entered(first, "s2")
    first = close_volume(volume=first, by=None, at=now())
    assert done(seal_volume(volume=first, by=None, at=now()))
    assert seal_volume(volume=first, by=None, at=now()) == []
    assert is_sealed_volume_current(first)
    former = read_document(sealed()[SignedKind.VOLUME])
    rectify_in_the_next_volume(council)
    assert not is_sealed_volume_current(first)
    assert done(seal_volume(volume=first, by=None, at=now()))
    again = sealed()[SignedKind.VOLUME]
    assert again.number == 2
    assert "rectifiée" in " ".join(artifact_text(read_document(again)))
    assert "rectifiée" not in " ".join(artifact_text(former))
    assert check_file(former, at=now()).verdict is Verdict.NOT_PUBLISHED  # ours; the register is not online


def rectify_in_the_next_volume(council: Council) -> None:
    day = date(2027, 1, 1)
    told = {"binding": Binding.YEARLY, "rule": SheetRule.PAGE, "first_sheet": 1}
    second = open_volume(council=council, since=day, until=day, by=None, at=now(), **told)
    act = act_of(council.sittings.get(uid="s1"), "p1")
    passage = next(each for each in passages_of_act(act) if "Tarifs" in each.text)
    rectify_act(act=act, passage=passage.key, text="Tarifs du restaurant", reason="Erreur", by=None, at=now())
    source = {"source": "rectification", "uid": str(act.pk), "progress": quiet}
    enter(volume=second, by=None, at=now(), **source)


def test_list_that_anybody_reads_bears_the_seal_while_it_says_the_same(
    council: Council, services: Pki, client: Client
) -> None:
    sitting = online(council)
    put_list_online(sitting=sitting, by=None, at=now())
    plain = published_paper(sitting, LIST)
    give_seal(council, services)
    address = reverse("public_decision_list_file", args=(council.uid, "s1"))
    assert client.get(address).content == plain
    assert done(seal_lists(council=council, sittings=[sitting], by=None, at=now()))
    served = client.get(address).content
    assert served == read_document(sealed()[SignedKind.LIST]) == sealed_paper(sitting, LIST, plain)
    told = check_file(served, at=now())
    assert (told.verdict, [each.signer for each in told.signatures]) == (Verdict.PUBLISHED, [OURS])
    assert check_file(plain, at=now()).verdict is Verdict.EARLIER
    again = issue_paper(sitting=sitting, paper=LIST, by=None, at=now(), edited_on=sitting.held_on)
    assert again.sha256 == sealed()[SignedKind.LIST].sha256
    assert not lists_to_seal(council).exists()
    assert not has_issued_paper(
        sitting
    )  # a seal is nobody's signature: the sitting may still be taken up again
    assert sealed_paper(sitting, LIST, b"what it would print, once a word is hidden") is None


def test_scan_keeps_its_seal_until_the_signature_is_taken_back(council: Council, services: Pki) -> None:
    sitting = online(council)
    give_seal(council, services)
    act = act_of(sitting, "p1")
    scan = HandSignature.objects.get().file
    assert done(seal_scans(council=council, acts=[act], by=None, at=now()))
    assert read_document(scan) == foreign_pdf(2)
    copy = read_document(sealed()[SignedKind.SCAN])
    assert check_file(copy, at=now()).verdict is Verdict.NOT_PUBLISHED
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=now())
    told = check_file(copy, at=now())
    assert (told.verdict, [each.signer for each in told.signatures]) == (Verdict.AUTHENTIC, [OURS])
    assert told.document.endswith("cachet du conseil : certifie la copie seulement")
    strict = checked_verdict(copy, at=now())
    assert (strict.verdict, strict.faults) == (Verdict.SIGNED_ELSEWHERE, ())
    assert not scans_to_seal(sitting).exists()
    undo_hand_signature(act=act, by=None, at=now(), reason="Erreur")
    assert SignedKind.SCAN not in sealed()
    assert [known.of for known in known_files(hashlib.sha256(copy).hexdigest())] == [None]
    sign_by_hand(act)
    assert list(acts_with_scan_to_seal(council)) == [act]


def test_seal_that_only_signs_is_believed_at_its_place_alone(council: Council, services: Pki) -> None:
    means = give_seal(council, services)
    act = act_of(council.sittings.get(uid="s1"), "p1")
    seal_scans(council=council, acts=[act], by=None, at=now())
    content, trust = read_document(sealed()[SignedKind.SCAN]), current_trust()
    assert trust.seals == (bytes(means.certificate),)
    assert check_signatures(content, trust=trust, at=now()).ok
    unknown = check_signatures(content, trust=replace(trust, seals=()), at=now())
    assert {problem.code for problem in unknown.problems} == {ProblemCode.CERTIFICATE_REFUSED}
    person = make_request(render_appearance(), field="sig_maire", at=now())
    with pytest.raises(SigningFailed, match="l'usage « engagement »"), open_means(means) as key:
        key.sign(prepare_signature_fields(render_act("sig_maire")), person)


def test_no_person_signs_at_the_place_of_the_seal(council: Council, services: Pki) -> None:
    sitting = Sitting.objects.select_related("council").get(uid="s1")
    paper = put_to_signature(draft=draft_list(sitting), by=None, at=now())
    place = paper.places.get()
    key = open_certificate(pkcs12=services.pkcs12("maire"), passphrase=PASSPHRASE)
    with pytest.raises(Refusal, match="n'est la place de personne"):
        sign_place(chosen=Chosen(place, paper.sha256), key=OpenKey(key), at=now())
    for kind in (PlaceEventKind.HAND, PlaceEventKind.REFUSED):
        with pytest.raises(Refusal, match="n'est la place de personne"):
            note_place(place=place, told=Told(kind, on=FIRST, reason="Essai"), by=None, at=now())


def test_paper_that_cannot_be_drawn_is_told_and_stops_no_other(council: Council, services: Pki) -> None:
    give_seal(council, services)
    sitting = council.sittings.get(uid="s1")
    act, other = act_of(sitting, "p1"), act_of(sitting, "p2")
    sign_by_hand(other)
    lost = store_document(b"%PDF-1.7 perdu", folder="received")
    row = HandSignature.objects.get(deliberation=act).file
    StoredFile.objects.filter(pk=row.pk).update(sha256=lost.sha256, path=lost.path, size=lost.size)
    outcomes = seal_scans(council=council, acts=[act, other], by=None, at=now())
    assert [bool(outcome.message) for outcome in outcomes] == [True, False]
    assert "papier.pdf" in outcomes[0].message
