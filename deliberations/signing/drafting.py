"""A file complete but for its signature: what every way of signing starts from and ends with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, ExtensionNotFound, KeyUsage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.signing.appearance import stamp_style
from deliberations.signing.failures import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificationNotFirst,
    WrongSignature,
)
from deliberations.signing.fields import FieldState, signature_fields
from deliberations.signing.ports import (
    DocumentLocked,
    FieldAlreadySigned,
    SignatureRequest,
    UnknownField,
    UnreadableDocument,
    UnsuitableCertificate,
)
from deliberations.signing.raw import verified
from deliberations.signing.timestamps import CheckedTimeStamper

DIGEST = "sha256"
RAW_SIZE = 512  # bytes of a signature of RSA 4096, the longest in use


@dataclass
class Draft:
    """A file whose signature is missing; ``to_be_signed`` are the bytes that the key must sign (SHA-256)."""

    sha256_before: str
    certificate: Certificate
    others: Sequence[asn1_x509.Certificate]
    output: BytesIO = field(repr=False)
    place: PreparedByteRangeDigest = field(repr=False)
    attributes: cms.CMSAttributes = field(repr=False)

    @property
    def to_be_signed(self) -> bytes:
        return bytes(self.attributes.dump())

    async def fill(self, raw: bytes, stamper: CheckedTimeStamper | None) -> None:
        """Put the signature in its place, with its timestamp when there is a ``stamper``.

        Raises ``WrongSignature``, or what the timestamp server failed at: the draft may then be filled without.
        """
        signer = external_signer(
            self.certificate, self.others, verified(self.certificate, self.to_be_signed, raw)
        )
        signature = await signer.async_sign_prescribed_attributes(
            DIGEST, signed_attrs=self.attributes, timestamper=stamper
        )
        try:
            self.place.fill_with_cms(self.output, signature)
        except (SigningError, ValueError) as error:
            raise WrongSignature from error


def external_signer(
    certificate: Certificate, others: Sequence[asn1_x509.Certificate], raw: bytes | int = RAW_SIZE
) -> ExternalSigner:
    """What formats a signature made elsewhere.

    The root stays out of the file: nothing would protect that copy, and a reader has its own.
    """
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(others)
    return ExternalSigner(
        signing_cert=to_asn1(certificate), cert_registry=registry, signature_value=raw, embed_roots=False
    )


def to_asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


async def make_draft(
    pdf: bytes,
    certificate: Certificate,
    others: Sequence[asn1_x509.Certificate],
    request: SignatureRequest,
    stamper: CheckedTimeStamper | None,
) -> Draft:
    """The draft of ``pdf`` signed as ``request`` says, with room for a timestamp when there is a ``stamper``.

    Raises ``SigningFailed``. The certificate's dates and usage are checked, its chain is not.
    """
    require_suitable(certificate, request)
    place = _require_empty_field(pdf, request)
    signer = external_signer(certificate, others)
    with stamp_style(request.appearance) as style:
        pdf_signer = PdfSigner(_metadata(request, place), signer, timestamper=stamper, stamp_style=style)
        try:
            output, prepared = await _written(pdf, pdf_signer, request)
        except (PdfError, SigningError) as error:
            raise UnreadableDocument from error
    attributes = await signer.signed_attrs(
        prepared.document_digest, DIGEST, use_pades=True, attr_settings=_signed_at(request)
    )
    return Draft(sha256(pdf).hexdigest(), certificate, others, output, prepared, attributes)


async def _written(
    pdf: bytes, pdf_signer: PdfSigner, request: SignatureRequest
) -> tuple[BytesIO, PreparedByteRangeDigest]:
    """``PdfSigner.async_sign_pdf`` step by step: only its session lets us choose the signing time."""
    session = pdf_signer.init_signing_session(
        IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True
    )
    session.system_time = request.signed_at
    reserved = await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    output = BytesIO()
    prepared, _ = document.digest_tbs_document(output=output)
    return output, prepared


def _signed_at(request: SignatureRequest) -> PdfCMSSignedAttributes:
    return PdfCMSSignedAttributes(signing_time=request.signed_at)


def require_suitable(certificate: Certificate, request: SignatureRequest) -> None:
    """Raise ``SigningFailed`` unless the certificate commits its holder and is valid at the instant of signing.

    That of a seal commits nobody: to sign is enough (``usages``).
    """
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        raise UnsuitableCertificate from None
    if not (usage.content_commitment or (request.is_seal and usage.digital_signature)):
        raise UnsuitableCertificate
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if request.signed_at < first:
        raise CertificateNotYetValid(not_before=first, not_after=last)
    if request.signed_at > last:
        raise CertificateExpired(not_before=first, not_after=last)


def _require_empty_field(pdf: bytes, request: SignatureRequest) -> FieldState:
    fields, name = signature_fields(pdf), request.field_name
    wanted = next((state for state in fields if state.name == name), None)
    if wanted is None:
        raise UnknownField(name)
    if wanted.signed:
        raise FieldAlreadySigned(name)
    if any(state.signed and state.locks for state in fields):
        raise DocumentLocked
    if request.certifies and any(state.signed for state in fields):
        raise CertificationNotFirst
    return wanted


def _metadata(request: SignatureRequest, field: FieldState) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=request.field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=", ".join(filter(None, (request.signer_name, request.capacity))),
        reason=request.reason,
        location=request.location,
        certify=request.certifies,
        docmdp_permissions=MDPPerm.NO_CHANGES if field.locks else MDPPerm.FILL_FORMS,
    )
