"""Signature providers by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from deliberations.signing.csc import PROVIDER_NAME as CSC
from deliberations.signing.keys import Key, open_csc, open_pkcs11, open_pkcs12
from deliberations.signing.pkcs11 import PROVIDER_NAME as PKCS11
from deliberations.signing.pkcs12 import PROVIDER_NAME as PKCS12
from deliberations.signing.ports import UnknownProvider

PROVIDERS: Mapping[str, Callable[..., Key]] = MappingProxyType(
    {PKCS12: open_pkcs12, PKCS11: open_pkcs11, CSC: open_csc}
)
"""Stored name of a way of signing → what opens it from its credentials."""


def open_signer(name: str, **credentials: Any) -> Key:
    """Open the key of provider ``name``; ``credentials`` are the arguments of what opens it.

    May be slow, so never inside a transaction. Raises ``UnknownProvider`` or another ``SigningFailed``.
    """
    try:
        opened_by = PROVIDERS[name]
    except KeyError:
        raise UnknownProvider(name) from None
    return opened_by(**credentials)
