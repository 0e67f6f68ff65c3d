"""Remote signature by the API of the Cloud Signature Consortium, version 1.0.4.

The key is at the provider's; its holder activates it with a PIN or a one-time code given at that moment. One
activation covers all the hashes of a gesture and no other (SCAL2).
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponseError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_der_x509_certificate
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    fetch_certs_in_csc_credential,
)

from deliberations.signing.blocking import run_blocking
from deliberations.signing.failures import (
    ActivationRefused,
    CodeNeeded,
    InsecureService,
    PinNeeded,
    ServiceUnavailable,
    UnsupportedService,
)
from deliberations.signing.network import Network, session_to_service
from deliberations.signing.openkey import Key

PROVIDER_NAME = "csc"
SHA256 = "2.16.840.1.101.3.4.2.1"
ALGORITHMS = {
    True: {"sha256_rsa": "1.2.840.113549.1.1.11", "rsassa_pkcs1v15": "1.2.840.113549.1.1.1"},
    False: {"sha256_ecdsa": "1.2.840.10045.4.3.2"},
}
"""RSA or not → names of what the service can do, the best first, and their identifiers."""
PATIENCE = Network(timeout=60.0, max_bytes=1 << 20)
REFUSALS = frozenset({400, 401, 403, 423})


@dataclass(frozen=True, slots=True)
class CscKey(Key):
    """A key at a provider's; see ``open_csc``. ``asks_pin`` and ``asks_code``: what its holder must give."""

    provider = PROVIDER_NAME
    certificate: Certificate
    chain: tuple[Certificate, ...] = field(repr=False)
    service: CSCServiceSessionInfo = field(repr=False)
    network: Network = field(repr=False)
    algorithm: str = field(repr=False)
    batch_limit: int | None = None
    asks_pin: bool = False
    asks_code: bool = False
    pin: str = field(default="", repr=False)
    code: str = field(default="", repr=False)

    @property
    def asks_each_time(self) -> bool:
        """A one-time code opens one use; the PIN that its holder just typed opens the next ones too."""
        return self.asks_code

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        """One authorisation over all the hashes, then one signature of them."""
        if self.asks_pin and not self.pin:
            raise PinNeeded
        if self.asks_code and not self.code:
            raise CodeNeeded
        hashes = [b64encode(sha256(message).digest()).decode() for message in messages]
        return run_blocking(self._signed(hashes))

    async def _signed(self, hashes: list[str]) -> list[bytes]:
        async with session_to_service(self.network) as session:
            activation = await self._call(session, "credentials/authorize", self._authorisation(hashes))
            order = {
                "SAD": _text(activation, "SAD"),
                "hash": hashes,
                "hashAlgo": SHA256,
                "signAlgo": self.algorithm,
            }
            answer = await self._call(session, "signatures/signHash", order)
        return _signatures(answer, len(hashes))

    def _authorisation(self, hashes: list[str]) -> dict[str, Any]:
        given = {"PIN": self.pin, "OTP": self.code}
        return {"numSignatures": len(hashes), "hash": hashes} | {
            name: text for name, text in given.items() if text
        }

    async def _call(self, session: ClientSession, name: str, order: Mapping[str, Any]) -> Mapping[str, Any]:
        return await _answer(session, self.service, name, order, self.network)


