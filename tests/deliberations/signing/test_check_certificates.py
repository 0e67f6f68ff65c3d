from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.fields import SigSeedSubFilter

from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.pkcs12 import Pkcs12Key
from deliberations.signing.ports import SignedDocument
from deliberations.signing.problems import (
    MESSAGES_FR,
    Problem,
    ProblemCode,
)
from tests.deliberations.signing.certificates import certificate_of, issue_pkcs12, sign_carelessly
from tests.deliberations.signing.helpers import codes, make_keys
from tests.deliberations.signing.samples import NOW, make_request

pytestmark = pytest.mark.integration


def test_unknown_root_is_refused(signed: SignedDocument, other_keys: DemoKeys):
    report = check_signatures(signed.content, trusted_roots=[other_keys.root.read_bytes()], at=NOW)
    assert report.problems == (Problem(ProblemCode.UNKNOWN_AUTHORITY, "sig_maire"),)
    assert report.problems[0].message_fr == MESSAGES_FR[ProblemCode.UNKNOWN_AUTHORITY]


def test_nothing_is_trusted_without_a_root(signed: SignedDocument):
    assert codes(check_signatures(signed.content, trusted_roots=[], at=NOW)) == {"unknown_authority"}


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (timedelta(days=90), set()),
        (timedelta(days=90, seconds=1), {"certificate_out_of_date"}),
        (timedelta(days=-1), {"certificate_out_of_date", "signed_in_future"}),
    ],
    ids=["last second", "one second late", "the day before"],
)
def test_certificate_must_be_valid_when_checked(
    shift: timedelta, expected: set[str], signed: SignedDocument, roots: list[bytes]
):
    assert codes(check_signatures(signed.content, trusted_roots=roots, at=NOW + shift)) == expected


def test_certificate_must_be_valid_when_signing(master: bytes, tmp_path: Path):
    start = datetime.now(UTC) + timedelta(days=365)
    keys = make_keys(tmp_path, now=start)
    forged = sign_carelessly(master, keys.pkcs12.read_bytes())
    report = check_signatures(forged, trusted_roots=[keys.root.read_bytes()], at=start)
    assert codes(report) == {"certificate_out_of_date"}


def test_signature_of_tomorrow_is_refused(
    master: bytes, signer: Pkcs12Key, appearance: bytes, roots: list[bytes]
):
    tomorrow = NOW + timedelta(days=1)
    done = signer.sign(master, make_request(appearance, at=tomorrow))
    assert codes(check_signatures(done.content, trusted_roots=roots, at=NOW)) == {"signed_in_future"}
    assert check_signatures(done.content, trusted_roots=roots, at=tomorrow).ok


@pytest.mark.parametrize("trust_signer", [False, True], ids=["its root trusted", "itself trusted"])
def test_certificate_without_commitment_is_refused(master: bytes, trust_signer: bool):
    pkcs12, root = issue_pkcs12(a_moment_ago(), commitment=False)
    trusted = certificate_of(pkcs12).public_bytes(Encoding.DER) if trust_signer else root
    report = check_signatures(sign_carelessly(master, pkcs12), trusted_roots=[trusted], at=datetime.now(UTC))
    assert codes(report) == {"certificate_refused"}


def test_certificate_with_commitment_is_accepted(master: bytes):
    pkcs12, root = issue_pkcs12(a_moment_ago())
    report = check_signatures(sign_carelessly(master, pkcs12), trusted_roots=[root], at=datetime.now(UTC))
    assert report.ok


def a_moment_ago() -> datetime:
    """For the files that the library signs at the time of the machine."""
    return datetime.now(UTC) - timedelta(minutes=5)


def test_other_signature_formats_are_refused(master: bytes, tmp_path: Path):
    keys = make_keys(tmp_path, now=datetime.now(UTC))
    content = sign_carelessly(master, keys.pkcs12.read_bytes(), SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    report = check_signatures(content, trusted_roots=[keys.root.read_bytes()], at=datetime.now(UTC))
    assert codes(report) == {"unexpected_format"}


@contextmanager
def loopback_server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the paths that were asked of it."""
    visits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", visits
        server.shutdown()


def test_check_contacts_nobody(master: bytes):
    with loopback_server() as (address, visits):
        urlopen(address).read()  # the server does count
        pkcs12, _ = issue_pkcs12(a_moment_ago(), issuer_address=address)
        signed = sign_carelessly(master, pkcs12)
        report = check_signatures(signed, trusted_roots=[], at=datetime.now(UTC))
    assert codes(report) == {"unknown_authority"}
    assert visits == ["/"]
