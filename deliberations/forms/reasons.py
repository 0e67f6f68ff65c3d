"""Why something is done: kept for good with what was done."""

from typing import Any

from django import forms

from councils.forms.layout import form_helper
from councils.models.fields import validate_text

REASON_LENGTH = 2_000


def reason_field(label: str, help_text: str, required: str) -> forms.CharField:
    """A reason; ``required`` is said when nothing was written."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=REASON_LENGTH,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required},
    )


class ReasonForm(forms.Form):
    """One reason. ``cleaned_data["reason"]``; the other words are said in place of the usual ones."""

    reason = reason_field(
        "Motif", "Il est conservé et ne s'efface pas.", "Dites pourquoi : le motif est conservé."
    )

    def __init__(
        self, *args: Any, label: str = "", help_text: str = "", required: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label = label or reason.label
        reason.help_text = help_text or reason.help_text
        if required:
            reason.error_messages["required"] = required
        self.helper = form_helper(*self.fields)
