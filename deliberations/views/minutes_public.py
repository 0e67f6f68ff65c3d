"""The minutes that anybody may read, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string

from councils.views.files import file_response
from deliberations.documents.composed import ComposedView
from deliberations.domain.wording.dates import long_date
from deliberations.models import Sitting
from deliberations.queries.published import put_online
from deliberations.services.minutes_publishing import online_since, public_view
from deliberations.services.sitting_documents import public_body, public_file
from deliberations.views.public import public_page


def _view(council: str, sitting: str) -> tuple[Sitting, ComposedView]:
    """The sitting and its minutes as anybody may read them, once they are online; else 404."""
    row = get_object_or_404(Sitting.objects.select_related("council"), council__uid=council, uid=sitting)
    try:
        return row, public_view(row)
    except LookupError as error:
        raise Http404 from error


@public_page
def public_minutes(_: HttpRequest, council: str, sitting: str) -> HttpResponse:
    """The text of the minutes, without their private passages."""
    row, view = _view(council, sitting)
    online = online_since(row)
    context = {
        "council": row.council,
        "sitting": row,
        "held_on": long_date(row.held_on),
        "body_html": public_body(view),
        "has_acts": put_online(row.council).exists(),
        "put_online": long_date(online.effective_on) if online else "",
    }
    return HttpResponse(render_to_string("publication/minutes.html", context))


@public_page
def public_minutes_file(request: HttpRequest, council: str, sitting: str) -> HttpResponse:
    """The PDF that anybody may download."""
    if request.META.get("QUERY_STRING"):
        return redirect(request.path, permanent=True)
    row, view = _view(council, sitting)
    name = f"proces-verbal-{row.held_on:%Y-%m-%d}.pdf"
    return file_response(public_file(view), name, as_attachment=False)
