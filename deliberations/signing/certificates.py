"""What a certificate says of itself: whose it is, until when, and which qualified statements it makes."""

from asn1crypto import core, x509

from deliberations.domain.signing_weight import CertificateFacts
from deliberations.signing.demonstration import AUTHORITY_NAME

QC_COMPLIANCE, QC_DEVICE, QC_TYPE = "0.4.0.1862.1.1", "0.4.0.1862.1.4", "0.4.0.1862.1.6"
TYPE_SEAL = "0.4.0.1862.1.6.2"
"""ETSI EN 319 412-5, 4.2."""


class _Statement(core.Sequence):  # type: ignore[misc]
    _fields = [("statement_id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class _Statements(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Statement


class _Types(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.ObjectIdentifier


def certificate_facts(der: bytes, *, is_listed: bool | None = None) -> CertificateFacts:
    """What ``der`` says of itself. Statements that cannot be read count as not made. Raises ``ValueError``."""
    certificate = x509.Certificate.load(der, strict=True)
    statements = _statements(certificate)
    usage = certificate.key_usage_value
    return CertificateFacts(
        is_demonstration=AUTHORITY_NAME in str(certificate.issuer.native),
        says_qualified=QC_COMPLIANCE in statements,
        in_device=QC_DEVICE in statements,
        is_for_seal=TYPE_SEAL in statements.get(QC_TYPE, ()),
        commits=usage is not None and "non_repudiation" in usage.native,
        is_listed=is_listed,
    )


def _statements(certificate: x509.Certificate) -> dict[str, tuple[str, ...]]:
    """Object identifier of each qualified statement → those it lists."""
    found: dict[str, tuple[str, ...]] = {}
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted != "1.3.6.1.5.5.7.1.3":
            continue
        try:
            for each in _Statements.load(extension["extn_value"].contents):
                name = each["statement_id"].dotted
                info = each["info"].contents if name == QC_TYPE else None
                found[name] = _types(each["info"].dump()) if info is not None else ()
        except (ValueError, TypeError):
            return {}
    return found


def _types(info: bytes) -> tuple[str, ...]:
    return tuple(each.dotted for each in _Types.load(info))
