"""A paper received and scanned: PDF, JPEG or PNG, checked by its bytes."""

from io import BytesIO
from typing import NamedTuple

import pikepdf
from django import forms
from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = "Ce fichier est trop volumineux : 10 Mo au plus."
NOT_A_SCAN = "Ce fichier n'est ni un PDF ni une image (JPEG, PNG) : choisissez le document numérisé."
DAMAGED = "Ce PDF est endommagé ou protégé par un mot de passe : numérisez-le de nouveau."
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


class Scan(NamedTuple):
    """``pages`` is known for a PDF only."""

    name: str
    content: bytes
    media_type: str
    pages: int | None


def clean_scan(upload: UploadedFile) -> Scan:
    """The scan received. Raises ``ValidationError``: too large, of another kind, unreadable."""
    if (upload.size or 0) > MAX_BYTES:
        raise forms.ValidationError(TOO_LARGE, code="too_large")
    content: bytes = upload.read()
    kind = next((kind for start, kind in _SIGNATURES if content.startswith(start)), None)
    if kind is None:
        raise forms.ValidationError(NOT_A_SCAN, code="not_a_scan")
    pages = _pages(content) if kind == "application/pdf" else None
    return Scan(upload.name or "pouvoir", content, kind, pages)


def _pages(content: bytes) -> int:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise forms.ValidationError(DAMAGED, code="damaged") from error
