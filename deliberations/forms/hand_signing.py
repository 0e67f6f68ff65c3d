"""Forms of signatures given on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from councils.forms.inputs import day
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.models.fields import validate_text
from deliberations.forms.reasons import REASON_LENGTH
from deliberations.forms.uploads import FilesField, all_checked, checked
from deliberations.services.uploads import SCANS, CheckedFile

MOST_SCANS = 20


class HandSignatureForm(forms.Form):
    """Who signed the paper, and when. Cleaned: ``signatory`` and ``secretary`` are mandates."""

    signed_on = day("Signée le", required=True)
    signatory = forms.ChoiceField(
        label="Par",
        help_text="Le maire, le président, ou un délégataire de la signature.",
        error_messages={
            "required": "Choisissez qui a signé.",
            "invalid_choice": "Choisissez un membre de la liste.",
        },
    )
    secretary = forms.ChoiceField(
        label="Et par le ou la secrétaire de séance",
        required=False,
        error_messages={"invalid_choice": "Choisissez un membre de la liste."},
    )
    scan = forms.FileField(
        label="Acte signé, numérisé",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )
    remark = forms.CharField(
        label="Observation",
        required=False,
        max_length=REASON_LENGTH,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif, conservé avec la signature.",
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].help_text = f"Facultatif. {SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.members = {mandate.uid: mandate for mandate in members}
        people = [(uid, str(mandate)) for uid, mandate in self.members.items()]
        self.fields["signatory"].choices = [("", "Choisir un membre"), *people]  # type: ignore[attr-defined]
        self.fields["secretary"].choices = [("", "Non précisé"), *people]  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean_signatory(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["signatory"])

    def clean_secretary(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["secretary"])

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None


class SignedScansForm(forms.Form):
    """Papers signed, scanned. Cleaned: ``scans`` are ``CheckedFile``, ``signatory`` a mandate or ``None``."""

    scans = FilesField(
        label="Papiers signés, numérisés",
        accept=SCANS.attribute,
        most=MOST_SCANS,
        error_messages={
            "required": "Choisissez au moins un fichier.",
            "missing": "Choisissez au moins un fichier.",
            "invalid": "Le fichier n'a pas été reçu. Choisissez-le à nouveau.",
        },
    )
    signed_on = day("Signés le", required=True)
    signatory = forms.ChoiceField(
        label="Par",
        required=False,
        help_text="Le secrétaire de séance, ou celui du point, est ajouté tout seul.",
        error_messages={"invalid_choice": "Choisissez un membre de la liste."},
    )
    remark = forms.CharField(
        label="Observation",
        required=False,
        max_length=REASON_LENGTH,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif, conservé avec chaque signature.",
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scans"].help_text = (
            f"Toute une pile dans un seul PDF, si vous voulez. {SCANS.told} ; {MOST_SCANS} fichiers, "
            f"{settings.UPLOAD_MAX_MB} Mo au plus par fichier."
        )
        self.members = {mandate.uid: mandate for mandate in members}
        people = [(uid, str(mandate)) for uid, mandate in self.members.items()]
        self.fields["signatory"].choices = [("", "Le signataire de chaque acte"), *people]  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean_signatory(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["signatory"])

    def clean_scans(self) -> list[CheckedFile]:
        return all_checked(self.cleaned_data["scans"], SCANS)
