"""The mayor signs the certified copy of one act from its page: it waits for him, and the desk signs it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from councils.models import CouncilRole, Person
from deliberations.domain.acts import OperativePart
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.signing_order import PaperState
from deliberations.models import IssuedDocument, PlaceSignature, Signature, SigningPaper, Snapshot
from deliberations.queries import record_of
from deliberations.services.issuing import facts_digest
from deliberations.services.storage import read_document
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import ROOT_FILE
from deliberations.signing.trust import trusting
from tests.builders import store_act
from tests.deliberations.views.conftest import PASSPHRASE
from tests.deliberations.views.test_signing_desk import confirm_at
from tests.deliberations.views.world import address, make_cast, text_of_page, the_act
from tests.support.identity import prove_identity
from tests.support.pki import PASSPHRASE as PASSPHRASE_OF_PKI
from tests.support.pki import Pki

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def mayor(client, cast):
    prove_identity(client, cast.mayor)
    return client


def put(client, **changes):
    """Press « Signer la délibération » on the page of the act."""
    return client.post(address("sign"), {"expected": expected_of(client), **changes})


def expected_of(client):
    """What the page just opened carries about the facts it shows."""
    found = re.search(r'name="expected" value="([0-9a-f]{64})"', client.get(address("act")).content.decode())
    return found[1] if found else ""


def sign(client, content, url=None, **changes):
    """Confirm with ``content`` as the certificate (none when ``None``)."""
    file = SimpleUploadedFile("maire.p12", content) if content is not None else None
    usual = {"certificate": file, "passphrase": PASSPHRASE, "asked_holder": "", "holder_confirmed": None}
    return confirm_at(client, url or put(client).url, **{**usual, **changes})


def nothing_written():
    return not any(row.objects.exists() for row in (IssuedDocument, Snapshot, Signature, SigningPaper))


def test_mayor_signs_from_the_page_of_the_act_and_comes_back(mayor, cast, keys):
    page = text_of_page(mayor.get(url := put(mayor).url))
    assert "Vous signez 1 document" in page
    assert "Délibération n° 2023-57, copie certifiée exécutoire" in page
    assert f'href="{address("act")}"' in page
    outcome = mayor.get(sign(mayor, keys.pkcs12.read_bytes(), url).url)
    assert "1 document signé" in text_of_page(outcome)
    assert f'href="{address("act")}">Revenir à la délibération' in outcome.content.decode()
    signature = Signature.objects.get()
    assert (signature.user, signature.signer_name) == (cast.mayor, "Olivier TURPIN")
    trust = trusting(keys.root.read_bytes())
    assert check_signatures(read_document(signature.document), trust=trust, at=datetime.now(UTC)).ok
    assert f'action="{address("sign")}"' not in text_of_page(mayor.get(address("act")))


def test_act_not_executory_is_refused_with_its_article(client):
    row = store_act(operative=(OperativePart(blocks_html=("approuve le projet",)),))
    prove_identity(client, make_cast(row.council).mayor)
    read = facts_digest(record_of(row.sitting))
    response = client.post("/conseils/exemple/deliberations/seance/a1/signer/", {"expected": read})
    page = text_of_page(client.get(response.url))
    assert "L'acte n'est pas encore exécutoire" in page
    assert "(CGCT art. L. 2131-1)" in page
    assert nothing_written()


def test_act_already_signed_is_answered_calmly(mayor, keys):
    sign(mayor, keys.pkcs12.read_bytes())
    response = put(mayor)
    assert response.url == address("act")
    assert "Cette délibération est déjà signée" in text_of_page(mayor.get(response.url))
    assert Signature.objects.count() == 1


def test_signatory_reads_what_is_found_before_he_signs(mayor):
    page = text_of_page(mayor.get(address("act")))
    assert 'href="#constats"' in page
    assert "Signer la délibération" in page


# --- the certificate of a demonstration


@pytest.fixture
def demo_key(settings, keys, data_dir):
    folder = data_dir / "demo"
    folder.mkdir()
    (folder / "demo-signer.p12").write_bytes(keys.pkcs12.read_bytes())


def test_demonstration_offers_its_own_certificate(mayor, demo_key):
    page = text_of_page(mayor.get(url := put(mayor).url))
    assert "Le certificat de démonstration, sans valeur juridique" in page
    refused = sign(mayor, None, url, source="fichier")
    assert text_of_page(refused).count("Choisissez le fichier de votre certificat.") == 2
    for source in ("", "autre"):
        assert sign(mayor, None, url, source=source).status_code == 422
    assert not Signature.objects.exists()
    sign(mayor, None, url, source="demonstration")
    assert Signature.objects.get().user.email == "maire@exemple.test"


def test_demonstration_certificate_is_ignored_elsewhere(mayor, demo_key, settings):
    settings.DEMO_ALLOWED = False
    page = text_of_page(sign(mayor, None, source="demonstration"))
    assert page.count("Choisissez le fichier de votre certificat.") == 2
    assert not Signature.objects.exists()


# --- who signs


@pytest.mark.parametrize("person", [None, "another"])
def test_mayor_who_is_not_the_signatory_reads_why(mayor, cast, person):
    other = Person.objects.exclude(uid="turpin").first() if person else None
    CouncilRole.objects.filter(user=cast.mayor).update(person=other)
    response = put(mayor)
    assert response.url == address("act")
    page = text_of_page(mayor.get(response.url))
    assert "L'acte est signé par Olivier TURPIN : seul le compte relié à cette personne" in page
    assert nothing_written()


# --- what was read


@pytest.mark.parametrize("expected", ["", "0" * 64, "read before"])
def test_text_changed_since_it_was_read_sends_back_to_it(mayor, expected):
    if expected == "read before":
        expected = expected_of(mayor)
        the_act().annexes.all().delete()
    response = put(mayor, expected=expected)
    assert response.url == address("act")
    assert "Le texte a changé depuis votre lecture : relisez-le." in text_of_page(mayor.get(response.url))
    assert nothing_written()


def test_text_changed_once_chosen_is_not_signed_and_is_put_again(mayor, keys):
    url = put(mayor).url
    the_act().annexes.all().delete()
    page = text_of_page(mayor.get(sign(mayor, keys.pkcs12.read_bytes(), url).url))
    assert "0 document signé, 1 non signé" in page
    assert "Le texte a changé depuis votre lecture" in page
    assert not Signature.objects.exists()
    sign(mayor, keys.pkcs12.read_bytes())
    assert list(Signature.objects.values_list("document__version", flat=True)) == [3]


def test_act_changed_after_its_signature_is_signed_again(mayor, keys):
    sign(mayor, keys.pkcs12.read_bytes())
    the_act().annexes.all().delete()
    assert "Signer une nouvelle version" in text_of_page(mayor.get(address("act")))
    sign(mayor, keys.pkcs12.read_bytes())
    assert list(Signature.objects.values_list("document__version", flat=True)) == [2, 4]
    page = text_of_page(mayor.get(address("act")))
    assert "Des faits ont changé" not in page
    assert address("download_signed", version=4) in page
    assert address("download_signed", version=2) in page


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 altered"])
def test_damaged_file_to_sign_is_told(mayor, keys, content):
    url = put(mayor).url
    path = Path(default_storage.path(SigningPaper.objects.get().path))
    path.unlink() if content is None else path.write_bytes(content)
    page = text_of_page(mayor.get(sign(mayor, keys.pkcs12.read_bytes(), url).url))
    assert "Le fichier à signer est manquant ou altéré" in page
    assert not Signature.objects.exists()


def test_identity_is_proved_again_before_signing(client, cast):
    prove_identity(client, cast.mayor, seconds_ago=301)
    url = put(client).url
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith("/compte/")
    response = client.post(url, {"passphrase": PASSPHRASE, "consent": "on"})
    assert (response.status_code, response.url) == (302, url)
    assert PASSPHRASE not in str(dict(client.session.items()))
    assert not Signature.objects.exists()


# --- how far it lasts


@pytest.mark.parametrize("is_away", [False, True])
def test_copy_is_signed_at_the_level_that_the_services_reach(mayor, settings, data_dir, pki: Pki, is_away):
    (data_dir / "demo").mkdir()
    root = x509.load_der_x509_certificate(pki.certificate("racine"))
    (data_dir / "demo" / ROOT_FILE).write_bytes(root.public_bytes(Encoding.PEM))
    settings.TIMESTAMP_URL = pki.timestamp_url()
    confirmed = {
        "passphrase": PASSPHRASE_OF_PKI,
        "asked_holder": "Jeanne MARTIN",
        "holder_confirmed": "on",
        "source": "fichier",
    }
    with pki.down(*(["tsa"] if is_away else [])):
        sign(mayor, pki.pkcs12("maire"), **confirmed)
    paper = SigningPaper.objects.get()
    levels = [row.level for row in (*PlaceSignature.objects.all(), *Signature.objects.all())]
    if is_away:
        assert (levels, paper.state) == ([SignatureLevel.B_B] * 2, PaperState.TO_COMPLETE)
        assert paper.next_attempt_at < timezone.now() + timedelta(minutes=1)
    else:
        assert (levels, paper.state) == ([SignatureLevel.B_LTA] * 2, PaperState.SIGNED)
