"""French typography of the pages: the same rules as in the documents, applied once to the finished page."""

from datetime import date, time

from django import template
from django.utils.safestring import SafeString, mark_safe

from deliberations.domain.wording.dates import long_date, numeric_time, weekday_name
from deliberations.domain.wording.typography import typeset_html

register = template.Library()


@register.filter(is_safe=True)
def french_page(page: str) -> SafeString:
    """A whole HTML page with French spaces and apostrophes in its texts; tags and attributes are untouched."""
    return mark_safe(typeset_html(page))  # noqa: S308  the page is our own template's output, already escaped


@register.filter
def long_day(day: date) -> str:
    """« mardi 1er décembre 2026 »."""
    return f"{weekday_name(day)} {long_date(day)}"


@register.filter
def hour(moment: time) -> str:
    """« 18 h 30 », « 18 h »."""
    return numeric_time(moment)
