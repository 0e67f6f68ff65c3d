"""A PKCS#12 certificate received by HTTP, and the one of the demonstration."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from deliberations.signing.demo_authority import SIGNER_FILE
from deliberations.signing.envelope import NotPkcs12, is_affordable

MAX_BYTES = 100 * 1024

NOT_PKCS12 = (
    "Ce fichier n'est pas un certificat .p12 ou .pfx : choisissez celui de votre autorité de certification."
)
TOO_LARGE = "Ce fichier est trop volumineux pour un certificat : 100 Ko au plus."
TOO_SLOW = (
    "La protection de ce certificat est anormale ou démesurée : son ouverture bloquerait le service. "
    "Faites-en une nouvelle copie avec les réglages ordinaires (un million d'itérations au plus)."
)


def clean_pkcs12(upload: UploadedFile) -> bytes:
    """The bytes of an uploaded certificate. Raises ``ValidationError``: too large, not PKCS#12, too slow to open.

    Only the outer envelope is read: whether it opens is for the passphrase to say.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise forms.ValidationError(TOO_LARGE, code="too_large")
    content: bytes = upload.read()
    try:
        affordable = is_affordable(content)
    except NotPkcs12:
        raise forms.ValidationError(NOT_PKCS12, code="not_pkcs12") from None
    if not affordable:
        raise forms.ValidationError(TOO_SLOW, code="too_slow")
    return content


def demo_certificate() -> Path | None:
    """The certificate that ``manage.py demo`` makes; ``None`` where no demonstration is allowed or made."""
    path = Path(settings.DATA_DIR) / "demo" / SIGNER_FILE
    return path if settings.DEMO_ALLOWED and path.is_file() else None
