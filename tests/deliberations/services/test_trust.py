"""Whom the installation trusts: what is refused, what is fetched, and that a demonstration is never believed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from councils.domain.errors import Refusal
from deliberations.domain.trusted import AuthorityOrigin, TrustPurpose
from deliberations.models import RevocationList, TrustedAuthority
from deliberations.services.trust import (
    add_authority,
    current_trust,
    is_listed,
    refresh_lists,
    remove_authority,
)
from deliberations.signing.demo_authority import ROOT_FILE
from deliberations.signing.fetching import NotFetched, fetch
from tests.builders import BACKEND, make_user
from tests.deliberations.signing.chain import DAY, TODAY, Authority, authority
from tests.deliberations.signing.helpers import make_keys

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = TODAY + timedelta(minutes=2)
PERSONS = frozenset({TrustPurpose.PERSON})
STAMPS = frozenset({TrustPurpose.TIMESTAMP})


def add(encoded: bytes, purposes: frozenset[TrustPurpose] = PERSONS, **more) -> TrustedAuthority:
    return add_authority(encoded=encoded, purposes=purposes, by=None, at=NOW, **more)


def refusal(encoded: bytes, purposes: frozenset[TrustPurpose] = PERSONS) -> str:
    with pytest.raises(Refusal) as refused:
        add(encoded, purposes)
    assert not TrustedAuthority.objects.exists()
    return refused.value.message_fr


# --- adding and removing


def test_authority_is_trusted_until_it_is_removed():
    row = add(authority().root.der, PERSONS | STAMPS)
    assert (row.name, row.not_after) == ("Autorité d'essai", authority().root.certificate.not_valid_after_utc)
    assert current_trust().roots == (authority().root.der,)
    assert current_trust().timestamp_roots == (authority().root.der,)
    remove_authority(authority=row, at=NOW)
    assert current_trust().roots == ()
    assert remove_authority(authority=row, at=NOW + DAY).removed_at == NOW


def test_pem_is_read_and_twice_is_once():
    pem = authority().root.certificate.public_bytes(Encoding.PEM)
    assert add(pem) == add(authority().root.der)


def test_timestamp_service_is_trusted_for_timestamps_alone():
    assert "ne sert à rien d'autre" in refusal(authority().tsa.der)
    add(authority().tsa.der, STAMPS)
    assert (current_trust().roots, current_trust().timestamp_roots) == ((), (authority().tsa.der,))


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda: b"bonjour", "n'est pas un certificat lisible"),
        (lambda: b"x" * 70_000, "trop volumineux"),
        (lambda: authority().issue("Jeanne MARTIN").der, "n'est pas celui d'une autorité"),
        (
            lambda: authority().issue("Vieux", timestamp=True, end=TODAY - DAY).der,
            "n'est valable que du",
        ),
        (
            lambda: 2 * authority().root.certificate.public_bytes(Encoding.PEM),
            "un seul certificat",
        ),
    ],
    ids=["text", "large", "person", "ended", "two"],
)
def test_unfit_certificate_is_refused_with_its_cause(make, cause: str):
    assert cause in refusal(make(), STAMPS)


def test_authority_for_nothing_is_refused():
    assert "Dites à quoi cette autorité sert" in refusal(authority().root.der, frozenset())


# --- demonstration


def test_demonstration_is_never_trusted_in_production(tmp_path: Path, settings):
    settings.DATA_DIR = tmp_path
    keys = make_keys(tmp_path / "demo", now=NOW)
    root = keys.root.read_bytes()
    row = add(root)
    assert row.origin == AuthorityOrigin.DEMONSTRATION
    assert len(current_trust().roots) == 2  # the row, and the file of the demonstration
    settings.DEMO_ALLOWED = False
    assert (tmp_path / "demo" / ROOT_FILE).exists()
    assert current_trust().roots == current_trust().timestamp_roots == ()
    TrustedAuthority.objects.update(origin=AuthorityOrigin.MANUAL, name="AC sérieuse")
    assert current_trust().roots == ()
    row.delete()
    assert "démonstration" in refusal(root)


# --- revocation lists


@contextmanager
def serving(answers: dict[str, tuple[int, bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that gives ``answers`` by path, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, content = answers.get(self.path, (404, b""))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/liste.crl")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture(autouse=True)
def on_loopback(settings) -> None:
    settings.TRUST_PRIVATE_ADDRESSES = True


def test_list_is_fetched_verified_and_asked_again_when_due():
    by = Authority()
    answers = {"/liste.crl": (200, by.crl())}
    with serving(answers) as (address, asked):
        add(by.root.der, list_addresses=[f"{address}/liste.crl"])
        assert refresh_lists(NOW) == "Listes de révocation : 1 reçue(s)."
        assert len(current_trust().crls) == 1
        assert refresh_lists(NOW + DAY) == ""
        answers["/liste.crl"] = (200, by.crl(TODAY + 3 * DAY))
        assert refresh_lists(NOW + 4 * DAY) == "Listes de révocation : 1 reçue(s)."
    assert asked == ["/liste.crl", "/liste.crl"]
    assert RevocationList.objects.get().this_update == TODAY + 3 * DAY


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ((503, b""), "Le serveur a répondu 503."),
        ((302, b""), "Le serveur a répondu 302."),
        ((200, b"bonjour"), "n'est pas une liste de révocation"),
        ((200, Authority("Autre").crl()), "n'est pas signée par cette autorité"),
        ((200, Authority().crl()), "n'est pas signée par cette autorité"),
        ((200, bytes(11 << 20)), "trop volumineux"),
    ],
    ids=["down", "redirected", "text", "another authority", "same name, another key", "large"],
)
def test_failure_keeps_the_list_before_it_and_says_so(answer: tuple[int, bytes], cause: str):
    by = Authority()
    answers = {"/liste.crl": (200, by.crl())}
    with serving(answers) as (address, _):
        add(by.root.der, list_addresses=[f"{address}/liste.crl"])
        refresh_lists(NOW)
        before = current_trust().crls
        answers["/liste.crl"] = answer
        assert "Non reçue(s) : Autorité d'essai." in refresh_lists(NOW + 5 * DAY)
    row = RevocationList.objects.get()
    assert cause in row.error
    assert (row.failed_at, row.fetched_at) == (NOW + 5 * DAY, NOW)
    assert current_trust().crls == before


def test_old_list_is_refused():
    by = Authority()
    with serving({"/liste.crl": (200, by.crl(TODAY - 30 * DAY))}) as (address, _):
        add(by.root.der, list_addresses=[f"{address}/liste.crl"])
        refresh_lists(NOW)
    assert "n'est plus valable" in RevocationList.objects.get().error
    assert current_trust().crls == ()


def test_private_address_is_not_contacted(settings):
    settings.TRUST_PRIVATE_ADDRESSES = False
    by = Authority()
    with serving({"/liste.crl": (200, by.crl())}) as (address, asked):
        add(by.root.der, list_addresses=[f"{address}/liste.crl"])
        refresh_lists(NOW)
    assert asked == []
    assert "réseau privé" in RevocationList.objects.get().error


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/", "http://10.0.0.1/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "file:///etc/passwd", "ftp://127.0.0.1/", "http://a@127.0.0.1/", "http://",
        "http://[", "gopher://x", "http://localhost/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_forbidden_addresses_are_refused(address: str):
    with pytest.raises(NotFetched):
        fetch(address, allows_private=False, seconds=2)


# --- the command and the administration


def told(*arguments: str) -> str:
    output = StringIO()
    call_command("trust", *arguments, stdout=output)
    return output.getvalue()


def test_command_adds_lists_and_removes(tmp_path: Path):
    path = tmp_path / "racine.pem"
    path.write_bytes(authority().root.certificate.public_bytes(Encoding.PEM))
    assert "reconnue jusqu'au" in told("add", str(path), "--for", "personnes", "cachets")
    row = TrustedAuthority.objects.get()
    assert (row.is_for_persons, row.is_for_seals, row.is_for_timestamps) == (True, True, False)
    assert f"{row.pk}  Autorité d'essai – personnes, cachets" in told("list")
    assert "Aucune liste" in told("refresh")
    assert "n'est plus reconnue" in told("remove", str(row.pk))
    assert told("list") == ""
    with pytest.raises(CommandError, match="Aucune autorité"):
        told("remove", "0")
    with pytest.raises(CommandError, match="Fichier illisible"):
        told("add", str(tmp_path / "rien"), "--for", "personnes")


def test_command_reads_addresses_in_a_certificate_that_names_none(tmp_path: Path):
    root, issued = tmp_path / "racine.der", tmp_path / "agent.der"
    root.write_bytes(authority().root.der)
    issued.write_bytes(authority().tsa.der)
    told("add", str(root), "--for", "personnes", "--crl-of", str(issued), "--crl", "http://ac.example/a.crl")
    assert TrustedAuthority.objects.get().list_addresses == "http://ac.example/a.crl"


def test_administration_adds_and_removes(client: Client):
    user = make_user("assistance@exemple.test", is_staff=True, is_superuser=True)
    client.force_login(user, backend=BACKEND)
    here = reverse("admin:deliberations_trustedauthority_add")
    upload = SimpleUploadedFile("racine.der", authority().root.der)
    answer = client.post(here, {"file": upload, "is_for_persons": "on"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = TrustedAuthority.objects.get()
    assert (row.added_by, row.name) == (user, "Autorité d'essai")
    person = SimpleUploadedFile("agent.der", authority().issue("Jeanne").der)
    answer = client.post(here, {"file": person, "is_for_persons": "on"})
    assert "pas celui d&#x27;une autorité" in answer.content.decode()
    page = reverse("admin:deliberations_trustedauthority_change", args=[row.pk])
    assert client.get(page).status_code == 200
    listing = reverse("admin:deliberations_trustedauthority_changelist")
    client.post(listing, {"action": "remove", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.removed_at is not None


def test_issuer_is_looked_up_in_the_lists_loaded_here(pki):
    maire, stranger = pki.certificate("maire"), pki.certificate("intrus")
    assert is_listed(maire) is None
    add(pki.certificate("ac"), origin=AuthorityOrigin.EU_LIST)
    assert (is_listed(maire), is_listed(stranger)) == (True, False)
