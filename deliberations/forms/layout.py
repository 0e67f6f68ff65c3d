"""Pieces of the layout of our longer forms."""

from typing import Any

from crispy_forms.layout import Div


class Group(Div):
    """Fields under one heading, as a ``fieldset``."""

    template = "components/field_group.html"

    def __init__(self, heading: str, *fields: Any, hint: str = "", **options: Any) -> None:
        super().__init__(*fields, **options)
        self.heading, self.hint = heading, hint


class Folded(Div):
    """Fields that are seldom needed, under a summary that opens; ``is_open`` from the start when they matter."""

    template = "components/field_fold.html"

    def __init__(
        self, heading: str, *fields: Any, is_open: bool = False, hint: str = "", **options: Any
    ) -> None:
        super().__init__(*fields, **options)
        self.heading, self.is_open, self.hint = heading, is_open, hint


class Row(Div):
    """Short fields side by side where there is room."""

    css_class = "field-row"
