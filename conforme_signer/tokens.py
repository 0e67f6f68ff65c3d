"""The cards and USB keys plugged in this computer, read through their PKCS#11 driver."""

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PinIncorrect, PinLenRange, PinLocked, PKCS11Error

from conforme_signer.errors import Stopped

KNOWN_MODULES = {
    "linux": (
        "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
        "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
        "/usr/lib64/opensc-pkcs11.so",
        "/usr/lib/opensc-pkcs11.so",
    ),
    "darwin": ("/Library/OpenSC/lib/opensc-pkcs11.so", "/usr/local/lib/opensc-pkcs11.so"),
    "win32": ("OpenSC Project/OpenSC/pkcs11/opensc-pkcs11.dll",),
}
"""Where OpenSC, which reads most cards, installs its driver. Another driver is told by hand."""
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What says, before a digest, that it is a SHA-256 (RFC 8017, 9.2)."""


@dataclass(frozen=True, slots=True)
class Card:
    """One certificate that commits its holder, on one token. ``label`` is the token's."""

    label: str
    certificate: bytes = field(repr=False)
    holder: str
    not_after: datetime
    token: Any = field(repr=False)
    identity: bytes = field(repr=False)

    def sign(self, messages: Sequence[bytes], pin: str) -> list[bytes]:
        """The signatures of ``messages``: SHA-256 with RSA PKCS#1 v1.5 or ECDSA. Raises ``Stopped``."""
        try:
            with self.token.open(user_pin=pin) as session:
                key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=self.identity)
                return [_signature(key, each, _again(key, pin)) for each in messages]
        except PinLocked as error:
            raise Stopped("La clé est bloquée après trop de codes faux : voyez qui l'a fournie.") from error
        except (PinIncorrect, PinLenRange) as error:
            raise Stopped(
                "Ce code PIN est faux : rien n'a été signé. Après trois erreurs, la clé se bloque."
            ) from error
        except PKCS11Error as error:
            raise Stopped(f"La clé n'a pas signé ({type(error).__name__}) : rien n'a été signé.") from error


def _signature(key: Any, message: bytes, pin: str | None) -> bytes:
    """SHA-256 with RSA PKCS#1 v1.5, or ECDSA. The digest is made here: few tokens make it themselves."""
    digest = hashlib.sha256(message).digest()
    if key.key_type == KeyType.RSA:
        return bytes(key.sign(_SHA256_INFO + digest, mechanism=Mechanism.RSA_PKCS, pin=pin))
    if key.key_type == KeyType.EC:
        return bytes(key.sign(digest, mechanism=Mechanism.ECDSA, pin=pin))
    raise Stopped("Cette clé n'est ni RSA ni à courbe elliptique : elle ne convient pas.")


def _again(key: Any, pin: str) -> str | None:
    """Qualified keys ask for the PIN at each signature."""
    try:
        return pin if key[Attribute.ALWAYS_AUTHENTICATE] else None
    except PKCS11Error:
        return None


def known_module() -> str:
    """The driver found on this computer. Raises ``Stopped`` when there is none."""
    root = Path(os.environ.get("PROGRAMFILES", "")) if sys.platform == "win32" else Path("/")
    for place in KNOWN_MODULES.get(sys.platform, ()):
        if (root / place).exists():
            return str(root / place)
    raise Stopped(
        "Aucun pilote de carte n'est trouvé. Installez OpenSC, ou indiquez celui de votre clé : "
        "python -m conforme_signer --module CHEMIN ADRESSE"
    )


@contextmanager
def cards(module: str) -> Iterator[list[Card]]:
    """The certificates made for signing on every token plugged in. Raises ``Stopped`` when there is none."""
    try:
        library = pkcs11.lib(module)
        found = [
            card for slot in library.get_slots(token_present=True) for card in _cards_of(slot.get_token())
        ]
    except (PKCS11Error, RuntimeError) as error:
        raise Stopped(f"Le pilote {module} ne fonctionne pas : vérifiez la clé et son pilote.") from error
    if not found:
        raise Stopped("Aucune clé de signature n'est branchée, ou son certificat ne permet pas de signer.")
    yield sorted(found, key=lambda card: (card.holder, card.not_after))


def _cards_of(token: Any) -> Iterator[Card]:
    if not token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
        return
    with token.open() as session:
        for row in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
            content, identity = bytes(row[Attribute.VALUE]), bytes(row[Attribute.ID])
            certificate = x509.Certificate.load(content)
            if _commits(certificate):
                name = certificate.subject.native.get("common_name", "")
                yield Card(
                    token.label.strip(), content, str(name), certificate.not_valid_after, token, identity
                )


def _commits(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is not None and "non_repudiation" in usage.native
