"""Signed files in time: completing those signed while a service was down, and renewing timestamps before they end.

Every operation appends; bytes already there never change (ETSI EN 319 142-1, 6.3 and annex).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import new, sha256

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.archive import (
    BROKEN,
    ArchiveState,
    archive_state,
    file_stamps,
    has_evidence,
    later_stamps,
    level_of,
    own_tokens,
    read_signed,
    told_time,
)
from deliberations.signing.blocking import run_blocking
from deliberations.signing.evidence import Evidence as KnownEvidence
from deliberations.signing.failures import (
    ArchiveBroken,
    AuthorityRefused,
    CertificateExpired,
    CertificateRevoked,
    NotSigned,
    RevocationUnavailable,
    StampEnded,
    StampRevoked,
    TimestampUnsound,
    TimestampUntrusted,
)
from deliberations.signing.levels import DIGEST, with_archive, with_timestamp
from deliberations.signing.network import Network
from deliberations.signing.ports import SigningFailed
from deliberations.signing.timestamps import CheckedTimeStamper, TimestampService, attested_time
from deliberations.signing.trust import Trust
from deliberations.signing.usages import usage_asked
from deliberations.signing.validation import Evidence
from deliberations.signing.writing import DEFAULT_NETWORK, Means, open_tools

__all__ = ["ArchiveState", "CompletedDocument", "archive_state", "complete", "renew"]


@dataclass(frozen=True, slots=True)
class CompletedDocument:
    """A file with more proofs than before; digests are SHA-256 in lower-case hexadecimal."""

    content: bytes = field(repr=False)
    sha256_before: str
    sha256_after: str
    state: ArchiveState

    @property
    def level(self) -> SignatureLevel:
        """The level reached."""
        return self.state.level or SignatureLevel.B_B


def complete(
    pdf: bytes, *, trust: Trust, timestamps: TimestampService, network: Network = DEFAULT_NETWORK
) -> CompletedDocument:
    """Raise a signed file to B-LTA: a timestamp if it has none, evidence, and a document timestamp that ends it.

    A certificate must still be good now, unless a timestamp proves that the signature came before its end or its
    revocation. A file that is at B-LTA already is given back as it is. Raises ``NotSigned``, ``ArchiveBroken`` when
    a signature does not match the file, or ``SigningFailed`` with its cause.
    Network: never inside a transaction.
    """
    state = archive_state(pdf)
    if state.level == SignatureLevel.B_LTA:
        digest = sha256(pdf).hexdigest()
        return CompletedDocument(pdf, digest, digest, state)
    return run_blocking(_completed(pdf, Means(SignatureLevel.B_LTA, trust, timestamps, network)))


def renew(
    pdf: bytes, *, trust: Trust, timestamps: TimestampService, network: Network = DEFAULT_NETWORK
) -> CompletedDocument:
    """Add what proves the last document timestamp, then another that covers it: due before ``ends_at``.

    Raises ``NotSigned`` when no document timestamp ends the file, ``ArchiveBroken`` when it does not match it.
    """
    return run_blocking(_renewed(pdf, Means(SignatureLevel.B_LTA, trust, timestamps, network)))


async def _completed(pdf: bytes, means: Means) -> CompletedDocument:
    async with open_tools(means) as tools:
        if tools.evidence is None or tools.stamper is None:
            raise NotSigned
        content = pdf
        if await _gathered(pdf, tools.evidence, means.trust):
            content = await with_timestamp(pdf, tools.stamper)
        return await _archived(pdf, content, tools.evidence, tools.stamper)


async def _gathered(pdf: bytes, evidence: Evidence, trust: Trust | None) -> bool:
    """Evidence for everything signed in the file; whether a signature has no timestamp at all.

    ``trust.seals`` are the certificates of councils' seals (``usages``).
    """
    reader = read_signed(pdf)
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise NotSigned
    known = trust.seals if trust else ()
    for signature in signatures:
        _require_intact(signature)
        await _gather_signer(signature, _proven_time(signature), evidence, known)
        for token in own_tokens(signature):
            await _gather_stamper(token, evidence, trust)
    for stamp in file_stamps(reader):
        await _gather_stamper(stamp.signed_data, evidence, trust)
    return level_of(reader) == SignatureLevel.B_B


async def _gather_signer(
    signature: EmbeddedPdfSignature, proven: datetime | None, evidence: Evidence, seals: Sequence[bytes]
) -> None:
    found = extract_certificate_info(signature.signed_data)
    try:
        usage = usage_asked(found.signer_cert, str(signature.field_name), seals)
        await evidence.require_signer(found.signer_cert, found.other_certs, usage)
    except CertificateRevoked as failure:  # the answer that tells since when is kept with the others
        if proven is None or failure.since <= proven:
            raise
    except (CertificateExpired, AuthorityRefused, RevocationUnavailable):
        if proven is None or not has_evidence(signature):
            raise


async def _gather_stamper(token: cms.SignedData, evidence: Evidence, trust: Trust | None) -> None:
    """As the check: a service revoked after its timestamp does not undo it."""
    found, at = extract_certificate_info(token), told_time(token)
    listed = KnownEvidence(trust or Trust()).revoked_at(
        found.signer_cert
    )  # pyHanko looks at no list that no address names
    if listed is not None and listed <= at:
        raise StampRevoked(listed)
    try:
        await evidence.require_stamper(found.signer_cert, found.other_certs)
    except RevocationUnavailable:
        raise
    except CertificateExpired as failure:
        raise StampEnded(found.signer_cert.not_valid_after) from failure
    except CertificateRevoked as failure:
        if failure.since <= at:
            raise StampRevoked(failure.since) from failure
    except SigningFailed as failure:
        raise TimestampUntrusted from failure


def _proven_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """The earliest instant attested for a signature, ``None`` without any. Raises ``ArchiveBroken``."""
    raw = signature.signer_info["signature"].native
    try:
        times = [attested_time(token, new(_imprint(token), raw).digest()) for token in own_tokens(signature)]
        stamps = later_stamps(signature)
        times += [attested_time(stamp.signed_data, stamp.compute_digest()) for stamp in stamps]
    except (*BROKEN, TimestampUnsound) as error:
        raise ArchiveBroken from error
    return min(times, default=None)


def _imprint(token: cms.SignedData) -> str:
    told = token["encap_content_info"]["content"].parsed["message_imprint"]
    return str(told["hash_algorithm"]["algorithm"].native)


async def _renewed(pdf: bytes, means: Means) -> CompletedDocument:
    reader = read_signed(pdf)
    stamps = file_stamps(reader)
    if not stamps or stamps[-1] is not reader.embedded_signatures[-1]:
        raise NotSigned
    _require_covering(stamps[-1])
    async with open_tools(means) as tools:
        if tools.evidence is None or tools.stamper is None:
            raise NotSigned
        await _gather_stamper(stamps[-1].signed_data, tools.evidence, means.trust)
        return await _archived(pdf, pdf, tools.evidence, tools.stamper)


async def _archived(
    before: bytes, content: bytes, evidence: Evidence, stamper: CheckedTimeStamper
) -> CompletedDocument:
    await stamper.async_dummy_response(DIGEST)  # its certificate is then known, and goes in the evidence
    after = await with_archive(content, evidence, stamper)
    return CompletedDocument(
        after, sha256(before).hexdigest(), sha256(after).hexdigest(), archive_state(after)
    )


def _require_intact(signature: EmbeddedPdfSignature) -> None:
    """The bytes that the signature covers are those that were signed, with that key."""
    try:
        digest = signature.compute_digest()
        signer = extract_signer_info(signature.signed_data)
        intact, valid = validate_sig_integrity(signer, signature.signer_cert, "data", digest)
    except (*BROKEN, TimestampUnsound) as error:
        raise ArchiveBroken from error
    if not (intact and valid):
        raise ArchiveBroken


def _require_covering(stamp: EmbeddedPdfSignature) -> None:
    """Renewing seals everything: it must be exactly what the last timestamp covers."""
    try:
        covered = stamp.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
        attested_time(stamp.signed_data, stamp.compute_digest())
    except (*BROKEN, TimestampUnsound) as error:
        raise ArchiveBroken from error
    if not covered:
        raise ArchiveBroken
