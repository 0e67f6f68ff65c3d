"""What decides whether a certificate is believed: our trust, and what the file itself brings (its /DSS)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp, x509
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from deliberations.signing.trust import Trust

MOST_PIECES = 200
"""Certificates, lists and answers that a file may bring: two signers and ten renewals bring some fifty."""
_REQUIRED = CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
_WHEN_KNOWN = CertRevTrustPolicy(
    RevocationCheckingPolicy.from_legacy("soft-fail"),
    freshness=timedelta(days=365 * 100),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)
"""However old, a list that says « revoked » is believed; one that says nothing is no obstacle."""


@dataclass(frozen=True)
class Evidence:
    """Certificates, lists and answers on revocation: of ``trust``, and ``embedded`` in the file.

    Every certificate is judged at the instant at which its use is *proven*, from what was issued then or since
    (a list of today tells who was revoked last year): an answer that was good when it was put into the file never
    grows stale, whoever else signed.
    """

    trust: Trust
    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[asn1_crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    @classmethod
    def of(cls, reader: PdfFileReader, trust: Trust) -> "Evidence":
        """What the last state of the file brings, beside ``trust``. Raises ``ValueError`` when that is too much."""
        if _pieces(reader) > MOST_PIECES:
            raise ValueError("too many pieces of evidence")
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return cls(trust)
        return cls(
            trust,
            tuple(store.load_certs()),
            tuple(asn1_crl.CertificateList.load(ref.get_object().data) for ref in store.crls),
            tuple(ocsp.OCSPResponse.load(ref.get_object().data) for ref in store.ocsps),
        )

    def require_readable(self) -> None:
        """Raise ``ValueError`` when ``trust`` holds what is no certificate or no list."""
        trust = self.trust
        for der in (*trust.roots, *trust.timestamp_roots, *trust.intermediates):
            x509.Certificate.load(der, strict=True).subject  # noqa: B018  (read to be sure)
        _ = self._lists

    def context(self, at: datetime, *, revocation_must_be_known: bool) -> ValidationContext:
        """To judge the certificate of a signer used at ``at``. Nothing is ever fetched."""
        policy = _REQUIRED if revocation_must_be_known else _WHEN_KNOWN
        return self._context(self.trust.roots, at, policy)

    def timestamp_context(self, at: datetime) -> ValidationContext:
        """The same for a timestamp. Its revocation counts when it is known: nobody can add it after the last one."""
        roots = dict.fromkeys((*self.trust.roots, *self.trust.timestamp_roots))
        return self._context(roots, at, _WHEN_KNOWN)

    def _context(self, roots: Iterable[bytes], at: datetime, policy: CertRevTrustPolicy) -> ValidationContext:
        known = [x509.Certificate.load(der) for der in self.trust.intermediates]
        return ValidationContext(
            trust_manager=SimpleTrustManager.build(
                trust_roots=[x509.Certificate.load(der, strict=True) for der in roots]
            ),
            other_certs=[*known, *self.certificates],
            moment=at,
            best_signature_time=at,
            allow_fetching=False,
            crls=[*self.crls, *(asn1_crl.CertificateList.load(der) for der in self.trust.crls)],
            ocsps=list(self.ocsps),
            revinfo_policy=policy,
        )

    def revoked_at(self, certificate: x509.Certificate) -> datetime | None:
        """Since when our lists say that ``certificate`` is revoked.

        pyHanko looks at no list for a certificate that names none, and forgets a revocation later than the use.
        """
        issuer, serial = certificate.issuer.dump(), certificate.serial_number
        found = (
            crl.get_revoked_certificate_by_serial_number(serial)
            for crl in self._lists
            if crl.issuer.public_bytes() == issuer
        )
        return min((row.revocation_date_utc for row in found if row is not None), default=None)

    @cached_property
    def _lists(self) -> tuple[CertificateRevocationList, ...]:
        return tuple(load_der_x509_crl(der) for der in self.trust.crls)


def _pieces(reader: PdfFileReader) -> int:
    """How many pieces the file says that it brings, the same one counted each time."""
    found = reader.root["/DSS"] if "/DSS" in reader.root else {}  # noqa: SIM401  ``get`` would give a reference
    return sum(len(found[kind]) for kind in ("/Certs", "/CRLs", "/OCSPs", "/VRI") if kind in found)


def has_evidence(reader: PdfFileReader, revision: int) -> bool:
    """Whether the file already brought something about revocation in that state of it."""
    try:
        store = DocumentSecurityStore.read_dss(HistoricalResolver(reader, revision))
    except (NoDSSFoundError, PdfError):
        return False
    return bool(store.crls or store.ocsps)
