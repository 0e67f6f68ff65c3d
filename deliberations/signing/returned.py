"""A file signed elsewhere and sent back: is it ours with one signature more, of the expected person?

The file is an upload: call this in a limited child process. No network: an address written in its certificates is
whoever's choice. A first signature can hide a change made in its own revision; only the comparison with the bytes
sent shows it.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_without_io
from deliberations.signing.completing import archive_state
from deliberations.signing.gaps import fills_its_gap
from deliberations.signing.holders import is_holder
from deliberations.signing.messages import is_plain
from deliberations.signing.ports import SignedDocument
from deliberations.signing.properties import properties
from deliberations.signing.reading import LIMITS
from deliberations.signing.returned_faults import Fault, ReturnedRefused
from deliberations.signing.trust import Trust

PROVIDER_NAME = "upload"
MAX_GROWTH = 5 << 20
CLOCK_TOLERANCE = timedelta(minutes=5)
DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_UPDATES = ModificationLevel.LTA_UPDATES

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come back: the place of the signature and whose it is.

    ``confirmed_holder`` is a certificate's name that this person said to be theirs.
    """

    field_name: str
    person: str
    confirmed_holder: str = ""


def check_returned(
    sent: bytes, returned: bytes, expected: Expected, *, trust: Trust, at: datetime
) -> SignedDocument:
    """Accept ``returned`` as ``sent`` signed elsewhere, at ``at`` (aware), or raise ``ReturnedRefused``.

    Revocation is judged by the lists of ``trust`` and what the file brings; ``complete`` asks online afterwards.
    """
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    require_our_bytes(sent, returned)
    try:
        signature = _new_signature(sent, returned, expected.field_name)
        _require_same_content(sent, returned)
        status = run_without_io(_judged(returned, signature.field_name, trust, at))
    except ReturnedRefused:
        raise
    except Exception as error:
        logger.info("Unreadable file sent back: %s: %s", type(error).__name__, error)
        raise ReturnedRefused(Fault.UNREADABLE) from error
    holder = _holder(signature)
    fault = next(_faults(signature, status, at), None)
    signed_at = status.signer_reported_dt
    if fault is not None or signed_at is None:
        raise ReturnedRefused(fault or Fault.NO_DATE, holder)
    if not is_holder(holder, expected.person) and holder != expected.confirmed_holder:
        raise ReturnedRefused(Fault.OTHER_HOLDER, holder)
    return _document(sent, returned, signature, signed_at)


def require_our_bytes(sent: bytes, returned: bytes) -> None:
    """What can be seen without reading the file. Raises ``ReturnedRefused``."""
    if returned == sent:
        raise ReturnedRefused(Fault.NOT_SIGNED)
    if len(returned) > len(sent) + MAX_GROWTH:
        raise ReturnedRefused(Fault.TOO_LARGE)
    if not returned.startswith(sent):
        raise ReturnedRefused(Fault.OTHER_BYTES)
    if not returned.rstrip().endswith(b"%%EOF"):
        raise ReturnedRefused(Fault.UNREADABLE)


def _reader(pdf: bytes) -> PdfFileReader:
    """Always a fresh one: reading the metadata changes a later comparison of revisions (pyHanko 0.38)."""
    return PdfFileReader(BytesIO(pdf), strict=True, decode_limits=LIMITS)


def _new_signature(sent: bytes, returned: bytes, field_name: str) -> EmbeddedPdfSignature:
    known = {str(signature.field_name) for signature in _reader(sent).embedded_signatures}
    found = _reader(returned).embedded_regular_signatures
    added = [signature for signature in found if str(signature.field_name) not in known]
    if not added:
        raise ReturnedRefused(Fault.NOT_SIGNED)
    if len(added) > 1:
        raise ReturnedRefused(Fault.SEVERAL_SIGNATURES)
    new: EmbeddedPdfSignature = added[0]
    if new.field_name != field_name:
        raise ReturnedRefused(Fault.OTHER_PLACE)
    return new


