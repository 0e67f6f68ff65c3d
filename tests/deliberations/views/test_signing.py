from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliberations.models import IssuedDocument, Signature, Snapshot
from deliberations.services.storage import read_document
from deliberations.signing.check import check_signatures
from tests.builders import store_act
from tests.deliberations.views.conftest import PASSPHRASE
from tests.deliberations.views.world import address, make_cast, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def mayor(client, cast):
    client.force_login(cast.mayor)
    return client


def post(client, content, *, url=None, **changes):
    """Send the form with ``content`` as the certificate (none when ``None``)."""
    data = {"passphrase": PASSPHRASE, "consent": "on", **changes}
    if content is not None:
        data["certificate"] = SimpleUploadedFile("maire.p12", content)
    return client.post(url or address("sign"), data)


def nothing_written():
    return not (IssuedDocument.objects.exists() or Snapshot.objects.exists() or Signature.objects.exists())


def test_mayor_signs_and_comes_back(mayor, cast, keys):
    response = post(mayor, keys.pkcs12.read_bytes())
    assert (response.status_code, response.url) == (302, address("act"))
    signature = Signature.objects.get()
    assert signature.user == cast.mayor
    assert signature.signer_name == "Olivier TURPIN"
    report = check_signatures(
        read_document(signature.document), trusted_roots=[keys.root.read_bytes()], at=datetime.now(UTC)
    )
    assert report.ok
    page = text_of_page(mayor.get(address("act")))
    assert "La copie certifiée exécutoire est signée." in page
    assert f'href="{address("sign")}"' not in page


@pytest.mark.parametrize(
    ("content", "changes", "message"),
    [
        (None, {}, "Choisissez le fichier de votre certificat."),
        (b"%PDF-1.7 not a key", {}, "Ce fichier n'est pas un certificat .p12 ou .pfx"),
        (b"0" * (100 * 1024 + 1), {}, "Ce fichier est trop volumineux pour un certificat : 100 Ko au plus."),
        (b"", {}, "Le fichier soumis est vide."),
        ("key", {"passphrase": "faux"}, "Le mot de passe n'ouvre pas ce certificat."),
        ("key", {"passphrase": ""}, "Saisissez le mot de passe du certificat."),
        ("key", {"consent": ""}, "Cochez la case pour confirmer que vous signez."),
    ],
)
def test_refused_form_says_why_and_writes_nothing(mayor, keys, content, changes, message):
    response = post(mayor, keys.pkcs12.read_bytes() if content == "key" else content, **changes)
    page = text_of_page(response)
    assert response.status_code == 200
    assert page.count(message) == 2, "once in the summary, once beside its field"
    assert nothing_written()


def test_refused_form_keeps_the_consent_and_forgets_the_passphrase(mayor, keys):
    page = post(mayor, keys.pkcs12.read_bytes(), passphrase="faux secret").content.decode()
    assert "faux secret" not in page
    assert 'id="id_consent"' in page
    assert "checked" in page.partition('name="consent"')[2][:120]


def test_act_not_executory_is_refused_with_its_article(client, keys):
    row = store_act()
    client.force_login(make_cast(row.council).mayor)
    url = "/conseils/exemple/deliberations/seance/a1/signer/"
    page = text_of_page(post(client, keys.pkcs12.read_bytes(), url=url))
    assert "L'acte n'est pas encore exécutoire" in page
    assert "(CGCT art. L. 2131-1)" in page
    assert nothing_written()


def test_act_already_signed_is_answered_calmly(mayor, keys):
    post(mayor, keys.pkcs12.read_bytes())
    for response in (mayor.get(address("sign")), post(mayor, keys.pkcs12.read_bytes())):
        assert (response.status_code, response.url) == (302, address("act"))
    assert Signature.objects.count() == 1
    assert "Cette délibération est déjà signée" in text_of_page(mayor.get(address("act")))


def test_findings_are_shown_before_signing(mayor):
    page = text_of_page(mayor.get(address("sign")))
    assert "À vérifier avant de signer" in page
    assert "la signature ne peut pas être annulée" in page
    assert 'name="source"' not in page


@pytest.fixture
def demo_key(settings, keys, data_dir):
    folder = data_dir / "demo"
    folder.mkdir()
    (folder / "demo-signer.p12").write_bytes(keys.pkcs12.read_bytes())


def test_demonstration_offers_its_own_certificate(mayor, demo_key):
    response = post(mayor, None, source="demonstration")
    assert (response.status_code, response.url) == (302, address("act"))
    assert Signature.objects.get().user.email == "maire@exemple.test"


def test_demonstration_still_takes_a_file(mayor, demo_key):
    page = text_of_page(post(mayor, None, source="fichier"))
    assert page.count("Choisissez le fichier de votre certificat.") == 2


@pytest.mark.parametrize("source", ["", "autre"])
def test_demonstration_needs_a_known_choice(mayor, demo_key, source):
    assert post(mayor, None, source=source).status_code == 200
    assert nothing_written()


def test_demonstration_certificate_is_ignored_elsewhere(mayor, demo_key, settings):
    settings.DEMO_ALLOWED = False
    page = text_of_page(post(mayor, None, source="demonstration"))
    assert page.count("Choisissez le fichier de votre certificat.") == 2
    assert nothing_written()
