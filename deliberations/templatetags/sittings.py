"""The tabs of a sitting."""

from typing import Any

from django import template
from django.urls import reverse

from councils.domain.roles import READERS
from councils.permissions import is_support, roles_in
from deliberations.models import Sitting
from deliberations.views.shown.steps import STEPS

register = template.Library()


@register.inclusion_tag("deliberations/_steps.html", takes_context=True)
def sitting_steps(context: dict[str, Any], here: str) -> dict[str, Any]:
    """The steps of the page's ``sitting`` that the reader may open; ``here`` is the name of the page shown."""
    sitting: Sitting = context["sitting"]
    user = context["request"].user
    roles = READERS if is_support(user) else roles_in(user, sitting.council)
    place = {"council": sitting.council.uid, "sitting": sitting.uid}
    steps = [
        {"url": reverse(step.page, kwargs=place), "label": step.label, "is_here": step.page == here}
        for step in STEPS
        if roles & set(step.roles)
    ]
    return {"steps": steps}
