"""The few kinds of field our forms share: days, hours, bounded lines, whole numbers, closed choices."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from crispy_forms.layout import Div
from django import forms

SHORT, LONG = 200, 500


def day(label: str, *, required: bool = False, **options: Any) -> forms.DateField:
    """A calendar day, picked, or typed « 19/12/2023 »; old enough for an act taken up again."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(
            attrs={"type": "date", "min": "1800-01-01", "max": "2200-12-31"}, format="%Y-%m-%d"
        ),
        error_messages={
            "required": "Indiquez la date.",
            "invalid": "Cette date n'existe pas : écrivez-la ainsi, 19/12/2023.",
        },
        **options,
    )


def hour(label: str = "Heure", **options: Any) -> forms.TimeField:
    """An hour, picked, or typed « 20:14 » or « 20 h 14 »; it may be left out."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Écrivez l'heure ainsi : 20:14."},
        **options,
    )


def words(label: str, *, required: bool = False, longest: int = SHORT, **options: Any) -> forms.CharField:
    """A text of one line."""
    messages = {"required": f"Remplissez « {label} »."}
    return forms.CharField(
        label=label, required=required, max_length=longest, error_messages=messages, **options
    )


def whole(
    label: str, *, required: bool = False, least: int = 0, most: int = 100_000_000, **options: Any
) -> Any:
    """A whole number within bounds."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Écrivez un nombre entier."},
        **options,
    )


def choose(
    label: str,
    labels: Mapping[Any, str],
    *,
    blank: str | None = None,
    radio: bool = False,
    **options: Any,
) -> forms.ChoiceField:
    """One value of a domain enumeration; ``blank`` is what the choice of none is called, where it is allowed."""
    choices = [(key.value if isinstance(key, StrEnum) else key, name) for key, name in labels.items()]
    if blank is not None:
        choices = [("", blank), *choices]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=blank is None,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": f"Choisissez « {label} ».", "invalid_choice": "Ce choix n'existe pas."},
        **options,
    )


def side_by_side(*names: str) -> Div:
    """Fields beside each other on a wide screen, one below the other on a telephone."""
    width = {2: "col-sm-6", 3: "col-sm-4", 4: "col-sm-3"}[len(names)]
    return Div(*(Div(name, css_class=width) for name in names), css_class="row")
