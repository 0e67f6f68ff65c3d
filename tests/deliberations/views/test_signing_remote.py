"""Signing through a remote account (CSC API) from the page: the codes, the lots, and what the check page then says."""

from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Mandate
from deliberations.domain.file_checks import Verdict
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.publishing import Way
from deliberations.domain.signing_order import PaperState, PlaceEventKind, SignedKind
from deliberations.models import PlaceSignature, SigningMeans, SigningPaper, Sitting
from deliberations.services.publishing import publish_act
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_means import RemoteAccount, add_remote_account
from deliberations.services.signing_papers import Told, note_place, prepare_sitting
from deliberations.services.storage import read_document
from deliberations.signing.demo_authority import ROOT_FILE
from tests.deliberations.finishing import closed_evening
from tests.deliberations.views.test_file_checks import assert_told, give
from tests.deliberations.views.test_signing_desk import account, chosen, logged_in, ticked
from tests.deliberations.views.world import text_of_page
from tests.support.pki import KNOWN, Pki
from tests.support.tokens import RemoteSigning, remote_signing

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

ASKS_PIN = {"authMode": "explicit", "PIN": {"presence": "true"}}
ASKS_BOTH = ASKS_PIN | {"OTP": {"presence": "true", "type": "online"}}
PIN = "4821"


@pytest.fixture(scope="module")
def remote(pki: Pki) -> Iterator[RemoteSigning]:
    with remote_signing(pki) as service:
        yield service


@pytest.fixture
def sitting() -> Sitting:
    return closed_evening(secretaries=("m3",))


def mayor_with_account(sitting: Sitting, remote: RemoteSigning, *kinds: SignedKind) -> Client:
    """The mayor in his browser: documents wait for him, and his account at the service is kept."""
    now = timezone.now()
    prepare_sitting(sitting=sitting, kinds=kinds, by=None, at=now, head=USUAL)
    person = Mandate.objects.get(council=sitting.council, uid="m1").person
    told = RemoteAccount("Signature Plus", person, remote.address, f"{KNOWN}/maire", "jeton")
    add_remote_account(council=sitting.council, told=told, by=None, at=now)
    remote.calls.clear()
    return logged_in(account(sitting, "m1", RoleKind.MAYOR))


def confirm(client: Client, url: str, **typed: str):
    means = SigningMeans.objects.get()
    data = {
        "source": f"moyen:{means.uid}",
        "consent": "on",
        "asked_holder": "Jeanne MARTIN",
        "holder_confirmed": "on",
    }
    return client.post(url, data | typed)


def authorised(remote: RemoteSigning) -> list[tuple[int, str, str]]:
    """What each authorisation covered, and the codes given for it."""
    asked = [told for name, told in remote.calls if name == "credentials/authorize"]
    return [(told["numSignatures"], told.get("PIN", ""), told.get("OTP", "")) for told in asked]


@pytest.fixture
def services(settings, data_dir, pki: Pki) -> Pki:
    """An installation that knows the authorities of the test and has a timestamp server."""
    (data_dir / "demo").mkdir()
    root = x509.load_der_x509_certificate(pki.certificate("racine"))
    (data_dir / "demo" / ROOT_FILE).write_bytes(root.public_bytes(Encoding.PEM))
    settings.TIMESTAMP_URL = pki.timestamp_url()
    return pki


def test_mayor_signs_with_his_remote_account_and_the_check_page_says_so(sitting, remote, services):
    client = mayor_with_account(sitting, remote, SignedKind.REGISTER_ACT)
    now = timezone.now()
    for paper in SigningPaper.objects.all():
        told = Told(PlaceEventKind.HAND, now.date())
        note_place(place=paper.places.get(order=1), told=told, by=None, at=now)
    with remote.changing("credentials/info", **ASKS_BOTH):
        url = chosen(client, ticked(client)[:1])
        assert "Recevoir un code" in text_of_page(client.get(url))
        with remote.saying("credentials/sendOTP", 204):
            assert client.post(f"{url}code/").url == url
        page = text_of_page(client.get(url))
        assert "« Signature Plus » vous envoie un code" in page
        assert [name for name, _ in remote.calls] == ["credentials/sendOTP", "credentials/info"]
        refused = confirm(client, url, passphrase=PIN)
        assert "Saisissez le code à usage unique" in text_of_page(refused)
        assert authorised(remote) == [], "no code, nothing asked"
        response = confirm(client, url, passphrase=PIN, code="567890")
    assert "1 document signé" in text_of_page(client.get(response.url))
    assert authorised(remote) == [(1, PIN, "567890")]
    signature = PlaceSignature.objects.get()
    assert (signature.provider, signature.level) == ("csc", SignatureLevel.B_LTA)
    assert signature.means == SigningMeans.objects.get()
    paper = SigningPaper.objects.get(state=PaperState.SIGNED)
    publish_act(act=paper.deliberation, way=Way.OWN_PAGE, by=None, at=timezone.now())
    page = give(Client(), read_document(paper))
    assert_told(page, Verdict.AUTHENTIC)
    assert ("Prénom M1" in page, "B-LTA" in page) == (True, True)


