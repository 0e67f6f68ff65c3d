"""The files of earlier years, and what somebody corrects of each act read in them."""

import json
import unicodedata
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms

from councils.forms.layout import form_helper
from deliberations.domain.importing import ReviewState
from deliberations.domain.matters import read_matter
from deliberations.forms.uploads import FilesField
from deliberations.models import ImportedAct
from deliberations.models.choices import STATED_RESULTS
from deliberations.services.importing_files import MOST_ARCHIVE_BYTES, MOST_FILE_BYTES, MOST_FILES

MOST_UPLOADS = 500
"""Files sent one by one in one request (``DATA_UPLOAD_MAX_NUMBER_FILES``); a ZIP is one."""


class PastFilesForm(forms.Form):
    """Files, ZIPs of them, or a folder. ``uploads`` gives them all, each with its name and its folders.

    A browser sends no folders: ``paths`` is what ``past.js`` tells of them. Without it, the names are bare.
    """

    name = forms.CharField(
        label="Nom du lot",
        max_length=200,
        help_text="Pour le retrouver : « Délibérations 2019 », par exemple.",
        error_messages={"required": "Donnez un nom au lot : « Délibérations 2019 », par exemple."},
    )
    papers = FilesField(
        label="Fichiers",
        accept=".zip,.pdf,.docx",
        most=MOST_UPLOADS,
        required=False,
        error_messages={"invalid": "Les fichiers n'ont pas été reçus. Choisissez-les à nouveau."},
    )
    folder = FilesField(
        label="Ou un dossier entier",
        is_folder=True,
        most=MOST_UPLOADS,
        required=False,
        help_text=f"Avec ses sous-dossiers, {MOST_UPLOADS} fichiers au plus : au-delà, compressez-le en ZIP. Ce qui "
        "n'est pas un acte (image, tableur, fichier de l'ordinateur) est laissé de côté, et la page le dit.",
        error_messages={"invalid": "Le dossier n'a pas été reçu. Choisissez-le à nouveau."},
    )
    paths = forms.CharField(required=False, max_length=MOST_UPLOADS * 1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        megabytes = 1024 * 1024
        self.fields["papers"].help_text = (
            f"Un dossier compressé (ZIP) de {MOST_FILES} fichiers et {MOST_ARCHIVE_BYTES // megabytes} Mo au plus, ou "
            f"jusqu'à {MOST_UPLOADS} fichiers PDF ou Word (DOCX) à la fois. {MOST_FILE_BYTES // megabytes} Mo au plus "
            "par fichier. Une numérisation est gardée même si son texte ne se lit pas."
        )
        self.helper = form_helper("name", "papers", "folder", "paths")

    def clean_papers(self) -> list[Any]:
        uploads: list[Any] = self.cleaned_data["papers"]
        for upload in uploads:
            if (upload.size or 0) > MOST_ARCHIVE_BYTES:
                raise forms.ValidationError(
                    f"« {upload.name} » dépasse {MOST_ARCHIVE_BYTES // 1024 // 1024} Mo : faites un ZIP par année."
                )
        return uploads

    def clean_paths(self) -> list[str]:
        """The paths that the page tells, or none when they cannot be those of the folder."""
        try:
            told = json.loads(self.cleaned_data["paths"] or "[]")
        except (ValueError, RecursionError):  # nested too deep to be a list of names
            return []
        is_list = isinstance(told, list) and all(isinstance(path, str) for path in told)
        return told if is_list else []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("papers") and not cleaned.get("folder"):
            self.add_error(
                "papers", "Choisissez un dossier, un dossier compressé (ZIP) ou des fichiers PDF ou Word."
            )
        return cleaned

    def uploads(self) -> list[tuple[str, Any]]:
        """Every file sent, the folder last, with its name."""
        papers, folder = self.cleaned_data["papers"], self.cleaned_data["folder"]
        told = self.cleaned_data["paths"]
        paths = told if len(told) == len(folder) else [upload.name for upload in folder]
        named = [(upload.name or "fichier", upload) for upload in papers]
        return named + [(path or "fichier", upload) for path, upload in zip(paths, folder, strict=True)]


class PastActForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was read of one act, to correct. Nothing is required while it is only corrected."""

    class Meta:
        model = ImportedAct
        fields = (
            "number",
            "held_on",
            "title",
            "theme",
            "matter_code",
            "statement",
            "clauses",
            "decisions",
            "stated",
            "in_favour",
            "against",
            "abstentions",
            "not_voting",
        )
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "title": forms.Textarea(attrs={"rows": 2}),
            "statement": forms.Textarea(attrs={"rows": 5}),
            "clauses": forms.Textarea(attrs={"rows": 6}),
            "decisions": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "number": "Numéro, tel qu'imprimé",
            "title": "Objet",
            "not_voting": "Ne prend pas part au vote",
        }
        help_texts = {
            "matter_code": "Comme « 7.1 », ou son nom. Laissez vide si le document ne le dit pas.",
            "clauses": "Un par ligne : « Vu … », « Considérant … ».",
            "decisions": "Le verbe sur sa ligne (« DÉCIDE : »), puis une décision par ligne (« - … » ou "
            "« Article 1 : … »).",
            "in_favour": "Laissez vide ce que le document ne compte pas.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "Non dit"), *((key.value, label) for key, label in STATED_RESULTS.items())]
        self.fields["stated"] = forms.ChoiceField(label="Résultat annoncé", required=False, choices=choices)
        self.fields["held_on"].error_messages["invalid"] = "Écrivez la date comme 19/12/2019."
        self.helper = form_helper(
            Fieldset("L'acte", "number", "held_on", "title", "theme", "matter_code"),
            Fieldset("Le texte", "statement", "clauses", "decisions"),
            Fieldset(
                "Le vote",
                "stated",
                Div("in_favour", "against", "abstentions", "not_voting", css_class="past-counts"),
            ),
        )

    def clean_matter_code(self) -> str:
        try:
            return read_matter(self.cleaned_data["matter_code"])
        except ValueError:
            raise forms.ValidationError(
                "Cette matière n'est pas dans la nomenclature : écrivez « 7.1 » ou laissez vide."
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "statement", "clauses", "decisions"):
            cleaned[name] = unicodedata.normalize("NFC", cleaned.get(name) or "")
        return cleaned


class PastFilter(forms.Form):
    """Which acts of a batch are listed."""

    state = forms.ChoiceField(
        label="Montrer",
        required=False,
        choices=[
            ("", "Tous les actes"),
            ("verifier", "À vérifier"),
            ("clairs", "Clairs, pas encore repris"),
            (ReviewState.ACCEPTED.value, "Repris"),
            (ReviewState.IGNORED.value, "Ignorés"),
        ],
    )
