"""The user guide, read beside one's work. It is public: who cannot log in needs it first."""

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.guide import INDEX, PICTURES, GuidePage, guide_page, page_names

_PICTURE = re.compile(r"[a-z0-9-]{1,80}")


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The first page of the guide, with the list of the others."""
    return render(request, "councils/help.html", _context(guide_page(INDEX)))


@require_safe
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of the guide, or 404."""
    if page == INDEX:
        raise Http404
    try:
        return render(request, "councils/help.html", _context(guide_page(page)))
    except KeyError:
        raise Http404 from None


@require_safe
def help_picture(_request: HttpRequest, picture: str) -> HttpResponseBase:
    """A picture of the guide, by its name without folder."""
    path = PICTURES / f"{picture}.png"
    if not _PICTURE.fullmatch(picture) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")


def _context(page: GuidePage) -> dict[str, object]:
    return {
        "guide": page,
        "others": [guide_page(name) for name in page_names()],
        "is_index": page.name == INDEX,
    }
