"""Files that go with an item: several at once, then each described."""

from typing import Any

from django import forms
from django.conf import settings

from councils.forms.layout import form_helper
from deliberations.domain.papers import PaperKind
from deliberations.forms.uploads import FilesField, checked
from deliberations.models.choices import PAPER_KINDS
from deliberations.services.uploads import DOCUMENTS, CheckedFile

MOST_FILES = 20


class PapersForm(forms.Form):
    """New papers of one kind. ``cleaned_data["documents"]`` are ``CheckedFile``: all of them, or an error for each."""

    documents = FilesField(
        label="Fichiers",
        accept=DOCUMENTS.attribute,
        most=MOST_FILES,
        error_messages={
            "required": "Choisissez au moins un fichier.",
            "missing": "Choisissez au moins un fichier.",
            "invalid": "Le fichier n'a pas été reçu. Choisissez-le à nouveau.",
        },
    )
    kind = forms.ChoiceField(
        label="Ce sont",
        choices=[(key.value, label) for key, label in PAPER_KINDS.items()],
        initial=PaperKind.ANNEX,
        error_messages={"required": "Dites ce que sont ces fichiers."},
    )
    is_for_members = forms.BooleanField(
        label="À remettre aux membres avec la convocation", required=False, initial=True
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[
            "documents"
        ].help_text = (
            f"{DOCUMENTS.told} ; {settings.UPLOAD_MAX_MB} Mo au plus par fichier. Plusieurs à la fois."
        )
        self.helper = form_helper("documents", "kind", "is_for_members")

    def clean_documents(self) -> list[CheckedFile]:
        uploads, kept, errors = self.cleaned_data["documents"], [], []
        for upload in uploads:
            try:
                kept.append(checked(upload))
            except forms.ValidationError as error:
                errors.append(error)
        if errors:
            raise forms.ValidationError(errors)
        return kept


class PaperForm(forms.Form):
    """One paper described anew. ``cleaned_data["file"]`` is a ``CheckedFile`` in place of the old one, or ``None``."""

    title = forms.CharField(
        label="Titre",
        max_length=500,
        error_messages={
            "required": "Donnez un titre à la pièce : il sera imprimé si elle est annexée à l'acte."
        },
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(key.value, label) for key, label in PAPER_KINDS.items()],
        error_messages={"required": "Choisissez la nature de la pièce."},
    )
    is_for_members = forms.BooleanField(label="À remettre aux membres avec la convocation", required=False)
    file = forms.FileField(
        label="Remplacer le fichier",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.attribute}),
        help_text="Laissez vide pour garder le fichier.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper("title", "kind", "is_for_members", "file")

    def clean_file(self) -> CheckedFile | None:
        upload = self.cleaned_data["file"]
        return checked(upload) if upload else None