def _policy() -> StandardDiffPolicy:
    """pyHanko's own, less the filling of other fields: a signature and what proves it, nothing else."""
    updates = (DocInfoRule, MetadataUpdateRule, XrefStreamRule, ObjectStreamRule, DSSCompareRule)
    catalog = CatalogModificationRule()  # type: ignore[no-untyped-call]
    created = SigFieldCreationRule()  # type: ignore[no-untyped-call]
    return StandardDiffPolicy(
        global_rules=[catalog, *(rule().as_qualified(_UPDATES) for rule in updates)],
        form_rule=FormUpdatingRule(field_rules=[created, SigFieldModificationRule()]),
    )


def _require_same_content(sent: bytes, returned: bytes) -> None:
    base = _reader(sent).xrefs.total_revisions - 1
    found = _policy().review_file(_reader(returned), base, doc_mdp=MDPPerm.FILL_FORMS)
    if isinstance(found, SuspiciousModification):
        logger.info("File sent back with another content: %s", found)
        raise ReturnedRefused(Fault.CONTENT_CHANGED)
    if properties(sent) != properties(returned):
        raise ReturnedRefused(Fault.METADATA_CHANGED)


async def _judged(returned: bytes, field_name: str, trust: Trust, at: datetime) -> PdfSignatureStatus:
    signature = next(s for s in _reader(returned).embedded_regular_signatures if s.field_name == field_name)
    commitment = KeyUsageConstraints(key_usage={"non_repudiation"})
    return await async_validate_pdf_signature(
        signature, _context(trust, at), diff_policy=_policy(), key_usage_settings=commitment
    )


def _context(trust: Trust, at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in trust.roots],
        other_certs=[x509.Certificate.load(certificate) for certificate in trust.intermediates],
        crls=list(trust.crls),
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _faults(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, at: datetime) -> Iterator[Fault]:
    """The first one is told: it hides the others."""
    if signature.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
        yield Fault.WRONG_FORMAT
    if status.md_algorithm not in DIGESTS:
        yield Fault.WEAK_DIGEST
    if not (status.intact and status.valid and fills_its_gap(signature) and is_plain(signature)):
        yield Fault.INVALID
    if not _ends_the_file(status):
        yield Fault.CHANGED_AFTER
    yield from _time_faults(status, at)
    yield from _trust_faults(signature, status)


def _ends_the_file(status: PdfSignatureStatus) -> bool:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = status.modification_level
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and level is not None and level <= _UPDATES
    )


def _time_faults(status: PdfSignatureStatus, at: datetime) -> Iterator[Fault]:
    claimed, certificate = status.signer_reported_dt, status.signing_cert
    if claimed is None or claimed.tzinfo is None:
        yield Fault.NO_DATE
    elif claimed > at + CLOCK_TOLERANCE:
        yield Fault.IN_FUTURE
    elif not all(certificate.not_valid_before <= t <= certificate.not_valid_after for t in (claimed, at)):
        yield Fault.OUT_OF_DATE


def _trust_faults(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Iterator[Fault]:
    usage = signature.signer_cert.key_usage_value
    if usage is None or "non_repudiation" not in usage.native:
        yield Fault.UNSUITABLE
    if status.revoked:
        yield Fault.REVOKED
    if not status.trusted:
        yield Fault.UNKNOWN_AUTHORITY
    if not (status.docmdp_ok and status.seed_value_ok and status.bottom_line):
        yield Fault.INVALID


def _holder(signature: EmbeddedPdfSignature) -> str:
    return str(signature.signer_cert.subject.native.get("common_name") or "")


def _document(
    sent: bytes, returned: bytes, signature: EmbeddedPdfSignature, signed_at: datetime
) -> SignedDocument:
    encoded = signature.signer_cert.dump()
    certificate = load_der_x509_certificate(encoded)
    state = archive_state(returned)
    return SignedDocument(
        content=returned,
        sha256_before=sha256(sent).hexdigest(),
        sha256_after=sha256(returned).hexdigest(),
        field_name=str(signature.field_name),
        certificate=encoded,
        certificate_subject=certificate.subject.rfc4514_string(),
        certificate_serial=f"{certificate.serial_number:X}",
        certificate_not_after=certificate.not_valid_after_utc,
        signed_at=signed_at,
        provider=PROVIDER_NAME,
        level=state.level or SignatureLevel.B_B,
    )
