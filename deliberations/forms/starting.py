"""Which of the suggestions for a text started from another are accepted, and with which words."""

from typing import Any

from django import forms

from deliberations.domain.renewal import Suggestion, SuggestionKind


class RenewalForm(forms.Form):
    """One box and one text for each suggestion: ``accept_0``, ``new_0``. Nothing is ticked beforehand."""

    def __init__(self, suggested: tuple[Suggestion, ...], data: Any = None) -> None:
        super().__init__(data)
        self.suggested = suggested
        for index, suggestion in enumerate(suggested):
            is_year = suggestion.kind is SuggestionKind.YEAR
            self.fields[f"accept_{index}"] = forms.BooleanField(label="Remplacer", required=False)
            self.fields[f"new_{index}"] = forms.CharField(
                label=f"Remplacer « {suggestion.found} » par",
                required=False,
                max_length=200,
                initial=suggestion.proposed if is_year else "",
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the page: each suggestion with its two fields."""
        return [
            {"suggestion": suggestion, "accept": self[f"accept_{index}"], "new": self[f"new_{index}"]}
            for index, suggestion in enumerate(self.suggested)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for index, suggestion in enumerate(self.suggested):
            if cleaned.get(f"accept_{index}") and not cleaned.get(f"new_{index}"):
                self.add_error(
                    f"new_{index}", f"Écrivez ce qui remplace « {suggestion.found} », ou décochez."
                )
        return cleaned

    @property
    def choices(self) -> tuple[tuple[Suggestion, str], ...]:
        return tuple(
            (suggestion, self.cleaned_data[f"new_{index}"])
            for index, suggestion in enumerate(self.suggested)
            if self.cleaned_data.get(f"accept_{index}")
        )


class ModelForm(forms.Form):
    """The name under which a text is kept as a model."""

    name = forms.CharField(
        label="Nom du modèle",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": "Donnez un nom au modèle, par exemple « Subvention à une association »."},
    )
