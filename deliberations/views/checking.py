"""« Vérifier un acte »: by the code printed on it, by its address, or by its file.

As the public pages: no session is read and no cookie set. By its code, an act leads to its public page, or to a page
that says that there is none. A file is read within bounds, its answer is at an address that only who gave it knows, and
nothing else of it is kept.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from councils.untrusted.turns import turn
from deliberations.domain.file_checks import GENUINE
from deliberations.domain.long_works import WorkState
from deliberations.domain.short_codes import read_short_code, short_code
from deliberations.domain.wording.file_checks import DEMONSTRATION, EXPLANATIONS, HEADINGS
from deliberations.forms.checked_file import FileRefused, received_file
from deliberations.models import FileCheck
from deliberations.queries.told import told_act
from deliberations.services.checked_addresses import checked_address
from deliberations.services.publishing import online_address
from deliberations.services.waiting_checks import TURNS, receive_to_check, verdict_of
from deliberations.views.public import public_page

UNPROCESSABLE = 422
TOO_MANY = 429
HOUR = 60 * 60
WAIT_SECONDS = 3
BAD_CODE = "Un code compte seize lettres ou chiffres, de A à Z et de 2 à 7 : relisez-le sur la page."
NOT_OUR_ADDRESS = (
    "Cette adresse n'est pas celle d'un acte publié ici. Relisez-la ; si elle vient d'un message, ne vous y fiez "
    "pas."
)
_BUSY = "Plusieurs fichiers arrivent en ce moment. Attendez une minute, puis recommencez."
_TOO_MANY = "Trop de fichiers ont été donnés depuis cette connexion. Réessayez dans une heure."


def _form(status: int = 200, **more: Any) -> HttpResponse:
    """Rendered without the request: nothing of who asks slips in."""
    context: dict[str, Any] = {
        "typed": "",
        "fault": "",
        "code": "",
        "address": "",
        "address_fault": "",
        "file_fault": "",
    }
    context |= {"most": settings.CHECK_MAX_MB, "form_url": reverse("check_form"), **more}
    return HttpResponse(render_to_string("publication/check.html", context), status=status)


@public_page
def check_form(request: HttpRequest) -> HttpResponse:
    """Where a code or an address is typed, and a file given."""
    code, address = request.GET.get("code", "")[:64], request.GET.get("adresse", "")[:500]
    public_id = read_short_code(code)
    if public_id:
        return redirect("check_act", code=public_id)
    if code:
        return _form(UNPROCESSABLE, typed=code, fault=BAD_CODE)
    return _by_address(request, address) if address.strip() else _form()


def _by_address(request: HttpRequest, typed: str) -> HttpResponse:
    """Leads to our own page of that address; says whose it is otherwise, when that is known."""
    found = checked_address(typed, hosts={request.get_host().partition(":")[0].lower()})
    if found.path:
        return redirect(found.path)
    if found.council:
        return _form(address=typed, other=found)
    return _form(UNPROCESSABLE, address=typed, address_fault=NOT_OUR_ADDRESS)


@public_page
def check_act(_: HttpRequest, code: str) -> HttpResponse:
    """Leads to the act online. Of an act that is not, the page says this only; a code that no paper bears is 404."""
    act = told_act(read_short_code(code))
    if act is None:
        raise Http404
    address = online_address(act)
    return redirect(address) if address else _form(code=short_code(act.public_id))


@csrf_exempt
@never_cache
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    """Receive a file, within bounds, and lead to its answer.

    No account and no cookie opens this page, so a forged request has nothing to ride on: it needs no token.
    """
    if _given(request) > settings.CHECK_PER_HOUR:
        return _form(TOO_MANY, file_fault=_TOO_MANY)
    with turn(settings.DATA_DIR / TURNS, "upload", at_once=2 * settings.CHECK_AT_ONCE) as is_free:
        if not is_free:
            return _busy()
        try:
            content = received_file(request)
        except FileRefused as refusal:
            return _form(UNPROCESSABLE, file_fault=refusal.message_fr)
    row = receive_to_check(content, at=timezone.now())
    return redirect("check_answer", ticket=row.ticket)


def _busy() -> HttpResponse:
    """Before a byte of the file is read: those who send slowly never hold all the processes of the site."""
    response = _form(TOO_MANY, file_fault=_BUSY)
    response.headers["Retry-After"] = str(WAIT_SECONDS * 10)
    return response


def _given(request: HttpRequest) -> int:
    """How many files came from there within the hour, this one included. The address is kept as a digest only."""
    address = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request) or ""
    key = f"files-checked:{hashlib.sha256(address.encode()).hexdigest()}"
    count: int = cache.get(key, 0) + 1
    # ``incr`` would give the count the usual time of the cache, and is no more atomic in a database.
    cache.set(key, count, HOUR)
    return count


@never_cache
@require_safe
def check_answer(_: HttpRequest, ticket: str) -> HttpResponse:
    """What is told of a file, for an hour; the page asks again by itself while the file waits."""
    row = FileCheck.objects.filter(ticket=ticket).first()
    if row is None:
        raise Http404
    verdict = verdict_of(row)
    context: dict[str, Any] = {"form_url": reverse("check_form"), "row": row, "told": verdict}
    context["waits"] = row.state in (WorkState.WAITING, WorkState.RUNNING)
    if verdict is not None:
        context |= {
            "heading": HEADINGS[verdict.verdict],
            "explanation": EXPLANATIONS[verdict.verdict],
            "is_genuine": verdict.verdict in GENUINE,
            "demonstration": DEMONSTRATION if verdict.is_demonstration else "",
        }
    response = HttpResponse(render_to_string("publication/checked.html", context))
    if context["waits"]:
        response.headers["Refresh"] = str(WAIT_SECONDS)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
