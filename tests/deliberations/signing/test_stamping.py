"""A timestamp on a digest: asked from a real server on loopback, and read back with suspicion."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms

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
