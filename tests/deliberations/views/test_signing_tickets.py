"""Signing with one's own token: a real token (SoftHSM2), the real program, and the site on loopback."""

import hashlib
import json
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from conforme_signer.checks import require_same
from conforme_signer.errors import Stopped
from conforme_signer.site import Document, Prepared, Site
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.signing_tickets import TicketState
from deliberations.models import PlaceSignature, SigningTicket, Sitting, TicketPlace
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_papers import prepare_sitting
from deliberations.services.signing_tickets import purge_tickets
from deliberations.services.storage import read_document
from tests.deliberations.finishing import closed_evening
from tests.deliberations.views.test_signing_desk import COUNCIL, account, chosen, logged_in, ticked
from tests.deliberations.views.world import text_of_page
from tests.support.pki import Pki
from tests.support.tokens import MODULE, PIN, WRONG_PIN, make_token

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
JEANNE, PAUL = "1", "2"
"""Rank of the certificates in the list of the program: RSA, then an elliptic curve."""


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> None:
    make_token(tmp_path_factory.mktemp("token"), pki, "secretaire", "maire")


def evening() -> Sitting:
    row = closed_evening(secretaries=("m3",))
    prepare_sitting(sitting=row, kinds=[SignedKind.REGISTER_ACT], by=None, at=timezone.now(), head=USUAL)
    return row


def asked(client: Client) -> tuple[SigningTicket, str]:
    """A ticket for all that waits, and the address that its page shows."""
    answer = client.post(f"{chosen(client, ticked(client))}jeton/")
    ticket = SigningTicket.objects.get()
    assert answer.url == reverse("signing_ticket", kwargs=COUNCIL | {"ticket": ticket.uid})
    page = client.get(answer.url).content.decode()
    found = re.search(r"conforme_signer.pyz (\S+)</code>", page)
    assert found is not None
    return ticket, found[1]


def program(
    address: str, *typed: str, start: tuple[str, ...] = ("-m", "conforme_signer")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *start, "--module", MODULE, "--oui", address],
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        cwd=ROOT,
        start_new_session=True,  # without a terminal, the PIN is read like the rest
        check=False,
    )


