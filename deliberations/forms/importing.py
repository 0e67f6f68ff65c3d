"""The files of earlier years, and what somebody corrects of each act read in them."""

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

MOST_UPLOADS = 100


class PastFilesForm(forms.Form):
    """Files, or ZIPs of them. ``cleaned_data["papers"]`` is the list of uploads."""

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
        error_messages={
            "required": "Choisissez un dossier compressé (ZIP) ou des fichiers PDF ou Word.",
            "missing": "Choisissez un dossier compressé (ZIP) ou des fichiers PDF ou Word.",
            "invalid": "Les fichiers n'ont pas été reçus. Choisissez-les à nouveau.",
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        megabytes = 1024 * 1024
        self.fields["papers"].help_text = (
            f"Un dossier compressé (ZIP), ou plusieurs fichiers PDF ou Word (DOCX) à la fois. {MOST_FILES} fichiers au "
            f"plus, {MOST_FILE_BYTES // megabytes} Mo au plus chacun, {MOST_ARCHIVE_BYTES // megabytes} Mo au plus par "
            "ZIP. Une numérisation est gardée même si son texte ne se lit pas."
        )
        self.helper = form_helper("name", "papers")

    def clean_papers(self) -> list[Any]:
        uploads: list[Any] = self.cleaned_data["papers"]
        for upload in uploads:
            if (upload.size or 0) > MOST_ARCHIVE_BYTES:
                raise forms.ValidationError(
                    f"« {upload.name} » dépasse {MOST_ARCHIVE_BYTES // 1024 // 1024} Mo : faites un ZIP par année."
                )
        return uploads


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
