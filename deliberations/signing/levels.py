"""From one level of ETSI EN 319 142-1 to the next: evidence and document timestamps after a signature."""

from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.timestamps import CheckedTimeStamper
from deliberations.signing.validation import Evidence

DIGEST = "sha256"
ORDER = tuple(SignatureLevel)
READABLE_NAME = "Horodatage du document"


def reaches(level: SignatureLevel, other: SignatureLevel) -> bool:
    """Whether ``level`` proves all that ``other`` does."""
    return ORDER.index(level) >= ORDER.index(other)


def with_evidence(pdf: bytes, evidence: Evidence) -> bytes:
    """``pdf`` followed by the certificates and answers that prove its signatures (level B-LT)."""
    output = BytesIO(pdf)
    writer = _with_evidence(output, evidence)
    writer.write_in_place()  # type: ignore[no-untyped-call]
    return output.getvalue()


async def with_archive(pdf: bytes, evidence: Evidence, stamper: CheckedTimeStamper) -> bytes:
    """The same, closed by a document timestamp that covers it all: the last bytes of the file (level B-LTA).

    One revision for both: by default pyHanko writes the evidence after the timestamp, where nothing covers it.
    Raises ``SigningFailed``.
    """
    output = BytesIO(pdf)
    await _stamp(_with_evidence(output, evidence), stamper)
    return output.getvalue()


async def with_timestamp(pdf: bytes, stamper: CheckedTimeStamper) -> bytes:
    """``pdf`` followed by a document timestamp. Raises ``SigningFailed``."""
    output = BytesIO(pdf)
    await _stamp(IncrementalPdfFileWriter(output), stamper)
    return output.getvalue()


def _with_evidence(output: BytesIO, evidence: Evidence) -> IncrementalPdfFileWriter:
    """Roots too: their lists prove nothing to a validator that cannot date them (ETSI EN 319 102-1, 5.6.2.4)."""
    writer = IncrementalPdfFileWriter(output)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=evidence.paths, ocsps=evidence.ocsps, crls=evidence.crls, embed_roots=True
    )
    return writer


async def _stamp(writer: IncrementalPdfFileWriter, stamper: CheckedTimeStamper) -> None:
    maker = PdfTimeStamper(stamper, readable_field_name=READABLE_NAME)
    await maker.async_timestamp_pdf(writer, DIGEST, in_place=True)
