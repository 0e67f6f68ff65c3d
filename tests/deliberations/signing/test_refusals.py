"""What is refused before the key is used, each cause with its sentence; what is kept when a service fails late."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core, tsp
from cryptography.hazmat.primitives.serialization import Encoding

from deliberations.domain.issued import SignatureLevel
from deliberations.signing import failures
from deliberations.signing.completing import archive_state
from deliberations.signing.keys import Key, open_pkcs12
from deliberations.signing.network import Network
from deliberations.signing.pkcs12 import Pkcs12Key
from deliberations.signing.ports import SigningFailed, UnsuitableCertificate
from deliberations.signing.timestamps import TimestampService
from deliberations.signing.trust import Trust
from deliberations.signing.writing import sign_all
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.desk import LOOPBACK, Desk
from tests.deliberations.signing.samples import PASSPHRASE as OTHER_PASSPHRASE
from tests.support.pki import Answer

pytestmark = pytest.mark.integration

B_B, B_T, B_LT, B_LTA = SignatureLevel
BAD_CERTIFICATES = [
    (
        "expire",
        failures.CertificateExpired,
        "il ne peut pas signer à cette date. Demandez-en le renouvellement",
    ),
    ("futur", failures.CertificateNotYetValid, "Attendez le début de sa validité"),
    ("revoque", failures.CertificateRevoked, "a été révoqué par son autorité le"),
    ("intrus", failures.UnknownAuthority, "une autorité que la commune ne reconnaît pas (« AC inconnue »)"),
    ("sans-engagement", UnsuitableCertificate, "l'usage « engagement »"),
]


class Watched(Key):
    """A key that tells whether it was used."""

    def __init__(self, key: Key) -> None:
        self.provider, self.certificate, self.chain, self._key = key.provider, key.certificate, key.chain, key
        self.used = 0

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        self.used += 1
        return self._key.sign_raw(messages)


@pytest.mark.parametrize("level", SignatureLevel)
@pytest.mark.parametrize(("who", "cause", "words"), BAD_CERTIFICATES)
def test_bad_certificate_never_signs(
    who: str, cause: type[SigningFailed], words: str, level: SignatureLevel, desk: Desk
):
    key = Watched(desk.key(who))
    with pytest.raises(cause) as caught:
        desk.sign(key, level=level)
    assert words in caught.value.message_fr
    assert (caught.value.retry, key.used) == (False, 0)


def test_certificate_revoked_later_signs_today(desk: Desk):
    assert desk.sign("revoque-apres", level=B_LT).level == B_LT


def test_intermediate_may_come_with_the_key_or_from_the_setting(desk: Desk):
    trust = desk.pki.trust
    alone = Pkcs12Key(desk.key("maire").certificate, (), desk.key("maire").private_key)  # type: ignore[attr-defined]
    assert desk.sign("maire", trust=Trust(trust.roots)).level == B_B
    assert desk.sign(alone, trust=trust).level == B_B
    with pytest.raises(failures.UnknownAuthority):
        desk.sign(alone, trust=Trust(trust.roots))


# --- services that fail


def failure_of(desk: Desk, level: SignatureLevel, **means: object) -> SigningFailed:
    key = Watched(desk.key("secretaire"))
    with pytest.raises(SigningFailed) as caught:
        desk.sign(key, level=level, **means)
    assert key.used == 0
    return caught.value


@pytest.mark.parametrize("level", [B_T, B_LT, B_LTA])
def test_timestamp_server_down_is_told_before_the_key_signs(level: SignatureLevel, desk: Desk):
    with desk.pki.down("tsa"):
        failure = failure_of(desk, level)
    assert isinstance(failure, failures.TimestampUnavailable)
    assert failure.retry


def test_level_b_needs_no_timestamp_server(desk: Desk):
    with desk.pki.down("tsa"):
        assert desk.sign("maire").level == B_B


def test_slow_timestamp_server_is_left(desk: Desk):
    with desk.pki.slow(1.0, "tsa"):
        failure = failure_of(desk, B_T, timestamps=replace(desk.timestamps(), timeout=0.2))
    assert isinstance(failure, failures.TimestampUnavailable)


def test_nobody_at_the_address_of_the_timestamp_server(desk: Desk):
    failure = failure_of(desk, B_T, timestamps=TimestampService("http://127.0.0.1:9/tsa"))
    assert isinstance(failure, failures.TimestampUnavailable)


def test_unknown_timestamp_server(desk: Desk):
    failure = failure_of(desk, B_T, timestamps=desk.timestamps("tsa-inconnue"))
    assert isinstance(failure, failures.TimestampUntrusted)


def test_timestamp_server_of_an_authority_kept_for_timestamps(desk: Desk):
    trust = replace(desk.pki.trust, timestamp_roots=(desk.pki.certificate("autre-racine"),))
    signed = desk.sign("maire", level=B_LTA, trust=trust, timestamps=desk.timestamps("tsa-inconnue"))
    assert signed.level == B_LTA
    with pytest.raises(failures.UnknownAuthority):  # that root is for timestamps alone
        desk.sign("intrus", trust=trust)


def other_nonce(request: tsp.TimeStampReq) -> None:
    request["nonce"] = 12345


def no_nonce(request: tsp.TimeStampReq) -> None:
    del request["nonce"]


def other_digest(request: tsp.TimeStampReq) -> None:
    request["message_imprint"]["hashed_message"] = b"\0" * 32


@pytest.mark.parametrize("lie", [other_nonce, no_nonce, other_digest])
def test_timestamp_of_something_else(lie: Callable[[tsp.TimeStampReq], None], desk: Desk):
    def answer(body: bytes) -> Answer:
        request = tsp.TimeStampReq.load(body)
        lie(request)
        return Answer(200, "application/timestamp-reply", desk.pki.timestamp(request.dump(force=True)))

    with desk.pki.answering(answer, "tsa"):
        assert isinstance(failure_of(desk, B_T), failures.TimestampUnsound)


def wrong_signature(content: bytes) -> bytes:
    answer = tsp.TimeStampResp.load(content)
    signer = answer["time_stamp_token"]["content"]["signer_infos"][0]
    raw = bytearray(signer["signature"].native)
    raw[-1] ^= 1
    signer["signature"] = core.OctetString(bytes(raw))
    return bytes(answer.dump(force=True))


@pytest.mark.parametrize("change", [wrong_signature, lambda _: b"", lambda _: b"\x30\x03abc"])
def test_timestamp_that_is_none(change: Callable[[bytes], bytes], desk: Desk):
    def answer(body: bytes) -> Answer:
        return Answer(200, "application/timestamp-reply", change(desk.pki.timestamp(body)))

    with desk.pki.answering(answer, "tsa"):
        assert isinstance(failure_of(desk, B_T), failures.TimestampUnsound)


REJECTION = bytes.fromhex("30053003020102")  # RFC 3161, 2.4.2: status 2, no token


@pytest.mark.parametrize(
    "answer", [Answer(200, "application/timestamp-reply", REJECTION), Answer(401, "text/plain", b"")]
)
def test_timestamp_server_that_refuses(answer: Answer, desk: Desk):
    with desk.pki.answering(lambda _: answer, "tsa"):
        failure = failure_of(desk, B_T)
    assert isinstance(failure, failures.TimestampRefused)
    assert "l'abonnement" in failure.message_fr


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(minutes=-20)])
def test_clocks_that_disagree(wrong: timedelta, desk: Desk):
    with desk.pki.clock(datetime.now(UTC) + wrong):
        failure = failure_of(desk, B_T)
    assert isinstance(failure, failures.ClockWrong)
    assert "remettre le serveur à l'heure" in failure.message_fr
    assert abs(failure.difference - wrong) < timedelta(minutes=1)


@pytest.mark.parametrize("level", [B_LT, B_LTA])
def test_authority_down_refuses_long_term_levels(level: SignatureLevel, desk: Desk):
    with desk.pki.down("ocsp", "crls"):
        failure = failure_of(desk, level)
    assert isinstance(failure, failures.RevocationUnavailable)
    assert failure.retry


def test_authority_down_lets_level_b_wait_for_completion(desk: Desk):
    with desk.pki.down("ocsp", "crls"):
        assert desk.sign("maire").level == B_B


def test_slow_authority_is_left(desk: Desk):
    with desk.pki.slow(1.0, "ocsp", "crls"):
        failure = failure_of(desk, B_LT, network=replace(LOOPBACK, timeout=0.2))
    assert isinstance(failure, failures.RevocationUnavailable)


def test_lists_already_held_replace_an_authority_down(desk: Desk):
    with desk.pki.down("ocsp", "crls"):
        assert desk.sign("maire", level=B_LT, trust=desk.pki.trust_with_crls).level == B_LT


def test_lists_already_held_know_the_revoked(desk: Desk):
    with desk.pki.down("ocsp", "crls"), pytest.raises(failures.CertificateRevoked):
        desk.sign("revoque", trust=desk.pki.trust_with_crls)


# --- what fails once the key has signed keeps the signature


def answering_until(limit: int) -> Callable[[bytes], Answer | None]:
    """A timestamp server that breaks down after ``limit`` answers."""
    left = iter(range(limit))
    return lambda _: None if next(left, None) is not None else Answer(503, "text/plain", b"")


@pytest.mark.parametrize(("answers", "reached"), [(1, B_B), (2, B_LT), (3, B_LTA)])
def test_signature_made_is_kept_at_the_level_reached(answers: int, reached: SignatureLevel, desk: Desk):
    with desk.pki.answering(answering_until(answers), "tsa"):
        signed = desk.sign("maire", level=B_LTA)
    assert signed.level == reached == archive_state(signed.content).level
    assert (signed.shortfall is None) == (reached == B_LTA)
    assert signed.shortfall is None or isinstance(signed.shortfall, failures.TimestampUnavailable)


def test_silent_server_is_not_asked_again_for_each_document(desk: Desk):
    documents = [(desk.act, desk.request(level=B_LTA)) for _ in range(3)]
    with desk.pki.answering(answering_until(1), "tsa"):
        desk.pki.requests.clear()
        signed = sign_all(documents, desk.key("secretaire"), **desk.means)
    assert [one.level for one in signed] == [B_B] * 3
    assert sum("/tsa/" in path for path in desk.pki.requests) == 2


def test_nothing_to_sign(desk: Desk):
    key = Watched(desk.key("maire"))
    assert (sign_all([], key, **desk.means), key.used) == ((), 0)


# --- addresses found in certificates


def test_address_that_leads_inside_is_not_followed(desk: Desk):
    """Production refuses loopback and private addresses: nobody was asked, so nobody answered."""
    desk.pki.requests.clear()
    failure = failure_of(desk, B_LT, network=Network(timeout=5.0))
    assert isinstance(failure, failures.RevocationUnavailable)
    assert desk.pki.requests == []


def test_address_of_an_untrusted_certificate_is_not_followed(desk: Desk):
    pkcs12, _ = issue_pkcs12(
        datetime.now(UTC) - timedelta(minutes=1), issuer_address=f"{desk.pki.address}/piege.crt"
    )
    desk.pki.requests.clear()
    with pytest.raises(failures.UnknownAuthority):
        desk.sign(open_pkcs12(pkcs12, OTHER_PASSPHRASE))
    assert desk.pki.requests == []


def test_answer_without_end_is_cut(desk: Desk):
    def answer(_: bytes) -> Answer:
        return Answer(200, "application/pkix-crl", b"\x30" + b"\0" * 200_000)

    with desk.pki.answering(answer, "ocsp", "crls"):
        failure = failure_of(desk, B_LT, network=replace(LOOPBACK, max_bytes=100_000))
    assert isinstance(failure, failures.RevocationUnavailable)


def test_certificate_is_given_in_der(desk: Desk):
    signed = desk.sign("maire")
    assert signed.certificate == desk.key("maire").certificate.public_bytes(Encoding.DER)