def waiting_files() -> list[Path]:
    return [path for path in Path(default_storage.path("waiting")).rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_secretary_signs_a_whole_sitting_with_his_own_token(live_server: Any, token: None) -> None:
    client = logged_in(account(evening(), "m3"))
    ticket, shown = asked(client)
    address = f"{live_server.url}{local(shown)}"
    wrong = program(address, PAUL, "o", WRONG_PIN)
    assert (wrong.returncode, PlaceSignature.objects.count()) == (1, 0)
    assert "Ce code PIN est faux" in wrong.stderr
    done = program(address, PAUL, "o", PIN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Signé : ") == 3
    assert "Le certificat est au nom de « Paul DURAND »" in done.stdout
    rows = list(PlaceSignature.objects.select_related("place__paper"))
    assert [(row.provider, row.user_id) for row in rows] == [("token", ticket.user_id)] * 3
    for row in rows:
        (signature,) = PdfFileReader(BytesIO(read_document(row.place.paper))).embedded_regular_signatures
        assert signature.field_name == row.place.field
    page = text_of_page(client.get(reverse("signing_ticket", kwargs=COUNCIL | {"ticket": ticket.uid})))
    assert page.count("Signé.") == 3
    again = program(address, PAUL, "o", PIN)
    assert (again.returncode, "a servi ou n'est plus valable" in again.stderr) == (1, True)
    assert waiting_files() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_rsa_token_signs_too_and_its_holder_chooses_his_certificate(live_server: Any, token: None) -> None:
    client = logged_in(account(evening(), "m3"))
    _, shown = asked(client)
    address = f"{live_server.url}{local(shown)}"
    assert "n'est pas dans la liste" in program(address, "7").stderr
    refused = program(address, JEANNE, "n")
    assert (refused.returncode, "Rien n'a été signé." in refused.stderr) == (1, True)
    done = program(address, JEANNE, "o", PIN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {row.certificate_subject.count("MARTIN") for row in PlaceSignature.objects.all()} == {1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_program_that_the_site_gives_signs_too(live_server: Any, token: None, tmp_path: Path) -> None:
    client = logged_in(account(evening(), "m3"))
    _, shown = asked(client)
    path = tmp_path / "conforme_signer.pyz"
    path.write_bytes(Client().get(reverse("token_program")).getvalue())
    done = program(f"{live_server.url}{local(shown)}", PAUL, "o", PIN, start=(str(path),))
    assert (done.returncode, PlaceSignature.objects.count()) == (0, 3), done.stderr


@pytest.fixture
def secretary(db: None) -> Client:
    return logged_in(account(evening(), "m3"))


def post(address: str, step: str, told: Any) -> Any:
    return Client().post(f"{address}{step}", json.dumps(told), content_type="application/json")


def local(address: str) -> str:
    return address.partition("testserver")[2]


def status_of(address: str) -> int:
    return Client().get(address).status_code


def announced(secretary: Client, pki: Pki) -> tuple[SigningTicket, str, list[dict[str, Any]]]:
    ticket, shown = asked(secretary)
    address = local(shown)
    certificate = b64encode(pki.certificate("secretaire")).decode()
    answer = post(address, "certificat/", {"certificate": certificate, "confirmed": "Paul DURAND"})
    assert answer.status_code == 200, answer.content
    return ticket, address, answer.json()["prepared"]


def test_name_on_the_certificate_is_confirmed_and_nothing_is_prepared_before(secretary, pki):
    _, shown = asked(secretary)
    certificate = b64encode(pki.certificate("secretaire")).decode()
    answer = post(local(shown), "certificat/", {"certificate": certificate})
    assert (answer.status_code, answer.json()["holder"]) == (409, "Paul DURAND")
    assert not TicketPlace.objects.exclude(state="").exists()


def test_signature_of_another_key_is_refused_and_the_address_serves_once(secretary, pki):
    _, address, prepared = announced(secretary, pki)
    signatures = [b64encode(b"x" * 64).decode()] * len(prepared)
    assert post(address, "signatures/", {"signatures": signatures[1:]}).status_code == 422
    results = post(address, "signatures/", {"signatures": signatures}).json()["results"]
    assert [each["done"] for each in results] == [False] * len(prepared)
    assert not PlaceSignature.objects.exists()
    assert status_of(address) == 410


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("certificat/", b"["),
        ("certificat/", b'{"certificate": 3}'),
        ("certificat/", b'{"certificate": "AAAA"}'),
        ("signatures/", b'{"signatures": "abc"}'),
        ("signatures/", b"[" * 5000),
    ],
)
def test_unreadable_requests_are_refused_and_serve_nothing(secretary, step, body):
    ticket, shown = asked(secretary)
    answer = Client().post(f"{local(shown)}{step}", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]
    ticket.refresh_from_db()
    assert ticket.state == TicketState.WAITING


def test_address_serves_for_a_quarter_of_an_hour_and_only_whom_it_was_given_to(secretary):
    ticket, shown = asked(secretary)
    assert status_of(local(shown)) == 200
    assert shown not in secretary.get(reverse("council_to_sign", kwargs=COUNCIL)).content.decode()
    for is_active, status in ((False, 410), (True, 200)):
        ticket.user.is_active = is_active
        ticket.user.save()
        assert status_of(local(shown)) == status
    SigningTicket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status_of(local(shown)) == 410
    page = secretary.get(reverse("signing_ticket", kwargs=COUNCIL | {"ticket": ticket.uid}))
    assert "n'est plus valable" in text_of_page(page)


def test_who_did_not_just_prove_who_he_is_is_sent_to_do_so(db):
    client = logged_in(account(evening(), "m3"), seconds_ago=4000)
    answer = client.post(f"{chosen(client, ticked(client))}jeton/")
    assert "/a-signer/choix/" in answer.url
    assert not SigningTicket.objects.exists()


def test_old_tickets_are_forgotten_with_their_files(secretary, pki):
    announced(secretary, pki)
    assert len(waiting_files()) == 3
    assert purge_tickets(timezone.now()) == ""
    assert purge_tickets(timezone.now() + timedelta(days=2)) != ""
    assert waiting_files() == []
    assert not SigningTicket.objects.exists()


def test_program_signs_nothing_but_the_file_shown(secretary, pki):
    ticket, address, prepared = announced(secretary, pki)
    first = prepared[0]
    file = Client().get(f"{address}documents/1.pdf").getvalue()
    row = ticket.places.select_related("place__paper").order_by("number").first()
    document = Document("acte", 1, row.place.paper.size, row.sha256)
    told = Prepared(1, b64decode(first["message"]), first["start"], first["end"])
    require_same(document, told, file)
    other = Document("acte", 1, row.place.paper.size, hashlib.sha256(b"autre").hexdigest())
    for wrong in (
        (other, told, file),
        (document, told, file[:-1] + b"X"),
        (document, told, file[: told.start + 9] + b"7" + file[told.start + 10 :]),
        (document, Prepared(1, b"rubbish", told.start, told.end), file),
        (document, Prepared(1, told.message, told.start, told.end + 1), file),
    ):
        with pytest.raises(Stopped, match="n'est pas le document"):
            require_same(*wrong)


@pytest.mark.parametrize("address", ["http://mairie.example/signature/x/", "ftp://localhost/", "rien"])
def test_program_refuses_an_address_that_anybody_could_read(address):
    with pytest.raises(Stopped, match="https"):
        Site(address)
