import hashlib
import logging
import re

import pytest
from django.core.files.storage import default_storage

from councils.models import CouncilRole
from deliberations.documents.view import Rendition
from deliberations.domain.acts import ActState, OperativePart, Source
from deliberations.models import Transmission
from deliberations.queries import record_of
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.signing_means import open_certificate
from deliberations.services.storage import read_document
from tests.builders import AT, store_act
from tests.deliberations.views.conftest import PASSPHRASE
from tests.deliberations.views.world import ACT, address, make_cast, text_of_page, the_act
from tests.support.signed_copies import sign_copy

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DECISION = (OperativePart(("d'adopter les tarifs",)),)
RENDITIONS = {"extrait": "extract", "registre": "register", "copie-certifiee": "certified"}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary)
    return client


@pytest.fixture
def signed(cast, keys):
    """The certified copy signed by the mayor."""
    from django.utils import timezone

    key = open_certificate(pkcs12=keys.pkcs12.read_bytes(), passphrase=PASSPHRASE)
    return sign_copy(the_act(), by=cast.mayor, key=key, at=timezone.now())


def act_page_of_another(client, **facts):
    row = store_act(**facts)
    client.force_login(make_cast(row.council).mayor)
    return text_of_page(client.get(f"/conseils/exemple/deliberations/seance/{row.uid}/"))


def test_page_shows_the_text_of_the_document(secretary):
    page = text_of_page(secretary.get(address("act")))
    assert page.count("<h1") == 1
    assert "Le mardi dix-neuf décembre deux-mille-vingt-trois à dix-huit heures, s'est réuni" in page
    assert "Exécutoire depuis le 28 décembre 2023" in page
    assert "Publié" in page.partition('class="executory"')[2]


def test_page_shows_the_findings_of_the_act(secretary):
    page = text_of_page(secretary.get(address("act")))
    assert page.count("finding-message") == 4
    assert "Décision, point 2" in page


def test_page_offers_every_file(secretary):
    page = secretary.get(address("act")).content.decode()
    links = {
        address("download", rendition=rendition, file_format=extension)
        for rendition in RENDITIONS
        for extension in MEDIA_TYPES
    }
    assert {link for link in links if f'href="{link}"' in page} == links
    assert "PROJET" not in page


def test_button_to_sign_is_for_the_mayor(client, cast):
    shown = {}
    for name in ("mayor", "secretary", "member"):
        client.force_login(getattr(cast, name))
        shown[name] = f'action="{address("sign")}"' in client.get(address("act")).content.decode()
    assert shown == {"mayor": True, "secretary": False, "member": False}


def test_button_to_sign_is_for_the_signatory(client, cast):
    CouncilRole.objects.filter(user=cast.mayor).update(person=None)
    client.force_login(cast.mayor)
    page = text_of_page(client.get(address("act")))
    assert f'action="{address("sign")}"' not in page
    assert "Le Maire, Olivier TURPIN, la signe depuis le compte relié à sa fiche." in page


def test_page_of_a_signed_act_offers_no_signature(client, cast, signed):
    client.force_login(cast.mayor)
    page = text_of_page(client.get(address("act")))
    assert f'action="{address("sign")}"' not in page
    assert "Des faits ont changé" not in page


@pytest.mark.parametrize(("name", "offered"), [("mayor", True), ("secretary", False), ("member", False)])
def test_page_says_that_facts_changed_since_the_signature(client, cast, signed, name, offered):
    the_act().annexes.all().delete()
    client.force_login(getattr(cast, name))
    page = text_of_page(client.get(address("act")))
    (said,) = re.findall(r"Des faits ont changé depuis la signature du (.+?)\.", page)
    assert re.search(r"\d{4} à \d", said)
    assert ("signez une nouvelle version" in page) is offered
    assert (f'action="{address("sign")}"' in page) is offered
    assert "Télécharger la copie signée (PDF)" in page


