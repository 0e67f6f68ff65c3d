"""The kinds of field that a sheet is made of, and how it says that a name is unknown."""

from collections.abc import Mapping
from typing import Any

from django import forms

from deliberations.domain.sheets import NotFound
from deliberations.domain.wording.names import join_list


def text_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2_000, **options)


def name_field(label: str) -> forms.CharField:
    """The name of a member, proposed as one types."""
    return text_field(label, widget=forms.TextInput(attrs={"list": "noms", "autocomplete": "off"}))


def choice_field(label: str, labels: Mapping[Any, str], *, first: str = "") -> forms.ChoiceField:
    choices = [("", first)] if first else []
    found = [*choices, *((str(getattr(key, "value", key)), name) for key, name in labels.items())]
    return forms.ChoiceField(label=label, choices=found, required=False)


def not_found(unknown: NotFound) -> str:
    if unknown.candidates:
        return f"« {unknown.word} » : précisez, {join_list(unknown.candidates, 'ou')} ?"
    return f"« {unknown.word} » : aucun membre ne porte ce nom. Vérifiez l'orthographe."
