"""What anybody may read, without an account: the list of the acts put online, each act and its file.

No session is read and no cookie set: the same answer for everybody, that any proxy may keep and must ask about.
"""

import logging
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR
from functools import wraps
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from councils.domain.errors import Refusal
from councils.models import Council
from councils.queries import council_facts
from councils.views.files import file_response
from deliberations.domain.acts import ActState
from deliberations.domain.publishing import has_public_pages
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation
from deliberations.queries import record_of
from deliberations.queries.decisions import decisions_put_online
from deliberations.queries.published import (
    is_unpublished,
    pages_choice,
    published_acts,
    put_online,
    withdrawn_by,
)
from deliberations.richtext import without_private
from deliberations.services.act_desks import AnyAct
from deliberations.services.minutes_publishing import minutes_online
from deliberations.services.public_copy import public_act, public_body, public_pdf
from deliberations.services.publishing import public_address, put_online_by
from deliberations.views.shown.renditions import file_name

logger = logging.getLogger(__name__)
PER_PAGE = 50
GONE = 410
_NOT_IN_FORCE = {ActState.ANNULLED: "annulée", ActState.SUSPENDED: "suspendue"}
View = Callable[..., HttpResponse]
RowT = TypeVar("RowT", bound=Model)


def public_page(view: View) -> View:
    """Any proxy may keep the answer, and asks each time whether it still holds: what is hidden is so at once."""

    @wraps(view)
    def cached(request: HttpRequest, **place: Any) -> HttpResponse:
        response = view(request, **place)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return require_safe(conditional_page(cached))


def open_council(uid: str) -> Council:
    """The council whose public pages are open and hold something; else 404, as if it did not exist."""
    council = Council.objects.filter(uid=uid).first()
    if council is None or not has_public_pages(council_facts(council), pages_choice(council)):
        raise Http404
    if not (put_online(council).exists() or decisions_put_online(council).exists()):
        raise Http404
    return council


def answer_for_anybody(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Rendered without the request: neither the account nor a message may slip in."""
    return HttpResponse(render_to_string(template, context), status=status)


@public_page
def act_list(request: HttpRequest, council: str) -> HttpResponse:
    """The acts put online, the latest first, by year and page."""
    row = open_council(council)
    context = list_context(request, published_acts(row), "sitting__held_on")
    lines = [
        {"act": act, "title": _title(act), "held_on": long_date(act.sitting.held_on)}
        for act in context["page"].object_list
    ]
    context |= {"council": row, "lines": lines, "minutes": minutes_online(row)}
    context["has_decisions"] = decisions_put_online(row).exists()
    return answer_for_anybody("publication/act_list.html", context)


def list_context(request: HttpRequest, rows: QuerySet[Any], day: str) -> dict[str, Any]:
    """The years of ``rows`` by their field ``day``, the one asked for, and the page asked for of them."""
    years = [found.year for found in rows.order_by().dates(day, "year", order="DESC")]
    asked = request.GET.get("annee", "")
    year = next((known for known in years if str(known) == asked), None)
    if year:
        rows = rows.filter(**{f"{day}__year": year})
    return {"years": years, "year": year, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}


def row_at(rows: QuerySet[RowT], day: str, year: int, slug: str) -> RowT:
    """The act of ``rows`` at a public address, whose year is that of its field ``day``; else 404."""
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    row = rows.filter(**{"slug": slug, f"{day}__year": year}).first()
    if row is None:
        raise Http404
    return row


def put_online_on(act: AnyAct) -> str:
    """« 28 juin 2024 », the day it was put on our pages; empty when it never was."""
    first = put_online_by(act)
    return long_date(first.effective_on) if first else ""


def state_told(state: str, act: str) -> str:
    """« Cette délibération est suspendue. »; empty for one in force."""
    told = _NOT_IN_FORCE.get(ActState(state))
    return f"{act} est {told}." if told else ""


def _title(act: Deliberation) -> str:
    return text_of(without_private(act.title_html or act.item.title_html))


def _act(council: str, year: int, slug: str) -> Deliberation:
    """An act that was put online at that address, taken off since or not; else 404."""
    return row_at(put_online(open_council(council)), "sitting__held_on", year, slug)


def _gone(row: Deliberation) -> HttpResponse | None:
    """The answer for an act taken off or withdrawn; ``None`` for one that anybody may read."""
    by = withdrawn_by(row)
    if by is None and not is_unpublished(row):
        return None
    context = {"council": row.council, "act": row, "by": by, "by_url": public_address(by) if by else ""}
    return answer_for_anybody("publication/gone.html", context, status=GONE)


@public_page
def act_page(_: HttpRequest, council: str, year: int, slug: str) -> HttpResponse:
    """The text of one act, without its private passages, with the day it was put online and by whom."""
    row = _act(council, year, slug)
    gone = _gone(row)
    if gone is not None:
        return gone
    record = record_of(row.sitting)
    public = public_act(record, record.act(row.uid))
    context = {
        "council": row.council,
        "act": row,
        "title": _title(row),
        "body_html": public_body(public),
        "put_online": put_online_on(row),
        "state_told": state_told(row.state, "Cette délibération"),
    }
    return answer_for_anybody("publication/act.html", context)


@public_page
def act_file(request: HttpRequest, council: str, year: int, slug: str) -> HttpResponse:
    """The PDF that anybody may download. It has one address: whatever is added to it goes past no cache."""
    if request.META.get("QUERY_STRING"):
        return redirect(request.path, permanent=True)
    row = _act(council, year, slug)
    gone = _gone(row)
    if gone is not None:
        return gone
    try:
        content = public_pdf(row, record_of(row.sitting))
    except Refusal:  # an annex is missing here: the page says the text of the act, the log tells the operator
        logger.exception("The public file of act %s cannot be made", row.pk)
        return redirect(public_address(row))
    return file_response(content, file_name(row.number, row.uid, "publiee", "pdf"), as_attachment=False)
