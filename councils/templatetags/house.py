"""What every page says of the council it belongs to."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from councils.domain.display import Colour
from councils.domain.roles import READERS, RoleKind
from councils.guide import INDEX, page_for
from councils.models import Council, CouncilPreferences, User
from councils.navigation import MENU, MenuGroup
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
    return {"band": council, "colour": colour.lower(), **_menu(request, council)}


def _menu(request: HttpRequest, council: Council) -> dict[str, list[ShownEntry]]:
    """The places of work that the reader may open, and the pages of the one where they are."""
    roles = READERS if is_support(request.user) else roles_in(request.user, council)
    place = {"council": council.uid}
    groups = [(group.label, _open_pages(group, roles, place)) for group in MENU]
    urls = [url for _, pages in groups for url, _ in pages]
    nearest = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    entries, pages_here = [], []
    for label, pages in groups:
        is_here = nearest in dict(pages)
        if pages:
            first = pages[0][0]
            entries.append(ShownEntry(first, label, _current(request.path, first, first if is_here else "")))
        if is_here and len(pages) > 1:
            pages_here = [ShownEntry(url, name, _current(request.path, url, nearest)) for url, name in pages]
    return {"entries": entries, "pages": pages_here}


def _open_pages(group: MenuGroup, roles: frozenset[RoleKind], place: dict[str, str]) -> list[tuple[str, str]]:
    """Address and label of the pages of ``group`` open to ``roles``."""
    shown = (entry for entry in group.entries if roles & set(entry.roles))
    return [(reverse(entry.page, kwargs=place), entry.label) for entry in shown]


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
