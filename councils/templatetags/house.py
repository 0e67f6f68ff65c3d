"""What every page says of the council it belongs to."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from councils.domain.display import Colour
from councils.domain.roles import READERS
from councils.guide import INDEX, page_for
from councils.models import Council, CouncilPreferences, User
from councils.navigation import MENU
from councils.permissions import is_support, roles_in

register = template.Library()


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """``current`` is the value of ``aria-current``: « page », « true » for a page below it, or empty."""

    url: str
    label: str
    current: str


@register.inclusion_tag("components/council_band.html", takes_context=True)
def council_band(context: dict[str, Any]) -> dict[str, Any]:
    """Name, colour and menu of the page's ``council``; nothing on a page without one, or for a visitor."""
    council, request = context.get("council"), context.get("request")
    if not isinstance(council, Council) or request is None or not isinstance(request.user, User):
        return {"band": None}
    preferences = CouncilPreferences.objects.filter(council=council).first()
    colour = preferences.colour if preferences else Colour.NAVY
    return {"band": council, "colour": colour.lower(), "entries": _entries(request, council)}


def _entries(request: HttpRequest, council: Council) -> list[ShownEntry]:
    roles = READERS if is_support(request.user) else roles_in(request.user, council)
    place = {"council": council.uid}
    shown = [entry for entry in MENU if roles & set(entry.roles)]
    pages = {reverse(page, kwargs=place): entry for entry in shown for page in (entry.page, *entry.also)}
    nearest = max((url for url in pages if request.path.startswith(url)), key=len, default="")
    return [
        ShownEntry(
            url := reverse(entry.page, kwargs=place),
            entry.label,
            _current(request.path, url, url if pages.get(nearest) is entry else ""),
        )
        for entry in shown
    ]


def _current(path: str, url: str, nearest: str) -> str:
    if url != nearest:
        return ""
    return "page" if path == url else "true"


@register.filter
def plural(number: int | None) -> str:
    """« s » from two on: French says « 0 séance »."""
    return "s" if number is not None and number >= 2 else ""


@register.simple_tag(takes_context=True)
def help_url(context: dict[str, Any], page: str = "") -> str:
    """Address of a page of the guide: ``page``, or the one that explains the page shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = page or page_for(match.url_name if match else None)
    return reverse("help") if name == INDEX else reverse("help_page", kwargs={"page": name})


@register.inclusion_tag("components/help_link.html", takes_context=True)
def help_link(context: dict[str, Any], page: str = "") -> dict[str, str]:
    """« Aide »: the page of the guide called ``page``, or the one that explains the page shown."""
    return {"url": help_url(context, page)}