def test_page_of_an_act_not_transmitted(client):
    page = act_page_of_another(client, operative=DECISION)
    assert "Pas encore exécutoire" in page
    assert "pourra être signée quand la délibération sera exécutoire" in page
    assert "Acte du registre" in page
    assert "<h3>Copie certifiée exécutoire" not in page
    assert "Signer la délibération" not in page


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": ActState.SUSPENDED, "operative": DECISION}, "suspendue par le juge"),
        ({"state": ActState.ANNULLED, "operative": DECISION}, "annulé par le juge"),
        ({"operative": ()}, "écrivez la décision"),
    ],
    ids=["suspended", "annulled", "no-decision"],
)
def test_page_of_an_act_that_publishing_would_not_make_executory(client, facts, said):
    page = act_page_of_another(client, **facts)
    assert "La copie certifiée ne peut pas être signée." in page
    assert said in page
    assert "pourra être signée" not in page


def test_page_of_an_act_without_number(client):
    page = act_page_of_another(client, printed_number="")
    assert "Projet de délibération" in page
    assert page.count(">PROJET</span>") == 1
    assert "<h3>Acte du registre" not in page


@pytest.mark.parametrize("extension", MEDIA_TYPES)
@pytest.mark.parametrize("rendition", RENDITIONS)
def test_download_is_what_the_service_renders(secretary, rendition, extension):
    response = secretary.get(address("download", rendition=rendition, file_format=extension))
    record = record_of(the_act().sitting)
    expected = render_act(
        record,
        record.act(ACT["act"]),
        rendition=Rendition(RENDITIONS[rendition]),
        file_format=FileFormat(extension),
    )
    assert response.content == expected
    assert response["Content-Type"] == MEDIA_TYPES[extension]
    assert response["Content-Disposition"] == (
        f'attachment; filename="deliberation-2023-57-{rendition}.{extension}"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("rendition", "name", "is_draft"),
    [
        ("extrait", "deliberation-2024-1-extrait.txt", False),
        ("copie-certifiee", "deliberation-2024-1-copie-certifiee-projet.txt", True),
    ],
)
def test_download_of_an_act_not_executory_is_marked(client, rendition, name, is_draft):
    row = store_act()
    client.force_login(make_cast(row.council).secretary)
    response = client.get(f"/conseils/exemple/deliberations/seance/a1/{rendition}.txt")
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert ("PROJET" in response.content.decode()) is is_draft


def test_transmission_alone_does_not_end_the_draft(client):
    row = store_act()
    Transmission.objects.create(deliberation=row, effective_on=AT.date(), source=Source.DECLARED)
    client.force_login(make_cast(row.council).secretary)
    response = client.get("/conseils/exemple/deliberations/seance/a1/copie-certifiee.txt")
    assert "PROJET" in response.content.decode()


def test_signed_copy_is_shown_and_sent_as_it_is(secretary, signed):
    page = text_of_page(secretary.get(address("act")))
    assert f'<code class="digest">{signed.sha256}</code>' in page
    assert "Le Maire, Olivier TURPIN" in page
    response = secretary.get(address("download_signed", version=signed.version))
    assert response.content == read_document(signed)
    assert hashlib.sha256(response.content).hexdigest() == signed.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="deliberation-2023-57-copie-certifiee-signee-v{signed.version}.pdf"'
    )


def test_unsigned_master_is_not_offered(secretary, cast):
    issued = issue_certified_copy(deliberation=the_act(), by=cast.mayor, at=AT)
    assert secretary.get(address("download_signed", version=issued.version)).status_code == 404


def test_damaged_signed_copy_is_never_sent(secretary, signed, caplog):
    with default_storage.open(signed.path, "wb") as stream:
        stream.write(b"altered")
    with caplog.at_level(logging.ERROR):
        response = secretary.get(address("download_signed", version=signed.version), follow=True)
    assert response.redirect_chain == [(address("act"), 302)]
    assert "Le fichier signé conservé est manquant ou altéré" in text_of_page(response)
    assert [record.message for record in caplog.records] == ["Signed document cannot be sent"]
