"""How far a signed file is protected, read from what it holds. Nothing is verified here; no network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.ports import UnreadableDocument
from deliberations.signing.reading import SignedFileReader

BROKEN = (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError)
"""What reading a damaged file raises."""
EVIDENCE_KEYS = ("/Certs", "/OCSPs", "/CRLs")


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """How far a signed file is protected. Instants are aware.

    ``level`` is that of its least protected signature, ``None`` when it has none. ``timestamped_at`` is what the
    last timestamp attests and ``ends_at`` when its certificate ends: another must follow before.
    """

    level: SignatureLevel | None
    timestamped_at: datetime | None = None
    ends_at: datetime | None = None


def archive_state(pdf: bytes) -> ArchiveState:
    """Read how far ``pdf`` is protected. Raises ``UnreadableDocument``."""
    reader = read_signed(pdf)
    try:
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return ArchiveState(None)
        tokens = [token for one in signatures for token in own_tokens(one)]
        tokens += [stamp.signed_data for stamp in file_stamps(reader)]
        last, level = max(tokens, key=told_time, default=None), level_of(reader)
        if last is None:
            return ArchiveState(level)
        return ArchiveState(
            level, told_time(last), extract_certificate_info(last).signer_cert.not_valid_after
        )
    except BROKEN as error:
        raise UnreadableDocument from error


def read_signed(pdf: bytes) -> PdfFileReader:
    """Raises ``UnreadableDocument`` when its signatures cannot be listed."""
    try:
        reader = SignedFileReader(pdf)
        reader.embedded_signatures  # noqa: B018  read here, where a damaged file has its sentence
    except BROKEN as error:
        raise UnreadableDocument from error
    return reader


def file_stamps(reader: PdfFileReader) -> Sequence[EmbeddedPdfSignature]:
    """The document timestamps, in order."""
    stamps: Sequence[EmbeddedPdfSignature] = reader.embedded_timestamp_signatures
    return stamps


def own_tokens(signature: EmbeddedPdfSignature) -> Iterator[cms.SignedData]:
    """The timestamps that a signature carries in itself."""
    yield from extract_tst_data_iter(signature.signer_info, signed=False)


def later_stamps(signature: EmbeddedPdfSignature) -> list[EmbeddedPdfSignature]:
    """The document timestamps that cover a signature."""
    stamps = file_stamps(signature.reader)
    return [stamp for stamp in stamps if stamp.signed_revision > signature.signed_revision]


def told_time(token: cms.SignedData) -> datetime:
    """The instant that a timestamp tells."""
    at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def level_of(reader: PdfFileReader) -> SignatureLevel:
    """Of the least protected signature; the file has one at least."""
    signatures = reader.embedded_regular_signatures
    if not all(list(own_tokens(one)) or later_stamps(one) for one in signatures):
        return SignatureLevel.B_B
    if "/DSS" not in reader.root:
        return SignatureLevel.B_T
    if _is_closed(reader):
        return SignatureLevel.B_LTA
    return SignatureLevel.B_LT if has_evidence(signatures[-1]) else SignatureLevel.B_T


def _is_closed(reader: PdfFileReader) -> bool:
    """Whether a document timestamp covers the file to its end."""
    stamps = file_stamps(reader)
    if not stamps or stamps[-1] is not reader.embedded_signatures[-1]:
        return False
    return bool(stamps[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE)


def has_evidence(signature: EmbeddedPdfSignature) -> bool:
    """Whether certificates or answers were added after a signature."""
    reader = signature.reader
    before = _evidence_count(reader.get_historical_root(signature.signed_revision))
    return _evidence_count(reader.root) > before


def _evidence_count(root: dict[str, dict[str, list[object]]]) -> int:
    store = root["/DSS"] if "/DSS" in root else {}  # noqa: SIM401  a historical root has no get
    return sum(len(store[key]) for key in EVIDENCE_KEYS if key in store)
