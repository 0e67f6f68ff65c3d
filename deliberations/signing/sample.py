"""A small file of level B-LTA, made in memory and worth nothing.

A process that will soon be allowed to load nothing checks it first: all that a check needs is then loaded.
"""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.signing.blocking import run_blocking
from deliberations.signing.trust import Trust

_DAY = timedelta(days=1)


def sample_file() -> tuple[bytes, Trust]:
    """The file, and a trust that accepts it today."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    root = _certificate(key, "racine", now, authority=True)
    signer, stamper = _certificate(key, "signataire", now), _certificate(key, "horodatage", now, stamps=True)
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now)
        .next_update(now + _DAY)
        .sign(key, SHA256())
    )
    lists = (crl.public_bytes(Encoding.DER),)
    signed = run_blocking(_signed(_blank(), key, root, signer, stamper, lists[0]))
    der = root.public_bytes(Encoding.DER)
    return signed, Trust(roots=(der,), crls=lists, timestamp_roots=(der,))


def _certificate(
    key: RSAPrivateKey, name: str, now: datetime, *, authority: bool = False, stamps: bool = False
) -> x509.Certificate:
    subject, issuer = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, "racine")
    )
    usage = x509.KeyUsage(
        digital_signature=stamps,
        content_commitment=not (authority or stamps),
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder(
            issuer, subject, key.public_key(), x509.random_serial_number(), now - _DAY, now + _DAY
        )
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return builder.sign(key, SHA256())


def _blank() -> bytes:
    with pikepdf.new() as pdf, BytesIO() as stream:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Essai"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Essai"
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return stream.getvalue()


async def _signed(
    pdf: bytes,
    key: RSAPrivateKey,
    root: x509.Certificate,
    signer: x509.Certificate,
    stamper: x509.Certificate,
    crl: bytes,
) -> bytes:
    private = asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    stamps = DummyTimeStamper(_asn1(stamper), private, store)
    metadata = PdfSignatureMetadata(
        field_name="essai", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    pdf_signer = PdfSigner(
        metadata,
        SimpleSigner(_asn1(signer), private, store),
        timestamper=stamps,
        new_field_spec=SigFieldSpec("essai"),
    )
    stream = await pdf_signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    proven = BytesIO(stream.getvalue())
    DocumentSecurityStore.add_dss(
        proven, sig_contents=None, certs=[_asn1(root)], crls=[asn1_crl.CertificateList.load(crl)]
    )
    writer = IncrementalPdfFileWriter(BytesIO(proven.getvalue()))
    archived = await PdfTimeStamper(stamps).async_timestamp_pdf(writer, "sha256")
    return bytes(archived.getvalue())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
