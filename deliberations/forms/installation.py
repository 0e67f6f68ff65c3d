"""When and where the new council meets first."""

from typing import Any

from django import forms

from councils.forms.inputs import LONG, day, hour, side_by_side, words
from councils.forms.layout import form_helper
from deliberations.services.installation import FirstSitting


class InstallationForm(forms.Form):
    """The day, the hour and the place of the sitting of installation."""

    held_on = day(
        "Date de la séance",
        required=True,
        help_text="Du vendredi au dimanche qui suivent l'élection (CGCT art. L. 2121-7).",
    )
    starts_at = hour()
    place = words("Lieu", longest=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(side_by_side("held_on", "starts_at"), "place")

    @property
    def first(self) -> FirstSitting:
        """What was typed, once valid."""
        return FirstSitting(**self.cleaned_data)
