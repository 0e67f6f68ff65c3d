"""A PKCS#12 certificate received by HTTP, and the one of the demonstration."""

from pathlib import Path

from asn1crypto.pkcs12 import Pfx
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from deliberations.signing.demo_authority import SIGNER_FILE

MAX_BYTES = 100 * 1024

NOT_PKCS12 = (
    "Ce fichier n'est pas un certificat .p12 ou .pfx : choisissez celui de votre autorité de certification."
)
TOO_LARGE = "Ce fichier est trop volumineux pour un certificat : 100 Ko au plus."
_SEQUENCE = b"\x30"  # spares the parser what begins otherwise: some rubbish takes it seconds


def clean_pkcs12(upload: UploadedFile) -> bytes:
    """The bytes of an uploaded certificate. Raises ``ValidationError`` when too large or not PKCS#12.

    Only the outer envelope is read: whether it opens is for the passphrase to say.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise forms.ValidationError(TOO_LARGE, code="too_large")
    content: bytes = upload.read()
    if not _is_pkcs12(content):
        raise forms.ValidationError(NOT_PKCS12, code="not_pkcs12")
    return content


def _is_pkcs12(content: bytes) -> bool:
    """Whether the outer structure is that of RFC 7292 (PFX, version 3)."""
    if not content.startswith(_SEQUENCE):
        return False
    try:
        envelope = Pfx.load(content, strict=True)
        return bool(envelope["version"].native == "v3" and envelope["auth_safe"]["content_type"].native)
    except (ValueError, TypeError, KeyError):
        return False


def demo_certificate() -> Path | None:
    """The certificate that ``manage.py demo`` makes; ``None`` where no demonstration is allowed or made."""
    path = Path(settings.DATA_DIR) / "demo" / SIGNER_FILE
    return path if settings.DEMO_ALLOWED and path.is_file() else None
