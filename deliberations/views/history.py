"""The history of an object: who, what, when, before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from councils.models import Council, Person, User
from councils.permissions import council_of, get_council_object_or_404, may_read_drafts
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from deliberations.models import Deliberation, MayorDecision, Sitting
from deliberations.queries import history_of, visible_deliberations, visible_sittings
from deliberations.queries.decisions import visible_decisions
from deliberations.services.readings import note_act_reading
from deliberations.views.acts import deliberation_row
from deliberations.views.read_log import notes_act
from deliberations.views.shown.history import shown_history

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """``rows`` are those a user may see; ``council`` is the path to their council's uid."""

    rows: Callable[[User], "QuerySet[Any]"]
    council: str


def _persons(user: User) -> "QuerySet[Person]":
    return Person.objects.filter(council__in=visible_councils(user)).select_related("council")


KINDS: Mapping[str, Kind] = {
    "conseil": Kind(visible_councils, "uid"),
    "personne": Kind(_persons, "council__uid"),
    "seance": Kind(visible_sittings, "council__uid"),
    "acte": Kind(visible_deliberations, "council__uid"),
    "decision": Kind(visible_decisions, "council__uid"),
}
"""Kinds of objects, as their address names them."""


@private_page
@require_safe
def history(request: MemberRequest, council: str, kind: str, uid: str) -> HttpResponse:
    """The history of a council, of a person, of a sitting, of an act or of a decision of the mayor."""
    if kind not in KINDS or (kind == "conseil" and uid != council):
        raise Http404
    found = KINDS[kind]
    place = {found.council: council, "uid": uid}
    row = get_council_object_or_404(request.user, found.rows(request.user), may=may_read_drafts, **place)
    if isinstance(row, Deliberation):
        note_act_reading(request.user, row)
    return _page(request, row)


@private_page
@require_safe
@notes_act
def act_history(request: MemberRequest, **place: str) -> HttpResponse:
    """The history of an act named by its sitting as well: two sittings may use the same name."""
    return _page(request, deliberation_row(request.user, place, may=may_read_drafts))


def _page(request: MemberRequest, row: Model) -> HttpResponse:
    council, past = council_of(row), history_of(row)
    page = Paginator(past.references, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "council": council,
        "title": _title(row),
        "back": _back(row, council),
        "groups": shown_history(past.entries(page.object_list), time_zone=council.time_zone),
        "page": page,
    }
    return render(request, "deliberations/history.html", context)


def _title(row: Model) -> str:
    if isinstance(row, Sitting):
        return f"Séance du {date_format(row.held_on, 'j F Y')}"
    if isinstance(row, Deliberation):
        return f"Délibération n° {row.number}" if row.number else "Délibération sans numéro"
    if isinstance(row, MayorDecision):
        return f"Décision n° {row.number}" if row.number else "Projet de décision"
    return row.place_name if isinstance(row, Council) else str(row)


def _back(row: Model, council: Council) -> str:
    """The page of the object; empty where it has none of its own."""
    if isinstance(row, Sitting):
        return reverse("sitting", args=[council.uid, row.uid])
    if isinstance(row, Deliberation):
        return reverse("act", args=[council.uid, row.sitting.uid, row.uid])
    if isinstance(row, MayorDecision):
        return reverse("decision", args=[council.uid, row.uid])
    return ""
