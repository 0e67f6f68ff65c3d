"""The tabs of a sitting, and the step that follows."""

from collections.abc import Collection
from typing import Any

from django import template

from councils.domain.roles import READERS, RoleKind
from councils.permissions import is_support, roles_in
from deliberations.models import Sitting
from deliberations.views.shown.steps import next_step, shown_steps

register = template.Library()


@register.inclusion_tag("deliberations/_steps.html", takes_context=True)
def sitting_steps(context: dict[str, Any], here: str) -> dict[str, Any]:
    """The steps of the page's ``sitting`` that the reader may open; ``here`` is the name of the page shown."""
    sitting: Sitting = context["sitting"]
    return {"steps": shown_steps(sitting, here, _roles(context, sitting))}


@register.inclusion_tag("deliberations/_next_step.html", takes_context=True)
def sitting_next_step(context: dict[str, Any], here: str) -> dict[str, Any]:
    """The step that follows, at the end of the page ``here`` itself; nothing on the pages that hang from it."""
    sitting: Sitting = context["sitting"]
    match = context["request"].resolver_match
    is_step = match is not None and match.url_name == here
    return {"step": next_step(sitting, here, _roles(context, sitting)) if is_step else None}


def _roles(context: dict[str, Any], sitting: Sitting) -> Collection[RoleKind]:
    user = context["request"].user
    return READERS if is_support(user) else roles_in(user, sitting.council)
