"""The timestamps of a file: of the whole file (/DocTimeStamp), and those that a signature carries."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.diff_analysis import DiffPolicy, SuspiciousModification
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus

from deliberations.signing.evidence import Evidence
from deliberations.signing.gaps import fills_its_gap
from deliberations.signing.messages import is_plain
from deliberations.signing.problems import CheckedTimestamp, Problem, ProblemCode
from deliberations.signing.trust import is_demonstration

CLOCK_TOLERANCE = timedelta(minutes=5)
"""Between two clocks that are set."""


async def check_file_stamps(
    found: Sequence[EmbeddedPdfSignature], evidence: Evidence, at: datetime, *, policy: DiffPolicy
) -> tuple[CheckedTimestamp, ...]:
    """The timestamps of the whole file, in their order.

    The last one must be good at ``at``; each of the others at the time of the one that follows and covers it. So a
    chain renewed in time stays good when its first certificates have ended. What follows the last one is compared with
    it by ``policy``; what follows the others is compared with the signatures before them.
    """
    checked: list[CheckedTimestamp] = []
    until = at
    for stamp in reversed(found):
        one = await _checked_file_stamp(stamp, evidence, until, policy if stamp is found[-1] else None)
        checked.append(one)
        until = one.at if one.ok and one.at is not None else until
    return tuple(reversed(checked))


async def _checked_file_stamp(
    stamp: EmbeddedPdfSignature, evidence: Evidence, until: datetime, policy: DiffPolicy | None
) -> CheckedTimestamp:
    context = evidence.timestamp_context(until)
    status = await async_validate_pdf_timestamp(stamp, context, diff_policy=policy, skip_diff=policy is None)
    problems = _problems(status, evidence, until)
    if not problems and not (fills_its_gap(stamp) and is_plain(stamp)):
        problems = (ProblemCode.TIMESTAMP_UNSOUND,)
    if isinstance(status.diff_result, SuspiciousModification):
        problems = (*problems, ProblemCode.CONTENT_CHANGED)
    return _told(str(stamp.field_name), status, problems, is_of_file=True)


async def check_own_stamps(
    signature: EmbeddedPdfSignature, evidence: Evidence, until: datetime
) -> tuple[CheckedTimestamp, ...]:
    """The timestamps that ``signature`` carries; ``until`` is the first later instant that is proven, or now."""
    name, imprint = str(signature.field_name), message_imprint_checker(signature.signer_info)
    tokens = extract_tst_data_iter(signature.signer_info, signed=False)
    return tuple([await _checked_own(name, token, imprint, evidence, until) for token in tokens])


async def _checked_own(
    name: str,
    token: cms.SignedData,
    imprint: Callable[[str], bytes],
    evidence: Evidence,
    until: datetime,
) -> CheckedTimestamp:
    told: dict[str, Any] = await validate_tst_signed_data(token, evidence.timestamp_context(until), imprint)
    status = TimestampSignatureStatus(**told)
    return _told(name, status, _problems(status, evidence, until), is_of_file=False)


def _problems(
    status: TimestampSignatureStatus, evidence: Evidence, until: datetime
) -> tuple[ProblemCode, ...]:
    if not (status.intact and status.valid):
        return (ProblemCode.TIMESTAMP_UNSOUND,)
    if status.timestamp > until + CLOCK_TOLERANCE:
        return (ProblemCode.TIMESTAMP_IN_FUTURE,)
    if until > status.signing_cert.not_valid_after:
        return (ProblemCode.TIMESTAMP_EXPIRED,)
    if not (status.trusted and _was_good(status.signing_cert, status.timestamp, evidence)):
        return (ProblemCode.TIMESTAMP_UNTRUSTED,)
    return ()


def _was_good(certificate: x509.Certificate, at: datetime, evidence: Evidence) -> bool:
    revoked_at = evidence.revoked_at(certificate)
    is_valid = certificate.not_valid_before <= at <= certificate.not_valid_after
    return is_valid and (revoked_at is None or revoked_at > at)


def _told(
    name: str, status: TimestampSignatureStatus, codes: tuple[ProblemCode, ...], *, is_of_file: bool
) -> CheckedTimestamp:
    certificate = status.signing_cert
    return CheckedTimestamp(
        field_name=name,
        authority=str(certificate.subject.native.get("common_name", "")),
        at=status.timestamp,
        expires_at=certificate.not_valid_after,
        is_of_file=is_of_file,
        is_demonstration=is_demonstration(certificate.dump()),
        problems=tuple(Problem(code, name) for code in codes),
    )
