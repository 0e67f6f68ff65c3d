"""The shape of a signature's value (CMS, RFC 5652; PAdES, ETSI EN 319 142-1): nothing beside what it needs.

No hash covers what a message holds outside its signed attributes: anybody may add to it.
"""

from asn1crypto import cms, core
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

MOST_ATTRIBUTES = 30
MOST_CERTIFICATES = 20
"""One of a signer has two to five; some forty that issued each other cost ten seconds of trying every way."""
MOST_LISTS = 20
_NAMED = frozenset({"signing_certificate", "signing_certificate_v2"})
_UNCOVERED = frozenset({"signature_time_stamp_token"})


def is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether the message holds what a signature needs, and no more: at most its timestamp is not covered.

    The signer's certificate must be named in what is signed, or another of the same key could take its place. Raises
    ``ValueError`` for a part that cannot be read.
    """
    content, info = signature.signed_data, signature.signer_info
    uncovered, covered = _kinds(info["unsigned_attrs"]), _kinds(info["signed_attrs"])
    return (
        info["digest_algorithm"]["algorithm"].native in _digests(content)
        and len(covered) <= MOST_ATTRIBUTES
        and not (_is_etsi(signature) and _NAMED.isdisjoint(covered))
        and len(uncovered) <= 1
        and _UNCOVERED.issuperset(uncovered)
        and _count(content["certificates"]) <= MOST_CERTIFICATES
        and _count(content["crls"]) <= MOST_LISTS
    )


def _digests(content: cms.SignedData) -> set[str]:
    """Those that the message announces: nothing else reads them, so a change there would go unseen."""
    return {each["algorithm"].native for each in content["digest_algorithms"]}


def _is_etsi(signature: EmbeddedPdfSignature) -> bool:
    return str(signature.sig_object.get("/SubFilter")).startswith("/ETSI")


def _kinds(attributes: cms.CMSAttributes | core.Void) -> list[str]:
    return [] if isinstance(attributes, core.Void) else [each["type"].native for each in attributes]


def _count(found: core.SetOf | core.Void) -> int:
    return 0 if isinstance(found, core.Void) else len(found)
