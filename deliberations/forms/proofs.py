"""Filters of the proof register, and whom its daily head is mailed to."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from councils.forms.layout import form_helper
from deliberations.forms.reasons import reason_field
from deliberations.models import ProofEntry
from deliberations.models.choices import PROOF_KINDS

MOST_ADDRESSES = 10
_DAYS = {"help_text": "jj/mm/aaaa", "input_formats": ["%d/%m/%Y", "%Y-%m-%d"]}


class ProofFilter(django_filters.FilterSet):
    """By kind, day and number."""

    nature = django_filters.ChoiceFilter(
        label="Nature",
        field_name="kind",
        empty_label="Toutes",
        choices=[(kind.value, label) for kind, label in PROOF_KINDS.items()],
    )
    depuis = django_filters.DateFilter(label="Depuis le", method="from_day", **_DAYS)
    jusque = django_filters.DateFilter(label="Jusqu'au", method="to_day", **_DAYS)
    numero = django_filters.NumberFilter(label="Numéro", field_name="seq", min_value=1)

    class Meta:
        model = ProofEntry
        fields: list[str] = []

    @property
    def is_used(self) -> bool:
        """Whether a filter keeps rows out."""
        return any(self.data.get(name) for name in self.filters)

    def from_day(self, rows: QuerySet[ProofEntry], name: str, value: Any) -> QuerySet[ProofEntry]:
        return rows.filter(at__date__gte=value)

    def to_day(self, rows: QuerySet[ProofEntry], name: str, value: Any) -> QuerySet[ProofEntry]:
        return rows.filter(at__date__lte=value)


class RecipientsForm(forms.Form):
    """One address a line; none stops the mail."""

    emails = forms.CharField(
        label="Adresses électroniques",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="Une adresse par ligne : le maire, et au moins une hors de la mairie (archives départementales, "
        "préfecture, centre de gestion).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("emails")

    def clean_emails(self) -> list[str]:
        """The addresses, each once."""
        found = list(dict.fromkeys(str(self.cleaned_data["emails"]).split()))
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(f"{MOST_ADDRESSES} adresses au plus.")
        for address in found:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(f"Cette adresse n'en est pas une : « {address} ».") from error
        return found


class ErasureForm(forms.Form):
    """Why the facts behind an entry are erased, and that nobody will get them back."""

    reason = reason_field(
        "Motif",
        "Il est conservé et montré à chaque contrôle : n'y mettez pas les données que vous effacez.",
        "Dites pourquoi ces données sont effacées : le motif est conservé.",
    )
    confirmed = forms.BooleanField(
        label="J'ai compris que rien ne rétablira ces faits",
        error_messages={"required": "Cochez cette case : l'effacement est sans retour."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.fields)
