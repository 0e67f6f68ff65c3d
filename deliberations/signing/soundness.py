"""The check of a signature just made, before anybody relies on it."""

from deliberations.signing.check import check_signatures
from deliberations.signing.ports import SignatureRequest, SignedDocument, UnsoundSignature
from deliberations.signing.problems import SignatureReport
from deliberations.signing.trust import trusting


def require_sound(before: bytes, signed: SignedDocument, request: SignatureRequest) -> None:
    """Raise ``UnsoundSignature`` unless ``signed`` is ``before`` with one more signature, the one asked for.

    Integrity, coverage and dates are checked, and that the key is that of the certificate announced. Trust in
    who issued that certificate is not: it is taken as its own root.
    """
    report = check_signatures(signed.content, trust=trusting(signed.certificate), at=request.signed_at)
    if not (report.ok and signed.content.startswith(before) and _is_as_asked(report, signed, request)):
        raise UnsoundSignature


def _is_as_asked(report: SignatureReport, signed: SignedDocument, request: SignatureRequest) -> bool:
    last = report.signatures[-1]
    return (last.field_name, last.certificate_serial) == (request.field_name, signed.certificate_serial)