def open_csc(
    endpoint: str,
    credential_id: str,
    token: str,
    *,
    pin: str = "",
    code: str = "",
    network: Network = PATIENCE,
) -> CscKey:
    """The key ``credential_id`` of the service at ``endpoint`` (what precedes ``/csc/v1/``).

    ``token`` is the bearer token of the service; ``pin`` and ``code`` are the holder's, typed at that moment, and
    may be empty to learn first what the key asks. Network: never inside a transaction.
    Raises ``InsecureService``, ``ActivationRefused``, ``ServiceUnavailable`` or ``UnsupportedService``.
    """
    _require_confidential(endpoint)
    service = CSCServiceSessionInfo(endpoint.rstrip("/"), credential_id, oauth_token=token)
    found = run_blocking(_credential(service, network))
    told = found.response_data
    if told.get("authMode", "implicit") not in {"implicit", "explicit"}:
        raise UnsupportedService
    return CscKey(
        certificate=load_der_x509_certificate(found.signing_cert.dump()),
        chain=tuple(load_der_x509_certificate(issuer.dump()) for issuer in found.chain),
        service=service,
        network=network,
        algorithm=_algorithm(found),
        batch_limit=found.max_batch_size,
        asks_pin=_asks(told, "PIN"),
        asks_code=_asks(told, "OTP"),
        pin=pin,
        code=code,
    )


def send_code(endpoint: str, credential_id: str, token: str, *, network: Network = PATIENCE) -> None:
    """Have the service send its one-time code to the holder (credentials/sendOTP). Raises as ``open_csc``."""
    _require_confidential(endpoint)
    service = CSCServiceSessionInfo(endpoint.rstrip("/"), credential_id, oauth_token=token)

    async def ask() -> None:
        async with session_to_service(network) as session:
            await _answer(session, service, "credentials/sendOTP", {}, network)

    run_blocking(ask())


def _require_confidential(endpoint: str) -> None:
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not _is_this_machine(parts.hostname or ""):
        raise InsecureService


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _credential(service: CSCServiceSessionInfo, network: Network) -> CSCCredentialInfo:
    try:
        async with session_to_service(network) as session:
            return await fetch_certs_in_csc_credential(session, service, timeout=int(network.timeout))
    except SigningError as error:
        cause = error.__cause__
        if isinstance(cause, ClientResponseError) and cause.status in REFUSALS:
            raise ActivationRefused from error
        raise ServiceUnavailable from error
    except (ClientError, OSError, ValueError, TypeError, AttributeError) as error:
        raise ServiceUnavailable from error


def _algorithm(found: CSCCredentialInfo) -> str:
    certificate = load_der_x509_certificate(found.signing_cert.dump())
    usable = ALGORITHMS[isinstance(certificate.public_key(), RSAPublicKey)]
    for name, identifier in usable.items():
        if name in found.supported_mechanisms:
            return identifier
    raise UnsupportedService


def _asks(told: Mapping[str, Any], name: str) -> bool:
    asked = told.get(name)
    return isinstance(asked, Mapping) and str(asked.get("presence", "false")).lower() == "true"


async def _answer(
    session: ClientSession,
    service: CSCServiceSessionInfo,
    name: str,
    order: Mapping[str, Any],
    network: Network,
) -> Mapping[str, Any]:
    try:
        async with session.post(
            service.endpoint_url(name),  # type: ignore[no-untyped-call]
            headers=service.auth_headers,
            json={"credentialID": service.credential_id, **order},
            timeout=ClientTimeout(total=network.timeout),
            allow_redirects=False,
        ) as response:
            if response.status in REFUSALS:
                raise ActivationRefused
            if response.status == 204:
                return {}
            if response.status != 200:
                raise ServiceUnavailable
            answer = await response.json(content_type=None)
    except (ClientError, OSError, ValueError) as error:
        raise ServiceUnavailable from error
    if not isinstance(answer, Mapping):
        raise ServiceUnavailable
    return answer


def _text(answer: Mapping[str, Any], name: str) -> str:
    text = answer.get(name)
    if not isinstance(text, str):
        raise ServiceUnavailable
    return text


def _signatures(answer: Mapping[str, Any], expected: int) -> list[bytes]:
    encoded = answer.get("signatures")
    if not isinstance(encoded, list) or len(encoded) != expected:
        raise ServiceUnavailable
    try:
        return [b64decode(signature, validate=True) for signature in encoded]
    except (ValueError, TypeError) as error:
        raise ServiceUnavailable from error
