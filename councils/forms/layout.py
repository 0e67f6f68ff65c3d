"""The one layout of our forms; the page adds the button that acts and the way back."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def form_helper(*fields: object) -> FormHelper:
    """Helper that shows ``fields`` (names or layout objects) inside the page's own ``form`` element."""
    helper = FormHelper()
    helper.template = "components/form.html"
    helper.layout = Layout(*fields)
    return helper
