"""Settings of a council: the pages of the first start again, and the dated facts that add up."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.forms.start import FigureForm, IdentityForm, PublicationForm, RulesForm, example_of
from councils.models import Council
from councils.models.choices import APPEAL_WORDINGS, COLOURS
from councils.queries import preferences_of
from councils.services.start import (
    change_identity,
    change_rules,
    record_population,
    record_publication_mode,
    record_seats,
)
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, form_page
from councils.views.members import council_to_set_up
from deliberations.services.word_templates import template_in_use
from deliberations.views.shown.start import proposals_of
from deliberations.views.start import letterhead_form, save_look

FIGURES = {
    "population": ("Population", "habitants", "La population est enregistrée."),
    "sieges": ("Nombre de sièges", "sièges", "Le nombre de sièges est enregistré."),
    "publicite": ("Publicité des actes", "", "Le mode de publicité est enregistré."),
}
"""Last part of the address → heading, unit, what is said once done."""


@private_page
@require_safe
def settings(request: MemberRequest, council: str) -> HttpResponse:
    """All that is set for the council, and where to change it."""
    row = council_to_set_up(request.user, council)
    today = council_day(row, timezone.now())
    preferences = preferences_of(row)
    context = {
        "council": row,
        "preferences": preferences,
        "colour": COLOURS[preferences.colour],  # type: ignore[index]
        "appeal": APPEAL_WORDINGS[row.style_appeal],  # type: ignore[index]
        "number_example": example_of(row.number_pattern, today.year),
        "printed_example": example_of(row.style_printed_number or row.number_pattern, today.year),
        "populations": _dated(row.populations.all()),
        "seats": _dated(row.seats.all()),
        "modes": _dated(row.publication_modes.all()),
        "proposals": proposals_of(row, today),
        "has_members": row.mandates.exists(),
        "word_template": template_in_use(row),
    }
    return render(request, "deliberations/settings.html", context)


def _dated(rows: Any) -> list[Any]:
    """The latest first; those of an unknown day last."""
    return sorted(rows, key=lambda row: (row.since or date.min, row.pk), reverse=True)


def _page(council: Council, heading: str, done: str, *intro: str) -> FormPage:
    back = reverse("settings", kwargs={"council": council.uid})
    return FormPage(heading, "Enregistrer", done, back, "Réglages", intro)


@private_page
@require_http_methods(GET_OR_POST)
def settings_identity(request: MemberRequest, council: str) -> HttpResponse:
    """Who the body is."""
    row = council_to_set_up(request.user, council)
    form = IdentityForm(
        posted(request),
        initial=IdentityForm.initial_of(row),
        with_population=False,
    )
    page = _page(row, "Identité du conseil", "L'identité est enregistrée.")
    return form_page(
        request,
        row,
        page,
        form,
        lambda: change_identity(council=row, identity=form.identity, by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def settings_rules(request: MemberRequest, council: str) -> HttpResponse:
    """Department, applicable law, court, usual place and numbers."""
    row = council_to_set_up(request.user, council)
    today = council_day(row, timezone.now())
    form = RulesForm(
        posted(request),
        initial=RulesForm.initial_of(row, today),
        today=today,
        with_seats=False,
    )
    page = _page(
        row,
        "Règles et numéros",
        "Les règles sont enregistrées.",
        "Une nouvelle forme de numéro vaut pour les actes à venir ; ceux qui ont déjà un numéro le gardent.",
    )
    return form_page(
        request, row, page, form, lambda: change_rules(council=row, rules=form.rules, by=request.user)
    )


@private_page
@require_http_methods(GET_OR_POST)
def settings_letterhead(request: MemberRequest, council: str) -> HttpResponse:
    """Arms, colour, addresses and style of the documents."""
    row = council_to_set_up(request.user, council)
    form = letterhead_form(request, row, council_day(row, timezone.now()))
    page = _page(row, "En-tête et style", "L'en-tête et le style sont enregistrés.")
    return form_page(request, row, page, form, lambda: save_look(request, row, form))


@private_page
@require_http_methods(GET_OR_POST)
def settings_figure(request: MemberRequest, council: str, figure: str) -> HttpResponse:
    """A dated fact more: earlier values stay, with their date."""
    row = council_to_set_up(request.user, council)
    if figure not in FIGURES:
        raise Http404
    heading, unit, done = FIGURES[figure]
    form = _figure_form(request, row, figure, unit)
    page = _page(row, heading, done, "Les valeurs plus anciennes restent enregistrées, avec leur date.")
    return form_page(request, row, page, form, lambda: _record(request, row, figure, form))


def _figure_form(request: MemberRequest, row: Council, figure: str, unit: str) -> forms.Form:
    data = posted(request)
    if figure == "publicite":
        return PublicationForm(data, has_values=row.publication_modes.exists())
    rows = row.populations if figure == "population" else row.seats
    return FigureForm(data, label=unit.capitalize(), has_values=rows.exists())


def _record(request: MemberRequest, row: Council, figure: str, form: forms.Form) -> None:
    told = form.cleaned_data
    common: dict[str, Any] = {
        "council": row,
        "since": told["since"],
        "by": request.user,
        "corrects": told.get("corrects", False),
    }
    if isinstance(form, PublicationForm):
        if form.chosen is not None:
            record_publication_mode(mode=form.chosen, decided_by=told["decided_by"], **common)
    elif figure == "population":
        record_population(value=told["value"], **common)
    else:
        record_seats(value=told["value"], **common)
