"""Signed files in time: completing those signed while a service was down, and renewing timestamps before they end.

Every operation appends; bytes already there never change (ETSI EN 319 142-1, 6.3 and annex).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.failures import ArchiveBroken, NotSigned, TimestampUnsound
from deliberations.signing.levels import DIGEST, with_archive, with_timestamp
from deliberations.signing.network import Network
from deliberations.signing.ports import UnreadableDocument
from deliberations.signing.timestamps import CheckedTimeStamper, TimestampService, attested_time
from deliberations.signing.trust import Trust
from deliberations.signing.validation import Evidence
from deliberations.signing.writing import DEFAULT_NETWORK, Means, open_tools

_BROKEN = (
    PdfError,
    SigningError,
    SignatureValidationError,
    TimestampUnsound,
    ValueError,
    KeyError,
    TypeError,
)


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """How far a signed file is protected. Instants are aware.

    ``level`` is that of its least protected signature, ``None`` when it has none. ``timestamped_at`` is what the
    last timestamp attests and ``ends_at`` when its certificate ends: another must follow before. Nothing is
    verified here.
    """

    level: SignatureLevel | None
    timestamped_at: datetime | None = None
    ends_at: datetime | None = None


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


def archive_state(pdf: bytes) -> ArchiveState:
    """Read how far ``pdf`` is protected; no network. Raises ``UnreadableDocument``."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return ArchiveState(None)
        tokens = [*_signature_tokens(signatures), *(stamp.signed_data for stamp in _stamps(reader))]
        last = max(tokens, key=_told_time, default=None)
        level = _level(reader, signatures)
    except _BROKEN as error:
        raise UnreadableDocument from error
    if last is None:
        return ArchiveState(level)
    return ArchiveState(level, _told_time(last), extract_certificate_info(last).signer_cert.not_valid_after)


def complete(
    pdf: bytes, *, trust: Trust, timestamps: TimestampService, network: Network = DEFAULT_NETWORK
) -> CompletedDocument:
    """Raise a signed file to B-LTA: a timestamp if it has none, evidence, and a document timestamp that ends it.

    Each certificate must still be good now. Raises ``NotSigned``, ``ArchiveBroken`` when a signature does not match
    the file, or ``SigningFailed`` with its cause: those that can be retried leave the file as it is.
    Network: never inside a transaction.
    """
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
        if await _gathered(pdf, tools.evidence):
            content = await with_timestamp(pdf, tools.stamper)
        return await _archived(pdf, content, tools.evidence, tools.stamper)


async def _gathered(pdf: bytes, evidence: Evidence) -> bool:
    """Evidence for everything signed in the file; whether a signature has no timestamp at all."""
    reader = _read(pdf)
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise NotSigned
    for signature in signatures:
        _require_intact(signature)
        found = extract_certificate_info(signature.signed_data)
        await evidence.require_signer(found.signer_cert, found.other_certs)
    for token in (*_signature_tokens(signatures), *(stamp.signed_data for stamp in _stamps(reader))):
        stamped = extract_certificate_info(token)
        await evidence.require_stamper(stamped.signer_cert, stamped.other_certs)
    return _level(reader, signatures) == SignatureLevel.B_B


async def _renewed(pdf: bytes, means: Means) -> CompletedDocument:
    reader = _read(pdf)
    stamps = _stamps(reader)
    if not stamps or stamps[-1] is not reader.embedded_signatures[-1]:
        raise NotSigned
    _require_covering(stamps[-1])
    async with open_tools(means) as tools:
        if tools.evidence is None or tools.stamper is None:
            raise NotSigned
        found = extract_certificate_info(stamps[-1].signed_data)
        await tools.evidence.require_stamper(found.signer_cert, found.other_certs)
        return await _archived(pdf, pdf, tools.evidence, tools.stamper)


async def _archived(
    before: bytes, content: bytes, evidence: Evidence, stamper: CheckedTimeStamper
) -> CompletedDocument:
    await stamper.async_dummy_response(DIGEST)  # its certificate is then known, and goes in the evidence
    after = await with_archive(content, evidence, stamper)
    return CompletedDocument(
        after, sha256(before).hexdigest(), sha256(after).hexdigest(), archive_state(after)
    )


def _read(pdf: bytes) -> PdfFileReader:
    try:
        reader = PdfFileReader(BytesIO(pdf))
        reader.embedded_signatures  # noqa: B018  read here, where a damaged file has its sentence
    except _BROKEN as error:
        raise UnreadableDocument from error
    return reader


def _stamps(reader: PdfFileReader) -> Sequence[EmbeddedPdfSignature]:
    stamps: Sequence[EmbeddedPdfSignature] = reader.embedded_timestamp_signatures
    return stamps


def _signature_tokens(signatures: Sequence[EmbeddedPdfSignature]) -> Iterator[cms.SignedData]:
    for signature in signatures:
        yield from extract_tst_data_iter(signature.signer_info, signed=False)


def _told_time(token: cms.SignedData) -> datetime:
    at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def _level(reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]) -> SignatureLevel:
    """Of the least protected signature, by what the file holds."""
    stamps = _stamps(reader)
    stamped = max((stamp.signed_revision for stamp in stamps), default=-1)
    bare = [s for s in signatures if not list(_signature_tokens([s])) and s.signed_revision > stamped]
    if bare:
        return SignatureLevel.B_B
    if "/DSS" not in reader.root:
        return SignatureLevel.B_T
    is_closed = bool(stamps) and stamps[-1] is reader.embedded_signatures[-1]
    covers = is_closed and stamps[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return SignatureLevel.B_LTA if covers else SignatureLevel.B_LT


def _require_intact(signature: EmbeddedPdfSignature) -> None:
    """The bytes that the signature covers are those that were signed, with that key."""
    try:
        digest = signature.compute_digest()
        signer = extract_signer_info(signature.signed_data)
        intact, valid = validate_sig_integrity(signer, signature.signer_cert, "data", digest)
    except _BROKEN as error:
        raise ArchiveBroken from error
    if not (intact and valid):
        raise ArchiveBroken


def _require_covering(stamp: EmbeddedPdfSignature) -> None:
    """Renewing seals everything: it must be exactly what the last timestamp covers."""
    try:
        covered = stamp.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
        attested_time(stamp.signed_data, stamp.compute_digest())
    except _BROKEN as error:
        raise ArchiveBroken from error
    if not covered:
        raise ArchiveBroken
