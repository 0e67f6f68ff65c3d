"""Is a certificate good at this moment, and what proves it?

Addresses are fetched only when written in certificates whose chain to a trusted root is already verified.
"""

import logging
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field

from aiohttp import ClientSession
from asn1crypto import cms, crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import (
    CRLFetchError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    OCSPFetchError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from pyhanko_certvalidator.fetchers import CertificateFetcher, Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.crl_client import AIOHttpCRLFetcher
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.ocsp_client import AIOHttpOCSPFetcher
from pyhanko_certvalidator.fetchers.api import FetchLimits
from pyhanko_certvalidator.fetchers.common_utils import FetchBudget
from pyhanko_certvalidator.path import ValidationPath

from deliberations.signing.failures import (
    AuthorityRefused,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    RevocationUnavailable,
    UnknownAuthority,
)
from deliberations.signing.network import Network
from deliberations.signing.ports import SigningFailed, UnsuitableCertificate
from deliberations.signing.trust import Trust
from deliberations.signing.usages import COMMITMENT

logger = logging.getLogger(__name__)

TIMESTAMPING = frozenset({"time_stamping"})
MAX_REQUESTS = 50  # of one gesture: a chain has four certificates at most, each with two or three addresses


@dataclass
class Evidence:
    """What certificates were found good, and the answers that prove it, to be written in the file."""

    signers: ValidationContext
    stampers: ValidationContext
    paths: list[ValidationPath] = field(default_factory=list)

    @property
    def ocsps(self) -> list[ocsp.OCSPResponse]:
        return [*self.signers.ocsps, *self.stampers.ocsps]

    @property
    def crls(self) -> list[crl.CertificateList]:
        return [*self.signers.crls, *self.stampers.crls]

    async def require_signer(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate],
        usage: frozenset[str] = COMMITMENT,
    ) -> ValidationPath:
        """The chain of a signer's certificate, made for ``usage``, kept. Raises ``SigningFailed``, its cause named."""
        path = await _validated(self.signers, certificate, others, usage=usage)
        self.paths.append(path)
        return path

    async def require_stamper(
        self, certificate: x509.Certificate, others: Iterable[x509.Certificate]
    ) -> ValidationPath:
        """The chain of a timestamp server's certificate, kept. Raises ``SigningFailed``."""
        path = await _validated(self.stampers, certificate, others, extended=TIMESTAMPING)
        self.paths.append(path)
        return path


def open_evidence(
    trust: Trust,
    session: ClientSession,
    network: Network,
    *,
    essential: bool,
    issuers: Sequence[x509.Certificate] = (),
) -> Evidence:
    """``essential``: a certificate that names where to ask about its revocation is refused when nobody answers.

    Lists already held serve too, those of ``issuers`` alone: what serves is written in the file.
    """
    fetchers = _fetchers(session, network)
    intermediates = [x509.Certificate.load(certificate) for certificate in trust.intermediates]
    crls = _lists_of(
        trust, [*intermediates, *issuers, *(x509.Certificate.load(root) for root in trust.roots)]
    )
    mode = "hard-fail" if essential else "soft-fail"

    def context(roots: Iterable[bytes]) -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in roots],
            other_certs=intermediates,
            allow_fetching=True,
            fetchers=fetchers,
            revocation_mode=mode,
            crls=crls,
        )

    return Evidence(context(trust.roots), context({*trust.roots, *trust.timestamp_roots}))


def _lists_of(trust: Trust, issuers: Iterable[x509.Certificate]) -> list[crl.CertificateList]:
    names = {issuer.subject.hashable for issuer in issuers}
    lists = [crl.CertificateList.load(encoded) for encoded in trust.crls]
    return [found for found in lists if found.issuer.hashable in names]


class _NoCertificateFetcher(CertificateFetcher):
    """Missing issuers are never looked for: that would follow an address before knowing who wrote it."""

    async def fetch_cert_issuers(
        self, cert: x509.Certificate | cms.AttributeCertificateV2
    ) -> AsyncGenerator[x509.Certificate, None]:
        for found in self.fetched_certs():
            yield found

    async def fetch_crl_issuers(
        self, certificate_list: crl.CertificateList
    ) -> AsyncGenerator[x509.Certificate, None]:
        for found in self.fetched_certs():
            yield found

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return ()


class _OcspFetcher(AIOHttpOCSPFetcher):
    async def fetch(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        """pyHanko 0.38 lets a silence through as a fault of the program."""
        try:
            return await super().fetch(cert, authority)
        except OSError as error:
            raise OCSPFetchError("no answer") from error


class _CrlFetcher(AIOHttpCRLFetcher):
    async def fetch(self, cert: x509.Certificate, *, use_deltas: bool = True) -> list[crl.CertificateList]:
        """As above."""
        try:
            lists: list[crl.CertificateList] = await super().fetch(cert, use_deltas=use_deltas)
        except OSError as error:
            raise CRLFetchError("no answer") from error
        return lists


def _fetchers(session: ClientSession, network: Network) -> Fetchers:
    seconds, budget = network.timeout, FetchBudget(FetchLimits(max_requests=MAX_REQUESTS))
    return Fetchers(
        _OcspFetcher(session, per_request_timeout=seconds, budget=budget),
        _CrlFetcher(session, per_request_timeout=seconds, budget=budget),
        _NoCertificateFetcher(),
    )


async def _validated(
    context: ValidationContext,
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    *,
    usage: frozenset[str] = frozenset(),
    extended: frozenset[str] = frozenset(),
) -> ValidationPath:
    validator = CertificateValidator(certificate, intermediate_certs=list(others), validation_context=context)
    try:
        validated = validator.async_validate_usage(set(usage), set(extended) or None)  # type: ignore[no-untyped-call]
        path: ValidationPath = await validated
        return path
    except PathBuildingError as error:
        raise UnknownAuthority(_short_name(certificate.issuer)) from error
    except PathValidationError as error:
        raise _failure(error, certificate) from error
    except InvalidCertificateError as error:
        raise UnsuitableCertificate from error


def _short_name(name: x509.Name) -> str:
    parts = name.native
    return str(parts.get("common_name") or parts.get("organization_name") or name.human_friendly)


def _failure(error: PathValidationError, certificate: x509.Certificate) -> SigningFailed:
    """Our word for pyHanko's; what is wrong above the certificate is its authority's."""
    first, last = certificate.not_valid_before, certificate.not_valid_after
    match error:
        case InsufficientRevinfoError():
            logger.warning("Revocation of %s is unknown: %s", certificate.subject.human_friendly, error)
            return RevocationUnavailable()
        case RevokedError(is_ee_cert=True):
            return CertificateRevoked(error.revocation_dt)
        case ExpiredError(is_ee_cert=True):
            return CertificateExpired(not_before=first, not_after=last)
        case NotYetValidError(is_ee_cert=True):
            return CertificateNotYetValid(not_before=first, not_after=last)
        case _ if error.is_ee_cert and not isinstance(error, RevokedError | ExpiredError | NotYetValidError):
            return UnsuitableCertificate()
    return AuthorityRefused()
