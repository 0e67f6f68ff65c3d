"""What is signed is what the page showed: checked here, whatever the site says."""

import hashlib
from hmac import compare_digest

from asn1crypto.cms import CMSAttributes

from conforme_signer.errors import Stopped
from conforme_signer.site import Document, Prepared


def require_same(document: Document, prepared: Prepared, file: bytes) -> None:
    """Raise ``Stopped`` unless ``prepared.message`` commits to ``file``, which begins with the document shown.

    Between its two ends the file holds zeros alone, in hexadecimal: nothing is hidden from the signature there.
    """
    gap = file[prepared.start : prepared.end]
    is_shown = compare_digest(hashlib.sha256(file[: document.size]).hexdigest(), document.sha256)
    is_empty = gap[:1] == b"<" and gap[-1:] == b">" and not gap[1:-1].strip(b"0")
    digest = hashlib.sha256(file[: prepared.start] + file[prepared.end :]).digest()
    if not (is_shown and is_empty and compare_digest(_digest_signed(prepared.message), digest)):
        raise Stopped(
            f"« {document.title} » n'est pas le document que la page a montré : rien n'a été signé."
        )


def _digest_signed(message: bytes) -> bytes:
    """The digest of the file in the attributes to sign (CMS, RFC 5652, 11.2); empty when there is not one."""
    try:
        attributes = CMSAttributes.load(message, strict=True)
        found = [each["values"][0].native for each in attributes if each["type"].native == "message_digest"]
    except (ValueError, TypeError, IndexError):
        return b""
    return bytes(found[0]) if len(found) == 1 else b""
