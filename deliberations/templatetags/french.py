"""French typography of the pages: the same rules as in the documents, applied once to the finished page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from deliberations.domain.wording.typography import typeset_html

register = template.Library()


@register.filter(is_safe=True)
def french_page(page: str) -> SafeString:
    """A whole HTML page with French spaces and apostrophes in its texts; tags and attributes are untouched."""
    return mark_safe(typeset_html(page))  # noqa: S308  the page is our own template's output, already escaped
