"""An authority, its people, its timestamps and its revocation lists, made in memory: files of every level, at any date.

Nothing is fetched by a check, so nothing has to be served. Certificates are issued around the real instant; signatures
claim the instant that is asked, and timestamps bear it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.signing.blocking import run_blocking
from deliberations.signing.trust import Trust

DAY = timedelta(days=1)
TODAY = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2)
"""When most of these files are signed and timestamped."""


@dataclass(frozen=True)
class Held:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


class Authority:
    """A root that issues certificates to people and to a timestamp service, and tells which are revoked."""

    def __init__(self, name: str = "Autorité d'essai") -> None:
        self.root = _issued(name, None, authority=True, start=TODAY - 3650 * DAY, end=TODAY + 3650 * DAY)
        self.tsa = self.issue("Horodatage d'essai", timestamp=True)
        self.revoked: dict[int, datetime] = {}

    def issue(
        self,
        name: str,
        *,
        start: datetime = TODAY - 365 * DAY,
        end: datetime = TODAY + 365 * DAY,
        timestamp: bool = False,
        commits: bool = True,
    ) -> Held:
        return _issued(name, self.root, start=start, end=end, timestamp=timestamp, commits=commits)

    def crl(self, at: datetime = TODAY, lasts: timedelta = 7 * DAY) -> bytes:
        """The list of those revoked, as issued at ``at``."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(at)
            .next_update(at + lasts)
        )
        for serial, since in self.revoked.items():
            row = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            builder = builder.add_revoked_certificate(row)
        return builder.sign(self.root.key, SHA256()).public_bytes(Encoding.DER)

    def trust(self, *crls: bytes) -> Trust:
        """Trust in this authority, with these lists."""
        return Trust(roots=(self.root.der,), crls=crls)

    def stamper(self, at: datetime = TODAY, *, tsa: Held | None = None) -> DummyTimeStamper:
        """The timestamp service as it answers at ``at``."""
        held = tsa or self.tsa
        return DummyTimeStamper(_asn1(held), _asn1_key(held), SimpleCertificateStore(), fixed_dt=at)


@lru_cache(maxsize=1)
def authority() -> Authority:
    """The authority that most tests share. Nobody is revoked there."""
    return Authority()


def _issued(
    name: str,
    by: Held | None,
    *,
    start: datetime,
    end: datetime,
    authority: bool = False,
    timestamp: bool = False,
    commits: bool = True,
) -> Held:
    key = rsa.generate_private_key(65537, 2048) if timestamp else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), start, end)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(_usage(authority=authority, timestamp=timestamp, commits=commits), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if timestamp:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Held(builder.sign(by.key if by else key, SHA256()), key)


def _usage(*, authority: bool, timestamp: bool, commits: bool) -> x509.KeyUsage:
    others = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False)
    return x509.KeyUsage(
        digital_signature=timestamp or not (authority or commits),
        content_commitment=commits and not (authority or timestamp),
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
        **others,
    )


def _asn1(held: Held) -> asn1.Certificate:
    return asn1.Certificate.load(held.der)


def _asn1_key(held: Held) -> asn1_keys.PrivateKeyInfo:
    encoded = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return asn1_keys.PrivateKeyInfo.load(encoded)


# --- files


def sign(
    pdf: bytes,
    who: Held,
    *,
    field: str = "sig_maire",
    stamper: DummyTimeStamper | None = None,
    certify: bool = False,
    at: datetime = TODAY,
) -> bytes:
    """One more signature, that claims to be made ``at``: of level B-T with ``stamper``, else B-B."""
    signer = SimpleSigner(_asn1(who), _asn1_key(who), SimpleCertificateStore())
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    return run_blocking(_signed(pdf, PdfSigner(metadata, signer, timestamper=stamper), at))


async def _signed(pdf: bytes, signer: PdfSigner, at: datetime) -> bytes:
    """``PdfSigner.async_sign_pdf`` step by step: only its session lets us choose the signing time."""
    session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True)
    session.system_time = at
    validation = await session.perform_presign_validation()
    reserved = await session.estimate_signature_container_size(validation)
    prepared = session.prepare_tbs_document(validation_info=validation, bytes_reserved=reserved)
    output = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=at)
    await prepared.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    return output.getvalue()


def with_evidence(pdf: bytes, by: Authority, *crls: bytes, certificates: Sequence[Held] = ()) -> bytes:
    """Level B-LT: what proves that the certificates were valid goes into the file."""
    stream = BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        stream,
        sig_contents=None,
        certs=[_asn1(held) for held in (by.root, by.tsa, *certificates)],
        crls=[asn1_crl.CertificateList.load(each) for each in crls or (by.crl(),)],
    )
    return stream.getvalue()


def stamped(pdf: bytes, stamper: DummyTimeStamper) -> bytes:
    """A document timestamp over the whole file."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    stamping = PdfTimeStamper(stamper).async_timestamp_pdf(writer, "sha256")
    return bytes(run_blocking(stamping).getvalue())


def archived(
    pdf: bytes,
    who: Held,
    by: Authority,
    *crls: bytes,
    at: datetime = TODAY,
    field: str = "sig_maire",
    claims: datetime | None = None,
) -> bytes:
    """Signed at level B-LTA: signature and its timestamp, evidence, document timestamp. Claims ``at`` by default."""
    signed = sign(pdf, who, field=field, stamper=by.stamper(at), at=claims or at)
    return stamped(
        with_evidence(signed, by, *crls, certificates=(who,)), by.stamper(at + timedelta(seconds=30))
    )
