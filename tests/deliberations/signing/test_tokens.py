"""Keys that are not files: what their token or their service refuses."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from deliberations.signing import failures
from deliberations.signing.csc import send_code
from deliberations.signing.keys import common_name, open_csc, open_pkcs11
from deliberations.signing.network import Network, is_public
from deliberations.signing.ports import SigningFailed, UnsuitableCertificate
from deliberations.signing.registry import open_signer
from tests.deliberations.signing.desk import Desk
from tests.support.tokens import MODULE, PIN, TOKEN, WRONG_PIN, RemoteSigning

pytestmark = pytest.mark.integration


def test_token_brings_its_authority(token: Path, desk: Desk):
    with open_pkcs11(MODULE, TOKEN, PIN, "cachet") as key:
        assert key.certificate.public_bytes(Encoding.DER) == desk.pki.certificate("cachet")
        assert [common_name(issuer) for issuer in key.chain] == ["AC Agents de test"]
        assert PIN not in repr(key)
    key.close()
    with pytest.raises(failures.TokenUnavailable):
        key.sign_raw([b"message"])


@pytest.mark.parametrize(
    ("module", "label", "pin", "certificate", "cause"),
    [
        (MODULE, TOKEN, WRONG_PIN, "cachet", failures.BadPin),
        (MODULE, TOKEN, "1", "cachet", failures.BadPin),
        (MODULE, "autre", PIN, "cachet", failures.TokenUnavailable),
        ("/nowhere/module.so", TOKEN, PIN, "cachet", failures.TokenUnavailable),
        (MODULE, TOKEN, PIN, "inconnu", UnsuitableCertificate),
        (MODULE, TOKEN, PIN, "ac", UnsuitableCertificate),
    ],
    ids=["pin", "short pin", "token", "module", "certificate", "certificate without key"],
)
def test_token_that_does_not_open(
    module: str, label: str, pin: str, certificate: str, cause: type[SigningFailed], token: Path
):
    with pytest.raises(cause):
        open_pkcs11(module, label, pin, certificate)


def test_registry_opens_a_token(token: Path):
    credentials = {"module": MODULE, "token_label": TOKEN, "pin": PIN, "cert_label": "cachet"}
    with open_signer("pkcs11", **credentials) as key:
        assert (key.provider, key.holder) == ("pkcs11", "Cachet Commune de Testville")


# --- remote service


def test_remote_key_tells_what_it_asks(remote: RemoteSigning, desk: Desk):
    key = open_csc(remote.address, "psco/secretaire", "jeton", pin="1234")
    assert (key.holder, key.batch_limit, key.asks_pin, key.asks_code) == ("Paul DURAND", 10, False, False)
    assert "1234" not in repr(key)
    assert "jeton" not in repr(key)


def test_remote_key_that_asks_for_a_pin_and_a_code(remote: RemoteSigning, desk: Desk):
    with remote.changing(
        "credentials/info", authMode="explicit", PIN={"presence": "true"}, OTP={"presence": "true"}
    ):
        key = open_csc(remote.address, "psco/maire", "jeton")
    assert (key.asks_pin, key.asks_code) == (True, True)


def test_authorisation_by_a_page_of_the_provider_is_not_ours(remote: RemoteSigning):
    with (
        remote.changing("credentials/info", authMode="oauth2code"),
        pytest.raises(failures.UnsupportedService),
    ):
        open_csc(remote.address, "psco/maire", "jeton")


def test_remote_key_without_our_algorithm(remote: RemoteSigning):
    key = {"status": "enabled", "algo": ["1.2.840.113549.1.1.5"], "len": 2048}
    with remote.changing("credentials/info", key=key), pytest.raises(failures.UnsupportedService):
        open_csc(remote.address, "psco/maire", "jeton")


@pytest.mark.parametrize(
    ("name", "status", "body", "cause"),
    [
        ("credentials/authorize", 400, {"error": "invalid_otp"}, failures.ActivationRefused),
        ("credentials/authorize", 401, {}, failures.ActivationRefused),
        ("credentials/authorize", 503, {}, failures.ServiceUnavailable),
        ("credentials/authorize", 200, {}, failures.ServiceUnavailable),
        ("credentials/authorize", 200, [], failures.ServiceUnavailable),
        ("signatures/signHash", 500, {}, failures.ServiceUnavailable),
        ("signatures/signHash", 302, {}, failures.ServiceUnavailable),
        ("signatures/signHash", 200, {"signatures": []}, failures.ServiceUnavailable),
        ("signatures/signHash", 200, {"signatures": ["é"]}, failures.ServiceUnavailable),
        ("signatures/signHash", 200, {"signatures": ["AAAA"]}, failures.WrongSignature),
    ],
)
def test_remote_service_that_fails(
    name: str, status: int, body: Any, cause: type[SigningFailed], remote: RemoteSigning, desk: Desk
):
    key = open_csc(remote.address, "psco/maire", "jeton")
    with remote.saying(name, status, body), pytest.raises(cause) as caught:
        desk.sign(key)
    assert caught.value.retry


@pytest.mark.parametrize(
    ("status", "cause"), [(401, failures.ActivationRefused), (502, failures.ServiceUnavailable)]
)
def test_remote_service_that_does_not_open(status: int, cause: type[SigningFailed], remote: RemoteSigning):
    with remote.saying("credentials/info", status), pytest.raises(cause):
        open_csc(remote.address, "psco/maire", "jeton")


def test_remote_service_that_is_not_there():
    with pytest.raises(failures.ServiceUnavailable):
        open_csc("http://127.0.0.1:9", "psco/maire", "jeton", network=Network(timeout=2.0))


def test_code_never_travels_in_clear():
    with pytest.raises(failures.InsecureService, match="https://"):
        open_csc("http://signature.example", "psco/maire", "jeton")


def test_code_is_sent_by_the_service(remote: RemoteSigning):
    remote.calls.clear()
    with remote.saying("credentials/sendOTP", 204):
        send_code(remote.address, "psco/maire", "jeton")
    assert remote.calls == [("credentials/sendOTP", {"credentialID": "psco/maire"})]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_addresses_of_the_open_internet(address: str, public: bool):
    assert is_public(address) is public
