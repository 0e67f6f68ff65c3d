"""Our own check of signed files: pyHanko's verdict, and what it leaves out.

Strict for PAdES level B: signatures only, the last one covering the file to its very end. Document timestamps
and revocation data belong to higher levels; a file extended by them is refused here. No network access, ever:
an address written in a certificate is an attacker's choice. Which signatures *must* be there is the caller's
knowledge: a file cut after its first signature is a perfectly valid file.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleTrustManager

from deliberations.signing.blocking import run_blocking
from deliberations.signing.problems import CheckedSignature, Problem, ProblemCode, SignatureReport

MAX_BYTES = 20 << 20
MAX_SIGNATURES = 20
TAIL_BYTES = 1024
CLOCK_TOLERANCE = timedelta(minutes=5)
LIMITS = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=64 << 20))
COMMITMENT = KeyUsageConstraints(key_usage={"non_repudiation"})
INFO_KEYS = ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate")
XMP_KEYS = ("title", "author", "subject", "keywords", "created")

logger = logging.getLogger(__name__)


def check_signatures(pdf: bytes, *, trusted_roots: Sequence[bytes], at: datetime) -> SignatureReport:
    """Check every signature of ``pdf`` against ``trusted_roots`` (PEM, possibly several in one file, or DER).

    ``at`` is aware: the instant at which these very bytes are known to have existed, that is now for a file
    that comes in, or the recorded instant when their SHA-256 is in the register. Certificates must be valid
    then and at the claimed signing time. A hostile file gives a report, never an exception; ``ValueError``
    means wrong arguments.
    """
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    roots = [root for encoded in trusted_roots for root in _load_roots(encoded)]
    refused = _refused_at_once(pdf)
    if refused is not None:
        return SignatureReport((Problem(refused),))
    try:
        return run_blocking(_examine(pdf, roots, at))
    except Exception as error:  # noqa: BLE001  hostile files raise ValueError, RecursionError, KeyError…
        logger.info("Unreadable signed file: %s: %s", type(error).__name__, error)
        return SignatureReport((Problem(ProblemCode.UNREADABLE),))


def _load_roots(encoded: bytes) -> Iterator[x509.Certificate]:
    if not pem.detect(encoded):
        yield x509.Certificate.load(encoded, strict=True)
        return
    for _, _, content in pem.unarmor(encoded, multiple=True):
        yield x509.Certificate.load(content, strict=True)


def _refused_at_once(pdf: bytes) -> ProblemCode | None:
    """Cheap tests first: looking for the end of a PDF in 50 MB of rubbish takes pyHanko 14 s and 577 MB."""
    if len(pdf) > MAX_BYTES:
        return ProblemCode.TOO_LARGE
    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-TAIL_BYTES:]:
        return ProblemCode.NOT_A_PDF
    return None


def _reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=True, decode_limits=LIMITS)


async def _examine(pdf: bytes, roots: Sequence[x509.Certificate], at: datetime) -> SignatureReport:
    reader = _reader(pdf)
    if reader.encrypted:
        return SignatureReport((Problem(ProblemCode.ENCRYPTED),))
    if len(reader.embedded_signatures) > MAX_SIGNATURES:
        return SignatureReport((Problem(ProblemCode.TOO_MANY_SIGNATURES),))
    found = reader.embedded_regular_signatures
    if not found:
        return SignatureReport((Problem(ProblemCode.NO_SIGNATURE),))
    signatures = tuple([await _checked(signature, roots, at) for signature in found])
    of_file = tuple(Problem(code) for code in _file_problems(pdf, found))
    return SignatureReport(
        of_file + tuple(p for signature in signatures for p in signature.problems), signatures
    )


def _file_problems(pdf: bytes, found: Sequence[EmbeddedPdfSignature]) -> Iterator[ProblemCode]:
    """pyHanko ignores bytes after the last revision, and lets the title change after a locking signature."""
    if found[-1].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        yield ProblemCode.BYTES_APPENDED
    now = _description(pdf)
    if any(_description(pdf[: _end_of_revision(signature)]) != now for signature in found):
        yield ProblemCode.METADATA_CHANGED


def _end_of_revision(signature: EmbeddedPdfSignature) -> int:
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _description(pdf: bytes) -> tuple[str, ...]:
    """Title, author, subject, keywords, creation date, in XMP and in /Info.

    Always from a fresh reader: reading the metadata changes its later comparison of revisions (pyHanko 0.38).
    """
    reader = _reader(pdf)
    info = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401  it has no get
    view = reader.document_meta_view
    return (*(str(info.get(key)) for key in INFO_KEYS), *(str(getattr(view, key)) for key in XMP_KEYS))


async def _checked(
    signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], at: datetime
) -> CheckedSignature:
    name = str(signature.field_name)
    try:
        status = await async_validate_pdf_signature(
            signature, _context(roots, at), key_usage_settings=COMMITMENT
        )
        codes = tuple(_signature_problems(signature, status, at))
        if not codes and not status.bottom_line:  # a reason that we have no word for stays a refusal
            codes = (ProblemCode.SIGNATURE_INVALID,)
        problems = tuple(Problem(code, name) for code in codes)
        return _described(name, signature.signer_cert, _claimed_time(status), problems)
    except Exception as error:  # noqa: BLE001  as above: one broken signature must not hide the others
        logger.info("Unreadable signature: %s: %s", type(error).__name__, error)
        return CheckedSignature(name, problems=(Problem(ProblemCode.SIGNATURE_UNREADABLE, name),))


def _context(roots: Sequence[x509.Certificate], at: datetime) -> ValidationContext:
    """No fetching, so no revocation: a file of level B brings nothing about it (soft-fail)."""
    return ValidationContext(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _described(
    name: str, certificate: x509.Certificate, signed_at: datetime | None, problems: tuple[Problem, ...]
) -> CheckedSignature:
    return CheckedSignature(
        field_name=name,
        signer=str(certificate.subject.native.get("common_name", "")),
        certificate_serial=f"{certificate.serial_number:X}",
        certificate_not_after=certificate.not_valid_after,
        signed_at=signed_at,
        problems=problems,
    )


def _claimed_time(status: PdfSignatureStatus) -> datetime | None:
    claimed: datetime | None = status.signer_reported_dt
    return claimed if claimed is not None and claimed.tzinfo is not None else None


def _signature_problems(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, at: datetime
) -> Iterator[ProblemCode]:
    if signature.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
        yield ProblemCode.UNEXPECTED_FORMAT
    if not status.intact:
        yield ProblemCode.CONTENT_ALTERED
    elif not status.valid:
        yield ProblemCode.SIGNATURE_INVALID
    elif not _fills_its_gap(signature):
        yield ProblemCode.SIGNATURE_UNREADABLE
    elif not (status.docmdp_ok and status.seed_value_ok):
        yield ProblemCode.CONTENT_CHANGED
    yield from _time_problems(status, at)


def _fills_its_gap(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no hash covers hold the signature and zeros, nothing else."""
    _, first, second, _ = (int(number) for number in signature.byte_range)
    signature.reader.stream.seek(first)
    gap = signature.reader.stream.read(second - first)
    content = bytes(signature.pkcs7_content)
    message = cms.ContentInfo.load(content).dump()
    return gap.lower() == b"<%s>" % content.hex().encode() and not content[len(message) :].strip(b"\0")


def _time_problems(status: PdfSignatureStatus, at: datetime) -> Iterator[ProblemCode]:
    """pyHanko's word on expired certificates depends on the function called: the dates are compared here."""
    claimed = _claimed_time(status)
    if claimed is None:
        yield ProblemCode.NO_SIGNING_TIME
    elif claimed > at + CLOCK_TOLERANCE:
        yield ProblemCode.SIGNED_IN_FUTURE
    first, last = status.signing_cert.not_valid_before, status.signing_cert.not_valid_after
    if not all(first <= moment <= last for moment in (claimed or at, at)):
        yield ProblemCode.CERTIFICATE_OUT_OF_DATE
    elif status.intact and status.valid:
        yield from _trust_problems(status)


def _trust_problems(status: PdfSignatureStatus) -> Iterator[ProblemCode]:
    """pyHanko asks no key usage of a signer's certificate that is itself a trusted root: asked here."""
    if status.trust_problem_indic == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        yield ProblemCode.UNKNOWN_AUTHORITY
    elif not status.trusted or not _commits(status.signing_cert):
        yield ProblemCode.CERTIFICATE_REFUSED


def _commits(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is not None and "non_repudiation" in usage.native
