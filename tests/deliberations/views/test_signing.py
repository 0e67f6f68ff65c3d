import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.models import CouncilRole, Person
from deliberations.domain.acts import OperativePart
from deliberations.models import IssuedDocument, Signature, Snapshot
from deliberations.queries import record_of
from deliberations.services.issuing import facts_digest, issue_certified_copy
from deliberations.services.storage import read_document
from deliberations.signing.check import check_signatures
from deliberations.signing.trust import trusting
from tests.builders import store_act
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE as INTRUDERS_PASSPHRASE
from tests.deliberations.views.conftest import PASSPHRASE
from tests.deliberations.views.world import address, make_cast, text_of_page, the_act
from tests.support.identity import prove_identity

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def mayor(client, cast):
    prove_identity(client, cast.mayor)
    return client


def post(client, content, *, url=None, **changes):
    """Send the form with ``content`` as the certificate (none when ``None``)."""
    url = url or address("sign")
    data = {"expected": expected_of(client, url), "passphrase": PASSPHRASE, "consent": "on", **changes}
    if content is not None:
        data["certificate"] = SimpleUploadedFile("maire.p12", content)
    return client.post(url, data)


def expected_of(client, url):
    """What the page just opened carries about the facts it shows."""
    found = re.search(r'name="expected" value="([0-9a-f]{64})"', client.get(url).content.decode())
    return found[1] if found else ""


def nothing_written():
    return not (IssuedDocument.objects.exists() or Snapshot.objects.exists() or Signature.objects.exists())


