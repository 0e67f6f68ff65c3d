"""Secrets of the means of signature, encrypted at rest: AES-256-GCM under a key derived for each of them.

What is kept: one byte of version, 16 of salt, 12 of nonce, then the ciphertext and its tag. The key is derived by HKDF
from one secret of the operator; listing several lets the first be changed: the others still open what they closed.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deliberations.signing.ports import SigningFailed

VERSION = b"\x01"
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
SHORTEST_SECRET = 32
PURPOSE = b"conforme: means of signature"


class VaultClosed(SigningFailed):
    """No secret of the operator opens what is kept: it was lost or changed without the former one."""

    def __init__(self) -> None:
        super().__init__(
            "Ce moyen de signature est chiffré avec une clé que l'installation n'a plus : demandez à l'exploitant de "
            "rétablir SIGNING_SECRET, ou ajoutez ce moyen de nouveau."
        )


def close_secret(plain: bytes, secrets: Sequence[str], *, bound_to: str) -> bytes:
    """``plain`` encrypted under the first of ``secrets``; it opens only for the same ``bound_to`` (an identifier).

    Raises ``ValueError`` without a secret, or with one of less than 32 characters.
    """
    if not secrets or len(secrets[0]) < SHORTEST_SECRET:
        raise ValueError("a secret of at least 32 characters is needed")
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(secrets[0], salt)).encrypt(nonce, plain, bound_to.encode())
    return VERSION + salt + nonce + sealed


def open_secret(kept: bytes, secrets: Sequence[str], *, bound_to: str) -> bytes:
    """What ``close_secret`` closed. Raises ``VaultClosed`` when no secret opens it, or it was moved or altered."""
    plain, _ = _opened(kept, secrets, bound_to)
    return plain


def is_under_first(kept: bytes, secrets: Sequence[str], *, bound_to: str) -> bool:
    """Whether ``kept`` no longer needs the former secrets. Raises ``VaultClosed``."""
    _, place = _opened(kept, secrets, bound_to)
    return place == 0


def _opened(kept: bytes, secrets: Sequence[str], bound_to: str) -> tuple[bytes, int]:
    head = len(VERSION) + SALT_BYTES
    salt, nonce = kept[len(VERSION) : head], kept[head : head + NONCE_BYTES]
    if kept[: len(VERSION)] == VERSION and len(nonce) == NONCE_BYTES:
        for place, secret in enumerate(secrets):
            try:
                plain = AESGCM(_key(secret, salt)).decrypt(
                    nonce, kept[head + NONCE_BYTES :], bound_to.encode()
                )
            except InvalidTag:
                continue
            return plain, place
    raise VaultClosed


def _key(secret: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, PURPOSE).derive(secret.encode())
