"""The form that takes back a document signed elsewhere."""

from typing import Any

from django import forms
from django.conf import settings

from councils.forms.layout import form_helper
from deliberations.forms.uploads import most_bytes
from deliberations.services.uploads import too_large

MORE_BYTES = 5 << 20
"""What a signature may add."""


class ReturnedForm(forms.Form):
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

    def _lay_out(self) -> None:
        is_asked = bool(self.data.get("asked_holder"))
        self.helper = form_helper(*(n for n in self.fields if n != "holder_confirmed" or is_asked))

    def ask_holder(self, holder: str, question: str) -> None:
        """Ask whether the certificate of ``holder`` is the signatory's own, instead of accepting the file."""
        answers = {name: answer for name, answer in self.data.items() if name != "holder_confirmed"}
        self.data = {**answers, "asked_holder": holder}
        self._lay_out()
        self.add_error("holder_confirmed", question)

    @property
    def confirmed_holder(self) -> str:
        """The name confirmed, empty when nothing was."""
        return self.cleaned_data["asked_holder"] if self.cleaned_data.get("holder_confirmed") else ""

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > most_bytes() + MORE_BYTES:
            raise forms.ValidationError(too_large(upload.name or "fichier", most_bytes()).message_fr)
        content: bytes = upload.read()
        return content
