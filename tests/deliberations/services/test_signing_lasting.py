"""Signatures that last: authorities and a timestamp server on loopback, away or not."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from councils.domain.look_variants import Signatories
from councils.domain.looks import HouseLook
from councils.domain.roles import RoleKind
from councils.models import CouncilRole, Mandate
from councils.untrusted.limits import Limits
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.signing_order import PaperState, PlaceEventKind, SignedKind
from deliberations.models import PlaceSignature, SignatureProofs, SigningPaper, Sitting
from deliberations.queries.signatures import awaiting, paper_in_force
from deliberations.received import signed_asking
from deliberations.services import signing_completing
from deliberations.services.signing_completing import complete_signatures, renew_timestamps
from deliberations.services.signing_desk import Chosen, OpenKey, sign_places
from deliberations.services.signing_engine import services_here
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import Told, note_place, prepare_sitting
from deliberations.services.storage import read_document
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import ROOT_FILE
from deliberations.signing.fields import signature_fields
from deliberations.signing.ports import UnreadableDocument
from tests.builders import make_user
from tests.deliberations.finishing import act_of, closed_evening
from tests.support.pki import PASSPHRASE, Pki
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LABELS = {"m3": "secretaire", "m1": "maire"}


@pytest.fixture
def services(settings, data_dir: Path, pki: Pki) -> Pki:
    """An installation that knows the authorities of the test and has a timestamp server."""
    (data_dir / "demo").mkdir()
    root = x509.load_der_x509_certificate(pki.certificate("racine"))
    (data_dir / "demo" / ROOT_FILE).write_bytes(root.public_bytes(Encoding.PEM))
    settings.TIMESTAMP_URL = pki.timestamp_url()
    return pki


@pytest.fixture
def sitting() -> Sitting:
    return prepared_sitting(Signatories.SIGNATORY)


def prepared_sitting(look: Signatories) -> Sitting:
    """A closed sitting whose acts wait for their signatures, in a house that prints signatories in that order."""
    row = closed_evening(secretaries=("m3",), council={"look": HouseLook(signatories=look)})
    for uid in ("m3", "m1"):
        person = Mandate.objects.get(council=row.council, uid=uid).person
        user = make_user(f"{uid}@exemple.test")
        CouncilRole.objects.create(user=user, council=row.council, kind=RoleKind.MEMBER, person=person)
    prepare_sitting(sitting=row, kinds=[SignedKind.REGISTER_ACT], by=None, at=timezone.now(), head=USUAL)
    return row


def sign(pki: Pki, sitting: Sitting, uid: str) -> str:
    """Sign the act of p1 as the person of that mandate; what is said, empty when it is signed."""
    user = CouncilRole.objects.get(user__email=f"{uid}@exemple.test").user
    act = act_of(sitting, "p1")
    chosen = [
        Chosen(each.place, each.paper.sha256)
        for each in awaiting(user, sitting.council)
        if each.paper.deliberation_id == act.pk
    ]
    key = open_certificate(pkcs12=pki.pkcs12(LABELS[uid]), passphrase=PASSPHRASE)
    opened = OpenKey(key, user=user, confirmed_holder=key.holder)
    (outcome,) = sign_places(chosen=chosen, key=opened, at=timezone.now())
    return outcome.message


def paper_of(sitting: Sitting) -> SigningPaper:
    act = act_of(sitting, "p1")
    paper = paper_in_force(act.council, SignedKind.REGISTER_ACT, act.uid)
    assert paper is not None
    return paper


def is_sound(paper: SigningPaper) -> bool:
    now = timezone.now()
    return check_signatures(read_document(paper), trust=services_here().trust, at=now).ok


def levels() -> list[str]:
    return [row.level for row in PlaceSignature.objects.order_by("pk")]


def test_secretary_certifies_at_lt_and_mayor_closes_at_lta(services, sitting):
    assert [sign(services, sitting, uid) for uid in ("m3", "m1")] == ["", ""]
    paper = paper_of(sitting)
    assert levels() == [SignatureLevel.B_LT, SignatureLevel.B_LTA]
    assert (paper.state, paper.lasts_until is not None) == (PaperState.SIGNED, True)
    assert is_sound(paper)
    assert all(row.proven_at for row in PlaceSignature.objects.all())


@pytest.mark.parametrize("look", [Signatories.SIGNATORY, Signatories.SECRETARY_FIRST])
def test_signed_act_of_the_register_conforms_whatever_is_printed_first(services, look):
    sitting = prepared_sitting(look)
    master = read_document(paper_of(sitting))
    assert [sign(services, sitting, uid) for uid in ("m3", "m1")] == ["", ""]
    signed = read_document(paper_of(sitting))
    assert_conforms({"master": master, "signed": signed}, profiles=("3a", "ua1"))
    fields = [field for field in signature_fields(signed) if field.name.startswith("sig_")]
    names = [(field.name, field.locks) for field in fields]
    expected = [("sig_maire", True), ("sig_secretaire", False)]
    assert names == (expected if look is Signatories.SIGNATORY else expected[::-1])


def test_timestamps_away_sign_at_once_and_complete_later(services, sitting):
    now = timezone.now()
    with services.down("tsa"):
        assert [sign(services, sitting, uid) for uid in ("m3", "m1")] == ["", ""]
        paper = paper_of(sitting)
        assert (levels(), paper.state) == ([SignatureLevel.B_B] * 2, PaperState.TO_COMPLETE)
        issued = paper.issued
        assert complete_signatures(timezone.now()) == "Signatures : 1 document à compléter plus tard."
        paper = paper_of(sitting)
        assert (paper.attempts, paper.last_failure) == (
            1,
            "Le service d'horodatage ne répond pas. Réessayez plus tard.",
        )
        assert complete_signatures(timezone.now()) == "", "not before the next attempt"
    assert complete_signatures(now + timedelta(hours=1)) == "Signatures : 1 document signé complété."
    paper = paper_of(sitting)
    assert (paper.state, paper.attempts, paper.next_attempt_at) == (PaperState.SIGNED, 0, None)
    assert paper.issued.supersedes == issued
    assert SignatureProofs.objects.get().level == SignatureLevel.B_LTA
    assert is_sound(paper)
    assert complete_signatures(now + timedelta(hours=2)) == ""


def test_file_that_no_bounded_process_reads_is_not_completed_here(services, sitting, monkeypatch):
    with services.down("tsa"):
        assert [sign(services, sitting, uid) for uid in ("m3", "m1")] == ["", ""]
    monkeypatch.setattr(signed_asking, "QUEUED", Limits(output_mb=0))
    monkeypatch.setattr(signing_completing, "complete", lambda *_, **__: pytest.fail("was read here"))
    assert complete_signatures(timezone.now()) == "Signatures : 1 document à compléter plus tard."
    assert paper_of(sitting).last_failure == UnreadableDocument().message_fr


def test_secretary_signs_electronically_and_mayor_by_hand_is_completed(services, sitting):
    sign(services, sitting, "m3")
    place = paper_of(sitting).places.get(order=2)
    now = timezone.now()
    note_place(place=place, told=Told(PlaceEventKind.HAND, now.date()), by=None, at=now)
    assert paper_of(sitting).state == PaperState.TO_COMPLETE
    complete_signatures(now + timedelta(minutes=1))
    assert (paper_of(sitting).state, is_sound(paper_of(sitting))) == (PaperState.SIGNED, True)


def test_timestamp_is_renewed_before_its_end(services, sitting):
    for uid in ("m3", "m1"):
        sign(services, sitting, uid)
    paper = paper_of(sitting)
    assert renew_timestamps(timezone.now()) == ""
    SigningPaper.objects.filter(pk=paper.pk).update(lasts_until=timezone.now() + timedelta(days=30))
    assert renew_timestamps(timezone.now()) == "Horodatages renouvelés : 1 document."
    assert is_sound(paper_of(sitting))
    assert renew_timestamps(timezone.now()) == ""


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("expire", "n'est valable que"),
        ("revoque", "a été révoqué"),
        ("intrus", "que la commune ne reconnaît pas"),
        ("sans-engagement", "ne permet pas de signer des actes"),
    ],
)
def test_certificate_refused_says_why_and_writes_nothing(services, sitting, monkeypatch, label, said):
    monkeypatch.setitem(LABELS, "m3", label)
    message = sign(services, sitting, "m3")
    assert said in message
    assert (levels(), paper_of(sitting).state) == ([], PaperState.TO_SECRETARY)
