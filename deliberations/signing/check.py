"""Our own check of signed files, of every PAdES level: pyHanko's verdict, and what it leaves out (ETSI EN 319 102-1).

No network access, ever: an address written in a certificate is an attacker's choice. Each timestamp is judged first
(``stamps``); then each signature at the instant that they prove, from what was known of its certificate then or since
(``evidence``). pyHanko's own long-term validation accepts an expired certificate timestamped after its end, forgets
answers on revocation grown stale beside another signer's, and says nothing of bytes after the last revision nor of a
title changed under a new timestamp: all four are tested here.

Which signatures *must* be there is the caller's knowledge: a file cut after its first signature is a perfectly valid
file.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.authority import AuthorityWithCert

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_without_io
from deliberations.signing.evidence import Evidence, has_evidence
from deliberations.signing.gaps import end_of_revision, fills_its_gap
from deliberations.signing.holders import is_holder
from deliberations.signing.layers import tells_all
from deliberations.signing.messages import is_plain
from deliberations.signing.problems import (
    CheckedSignature,
    CheckedTimestamp,
    Problem,
    ProblemCode,
    SignatureReport,
)
from deliberations.signing.properties import properties
from deliberations.signing.reading import SignedFileReader
from deliberations.signing.stamps import CLOCK_TOLERANCE, check_file_stamps, check_own_stamps
from deliberations.signing.trust import Trust, is_demonstration
from deliberations.signing.updates import UpdatePolicy
from deliberations.signing.usages import has_usage, usage_asked

MAX_BYTES = 20 << 20
MAX_SIGNATURES = 20
MAX_TIMESTAMPS = 20
MAX_REVISIONS = 100
"""Comparing each with the next takes 10 ms when nothing changes; a signature renewed every three years adds two."""
TAIL_BYTES = 1024
_TRUST_PROBLEMS = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: ProblemCode.UNKNOWN_AUTHORITY,
    AdESFailure.REVOKED: ProblemCode.CERTIFICATE_REVOKED,
    AdESIndeterminate.REVOKED_NO_POE: ProblemCode.CERTIFICATE_REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: ProblemCode.CERTIFICATE_REVOKED,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: ProblemCode.REVOCATION_UNKNOWN,
    AdESIndeterminate.TRY_LATER: ProblemCode.REVOCATION_UNKNOWN,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: ProblemCode.REVOCATION_UNKNOWN,
}
_REFUSED = ProblemCode.CERTIFICATE_REFUSED

logger = logging.getLogger(__name__)


def check_signatures(
    pdf: bytes,
    *,
    trust: Trust,
    at: datetime,
    expected: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    is_unfinished: bool = False,
) -> SignatureReport:
    """Check every signature and timestamp of ``pdf``.

    ``at`` is aware: the instant at which these very bytes are known to have existed, that is now for a file that
    comes in, or the recorded instant when their SHA-256 is in the register. ``expected`` names the fields that must
    be signed, and by whom (empty: by anybody); another signature is then one too many. ``is_unfinished``: a file of
    ours that waits for another signature or a timestamp, whose last bytes may be evidence alone (level B-LT). A hostile
    file gives a report, never an exception; ``ValueError`` means wrong arguments.
    """
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    Evidence(trust).require_readable()
    refused = _refused_at_once(pdf, max_bytes)
    if refused is not None:
        return SignatureReport((Problem(refused),))
    try:
        report = run_without_io(_examine(pdf, trust, at, is_unfinished=is_unfinished))
    except Exception as error:  # noqa: BLE001  hostile files raise ValueError, RecursionError, MemoryError…
        logger.info("Unreadable signed file: %s: %s", type(error).__name__, error)
        return SignatureReport((Problem(ProblemCode.UNREADABLE),))
    return report if expected is None else _compared(report, expected)


def _refused_at_once(pdf: bytes, max_bytes: int) -> ProblemCode | None:
    """Cheap tests first: looking for the end of a PDF in 50 MB of rubbish takes pyHanko 14 s and 577 MB."""
    if len(pdf) > max_bytes:
        return ProblemCode.TOO_LARGE
    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-TAIL_BYTES:]:
        return ProblemCode.NOT_A_PDF
    return None


async def _examine(pdf: bytes, trust: Trust, at: datetime, *, is_unfinished: bool) -> SignatureReport:
    reader = SignedFileReader(pdf)
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        raise ValueError("too many revisions")
    if reader.encrypted:
        return SignatureReport((Problem(ProblemCode.ENCRYPTED),))
    signed, stamped = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(signed) > MAX_SIGNATURES or len(stamped) > MAX_TIMESTAMPS:
        return SignatureReport((Problem(ProblemCode.TOO_MANY_SIGNATURES),))
    if not signed:
        return SignatureReport((Problem(ProblemCode.NO_SIGNATURE),))
    report = await _Examination(pdf, reader, Evidence.of(reader, trust), at).report()
    return _forgiven(report, reader) if is_unfinished else report


def _forgiven(report: SignatureReport, reader: PdfFileReader) -> SignatureReport:
    """``report`` without « bytes appended » when what follows the last signature is evidence alone."""
    last = reader.embedded_signatures[-1]
    if getattr(last.diff_result, "modification_level", None) is not ModificationLevel.LTA_UPDATES:
        return report
    kept = tuple(p for p in report.problems if p.code is not ProblemCode.BYTES_APPENDED)
    return replace(report, problems=kept)


class _Examination:
    """One file, whose parts are looked at in the order in which each relies on the others."""

    def __init__(self, pdf: bytes, reader: PdfFileReader, evidence: Evidence, at: datetime) -> None:
        self._pdf, self._reader, self._evidence, self._at = pdf, reader, evidence, at
        self._file_stamps: tuple[CheckedTimestamp, ...] = ()
        self._policy = UpdatePolicy(reader.embedded_regular_signatures[0].signed_revision)

    async def report(self) -> SignatureReport:
        found = self._reader.embedded_timestamp_signatures
        self._file_stamps = await check_file_stamps(found, self._evidence, self._at, policy=self._policy)
        checked = [await self._checked(one) for one in self._reader.embedded_regular_signatures]
        stamps = (*self._file_stamps, *(stamp for _, own in checked for stamp in own))
        signatures = tuple(signature for signature, _ in checked)
        parts: tuple[CheckedTimestamp | CheckedSignature, ...] = (*stamps, *signatures)
        problems = (*map(Problem, self._file_problems()), *(p for part in parts for p in part.problems))
        return SignatureReport(problems, signatures, stamps, self._empty_places())

    def _empty_places(self) -> tuple[str, ...]:
        """The fields that wait for a signature."""
        found = enumerate_sig_fields(self._reader, filled_status=False)
        return tuple(str(name) for name, _, _ in islice(found, MAX_SIGNATURES))

    def _file_problems(self) -> Iterator[ProblemCode]:
        """pyHanko ignores bytes after the last revision, and lets the title change after a locking signature."""
        signed, last = self._reader.embedded_regular_signatures, self._reader.embedded_signatures[-1]
        start, end = signed[0].signed_revision, end_of_revision(signed[0])
        if last.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
            yield ProblemCode.BYTES_APPENDED
        elif not tells_all(self._reader, self._pdf, after=start, end=end):
            yield ProblemCode.HIDDEN_DATA
        now = properties(self._pdf)
        try:
            if any(properties(self._pdf[: end_of_revision(one)]) != now for one in signed):
                yield ProblemCode.METADATA_CHANGED
        except PdfError:  # what was signed is no file any more
            yield ProblemCode.CONTENT_ALTERED

    async def _checked(
        self, signature: EmbeddedPdfSignature
    ) -> tuple[CheckedSignature, tuple[CheckedTimestamp, ...]]:
        name = str(signature.field_name)
        try:
            if not is_plain(signature):
                raise ValueError("the message holds too much, or too little")
            following = self._proven_after(signature)
            own = await check_own_stamps(signature, self._evidence, following or self._at)
            proven = min((stamp.at for stamp in own if stamp.ok and stamp.at), default=following)
            level = self._level(signature, is_proven=bool(own or following))
            checked = await self._judged(signature, level, proven, own)
        except Exception as error:  # noqa: BLE001  one broken signature must not hide the others
            logger.info("Unreadable signature: %s: %s", type(error).__name__, error)
            return CheckedSignature(name, problems=(Problem(ProblemCode.SIGNATURE_UNREADABLE, name),)), ()
        return checked, own

    def _proven_after(self, signature: EmbeddedPdfSignature) -> datetime | None:
        """The time of the first good timestamp of the file that covers ``signature``."""
        later = zip(self._reader.embedded_timestamp_signatures, self._file_stamps, strict=True)
        return next(
            (s.at for found, s in later if s.ok and found.signed_revision > signature.signed_revision), None
        )

    def _level(self, signature: EmbeddedPdfSignature, *, is_proven: bool) -> SignatureLevel:
        """The level of what the file holds, good or bad: whether it is good is told apart."""
        stamps = self._reader.embedded_timestamp_signatures
        later = [stamp for stamp in stamps if stamp.signed_revision > signature.signed_revision]
        if any(has_evidence(self._reader, stamp.signed_revision) for stamp in later):
            return SignatureLevel.B_LTA
        if not (is_proven or later):
            return SignatureLevel.B_B
        return SignatureLevel.B_LT if self._evidence.crls or self._evidence.ocsps else SignatureLevel.B_T

    async def _judged(
        self,
        signature: EmbeddedPdfSignature,
        level: SignatureLevel,
        proven: datetime | None,
        own: tuple[CheckedTimestamp, ...],
    ) -> CheckedSignature:
        name, evidence, moment = str(signature.field_name), self._evidence, proven or self._at
        status = await async_validate_pdf_signature(
            signature,
            evidence.context(moment, revocation_must_be_known=level is not SignatureLevel.B_B),
            evidence.timestamp_context(moment),
            key_usage_settings=KeyUsageConstraints(key_usage=set(self._usage(signature))),
            diff_policy=self._policy,
            skip_diff=not _is_whole(signature),  # what follows an altered content says nothing more
        )
        codes = tuple(dict.fromkeys(self._problems(signature, status, level, proven)))
        is_told = any(not stamp.ok for stamp in own)
        if not (codes or status.bottom_line or is_told):  # a reason that we have no word for stays a refusal
            codes = (ProblemCode.SIGNATURE_INVALID,)
        revoked = evidence.revoked_at(signature.signer_cert)
        return replace(
            _described(name, signature, status),
            signed_at=_claimed_time(status),
            level=level,
            timestamped_at=proven,
            revoked_at=revoked if ProblemCode.CERTIFICATE_REVOKED not in codes else None,
            problems=tuple(Problem(code, name) for code in codes),
        )

    def _problems(
        self,
        signature: EmbeddedPdfSignature,
        status: PdfSignatureStatus,
        level: SignatureLevel,
        proven: datetime | None,
    ) -> Iterator[ProblemCode]:
        if signature.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
            yield ProblemCode.UNEXPECTED_FORMAT
        if not status.intact:
            yield ProblemCode.CONTENT_ALTERED
        elif not status.valid:
            yield ProblemCode.SIGNATURE_INVALID
        elif not fills_its_gap(signature):
            yield ProblemCode.SIGNATURE_UNREADABLE
        elif not (status.docmdp_ok and status.seed_value_ok):
            yield (
                ProblemCode.EXTRA_SIGNATURE
                if self._was_signed_over(signature)
                else ProblemCode.CONTENT_CHANGED
            )
        elif not self._is_only_signed_since(signature, status):
            yield ProblemCode.FILLED_SINCE
        yield from _time_problems(status, self._at, proven)
        yield from self._certificate_problems(status, level, proven, self._usage(signature))

    def _usage(self, signature: EmbeddedPdfSignature) -> frozenset[str]:
        seals = self._evidence.trust.seals
        return usage_asked(signature.signer_cert, str(signature.field_name), seals)

    def _is_only_signed_since(self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
        """Whether signatures, and proofs that make them last, are all that was added, even where more is allowed.

        A form may be filled after most signatures, and something drawn in a new field: nothing visible may have
        changed when we say that nothing has.
        """
        found = status.diff_result
        if not isinstance(found, DiffResult) or found.modification_level <= ModificationLevel.LTA_UPDATES:
            return isinstance(found, DiffResult)
        later = [
            other
            for other in self._reader.embedded_regular_signatures
            if other.signed_revision > signature.signed_revision
        ]
        is_filled = found.modification_level == ModificationLevel.FORM_FILLING
        return is_filled and found.changed_form_fields <= {other.field_name for other in later}

    def _was_signed_over(self, signature: EmbeddedPdfSignature) -> bool:
        """Whether another signature was put after one that locks the whole document (/Lock, action All)."""
        field = signature.sig_field.get_object()  # type: ignore[no-untyped-call]
        locks = "/Lock" in field and str(field["/Lock"].get("/Action")) == "/All"
        others = self._reader.embedded_regular_signatures
        return locks and any(other.signed_revision > signature.signed_revision for other in others)

    def _certificate_problems(
        self,
        status: PdfSignatureStatus,
        level: SignatureLevel,
        proven: datetime | None,
        usage: frozenset[str],
    ) -> Iterator[ProblemCode]:
        """pyHanko's word on expired certificates depends on the function called: the dates are compared here.

        Without evidence in the file, a certificate that has ended since is refused: the lists forget it then.
        """
        certificate = status.signing_cert
        moments = {proven or _claimed_time(status) or self._at}
        if level in (SignatureLevel.B_B, SignatureLevel.B_T):
            moments.add(self._at)
        if not all(certificate.not_valid_before <= m <= certificate.not_valid_after for m in moments):
            yield ProblemCode.CERTIFICATE_OUT_OF_DATE
        elif status.intact and status.valid:
            yield from self._trust_problems(status, proven, usage)

    def _trust_problems(
        self, status: PdfSignatureStatus, proven: datetime | None, usage: frozenset[str]
    ) -> Iterator[ProblemCode]:
        """pyHanko asks no key usage of a signer's certificate that is itself a trusted root: asked here."""
        revoked = self._evidence.revoked_at(status.signing_cert)
        if revoked is not None and (proven is None or revoked <= proven):
            yield ProblemCode.CERTIFICATE_REVOKED
        elif not status.trusted:
            found = status.trust_problem_indic
            yield _TRUST_PROBLEMS.get(found, _REFUSED) if found is not None else _REFUSED
        elif not has_usage(status.signing_cert, usage):
            yield ProblemCode.CERTIFICATE_REFUSED


