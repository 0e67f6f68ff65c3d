"""Reads a European trusted list (ETSI TS 119 612): the services that a State granted, for signatures and timestamps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.qualified.eutl_parse import trust_list_to_registry, trust_list_to_registry_unsafe
from pyhanko.sign.validation.qualified.tsp import TSPRegistry
from pyhanko_certvalidator.authority import Authority, AuthorityWithCert

from deliberations.signing.ports import SigningFailed
from deliberations.signing.trust import certificates_of

MAX_BYTES = 40 << 20


class UnfitTrustedList(SigningFailed):
    """The file is no trusted list, or is not signed by whoever should have signed it."""


@dataclass(frozen=True, slots=True)
class GrantedService:
    """A certificate (DER) of a qualified service; ``stamps``: of timestamps, else it issues qualified certificates."""

    certificate: bytes
    stamps: bool


def read_trusted_list(xml: bytes, *, signed_by: Sequence[bytes], at: datetime) -> tuple[GrantedService, ...]:
    """The services granted at ``at`` (aware), CA/QC and TSA/QTST, each certificate once, in a stable order.

    ``signed_by`` holds the certificates (PEM or DER) of whoever publishes the list, one of which must have signed it;
    empty, the signature is not verified: the caller answers for the file. Raises ``UnfitTrustedList``.
    """
    if len(xml) > MAX_BYTES:
        raise UnfitTrustedList("Cette liste de confiance est trop volumineuse.")
    try:
        text = xml.decode("utf-8-sig")
        publishers = [x509.Certificate.load(der) for each in signed_by for der in certificates_of(each)]
        registry, _ = (
            trust_list_to_registry(text, publishers) if publishers else trust_list_to_registry_unsafe(text)
        )
    except SignatureValidationError as error:
        raise UnfitTrustedList(
            "La signature de cette liste n'est pas celle de l'organisme qui la publie."
        ) from error
    except Exception as error:
        raise UnfitTrustedList("Ce fichier n'est pas une liste de confiance lisible.") from error
    issuing = _certificates(registry, registry.known_certificate_authorities, at)
    stamping = _certificates(registry, registry.known_timestamp_authorities, at)
    return (
        *(GrantedService(der, stamps=False) for der in issuing),
        *(GrantedService(der, stamps=True) for der in stamping),
    )


def _certificates(registry: TSPRegistry, authorities: Iterable[Authority], at: datetime) -> list[bytes]:
    """Those of the services that are still granted: the list also tells those that once were."""
    granted = {
        authority.certificate.dump()
        for authority in authorities
        if isinstance(authority, AuthorityWithCert)
        and any(registry.applicable_service_definitions(authority, at))
    }
    return sorted(granted)
