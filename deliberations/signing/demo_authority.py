"""A throw-away certification authority, so that a demonstration signs for real without any legal value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_key_and_certificates,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from deliberations.signing.ports import BadPassphrase

AUTHORITY_NAME = "AUTORITÉ DE DÉMONSTRATION – SANS VALEUR"
SIGNER_UNIT = "Certificat de démonstration – sans valeur"
SIGNER_SUFFIX = " (DÉMONSTRATION)"
NAME_LIMIT = 64  # RFC 5280 appendix A.1 (ub-common-name, ub-organization-name), counted in UTF-8 bytes
RSA_BITS = 3072
VALIDITY = timedelta(days=90)
ROOT_FILE, SIGNER_FILE = "demo-root.pem", "demo-signer.p12"


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Where the demonstration keys are, and until when the signer's certificate is valid (aware, UTC).

    ``root`` is a PEM file: the current root first, then those of earlier demonstrations in that directory.
    """

    root: Path
    pkcs12: Path
    certificate_not_after: datetime


def create_demo_authority(
    directory: Path, *, common_name: str, organisation: str, now: datetime, passphrase: str
) -> DemoKeys:
    """Make a root and a signer's certificate for demonstrations, unless valid ones are already there.

    ``now`` is aware; certificates last 90 days. Writes ``demo-root.pem`` and ``demo-signer.p12`` (mode 0600);
    the root's private key is never written. Keys of another person, or out of date, are replaced.
    Raises ``BadPassphrase`` when the file there does not open with ``passphrase``: it may be somebody's key.
    """
    root_path, signer_path = directory / ROOT_FILE, directory / SIGNER_FILE
    subject = _signer_name(common_name, organisation)
    kept = _existing_certificate(root_path, signer_path, passphrase)
    if kept is None or kept.subject != subject or not _valid_at(kept, now):
        kept = _create(root_path, signer_path, subject, now, passphrase)
    return DemoKeys(root=root_path, pkcs12=signer_path, certificate_not_after=kept.not_valid_after_utc)


def _existing_certificate(root_path: Path, signer_path: Path, passphrase: str) -> x509.Certificate | None:
    if not (root_path.exists() and signer_path.exists()):
        return None
    try:
        _, certificate, _ = load_key_and_certificates(signer_path.read_bytes(), passphrase.encode())
    except ValueError as error:
        raise BadPassphrase from error
    return certificate


def _valid_at(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _create(
    root_path: Path, signer_path: Path, subject: x509.Name, now: datetime, passphrase: str
) -> x509.Certificate:
    root_key, signer_key = _new_key(), _new_key()
    root_name = _name({NameOID.ORGANIZATION_NAME: AUTHORITY_NAME, NameOID.COMMON_NAME: AUTHORITY_NAME})
    root = _build(root_name, root_name, root_key, root_key, now, is_authority=True)
    certificate = _build(subject, root_name, signer_key, root_key, now, is_authority=False)
    root_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    earlier = root_path.read_bytes() if root_path.exists() else b""
    _write_private(signer_path, _pkcs12(signer_key, certificate, root, passphrase))
    _write_private(root_path, root.public_bytes(Encoding.PEM) + earlier)
    return certificate


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def _signer_name(common_name: str, organisation: str) -> x509.Name:
    return _name(
        {
            NameOID.ORGANIZATION_NAME: _cut(organisation, NAME_LIMIT),
            NameOID.ORGANIZATIONAL_UNIT_NAME: SIGNER_UNIT,
            NameOID.COMMON_NAME: _cut(common_name, NAME_LIMIT - len(SIGNER_SUFFIX.encode())) + SIGNER_SUFFIX,
        }
    )


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def _name(parts: Mapping[ObjectIdentifier, str]) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")
    return x509.Name([country, *(x509.NameAttribute(kind, value) for kind, value in parts.items())])


def _build(
    subject: x509.Name,
    issuer: x509.Name,
    key: RSAPrivateKey,
    issuer_key: RSAPrivateKey,
    now: datetime,
    *,
    is_authority: bool,
) -> x509.Certificate:
    public, issuer_public = key.public_key(), issuer_key.public_key()
    start = now.replace(microsecond=0)  # certificates count whole seconds: never later than now
    builder = (
        x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), start, start + VALIDITY)
        .add_extension(
            x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True
        )
        .add_extension(_usage(is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )
    return builder.sign(issuer_key, SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    """A root signs certificates and nothing else; a person's certificate only commits (nonRepudiation)."""
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _pkcs12(
    key: RSAPrivateKey, certificate: x509.Certificate, root: x509.Certificate, passphrase: str
) -> bytes:
    protection = BestAvailableEncryption(passphrase.encode())
    return serialize_key_and_certificates(b"demo", key, certificate, [root], protection)


def _write_private(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader never sees half a key, and the mode is 0600 from the first byte."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_bytes(content)
    draft.replace(path)
