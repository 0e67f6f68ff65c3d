"""Timestamps (RFC 3161): asked from a server, and believed only once checked."""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import ClientError, ClientResponseError, ClientSession
from asn1crypto import cms, core, tsp
from pyhanko.sign.general import SigningError, extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from deliberations.signing.failures import (
    ClockWrong,
    RevocationUnavailable,
    TimestampRefused,
    TimestampUnavailable,
    TimestampUnsound,
    TimestampUntrusted,
)
from deliberations.signing.ports import SigningFailed
from deliberations.signing.validation import Evidence

logger = logging.getLogger(__name__)

CLOCK_TOLERANCE = timedelta(minutes=5)
REFUSALS = frozenset(
    {"rejection", "waiting", "revocation_warning", "revocation_notification"}
)  # RFC 3161, 2.4.2
_RUBBISH = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
)  # what a wrong answer raises in the parser


class _Answer(core.Sequence):  # type: ignore[misc]
    """A refusal has no token, which asn1crypto does not read."""

    _fields = [("status", tsp.PKIStatusInfo), ("token", core.Any, {"optional": True})]


@dataclass(frozen=True, slots=True)
class TimestampService:
    """Where timestamps come from; ``timeout`` in seconds, for one answer."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0


class CheckedTimeStamper(HTTPTimeStamper):
    """A client that gives back no token before it has verified it.

    The token must be about our digest and our request, rightly signed by a certificate made for timestamps whose
    chain is trusted and not revoked, and its hour must be ours. Certificates are asked about once. A server that was
    silent once is not asked again: a whole sitting must not wait for it document after document.
    """

    def __init__(self, service: TimestampService, session: ClientSession, evidence: Evidence) -> None:
        auth = (service.user, service.password) if service.user else None
        super().__init__(service.url, timeout=service.timeout, auth=auth, session=session)
        self.evidence = evidence
        self.last_time: datetime | None = None
        self._trusted: set[bytes] = set()
        self._is_silent = False

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over ``message_digest``. Raises ``SigningFailed``, its cause named."""
        if self._is_silent:
            raise TimestampUnavailable
        try:
            token = await self._answer(message_digest, md_algorithm)
        except TimestampUnavailable:
            self._is_silent = True
            raise
        try:
            await self._require_sound(token, message_digest)
        except (*_RUBBISH, SignatureValidationError, SigningError) as error:
            raise TimestampUnsound from error
        return token

    async def _answer(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except TimestampRequestError as error:
            logger.warning("No timestamp from %s: %s (%r)", self.url, error, error.__cause__)
            raise _failure(error) from error
        except (ClientError, OSError) as error:
            logger.warning("No timestamp from %s: %r", self.url, error)
            raise TimestampUnavailable from error
        except _RUBBISH as error:
            raise TimestampUnsound from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """As pyHanko's, a refusal apart."""
        response = await super().async_request_tsa_response(req)
        if _Answer.load(response.dump())["status"]["status"].native in REFUSALS:
            raise TimestampRefused
        return response

    async def _require_sound(self, token: cms.ContentInfo, message_digest: bytes) -> None:
        at = attested_time(token["content"], message_digest)
        self._require_our_hour(at)
        await self._require_trusted(token["content"])
        self.last_time = at

    def _require_our_hour(self, theirs: datetime) -> None:
        ours = datetime.now(UTC)
        if abs(theirs - ours) > CLOCK_TOLERANCE:
            raise ClockWrong(ours, theirs)

    async def _require_trusted(self, signed: cms.SignedData) -> None:
        found = extract_certificate_info(signed)
        certificate = found.signer_cert
        if certificate.sha256 in self._trusted:
            return
        try:
            await self.evidence.require_stamper(certificate, found.other_certs)
        except RevocationUnavailable:
            raise
        except SigningFailed as failure:
            raise TimestampUntrusted from failure
        self._trusted.add(certificate.sha256)


def _failure(error: TimestampRequestError) -> SigningFailed:
    match error.__cause__:
        case ClientResponseError(status=401 | 402 | 403):
            return TimestampRefused()
        case ClientError() | OSError():
            return TimestampUnavailable()
    return TimestampUnsound()


def attested_time(signed: cms.SignedData, message_digest: bytes) -> datetime:
    """When a token attests that ``message_digest`` existed (aware). Its certificate is not judged here.

    Raises ``TimestampUnsound`` when it is about something else or wrongly signed; what the parser raises on rubbish.
    """
    content = signed["encap_content_info"]["content"]
    told: tsp.TSTInfo = content.parsed
    signer = extract_signer_info(signed)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    certificate = extract_certificate_info(signed).signer_cert
    actual = hashlib.new(algorithm, bytes(content)).digest()
    intact, valid = validate_sig_integrity(signer, certificate, "tst_info", actual)
    if not (intact and valid and told["message_imprint"]["hashed_message"].native == message_digest):
        raise TimestampUnsound
    at: datetime = told["gen_time"].native
    return at
