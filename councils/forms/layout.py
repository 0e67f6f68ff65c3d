"""The one layout of our forms; the page adds the button that acts and the way back."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout


def form_helper(*fields: object) -> FormHelper:
    """Helper that shows ``fields`` (names or layout objects) inside the page's own ``form`` element."""
    helper = FormHelper()
    helper.template = "components/form.html"
    helper.layout = Layout(*fields)
    return helper


class Folded(Div):
    """Fields that are seldom needed, under a summary that opens; ``is_open`` from the start when they matter."""

    template = "components/field_fold.html"

    def __init__(
        self, heading: str, *fields: Any, is_open: bool = False, hint: str = "", **options: Any
    ) -> None:
        super().__init__(*fields, **options)
        self.heading, self.is_open, self.hint = heading, is_open, hint
