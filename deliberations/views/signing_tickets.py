"""Signing with one's own token: the page that gives the address, and what the program on that computer asks for.

Nobody logs in at that address: its secret is the right to sign what one person chose, once, for a few minutes.
"""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from councils.domain.errors import Refusal
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.domain.signing_tickets import TicketState
from deliberations.models import SigningTicket
from deliberations.permissions import get_council_object_or_404
from deliberations.services.signing_desk import OtherHolder, Outcome
from deliberations.services.signing_tickets import (
    TicketRefused,
    finish_ticket,
    open_ticket,
    places_of_ticket,
    prepare_ticket,
    prepared_file,
    ticket_at,
)
from deliberations.signing.hashing import places_of
from deliberations.views.identity import identity_proved_at, identity_to_prove
from deliberations.views.signing import chosen_left
from deliberations.views.signing_choices import MOST

PROTOCOL = 1
PROGRAM = "conforme_signer"
_START = f"import sys\n\nfrom {PROGRAM}.__main__ import main\n\nsys.exit(main())\n"
GONE, CONFLICT = 410, 409
MOST_CERTIFICATE, MOST_SIGNATURE = 20_000, 2_000
"""Bytes: of a certificate, of one signature."""
SECRETS = "signing_tickets"
"""Key of the session: the secrets of the tickets that this browser asked for."""
TicketView = Callable[..., HttpResponse]


# --- the page


@private_page
@require_POST
def signing_ticket_ask(request: MemberRequest, council: str, choice: str) -> HttpResponse:
    """Open a ticket for what was chosen, for whoever has just proved who they are."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    left, proved_at = chosen_left(request, row, choice), identity_proved_at(request)
    if left is None or not left.lot or proved_at is None or identity_to_prove(request) is not None:
        return redirect("signing_confirm", council, choice)
    ticket, secret = open_ticket(
        council=row,
        user=request.user,
        chosen=left.chosen(),
        reauthenticated_at=proved_at,
        at=timezone.now(),
    )
    others = list(request.session.get(SECRETS, {}).items())[1 - MOST :]
    request.session[SECRETS] = dict(others) | {ticket.uid: secret}
    return redirect("signing_ticket", council, ticket.uid)


@never_cache
@private_page
@require_safe
def signing_ticket(request: MemberRequest, council: str, ticket: str) -> HttpResponse:
    """The address to give to the program, while it waits; then what became of each document."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    asked = get_object_or_404(SigningTicket, council=row, user=request.user, uid=ticket)
    secret = request.session.get(SECRETS, {}).get(asked.uid, "")
    is_over = asked.expires_at < timezone.now() and asked.state != TicketState.DONE
    address = reverse("token_task", args=[secret]) if secret and not is_over else ""
    context = {
        "council": row,
        "ticket": asked,
        "places": places_of_ticket(asked),
        "address": request.build_absolute_uri(address) if address else "",
        "is_done": asked.state == TicketState.DONE,
        "is_over": is_over,
        "outcomes": [Outcome(title, message, article) for title, message, article in asked.outcomes],
    }
    return render(request, "deliberations/signing_ticket.html", context)


# --- the program


@lru_cache(maxsize=1)
def _program() -> bytes:
    """The program as one file that Python runs (zipapp). The same bytes each time."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted((settings.BASE_DIR / PROGRAM).glob("*.py")):
            archive.writestr(ZipInfo(f"{PROGRAM}/{path.name}"), path.read_bytes())
        archive.writestr(ZipInfo("__main__.py"), _START)
    return target.getvalue()


@require_safe
def token_program(_: HttpRequest) -> HttpResponse:
    """The program that signs on one's own computer; there is no secret in it."""
    return file_response(_program(), f"{PROGRAM}.pyz", "application/zip")


# --- what the program asks for


def for_the_program(view: TicketView) -> Callable[..., HttpResponse]:
    """An answer in JSON, refusals included; the address that opens nothing any more is gone."""

    @csrf_exempt  # no cookie is read here: the secret in the address is the only right
    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, token: str, **place: Any) -> HttpResponse:
        try:
            return view(request, ticket_at(token, timezone.now()), **place)
        except TicketRefused as refusal:
            return _refused(refusal, GONE)
        except OtherHolder as refusal:
            return JsonResponse({"error": refusal.message_fr, "holder": refusal.holder}, status=CONFLICT)
        except Refusal as refusal:
            return _refused(refusal, UNPROCESSABLE)

    return answered


def _refused(refusal: Refusal, status: int) -> HttpResponse:
    article = f" ({refusal.article})" if refusal.article else ""
    return JsonResponse({"error": f"{refusal.message_fr}{article}"}, status=status)


@require_safe
@for_the_program
def token_task(_: HttpRequest, ticket: SigningTicket) -> HttpResponse:
    """What there is to sign, and for whom."""
    rows = places_of_ticket(ticket)
    documents = [
        {
            "title": row.place.paper.title,
            "pages": row.place.paper.pages,
            "size": row.place.paper.size,
            "sha256": row.sha256,
        }
        for row in rows
    ]
    told = {
        "version": PROTOCOL,
        "council": str(ticket.council),
        "signatory": rows[0].place.name if rows else "",
        "documents": documents,
    }
    return JsonResponse(told)


@require_POST
@for_the_program
def token_certificate(request: HttpRequest, ticket: SigningTicket) -> HttpResponse:
    """What the token is to sign, once its certificate is known and accepted."""
    with _readable():
        told = _told(request)
        certificate = _bytes(told["certificate"], MOST_CERTIFICATE)
        confirmed = str(told.get("confirmed", ""))[:300]
    made = prepare_ticket(
        ticket=ticket, certificate=certificate, at=timezone.now(), confirmed_holder=confirmed
    )
    prepared = []
    for each in made:
        start, end = places_of(each.prepared)
        message = b64encode(each.prepared.to_be_signed).decode("ascii")
        prepared.append({"document": each.place.number, "message": message, "start": start, "end": end})
    return JsonResponse({"prepared": prepared})


@require_safe
@for_the_program
def token_file(_: HttpRequest, ticket: SigningTicket, number: int) -> HttpResponse:
    """The file prepared, its signature still empty, so that the program checks what it signs."""
    content = prepared_file(ticket, number)
    if content is None:
        raise Http404
    return file_response(content, f"document-{number}.pdf", "application/pdf")


@require_POST
@for_the_program
def token_signatures(request: HttpRequest, ticket: SigningTicket) -> HttpResponse:
    """The signatures, in the order of what was prepared; what became of each document."""
    with _readable():
        signatures = [_bytes(each, MOST_SIGNATURE) for each in _told(request)["signatures"]]
    outcomes = finish_ticket(ticket=ticket, signatures=signatures, at=timezone.now())
    results = [{"title": each.title, "done": each.is_signed, "message": each.message} for each in outcomes]
    return JsonResponse({"results": results})


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise Refusal(
            "ticket.unreadable", "La demande du programme n'est pas lisible : téléchargez-le à nouveau."
        ) from None


def _told(request: HttpRequest) -> dict[str, Any]:
    told = json.loads(request.body)
    if not isinstance(told, dict):
        raise TypeError("an object is expected")
    return told


def _bytes(text: object, most: int) -> bytes:
    content = b64decode(str(text)[: 2 * most], validate=True)
    if not 0 < len(content) <= most:
        raise ValueError("too long or empty")
    return content
