"""Signing with a software certificate (PKCS#12 file): PAdES baseline B, ETSI EN 319 142-1."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from tempfile import NamedTemporaryFile

import pikepdf
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import Certificate, ExtensionNotFound, KeyUsage
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.fields import FieldState, signature_fields
from deliberations.signing.ports import (
    BadPassphrase,
    CertificateOutOfDate,
    DocumentLocked,
    FieldAlreadySigned,
    SignatureRequest,
    SignedDocument,
    UnknownField,
    UnreadableDocument,
    UnsuitableCertificate,
    UnusableAppearance,
)

PROVIDER_NAME = "pkcs12"
DIGEST = "sha256"
SigningKey = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey


@dataclass(frozen=True, slots=True)
class Pkcs12Signer:
    """A signer whose key was read from a PKCS#12 file; see ``open_pkcs12``."""

    certificate: Certificate
    key: SimpleSigner = field(repr=False)

    @property
    def holder(self) -> str:
        """Common name of the certificate, empty when it has none."""
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else ""

    def sign(self, pdf: bytes, request: SignatureRequest) -> SignedDocument:
        """Sign the empty field ``request.field_name`` (see ``Signer.sign``).

        The certificate must be valid at ``request.signed_at`` and made for commitments (nonRepudiation).
        Whether it is revoked is not asked: level B carries no proof of it.
        """
        _require_suitable(self.certificate, request.signed_at)
        field = _require_empty_field(pdf, request.field_name)
        with _stamp_style(request.appearance) as style:
            signer = PdfSigner(_metadata(request, field), self.key, stamp_style=style)
            content = _sign(pdf, signer, request.signed_at)
        return _signed_document(pdf, content, self.certificate, request)


def open_pkcs12(content: bytes, passphrase: str) -> Pkcs12Signer:
    """The signer of a PKCS#12 file. Slow on purpose (about 0.1 s): open it once, and outside a transaction.

    Raises ``BadPassphrase``, or ``UnsuitableCertificate`` when there is no key, or one of a kind we cannot use.
    """
    try:
        key, certificate, others = load_key_and_certificates(content, passphrase.encode())
    except UnsupportedAlgorithm as error:
        raise UnsuitableCertificate from error
    except ValueError as error:
        raise BadPassphrase from error
    if certificate is None or not isinstance(key, SigningKey):
        raise UnsuitableCertificate
    return Pkcs12Signer(certificate, _simple_signer(key, certificate, others))


def _simple_signer(key: SigningKey, certificate: Certificate, others: Sequence[Certificate]) -> SimpleSigner:
    """The root stays out of the file: nothing would protect that copy, and a reader has its own."""
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple([_to_asn1(other) for other in others])
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_to_asn1(certificate),
        signing_key=PrivateKeyInfo.load(encoded),
        cert_registry=registry,
        embed_roots=False,
    )


def _to_asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _require_suitable(certificate: Certificate, signed_at: datetime) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        raise UnsuitableCertificate from None
    if not usage.content_commitment:
        raise UnsuitableCertificate
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= signed_at <= last:
        raise CertificateOutOfDate(not_before=first, not_after=last)


def _require_empty_field(pdf: bytes, name: str) -> FieldState:
    fields = signature_fields(pdf)
    wanted = next((state for state in fields if state.name == name), None)
    if wanted is None:
        raise UnknownField(name)
    if wanted.signed:
        raise FieldAlreadySigned(name)
    if any(state.signed and state.locks for state in fields):
        raise DocumentLocked
    return wanted


def _metadata(request: SignatureRequest, field: FieldState) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=request.field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=", ".join(filter(None, (request.signer_name, request.capacity))),
        reason=request.reason,
        location=request.location,
        docmdp_permissions=MDPPerm.NO_CHANGES if field.locks else MDPPerm.FILL_FORMS,
    )


@contextmanager
def _stamp_style(appearance: bytes) -> Iterator[StaticStampStyle]:
    """A style that draws ``appearance``, read from a path; one must never serve two documents."""
    _require_one_page(appearance)
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(appearance)
        file.flush()
        yield StaticStampStyle(
            background=ImportedPdfPage(file.name),  # type: ignore[no-untyped-call]
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MID,
                y_align=AxisAlignment.ALIGN_MID,
                inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
            ),
            border_width=0,
        )


def _require_one_page(appearance: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(appearance)) as drawing:
            pages = len(drawing.pages)
    except pikepdf.PdfError as error:
        raise UnusableAppearance from error
    if pages != 1:
        raise UnusableAppearance


def _sign(pdf: bytes, signer: PdfSigner, signed_at: datetime) -> bytes:
    try:
        return run_blocking(_write_signature(pdf, signer, signed_at))
    except (PdfError, SigningError) as error:
        raise UnreadableDocument from error


async def _write_signature(pdf: bytes, signer: PdfSigner, signed_at: datetime) -> bytes:
    """``PdfSigner.async_sign_pdf`` step by step: only its session lets us choose the signing time."""
    session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True)
    session.system_time = signed_at
    validation = await session.perform_presign_validation()
    reserved = await session.estimate_signature_container_size(validation)
    prepared = session.prepare_tbs_document(validation_info=validation, bytes_reserved=reserved)
    output = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    attributes = PdfCMSSignedAttributes(signing_time=signed_at)
    await prepared.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes)
    return output.getvalue()


def _signed_document(
    before: bytes, after: bytes, certificate: Certificate, request: SignatureRequest
) -> SignedDocument:
    return SignedDocument(
        content=after,
        sha256_before=sha256(before).hexdigest(),
        sha256_after=sha256(after).hexdigest(),
        field_name=request.field_name,
        certificate=certificate.public_bytes(Encoding.DER),
        certificate_subject=certificate.subject.rfc4514_string(),
        certificate_serial=f"{certificate.serial_number:X}",
        certificate_not_after=certificate.not_valid_after_utc,
        signed_at=request.signed_at.replace(microsecond=0),
        provider=PROVIDER_NAME,
        level=SignatureLevel.B_B,
    )
