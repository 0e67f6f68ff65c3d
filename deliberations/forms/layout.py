"""Pieces of the layout of our longer forms."""

from typing import Any

from crispy_forms.layout import Div

from councils.forms.layout import Folded

__all__ = ["Folded", "Group", "Row"]


class Group(Div):
    """Fields under one heading, as a ``fieldset``."""

    template = "components/field_group.html"

    def __init__(self, heading: str, *fields: Any, hint: str = "", **options: Any) -> None:
        super().__init__(*fields, **options)
        self.heading, self.hint = heading, hint


class Row(Div):
    """Short fields side by side where there is room."""

    css_class = "field-row"
