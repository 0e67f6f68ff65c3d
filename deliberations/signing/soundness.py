"""The check of a signature just made, before anybody relies on it."""

from collections.abc import Sequence
from dataclasses import replace

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.check import MAX_BYTES, check_signatures
from deliberations.signing.ports import SignatureRequest, SignedDocument, UnsoundSignature
from deliberations.signing.problems import SignatureReport
from deliberations.signing.trust import Trust, trusting

NOBODY = Trust()


def require_sound(
    before: bytes,
    signed: SignedDocument,
    request: SignatureRequest,
    *,
    earlier: Sequence[bytes] = (),
    known: Trust = NOBODY,
) -> None:
    """Raise ``UnsoundSignature`` unless ``signed`` is ``before`` with one more signature, the one asked for.

    Integrity, coverage and dates are checked, and that the key is that of the certificate announced. Trust in
    who issued that certificate, or those of ``earlier`` signers (DER), is not: each is taken as its own root. ``known``
    are the authorities behind the timestamps, if any.
    """
    own = trusting(signed.certificate, *earlier)
    seals = (signed.certificate,) if request.is_seal else ()
    trust = replace(known, roots=(*own.roots, *known.roots), seals=seals)
    at = max(filter(None, (request.signed_at, signed.timestamped_at)))
    is_unfinished = signed.level not in {SignatureLevel.B_B, SignatureLevel.B_LTA}
    max_bytes = max(MAX_BYTES, len(signed.content))  # a volume of the register, made here, may be larger
    report = check_signatures(
        signed.content, trust=trust, at=at, max_bytes=max_bytes, is_unfinished=is_unfinished
    )
    if not (report.ok and signed.content.startswith(before) and _is_as_asked(report, signed, request)):
        raise UnsoundSignature


def _is_as_asked(report: SignatureReport, signed: SignedDocument, request: SignatureRequest) -> bool:
    last = report.signatures[-1]
    return (last.field_name, last.certificate_serial) == (request.field_name, signed.certificate_serial)
