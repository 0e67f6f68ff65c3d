"""Certificates that a town hall should not have, and a signer without our precautions."""

from datetime import datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, async_sign_pdf

from deliberations.signing.blocking import run_blocking
from tests.deliberations.signing.samples import PASSPHRASE

ROOT_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autorité de l'intrus")])
SIGNER_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Intrus")])


def issue_pkcs12(now: datetime, *, commitment: bool = True, issuer_address: str = "") -> tuple[bytes, bytes]:
    """A PKCS#12 file valid for a day, and the root that issued its certificate (DER).

    ``issuer_address`` is where the certificate says that its issuer's can be fetched.
    """
    root_key, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = _builder(now, ROOT_NAME, root_key).add_extension(x509.BasicConstraints(True, None), critical=True)
    builder = _builder(now, SIGNER_NAME, key).add_extension(_usage(commitment), critical=True)
    if issuer_address:
        builder = builder.add_extension(_issuer_at(issuer_address), critical=False)
    certificate = builder.sign(root_key, SHA256())
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    pkcs12 = serialize_key_and_certificates(b"intrus", key, certificate, None, protection)
    return pkcs12, root.sign(root_key, SHA256()).public_bytes(Encoding.DER)


def _builder(now: datetime, subject: x509.Name, key: EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    serial, end = x509.random_serial_number(), now + timedelta(days=1)
    return x509.CertificateBuilder(ROOT_NAME, subject, key.public_key(), serial, now, end)


def certificate_of(pkcs12: bytes) -> x509.Certificate:
    """The signer's certificate of a PKCS#12 file of these tests."""
    return load_pkcs12(pkcs12, PASSPHRASE.encode()).cert.certificate


def without_key(certificate: x509.Certificate) -> bytes:
    """A PKCS#12 file that holds ``certificate`` alone."""
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    return serialize_key_and_certificates(b"seul", None, certificate, None, protection)


def with_dsa_key(now: datetime) -> bytes:
    """A PKCS#12 file of a kind that nobody accepts any more (DSA)."""
    root_key, key = generate_private_key(SECP256R1()), dsa.generate_private_key(1024)
    serial, end = x509.random_serial_number(), now + timedelta(days=1)
    builder = x509.CertificateBuilder(ROOT_NAME, SIGNER_NAME, key.public_key(), serial, now, end)
    certificate = builder.add_extension(_usage(True), critical=True).sign(root_key, SHA256())
    protection = BestAvailableEncryption(PASSPHRASE.encode())
    return serialize_key_and_certificates(b"dsa", key, certificate, None, protection)


def _usage(commitment: bool) -> x509.KeyUsage:
    others = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=commitment,
        encipher_only=False,
        decipher_only=False,
        **others,
    )


def _issuer_at(address: str) -> x509.AuthorityInformationAccess:
    location = x509.UniformResourceIdentifier(address)
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, location)]
    )


def sign_carelessly(pdf: bytes, pkcs12: bytes, subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES) -> bytes:
    """Sign ``sig_maire`` at the time of the machine, whatever the certificate says."""
    signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=(), passphrase=PASSPHRASE.encode())
    metadata = PdfSignatureMetadata(field_name="sig_maire", md_algorithm="sha256", subfilter=subfilter)
    coroutine = async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=signer)
    return bytes(run_blocking(coroutine).getvalue())