def _is_whole(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that the signature covers have the digest that it tells; true when it tells none."""
    told = [each for each in signature.signer_info["signed_attrs"] if each["type"].native == "message_digest"]
    return not told or told[0]["values"][0].native == signature.compute_digest()


def _described(name: str, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> CheckedSignature:
    certificate = signature.signer_cert
    subject = certificate.subject.native
    others = (certificate, *signature.other_embedded_certs)
    return CheckedSignature(
        field_name=name,
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        certificate_serial=f"{certificate.serial_number:X}",
        certificate_not_after=certificate.not_valid_after,
        is_demonstration=any(is_demonstration(each.dump()) for each in others),
        anchor=_anchor(status),
    )


def _anchor(status: PdfSignatureStatus) -> bytes:
    path = status.validation_path
    authority = path.trust_anchor.authority if status.trusted and path is not None else None
    return authority.certificate.dump() if isinstance(authority, AuthorityWithCert) else b""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _claimed_time(status: PdfSignatureStatus) -> datetime | None:
    claimed: datetime | None = status.signer_reported_dt
    return claimed if claimed is not None and claimed.tzinfo is not None else None


def _time_problems(
    status: PdfSignatureStatus, at: datetime, proven: datetime | None
) -> Iterator[ProblemCode]:
    claimed = _claimed_time(status)
    if claimed is None:
        if proven is None:
            yield ProblemCode.NO_SIGNING_TIME
    elif claimed > at + CLOCK_TOLERANCE:
        yield ProblemCode.SIGNED_IN_FUTURE
    elif proven is not None and claimed > proven + CLOCK_TOLERANCE:
        yield ProblemCode.CLOCK_WRONG


def _compared(report: SignatureReport, expected: Mapping[str, str]) -> SignatureReport:
    """``report`` with what it lacks of ``expected``, or has beside it."""
    found = {signature.field_name: signature for signature in report.signatures}
    missing = [Problem(ProblemCode.MISSING_SIGNATURE, name) for name in expected if name not in found]
    extra = [Problem(ProblemCode.EXTRA_SIGNATURE, name) for name in found if name not in expected]
    wrong = [
        Problem(ProblemCode.WRONG_SIGNER, name)
        for name, person in expected.items()
        if person and name in found and not is_holder(found[name].signer, person)
    ]
    added: Sequence[Problem] = [*missing, *extra, *wrong]
    return replace(report, problems=(*report.problems, *(p for p in added if p not in report.problems)))
