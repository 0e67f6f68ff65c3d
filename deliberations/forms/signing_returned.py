"""The form that takes back a document signed elsewhere."""

from typing import Any

from django import forms
from django.conf import settings

from deliberations.forms.signing import AsksHolder
from deliberations.forms.uploads import most_bytes
from deliberations.services.uploads import too_large

MORE_BYTES = 5 << 20
"""What a signature may add."""


class ReturnedForm(AsksHolder):
    """The file, and the name on its certificate once it was asked whether it is the signatory's.

    ``read`` is the digest of the file that was to be signed. Cleaned: ``file`` holds bytes.
    """

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    asked_holder = forms.CharField(required=False, max_length=500, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Le document signé",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Choisissez le document signé.",
            "missing": "Choisissez le document signé.",
            "empty": "Ce fichier est vide.",
            "invalid": "Le fichier n'a pas été reçu. Choisissez-le à nouveau.",
        },
    )
    holder_confirmed = forms.BooleanField(
        label="Je confirme que ce certificat est le mien.",
        required=False,
        help_text="Redonnez aussi le fichier.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"PDF, {settings.UPLOAD_MAX_MB} Mo au plus."
        self._lay_out()

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > most_bytes() + MORE_BYTES:
            raise forms.ValidationError(too_large(upload.name or "fichier", most_bytes()).message_fr)
        content: bytes = upload.read()
        return content
