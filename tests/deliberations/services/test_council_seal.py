"""The seal of a council: kept encrypted, put on the certified copies, told as nobody's signature."""

from datetime import timedelta

import pytest

from councils.domain.errors import Refusal
from deliberations.domain.issued import DocumentKind
from deliberations.domain.publishing import Way
from deliberations.domain.signing_order import PaperState
from deliberations.models import Deliberation, DueRow, IssuedDocument, SigningMeans, SigningPaper
from deliberations.queries.signatures import how_signed
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.council_seal import seal_copies, seal_waiting
from deliberations.services.dues import refresh_council, refresh_sitting
from deliberations.services.publishing import publish_act
from deliberations.services.signing_means import (
    Pkcs12Seal,
    add_pkcs12_seal,
    close_under_first,
    open_means,
    seal_of,
    stop_means,
)
from deliberations.services.storage import read_document
from deliberations.services.transmitting import record_receipt
from deliberations.signing.fields import signature_fields
from tests.deliberations.finishing import AT, HELD_ON, act_of, closed_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def act() -> Deliberation:
    row = act_of(closed_evening(), "p1")
    site = "https://exemple.test/"
    publish_act(act=row, way=Way.OTHER_SITE, by=None, at=AT, effective_on=HELD_ON, reference=site)
    record_receipt(act=row, by=None, at=AT, received_on=HELD_ON)
    refresh_sitting(row.sitting, at=AT)
    return row


def seal(act: Deliberation, passphrase: str = PASSPHRASE) -> SigningMeans:
    pkcs12, _ = issue_pkcs12(AT - timedelta(hours=1))
    told = Pkcs12Seal("Cachet d'essai", pkcs12, passphrase)
    return add_pkcs12_seal(council=act.council, told=told, by=None, at=AT)


def test_seal_is_put_on_the_certified_copy_and_says_so(act):
    means = seal(act)
    (outcome,) = seal_copies(council=act.council, acts=[act], by=None, at=AT)
    assert outcome.message == ""
    document = IssuedDocument.objects.filter(deliberation=act, kind=DocumentKind.CERTIFIED).latest("version")
    content = read_document(document)
    assert_conforms(content, profiles=("3a", "ua1"))
    (field,) = signature_fields(content)
    assert (field.name, field.signed, field.locks) == ("sig_cachet", True, True)
    signature = document.signatures.get()
    assert (signature.means, signature.user) == (means, None)
    assert how_signed(act).by.startswith("Cachet électronique, ")
    refresh_sitting(act.sitting, at=AT)
    assert not acts_to_sign(act.council).exists()
    assert SigningPaper.objects.get().state == PaperState.SIGNED


def test_sealed_twice_is_once(act):
    seal(act)
    for _ in range(2):
        seal_copies(council=act.council, acts=[act], by=None, at=AT)
    assert IssuedDocument.objects.filter(signatures__isnull=False).count() == 1


def test_daily_duty_seals_what_waits(act):
    assert seal_waiting(AT) == ""
    seal(act)
    assert seal_waiting(AT) == "Cachet apposé : 1 copie certifiée."
    refresh_sitting(act.sitting, at=AT)
    assert seal_waiting(AT) == ""


def test_council_without_seal_is_told_what_to_do(act):
    with pytest.raises(Refusal, match="n'a pas de cachet en service"):
        seal_copies(council=act.council, acts=[act], by=None, at=AT)


def test_secret_is_encrypted_and_forgotten_when_the_seal_stops(act):
    means = seal(act)
    kept = bytes(SigningMeans.objects.get().secret)
    assert PASSPHRASE.encode() not in kept
    stop_means(means=means, by=None, at=AT)
    means.refresh_from_db()
    assert (means.secret, means.until) == (None, AT.date())
    assert means.certificate
    assert seal_of(act.council, AT.date()) is None


def test_new_seal_takes_the_place_of_the_former(act):
    former, new = seal(act), seal(act)
    former.refresh_from_db()
    assert (former.secret, seal_of(act.council, AT.date())) == (None, new)


def test_wrong_passphrase_and_ended_certificate_keep_nothing(act):
    with pytest.raises(Refusal, match="mot de passe n'ouvre pas"):
        seal(act, "faux")
    pkcs12, _ = issue_pkcs12(AT - timedelta(days=9))
    with pytest.raises(Refusal, match="n'est valable que"):
        add_pkcs12_seal(council=act.council, told=Pkcs12Seal("x", pkcs12, PASSPHRASE), by=None, at=AT)
    assert not SigningMeans.objects.exists()


def test_installation_without_secret_keeps_no_seal(act, settings):
    settings.SIGNING_SECRET = []
    with pytest.raises(Refusal, match="SIGNING_SECRET"):
        seal(act)


def test_secret_changed_still_opens_and_is_closed_again_under_the_first(act, settings):
    means, old = seal(act), settings.SIGNING_SECRET
    settings.SIGNING_SECRET = ["un secret neuf, de plus de trente caractères", *old]
    assert close_under_first(AT) == "1 moyen de signature rechiffré."
    assert close_under_first(AT) == ""
    settings.SIGNING_SECRET = settings.SIGNING_SECRET[:1]
    means.refresh_from_db()
    assert open_means(means).holder == "Intrus"
    settings.SIGNING_SECRET = old
    with pytest.raises(Refusal, match="chiffré avec une clé que l'installation n'a plus"):
        open_means(means)


def test_end_of_the_certificate_is_due_sixty_days_before(act):
    seal(act)
    refresh_council(act.council, at=AT)
    (due,) = DueRow.objects.filter(code="signing.means_ends")
    assert (due.last, due.title) == (
        AT.date() + timedelta(days=1),
        "Renouveler le certificat « Cachet d'essai »",
    )
    assert "expire dans 1 jour" in due.next_action
    SigningMeans.objects.update(not_after=AT + timedelta(days=61))
    refresh_council(act.council, at=AT)
    assert not DueRow.objects.filter(code="signing.means_ends").exists()
