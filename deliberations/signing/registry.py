"""Signature providers by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deliberations.signing.pkcs12 import PROVIDER_NAME as PKCS12
from deliberations.signing.pkcs12 import open_pkcs12
from deliberations.signing.ports import Signer, UnknownProvider


@dataclass(frozen=True, slots=True)
class Provider:
    """A way of signing: its stored name, its French label, and what opens it from its credentials."""

    name: str
    label_fr: str
    open: Callable[..., Signer]


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        provider.name: provider
        for provider in (Provider(PKCS12, "Certificat logiciel (fichier PKCS#12)", open_pkcs12),)
    }
)


def open_signer(name: str, **credentials: bytes | str) -> Signer:
    """Open the key of provider ``name``; ``credentials`` are the arguments of that provider's ``open``.

    May be slow, so never inside a transaction. Raises ``UnknownProvider`` or another ``SigningFailed``.
    """
    try:
        provider = PROVIDERS[name]
    except KeyError:
        raise UnknownProvider(name) from None
    return provider.open(**credentials)
