"""The Word template that a council sends."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from deliberations.forms.uploads import checked
from deliberations.services.uploads import Accepted, CheckedFile

WORD = Accepted(("docx",), "document Word (.docx)")


class WordTemplateForm(forms.Form):
    """One .docx file; ``file`` is cleaned to a ``CheckedFile``. What it holds is checked by the service."""

    file = forms.FileField(
        label="Modèle Word (.docx)",
        widget=forms.FileInput(attrs={"accept": WORD.attribute}),
        error_messages={
            "required": "Choisissez le fichier de votre modèle.",
            "empty": "Ce fichier est vide.",
        },
    )

    def clean_file(self) -> CheckedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        return checked(upload, WORD, is_opened=False)

    def show(self, problems: Any) -> None:
        """Put the faults of the template beside the field, each with its place."""
        for problem in problems:
            self.add_error("file", str(problem))