def test_mayor_signs_and_comes_back(mayor, cast, keys):
    response = post(mayor, keys.pkcs12.read_bytes())
    assert (response.status_code, response.url) == (302, address("act"))
    signature = Signature.objects.get()
    assert signature.user == cast.mayor
    assert signature.signer_name == "Olivier TURPIN"
    report = check_signatures(
        read_document(signature.document), trust=trusting(keys.root.read_bytes()), at=datetime.now(UTC)
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
    assert response.status_code == 422
    assert page.count(message) == 2, "once in the summary, once beside its field"
    assert nothing_written()


def test_refused_form_keeps_the_consent_and_forgets_the_passphrase(mayor, keys):
    page = post(mayor, keys.pkcs12.read_bytes(), passphrase="faux secret").content.decode()
    assert "faux secret" not in page
    assert 'id="id_consent"' in page
    assert "checked" in page.partition('name="consent"')[2][:120]


def test_act_not_executory_is_refused_with_its_article(client, keys):
    row = store_act(operative=(OperativePart(blocks_html=("approuve le projet",)),))
    prove_identity(client, make_cast(row.council).mayor)
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
    assert post(mayor, None, source=source).status_code == 422
    assert nothing_written()


def test_demonstration_certificate_is_ignored_elsewhere(mayor, demo_key, settings):
    settings.DEMO_ALLOWED = False
    page = text_of_page(post(mayor, None, source="demonstration"))
    assert page.count("Choisissez le fichier de votre certificat.") == 2
    assert nothing_written()


# --- who signs


@pytest.mark.parametrize("person", [None, "another"])
def test_mayor_who_is_not_the_signatory_reads_why(mayor, cast, keys, person):
    other = Person.objects.exclude(uid="turpin").first() if person else None
    CouncilRole.objects.filter(user=cast.mayor).update(person=other)
    asked, sent = mayor.get(address("sign")), post(mayor, keys.pkcs12.read_bytes())
    assert (asked.status_code, sent.status_code) == (200, 422)
    for page in (text_of_page(asked), text_of_page(sent)):
        assert "L'acte est signé par Olivier TURPIN : seul le compte relié à cette personne" in page
        assert "Signer définitivement" not in page
    assert nothing_written()


QUESTION = "Le certificat est au nom de « Intrus » ; l'acte est signé par Olivier TURPIN."
CONFIRM = "Je confirme que ce certificat est le mien"


@pytest.fixture
def intruder():
    return issue_pkcs12(datetime.now(UTC).replace(microsecond=0))[0]


def test_certificate_in_another_name_is_signed_with_once_confirmed(mayor, intruder):
    assert CONFIRM not in text_of_page(mayor.get(address("sign")))
    secret = {"passphrase": INTRUDERS_PASSPHRASE}
    asked = post(mayor, intruder, **secret)
    page = text_of_page(asked)
    assert asked.status_code == 422
    assert page.count(QUESTION) == 2, "once in the summary, once beside its box"
    assert CONFIRM in page
    assert 'name="asked_holder" value="Intrus"' in page
    assert "checked" not in page.partition('name="holder_confirmed"')[2][:120]
    assert nothing_written()
    assert post(mayor, intruder, asked_holder="Intrus", **secret).status_code == 422
    assert nothing_written()
    done = post(mayor, intruder, asked_holder="Intrus", holder_confirmed="on", **secret)
    assert (done.status_code, done.url) == (302, address("act"))
    assert Signature.objects.get().certificate_subject == "CN=Intrus"


def test_confirmation_holds_for_one_certificate_alone(mayor, intruder):
    confirmed = {"asked_holder": "Un autre", "holder_confirmed": "on"}
    page = text_of_page(post(mayor, intruder, passphrase=INTRUDERS_PASSPHRASE, **confirmed))
    assert QUESTION in page
    assert 'name="asked_holder" value="Intrus"' in page
    assert "checked" not in page.partition('name="holder_confirmed"')[2][:120]
    assert nothing_written()


def test_question_stays_while_the_passphrase_is_typed_again(mayor, intruder):
    page = text_of_page(post(mayor, intruder, asked_holder="Intrus", holder_confirmed="on"))
    assert page.count("Le mot de passe n'ouvre pas ce certificat.") == 2
    assert "checked" in page.partition('name="holder_confirmed"')[2][:120]


# --- what was read


def test_page_carries_the_digest_of_the_facts_it_shows(mayor):
    assert expected_of(mayor, address("sign")) == facts_digest(record_of(the_act().sitting))


@pytest.mark.parametrize("expected", ["", "0" * 64, "read before"])
def test_text_changed_since_it_was_read_sends_back_to_it(mayor, keys, expected):
    if expected == "read before":
        expected = expected_of(mayor, address("sign"))
        the_act().annexes.all().delete()
    response = post(mayor, keys.pkcs12.read_bytes(), expected=expected)
    assert (response.status_code, response.url) == (302, address("act"))
    page = text_of_page(mayor.get(address("act")))
    assert "Le texte a changé depuis votre lecture : relisez-le." in page
    assert nothing_written()


def test_act_changed_after_its_signature_is_signed_again(mayor, keys):
    post(mayor, keys.pkcs12.read_bytes())
    the_act().annexes.all().delete()
    assert "Vous signez une nouvelle version, qui la remplace." in text_of_page(mayor.get(address("sign")))
    response = post(mayor, keys.pkcs12.read_bytes())
    assert (response.status_code, response.url) == (302, address("act"))
    assert list(Signature.objects.values_list("document__version", flat=True)) == [2, 4]
    page = text_of_page(mayor.get(address("act")))
    assert "Des faits ont changé" not in page
    assert address("download_signed", version=4) in page
    assert address("download_signed", version=2) in page


# --- files


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 altered"])
def test_damaged_file_to_sign_is_told_on_the_page(mayor, cast, keys, content):
    issued = issue_certified_copy(deliberation=the_act(), by=cast.mayor, at=datetime.now(UTC))
    path = Path(default_storage.path(issued.path))
    path.unlink() if content is None else path.write_bytes(content)
    response = post(mayor, keys.pkcs12.read_bytes())
    assert response.status_code == 422
    assert "Le fichier à signer est manquant ou altéré" in text_of_page(response)
    assert not Signature.objects.exists()


def test_identity_is_proved_again_before_signing(client, cast, keys):
    prove_identity(client, cast.mayor, seconds_ago=301)
    response = client.get(address("sign"))
    assert response.status_code == 302
    assert response.url.startswith("/compte/")
    response = client.post(address("sign"), {"passphrase": PASSPHRASE, "consent": "on"})
    assert (response.status_code, response.url) == (302, address("sign"))
    assert PASSPHRASE not in str(dict(client.session.items()))
    assert nothing_written()
