"""A timestamp on a digest: asked from a real server on loopback, and read back with suspicion."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from cryptography.x509 import Certificate, CertificateBuilder, load_der_x509_certificate

from deliberations.signing.failures import TimestampUnavailable
from deliberations.signing.stamping import TokenUnsound, is_stamped_by, read_token, stamp
from deliberations.signing.timestamps import TimestampService
from tests.support.pki import Pki

pytestmark = pytest.mark.integration

DIGEST = hashlib.sha256(b"a head").digest()
OTHER = hashlib.sha256(b"another").digest()


@pytest.fixture(scope="module")
def token(pki: Pki) -> bytes:
    return stamp(DIGEST, TimestampService(pki.timestamp_url()))


def test_token_says_when_and_by_whom(pki: Pki, token: bytes) -> None:
    told = read_token(token, DIGEST)
    assert abs(told.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert "Horodatage de test" in told.authority
    assert told.certificate == pki.certificate("tsa")


def test_token_is_of_one_digest(token: bytes) -> None:
    with pytest.raises(TokenUnsound):
        read_token(token, OTHER)


@pytest.mark.parametrize("content", [b"", b"0", b"\x30\x03\x02\x01\x01", b"%PDF-1.7"])
def test_rubbish_is_no_token(content: bytes) -> None:
    with pytest.raises(TokenUnsound):
        read_token(content, DIGEST)
    with pytest.raises(TokenUnsound):
        is_stamped_by(content, ())


def test_altered_token_is_refused(token: bytes) -> None:
    info = cms.ContentInfo.load(token)
    signer = info["content"]["signer_infos"][0]
    signer["signature"] = bytes(len(signer["signature"].native))
    with pytest.raises(TokenUnsound):
        read_token(info.dump(force=True), DIGEST)


def test_authority_is_known_by_its_root(pki: Pki, token: bytes) -> None:
    assert is_stamped_by(token, [pki.certificate("racine")])
    assert not is_stamped_by(token, [pki.certificate("autre-racine")])
    assert not is_stamped_by(token, [])


def test_authority_of_another_root_is_not_ours(pki: Pki) -> None:
    token = stamp(DIGEST, TimestampService(pki.timestamp_url("tsa-inconnue")))
    assert not is_stamped_by(token, [pki.certificate("racine")])


def test_who_holds_a_certificate_of_a_trusted_root_is_no_authority(pki: Pki, token: bytes) -> None:
    """A timestamp certificate issued with the key of a person whose own was issued by a trusted root."""
    issuer = load_der_x509_certificate(pki.certificate("maire"))
    forged, asked = forged_below(issuer, load_der_private_key(pki.private_key("maire"), None))
    assert not is_stamped_by(as_if_signed_by(token, forged, asked), [pki.certificate("racine")])


def forged_below(issuer: Certificate, key: object) -> tuple[x509.Certificate, bytes]:
    """A certificate below ``issuer``, and the issuer's own."""
    since = datetime.now(UTC) - timedelta(days=1)
    builder = CertificateBuilder(issuer_name=issuer.subject, subject_name=issuer.subject)
    builder = builder.public_key(issuer.public_key()).serial_number(77)
    builder = builder.not_valid_before(since).not_valid_after(since + timedelta(days=9))
    made = builder.sign(key, SHA256())
    return x509.Certificate.load(made.public_bytes(Encoding.DER)), issuer.public_bytes(Encoding.DER)


def as_if_signed_by(token: bytes, certificate: x509.Certificate, above: bytes) -> bytes:
    """``token`` that names ``certificate`` as its signer's: only the chain is asked about."""
    info = cms.ContentInfo.load(token)
    signed = info["content"]
    others = [each.chosen for each in signed["certificates"]]
    signed["certificates"] = [certificate, x509.Certificate.load(above), *others]
    signer = signed["signer_infos"][0]
    place = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer["sid"] = cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(place))
    return bytes(info.dump(force=True))


def test_certificate_that_was_not_valid_at_the_instant_stamps_nothing(pki: Pki) -> None:
    with pki.clock(datetime(1999, 1, 1, tzinfo=UTC)):
        token = stamp(DIGEST, TimestampService(pki.timestamp_url()))
    assert not is_stamped_by(token, [pki.certificate("racine")])


def test_server_is_trusted_by_its_own_certificate(pki: Pki, token: bytes) -> None:
    assert is_stamped_by(token, [pki.certificate("tsa")])


def test_server_down_is_to_be_asked_again(pki: Pki) -> None:
    with pki.down("tsa"), pytest.raises(TimestampUnavailable) as caught:
        stamp(DIGEST, TimestampService(pki.timestamp_url()))
    assert caught.value.retry


def test_slow_server_is_not_waited_for(pki: Pki) -> None:
    with pki.slow(2, "tsa"), pytest.raises(TimestampUnavailable):
        stamp(DIGEST, TimestampService(pki.timestamp_url(), timeout=0.2))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "nowhere", "http://127.0.0.1:1/"])
def test_only_a_web_address_is_asked(url: str) -> None:
    with pytest.raises(TimestampUnavailable):
        stamp(DIGEST, TimestampService(url))


def test_answer_that_is_no_timestamp_is_unsound(pki: Pki) -> None:
    with pytest.raises((TokenUnsound, TimestampUnavailable)):
        stamp(DIGEST, TimestampService(f"{pki.address}/psco/crls/racine/latest.crl"))
