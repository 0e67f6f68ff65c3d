"""A timestamp on a digest alone (RFC 3161), outside any PDF: asked, and read back without believing it."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from asn1crypto import algos, cms, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from deliberations.signing.blocking import run_blocking
from deliberations.signing.failures import TimestampUnavailable
from deliberations.signing.ports import SigningFailed
from deliberations.signing.timestamps import TimestampService

LARGEST = 64 * 1024
"""Bytes of an answer; one of ours has two kilobytes."""
_RUBBISH = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    SignatureValidationError,
    SigningError,
)
"""What the parsers of a wrong token raise."""


class TokenUnsound(SigningFailed):
    """What came back is no timestamp of what was asked."""

    def __init__(self) -> None:
        super().__init__("Ce jeton n'est pas un horodatage valable de cette empreinte.", retry=False)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a digest existed, says the server named ``authority``; ``certificate`` is its own, in DER."""

    at: datetime
    authority: str
    certificate: bytes


def stamp(digest: bytes, service: TimestampService) -> bytes:
    """A token over a SHA-256, in DER, checked by ``read_token``. Raises ``TimestampUnavailable``, ``TokenUnsound``."""
    nonce = secrets.randbits(63)
    answer = _post(service, _request(digest, nonce).dump())
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        if response["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise TokenUnsound
        token = response["time_stamp_token"]
        if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
            raise TokenUnsound
        content: bytes = token.dump()
    except _RUBBISH as error:
        raise TokenUnsound from error
    read_token(content, digest)
    return content


def _request(digest: bytes, nonce: int) -> tsp.TimeStampReq:
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    imprint = {"hash_algorithm": algorithm, "hashed_message": digest}
    return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})


class _Here(HTTPRedirectHandler):
    """Goes nowhere else: a redirection is an error."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(service: TimestampService, body: bytes) -> bytes:
    """The body of the answer. A redirection is not followed: it could lead inside the network of the server."""
    if urlsplit(service.url).scheme not in {"http", "https"}:
        raise TimestampUnavailable
    headers = {"Content-Type": "application/timestamp-query"}
    if service.user:
        told = base64.b64encode(f"{service.user}:{service.password}".encode()).decode()
        headers["Authorization"] = f"Basic {told}"
    try:
        request = Request(service.url, data=body, headers=headers)  # noqa: S310  http or https
        with build_opener(_Here()).open(request, timeout=service.timeout) as answer:
            if answer.status != 200:
                raise TimestampUnavailable
            content: bytes = answer.read(LARGEST)
    except HTTPError as error:
        error.close()
        raise TimestampUnavailable from error
    except (OSError, ValueError, HTTPException) as error:
        raise TimestampUnavailable from error
    return content


def read_token(token: bytes, digest: bytes) -> Stamp:
    """What a token (DER) says, once its signature and its digest are checked. Raises ``TokenUnsound``.

    Whether the authority is one to trust is another question: see ``is_stamped_by``.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        status = run_blocking(validate_tst_signed_data(signed, _nobody(), lambda _: digest))
        if not (status["intact"] and status["valid"]):
            raise TokenUnsound
        certificate = extract_certificate_info(signed).signer_cert
        if "time_stamping" not in certificate.extended_key_usage_value.native:
            raise TokenUnsound
        return Stamp(status["timestamp"], certificate.subject.human_friendly, certificate.dump())
    except _RUBBISH as error:
        raise TokenUnsound from error


def _nobody() -> ValidationContext:
    """Trust in no authority: only the signature is asked about here."""
    return ValidationContext(trust_roots=[], allow_fetching=False)


def is_stamped_by(token: bytes, roots: Iterable[bytes]) -> bool:
    """Whether a token that ``read_token`` accepted names, by its certificates, a chain to one of ``roots`` (DER).

    Signatures of certificates are verified, that each one above may issue, and that all were valid at the instant of
    the token; their revocation is not asked. Raises ``TokenUnsound``.
    """
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        at = signed["encap_content_info"]["content"].parsed["gen_time"].native
        found = extract_certificate_info(signed)
        known = {each.subject.hashable: each for each in found.other_certs}
        trusted = {each.subject.hashable: each for each in map(_certificate, roots)}
        here, seen = found.signer_cert, 0
        while here.dump() not in {each.dump() for each in trusted.values()}:
            above = trusted.get(here.issuer.hashable) or known.get(here.issuer.hashable)
            if above is None or seen > len(known) or not (_is_valid(here, at) and _is_signed_by(here, above)):
                return False
            here, seen = above, seen + 1
        return _is_valid(here, at)
    except _RUBBISH as error:
        raise TokenUnsound from error


def _is_valid(certificate: x509.Certificate, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


def _certificate(content: bytes) -> x509.Certificate:
    return x509.Certificate.load(content, strict=True)


def _is_signed_by(below: x509.Certificate, above: x509.Certificate) -> bool:
    """``above`` must be an authority: whoever holds a certificate of a trusted root is not one."""
    if not above.ca:
        return False
    try:
        load_der_x509_certificate(below.dump()).verify_directly_issued_by(
            load_der_x509_certificate(above.dump())
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
