"""What makes a certificate fit to be trusted, and a revocation list fit to be believed."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deliberations.signing.ports import SigningFailed
from deliberations.signing.trust import certificates_of, is_demonstration

MAX_CERTIFICATE_BYTES = 64 * 1024


class UnfitAuthority(SigningFailed):
    """The certificate cannot be trusted as an authority; the message says why."""


class UnfitList(SigningFailed):
    """What was fetched is not the revocation list of that authority; the message says why."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate that may be trusted. ``is_timestamper``: it is that of a timestamp service, not of an authority."""

    certificate: bytes
    name: str
    not_before: datetime
    not_after: datetime
    is_timestamper: bool
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class RevocationDates:
    """When a list was issued, and when the next one comes (``None``: it does not say)."""

    this_update: datetime
    next_update: datetime | None


def read_authority(encoded: bytes, *, at: datetime) -> Authority:
    """The one certificate of a PEM or DER file, if it may be trusted at ``at`` (aware). Raises ``UnfitAuthority``."""
    certificate = _one_certificate(encoded)
    is_timestamper = _stamps(certificate)
    if not (is_timestamper or _is_authority(certificate)):
        raise UnfitAuthority(
            "Ce certificat n'est pas celui d'une autorité de certification, ni d'un service d'horodatage."
        )
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= at <= last:
        raise UnfitAuthority(f"Ce certificat n'est valable que du {first:%d/%m/%Y} au {last:%d/%m/%Y}.")
    der = certificate.public_bytes(Encoding.DER)
    return Authority(der, _name(certificate), first, last, is_timestamper, is_demonstration(der))


def _one_certificate(encoded: bytes) -> x509.Certificate:
    if len(encoded) > MAX_CERTIFICATE_BYTES:
        raise UnfitAuthority("Ce fichier est trop volumineux pour un certificat : 64 Ko au plus.")
    try:
        found = [x509.load_der_x509_certificate(der) for der in certificates_of(encoded)]
        _ = [certificate.extensions for certificate in found]
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise UnfitAuthority("Ce fichier n'est pas un certificat lisible (PEM ou DER).") from error
    if len(found) != 1:
        raise UnfitAuthority("Déposez un seul certificat à la fois : ce fichier en contient plusieurs.")
    return found[0]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        is_ca = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return is_ca and usage.key_cert_sign


def _stamps(certificate: x509.Certificate) -> bool:
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usages and not _is_authority(certificate)


def _name(certificate: x509.Certificate) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for found in certificate.subject.get_attributes_for_oid(kind):
            return str(found.value)[:200]
    return certificate.subject.rfc4514_string()[:200] or "Sans nom"


def read_list(content: bytes, *, authority: bytes, at: datetime) -> tuple[bytes, RevocationDates]:
    """A revocation list in DER, verified against ``authority`` (DER), and its dates. Raises ``UnfitList``."""
    issuer = x509.load_der_x509_certificate(authority)
    crl = _readable_list(content)
    if crl.issuer != issuer.subject or not _signed_by(crl, issuer):
        raise UnfitList("La liste reçue n'est pas signée par cette autorité.")
    issued, following = crl.last_update_utc, crl.next_update_utc
    if issued > at:
        raise UnfitList(f"La liste reçue se dit établie plus tard, le {issued:%d/%m/%Y}.")
    if following is not None and following < at:
        raise UnfitList(f"La liste reçue n'est plus valable depuis le {following:%d/%m/%Y}.")
    return crl.public_bytes(Encoding.DER), RevocationDates(issued, following)


def _readable_list(content: bytes) -> x509.CertificateRevocationList:
    is_pem = content.lstrip().startswith(b"-----BEGIN")
    try:
        return (x509.load_pem_x509_crl if is_pem else x509.load_der_x509_crl)(content)
    except (ValueError, TypeError) as error:
        raise UnfitList("Ce qui a été reçu n'est pas une liste de révocation.") from error


def _signed_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (TypeError, ValueError, UnsupportedAlgorithm, InvalidSignature):
        return False


def list_addresses(certificate: bytes) -> tuple[str, ...]:
    """Where ``certificate`` (DER) says that the list of its own issuer is, by http."""
    read = x509.load_der_x509_certificate(certificate)
    try:
        points = read.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return ()
    names = [name for point in points for name in point.full_name or ()]
    addresses = [n.value for n in names if isinstance(n, x509.UniformResourceIdentifier)]
    return tuple(address for address in addresses if address.lower().startswith(("http://", "https://")))
