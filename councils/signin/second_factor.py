"""What allauth asks of us about the second factor: our words, and secrets that the database does not show."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted under ``SECRET_KEY``: who reads the database or a backup computes no code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code ou cette clé ne convient pas. Recommencez.",
        "cannot_delete_authenticator": "Cette protection ne peut pas être retirée.",
        "cannot_generate_recovery_codes": "Activez d'abord une application de codes ou une clé d'accès.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; another one, which no telephone has, when the key that encrypted it is lost."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return "Clé d'accès" if count == 0 else f"Clé d'accès n° {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Conforme"}


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"conforme second factor")
    return base64.urlsafe_b64encode(kdf.derive(key.encode()))
