"""The bytes of a signed file that its own signature cannot cover."""

from asn1crypto import cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def fills_its_gap(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no hash covers hold the signature and zeros, nothing else, in one case of letters."""
    _, first, second, _ = (int(number) for number in signature.byte_range)
    signature.reader.stream.seek(first)
    gap = signature.reader.stream.read(second - first)
    content = bytes(signature.pkcs7_content)
    message = cms.ContentInfo.load(content).dump()
    digits = content.hex().encode()
    is_alone = gap in (b"<%s>" % digits, b"<%s>" % digits.upper())
    return is_alone and not content[len(message) :].strip(b"\0")


def end_of_revision(signature: EmbeddedPdfSignature) -> int:
    """How many bytes of the file the signature closes."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])
