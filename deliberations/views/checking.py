"""The short address printed on a certified page: it leads to the public page of the act, or says that there is none.

As the public pages: no session is read, no cookie set, and one short query answers.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from deliberations.domain.short_codes import read_short_code, short_code
from deliberations.queries.told import told_act
from deliberations.services.publishing import online_address
from deliberations.views.public import public_page

UNPROCESSABLE = 422


def _answer(context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Rendered without the request: nothing of who asks slips in."""
    return HttpResponse(render_to_string("publication/check.html", context), status=status)


@public_page
def check_form(request: HttpRequest) -> HttpResponse:
    """Where a short code is typed."""
    typed = request.GET.get("code", "")[:64]
    public_id = read_short_code(typed)
    if public_id:
        return redirect("check_act", code=public_id)
    fault = (
        "Un code compte seize lettres ou chiffres, de A à Z et de 2 à 7 : relisez-le sur la page."
        if typed
        else ""
    )
    return _answer({"typed": typed, "fault": fault, "code": ""}, status=UNPROCESSABLE if fault else 200)


@public_page
def check_act(_: HttpRequest, code: str) -> HttpResponse:
    """Leads to the act online. Of an act that is not, the page says this only; a code that no paper bears is 404."""
    act = told_act(read_short_code(code))
    if act is None:
        raise Http404
    address = online_address(act)
    if address:
        return redirect(address)
    return _answer(
        {"typed": "", "fault": "", "code": short_code(act.public_id), "form_url": reverse("check_form")}
    )
