"""Taking each signature out of a PDF, so that public tools that know nothing of PDF can check it."""

import io
from dataclasses import dataclass, field

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_RUBBISH = (PdfError, SigningError, ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One signature: its CMS (DER), the very bytes it signs, and the certificates it carries (PEM, its own first).

    ``is_timestamp``: it is a document timestamp, whose CMS is an RFC 3161 token.
    """

    field_name: str
    is_timestamp: bool
    signer: str
    serial: str
    algorithm: str
    cms: bytes = field(repr=False)
    signed: bytes = field(repr=False)
    certificates: bytes = field(repr=False)


def extract_signatures(pdf: bytes) -> tuple[Extracted, ...]:
    """The signatures of a file of ours, in the order they were put; none for a file that cannot be read."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        return tuple(_extracted(each, pdf) for each in reader.embedded_signatures)
    except _RUBBISH:
        return ()


def _extracted(signature: EmbeddedPdfSignature, pdf: bytes) -> Extracted:
    content = cms.ContentInfo.load(signature.pkcs7_content)
    found = extract_certificate_info(content["content"])
    chain = [found.signer_cert, *found.other_certs]
    first, first_size, second, second_size = (int(each) for each in signature.byte_range)
    return Extracted(
        field_name=signature.field_name,
        is_timestamp=signature.sig_object_type == "/DocTimeStamp",
        signer=found.signer_cert.subject.human_friendly,
        serial=f"{found.signer_cert.serial_number:X}",
        algorithm=str(found.signer_cert.public_key.algorithm),
        cms=content.dump(),
        signed=pdf[first : first + first_size] + pdf[second : second + second_size],
        certificates=as_pem(chain),
    )


def certificates_of_token(token: bytes) -> bytes:
    """The certificates that a timestamp token (DER) carries, in PEM. Raises ``ValueError`` for what is no token."""
    try:
        found = extract_certificate_info(cms.ContentInfo.load(token, strict=True)["content"])
    except _RUBBISH as error:
        raise ValueError("not a timestamp token") from error
    return as_pem([found.signer_cert, *found.other_certs])


def as_pem(certificates: list[x509.Certificate]) -> bytes:
    return b"".join(pem.armor("CERTIFICATE", each.dump()) for each in certificates)
