"""The choice of a year."""

from typing import Any

from django import forms


class YearForm(forms.Form):
    """One of the years that hold a sitting; the latest when nothing is asked."""

    annee = forms.TypedChoiceField(label="Année", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["annee"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    def year(self) -> int | None:
        """The year asked, else the latest; ``None`` when no sitting is recorded."""
        asked = self.cleaned_data.get("annee") if self.is_valid() else None
        return asked or (self.years[0] if self.years else None)
