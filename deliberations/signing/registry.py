"""Signature providers by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deliberations.signing.pkcs12 import PROVIDER_NAME as PKCS12
from deliberations.signing.pkcs12 import Pkcs12Signer
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
        for provider in (Provider(PKCS12, "Certificat logiciel (fichier PKCS#12)", Pkcs12Signer),)
    }
)


def open_signer(name: str, **credentials: bytes | str) -> Signer:
    """Return the signer of provider ``name``; ``credentials`` are the arguments of that provider's class.

    Raises ``UnknownProvider``. Nothing is read or contacted before ``sign``.
    """
    try:
        provider = PROVIDERS[name]
    except KeyError:
        raise UnknownProvider(name) from None
    return provider.open(**credentials)
