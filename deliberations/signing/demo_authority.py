"""A throw-away certification authority, so that a demonstration signs for real without any legal value."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_key_and_certificates,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from deliberations.signing.demonstration import AUTHORITY_NAME
from deliberations.signing.ports import BadPassphrase
from deliberations.signing.trust import Trust

SIGNER_UNIT = "Certificat de démonstration – sans valeur"
SIGNER_SUFFIX = " (DÉMONSTRATION)"
TIMESTAMP_BITS = 2048  # the server of the demonstration signs with RSA alone
NAME_LIMIT = 64  # RFC 5280 appendix A.1 (ub-common-name, ub-organization-name), counted in UTF-8 bytes
SigningKey = EllipticCurvePrivateKey | rsa.RSAPrivateKey
VALIDITY = timedelta(days=90)
ROOT_FILE, SIGNER_FILE = "demo-root.pem", "demo-signer.p12"
SECRETARY_FILE, TIMESTAMP_FILE, LIST_FILE = "demo-secretary.p12", "demo-timestamps.p12", "demo-root.crl"
TIMESTAMP_NAME = "Horodatage de démonstration – sans valeur"


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Where the demonstration keys are, and until when their certificates are valid (aware, UTC).

    ``root`` is a PEM file: the current root first, then those of earlier demonstrations in that directory.
    ``pkcs12`` is the mayor's key, ``secretary`` the secretary's (``None`` when nobody was named), ``timestamps`` that
    of the timestamp server; ``revocations`` is the root's list (DER), which is empty.
    """

    root: Path
    pkcs12: Path
    certificate_not_after: datetime
    timestamps: Path
    revocations: Path
    secretary: Path | None = None

    def trust(self) -> Trust:
        """The trust of a demonstration, which no production setting may hold."""
        found = x509.load_pem_x509_certificates(self.root.read_bytes())
        encoded = tuple(root.public_bytes(Encoding.DER) for root in found)
        return Trust(roots=encoded, crls=(self.revocations.read_bytes(),), timestamp_roots=encoded)


def create_demo_authority(
    directory: Path,
    *,
    common_name: str,
    organisation: str,
    now: datetime,
    passphrase: str,
    secretary: str = "",
) -> DemoKeys:
    """Make a root, and certificates for demonstrations, unless valid ones are already there.

    ``now`` is aware; certificates last 90 days. ``common_name`` is the mayor's, ``secretary`` another signer's. Writes
    the files that ``DemoKeys`` names (mode 0600); the root's private key is never written. Keys of other people, or out
    of date, are replaced. Raises ``BadPassphrase`` when a file there does not open: it may be somebody's key.
    """
    people = {SIGNER_FILE: common_name} | ({SECRETARY_FILE: secretary} if secretary else {})
    subjects = {file: _signer_name(name, organisation) for file, name in people.items()}
    subjects[TIMESTAMP_FILE] = _name(
        {NameOID.ORGANIZATION_NAME: AUTHORITY_NAME, NameOID.COMMON_NAME: TIMESTAMP_NAME}
    )
    kept = {file: _existing_certificate(directory, file, passphrase) for file in subjects}
    if not all(_is_good(kept[file], subject, now) for file, subject in subjects.items()):
        kept = dict(_create(directory, subjects, now, passphrase))
    found = kept[SIGNER_FILE]
    return DemoKeys(
        root=directory / ROOT_FILE,
        pkcs12=directory / SIGNER_FILE,
        certificate_not_after=found.not_valid_after_utc if found else now,
        timestamps=directory / TIMESTAMP_FILE,
        revocations=directory / LIST_FILE,
        secretary=directory / SECRETARY_FILE if secretary else None,
    )


def _existing_certificate(directory: Path, file: str, passphrase: str) -> x509.Certificate | None:
    path = directory / file
    if not (path.exists() and all((directory / name).exists() for name in (ROOT_FILE, LIST_FILE))):
        return None
    try:
        _, certificate, _ = load_key_and_certificates(path.read_bytes(), passphrase.encode())
    except ValueError as error:
        raise BadPassphrase from error
    return certificate


def _is_good(certificate: x509.Certificate | None, subject: x509.Name, now: datetime) -> bool:
    if certificate is None or certificate.subject != subject:
        return False
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _create(
    directory: Path, subjects: Mapping[str, x509.Name], now: datetime, passphrase: str
) -> Iterator[tuple[str, x509.Certificate]]:
    root_key = _new_key()
    root_name = _name({NameOID.ORGANIZATION_NAME: AUTHORITY_NAME, NameOID.COMMON_NAME: AUTHORITY_NAME})
    root = _build(root_name, root_name, root_key, root_key, now, kind=ROOT_FILE)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, subject in subjects.items():
        key = rsa.generate_private_key(65537, TIMESTAMP_BITS) if file == TIMESTAMP_FILE else _new_key()
        certificate = _build(subject, root_name, key, root_key, now, kind=file)
        _write_private(directory / file, _pkcs12(key, certificate, root, passphrase))
        yield file, certificate
    _write_private(directory / LIST_FILE, _empty_list(root_name, root_key, now))
    path = directory / ROOT_FILE
    earlier = path.read_bytes() if path.exists() else b""
    _write_private(path, root.public_bytes(Encoding.PEM) + earlier)


def _empty_list(issuer: x509.Name, key: SigningKey, now: datetime) -> bytes:
    start = now.replace(microsecond=0)
    builder = x509.CertificateRevocationListBuilder(issuer, start, start + VALIDITY)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def _new_key() -> SigningKey:
    """Made in no time, so that a demonstration never waits for one."""
    return generate_private_key(SECP256R1())


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
    key: SigningKey,
    issuer_key: SigningKey,
    now: datetime,
    *,
    kind: str,
) -> x509.Certificate:
    """``kind`` is the file that the certificate goes to, and says what it may do."""
    public, issuer_public = key.public_key(), issuer_key.public_key()
    start = now.replace(microsecond=0)  # certificates count whole seconds: never later than now
    is_root = kind == ROOT_FILE
    builder = (
        x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), start, start + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(kind), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )
    if kind == TIMESTAMP_FILE:
        only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])  # RFC 3161, 2.3
        builder = builder.add_extension(only, critical=True)
    return builder.sign(issuer_key, SHA256())


def _usage(kind: str) -> x509.KeyUsage:
    """A root signs certificates and lists; a person's certificate only commits (nonRepudiation)."""
    return x509.KeyUsage(
        digital_signature=kind == TIMESTAMP_FILE,
        content_commitment=kind in {SIGNER_FILE, SECRETARY_FILE},
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=kind == ROOT_FILE,
        crl_sign=kind == ROOT_FILE,
        encipher_only=False,
        decipher_only=False,
    )


def _pkcs12(key: SigningKey, certificate: x509.Certificate, root: x509.Certificate, passphrase: str) -> bytes:
    protection = BestAvailableEncryption(passphrase.encode())
    return serialize_key_and_certificates(b"demo", key, certificate, [root], protection)


def _write_private(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader never sees half a key, and the mode is 0600 from the first byte."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_bytes(content)
    draft.replace(path)