def test_refused_code_is_said_beside_its_field_and_typed_again(sitting, remote):
    client = mayor_with_account(sitting, remote, SignedKind.EXTRACT)
    with remote.changing("credentials/info", **ASKS_BOTH):
        url = chosen(client, ticked(client)[:1])
        with remote.saying("credentials/authorize", 400, {"error": "invalid_otp"}):
            refused = confirm(client, url, passphrase=PIN, code="000000")
        assert refused.status_code == 422
        assert refused.context["form"].errors["code"] == [
            "Le service de signature a refusé le code. Vérifiez-le, ou demandez-en un nouveau, puis recommencez."
        ]
        assert "000000" not in refused.content.decode().partition('name="code"')[2][:200]
        assert not PlaceSignature.objects.exists()
        confirm(client, url, passphrase=PIN, code="567890")
    assert PlaceSignature.objects.count() == 1


def test_pin_alone_opens_as_many_lots_as_needed_in_one_gesture(sitting, remote):
    client = mayor_with_account(sitting, remote, SignedKind.EXTRACT)
    with remote.changing("credentials/info", multisign=2, **ASKS_PIN):
        response = confirm(client, chosen(client, ticked(client)), passphrase=PIN)
    assert "3 documents signés" in text_of_page(client.get(response.url))
    assert authorised(remote) == [(2, PIN, ""), (1, PIN, "")]


def test_one_time_code_is_asked_again_for_each_lot(sitting, remote):
    client = mayor_with_account(sitting, remote, SignedKind.EXTRACT)
    with remote.changing("credentials/info", multisign=2, **ASKS_BOTH):
        url = chosen(client, ticked(client))
        assert "Vous signez 3 documents" in text_of_page(client.get(url))
        assert confirm(client, url, passphrase=PIN, code="1").url == url
        assert PlaceSignature.objects.count() == 2
        page = text_of_page(client.get(url))
        assert "Vous signez 1 document (lot 2 sur 2)" in page
        assert "Déjà fait : 2 documents" in page
        with remote.saying("credentials/authorize", 400, {"error": "invalid_otp"}):
            refused = confirm(client, url, passphrase=PIN, code="1")
        assert (refused.status_code, PlaceSignature.objects.count()) == (422, 2)
        assert "lot 2 sur 2" in text_of_page(refused)
        response = confirm(client, url, passphrase=PIN, code="2")
    assert "3 documents signés" in text_of_page(client.get(response.url))
    assert [code for _, _, code in authorised(remote)] == ["1", "1", "2"]


def test_lots_are_told_as_soon_as_a_code_is_asked_for(sitting, remote):
    client = mayor_with_account(sitting, remote, SignedKind.EXTRACT)
    with remote.changing("credentials/info", multisign=1, **ASKS_BOTH):
        url = chosen(client, ticked(client))
        with remote.saying("credentials/sendOTP", 204):
            client.post(f"{url}code/")
        assert "Vous signez 1 document (lot 1 sur 3)" in text_of_page(client.get(url))
        with remote.saying("credentials/sendOTP", 400):
            client.post(f"{url}code/")
    assert "Le service de signature a refusé" in text_of_page(client.get(url))


def test_what_was_signed_stays_signed_when_a_later_lot_fails(sitting, remote):
    client = mayor_with_account(sitting, remote, SignedKind.EXTRACT)
    answers = iter([200, 503])

    def one_then_none(name: str) -> bool:
        return name == "signatures/signHash" and next(answers) == 503

    with remote.changing("credentials/info", multisign=1, **ASKS_PIN), remote.failing(one_then_none):
        response = confirm(client, chosen(client, ticked(client)), passphrase=PIN)
    page = text_of_page(client.get(response.url))
    assert "1 document signé, 2 non signés" in page
    assert page.count("Le service de signature à distance ne répond pas") == 2
    assert PlaceSignature.objects.count() == 1
    assert len(authorised(remote)) == 2, "the third lot is not tried"
    assert len(ticked(client)) == 2
