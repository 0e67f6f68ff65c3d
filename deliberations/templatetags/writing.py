"""What the page of the editor asks for its rows: blank ones, and the remarks of each."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from deliberations.domain.acts import ClauseKind
from deliberations.forms.act_text import ClauseRow, PartRow
from deliberations.richtext import sanitise_inline

register = template.Library()


@register.simple_tag
def blank_clause() -> ClauseRow:
    """The row to fill at the end of the clauses."""
    return ClauseRow(ClauseKind.VU.value, "")


@register.simple_tag
def blank_part() -> PartRow:
    """The part to fill at the end of the decision."""
    return PartRow()


@register.simple_tag
def first_block(parts: list[PartRow], index: int) -> int:
    """How many decisions stand in the parts before the one at ``index``."""
    return sum(_written(part.blocks) for part in parts[:index])


@register.simple_tag(takes_context=True)
def remarks_at(context: dict[str, Any], anchor: str) -> SafeString:
    """The place of the remarks of one block, with those there are; the script fills it again as one types."""
    return format_html('<div class="row-remarks" id="r-{}">{}</div>', anchor, _remarks(context, anchor))


@register.simple_tag(takes_context=True)
def remarks_nth(
    context: dict[str, Any], name: str, rows: list[ClauseRow] | list[str], index: int, first: int = 0
) -> SafeString:
    """The remarks of the row at ``index``: findings count the rows that are not blank."""
    texts = [row.text if isinstance(row, ClauseRow) else row for row in rows]
    if index >= len(texts) or not sanitise_inline(texts[index]):
        return SafeString("")
    return _remarks(context, f"{name}-{first + _written(texts[: index + 1])}")


def _written(texts: list[str]) -> int:
    return sum(bool(sanitise_inline(text)) for text in texts)


def _remarks(context: dict[str, Any], anchor: str) -> SafeString:
    found = context["remarks"].get(anchor, [])
    pieces = (
        render_to_string("deliberations/write/_remark.html", {"remark": remark, "with_place": False})
        for remark in found
    )
    return mark_safe("".join(pieces))  # noqa: S308  rendered by our own template
