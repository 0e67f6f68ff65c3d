"""The shape of a signature's value (CMS, RFC 5652; PAdES, ETSI EN 319 142-1): nothing beside what it needs.

No hash covers what a message holds outside its signed attributes: anybody may add to it.
"""

from asn1crypto import cms, core
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

MOST_ATTRIBUTES = 30
MOST_CERTIFICATES = 50
MOST_LISTS = 20
_UNCOVERED = frozenset({"signature_time_stamp_token"})


def is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether the message holds no more than a signature needs: at most its timestamp is not covered."""
    content, info = signature.signed_data, signature.signer_info
    uncovered = _kinds(info["unsigned_attrs"])
    return (
        len(_kinds(info["signed_attrs"])) <= MOST_ATTRIBUTES
        and len(uncovered) <= 1
        and _UNCOVERED.issuperset(uncovered)
        and _count(content["certificates"]) <= MOST_CERTIFICATES
        and _count(content["crls"]) <= MOST_LISTS
    )


def _kinds(attributes: cms.CMSAttributes | core.Void) -> list[str]:
    return [] if isinstance(attributes, core.Void) else [each["type"].native for each in attributes]


def _count(found: core.SetOf | core.Void) -> int:
    return 0 if isinstance(found, core.Void) else len(found)
