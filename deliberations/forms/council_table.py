"""The day on which the table of a council is read."""

from datetime import date
from typing import Any

from django import forms

from councils.forms.inputs import day


class TableDayForm(forms.Form):
    """That day; today when nothing is asked."""

    au = day("Au")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["au"].widget.attrs["class"] = "form-control"

    def on(self, today: date) -> date | None:
        """The day asked, ``today`` by default; ``None`` when what was typed is no day."""
        if not self.is_valid():
            return None
        asked: date | None = self.cleaned_data["au"]
        return asked or today
