"""First start: a council in six short pages, each saved, each open again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.forms.letterhead import LetterheadForm
from councils.forms.members import QuickCommon, QuickFormSet, quick_entries
from councils.forms.start import IdentityForm, PublicationForm, RulesForm, example_of
from councils.models import Council, PublicationModeChoice
from councils.permissions import is_support, may_set_up, may_start
from councils.queries import council_facts, visible_councils
from councils.services.letterhead import save_letterhead
from councils.services.members import add_members
from councils.services.start import change_identity, change_rules, record_publication_mode, start_council
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from councils.views.members import council_to_set_up
from councils.views.shown_members import shown_table
from deliberations.documents.html import render_body
from deliberations.documents.pdf import render_pdf
from deliberations.documents.sample import sample_view
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.views.shown.start import next_step, proposals_of, start_steps

FEWEST_ROWS, USUAL_SEATS, MOST_ROWS = 3, 15, 80


def _shown(
    request: MemberRequest, here: str, council: Council | None, template: str, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"council": council, "here": here, "steps": start_steps(council, here), **more}
    return render(request, template, context, status=status)


def _step_page(
    request: MemberRequest,
    here: str,
    council: Council | None,
    form: Any,
    template: str = "deliberations/start_step.html",
    **more: Any,
) -> HttpResponse:
    return _shown(request, here, council, template, form=form, status=status_of(form), **more)


@private_page
@require_http_methods(GET_OR_POST)
def start(request: MemberRequest) -> HttpResponse:
    """Begin: the identity of the body. An unfinished start is taken up again where it was."""
    unfinished = _unfinished(request)
    if unfinished is not None:
        return redirect("start_identity", council=unfinished.uid)
    if not may_start(request.user):
        raise PermissionDenied
    form = IdentityForm(posted(request), initial={"body_type": "COMMUNE"})
    made: list[Council] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(start_council(identity=form.identity, by=request.user))
    ):
        _warn(request, form)
        return redirect("start_rules", council=made[0].uid)
    return _step_page(request, "start_identity", None, form)


def _unfinished(request: MemberRequest) -> Council | None:
    """The council that the user began for himself and that has nobody yet; the support staff begins several."""
    if is_support(request.user):
        return None
    begun = visible_councils(request.user).filter(mandates=None, roles__user=request.user)
    return next((row for row in begun if may_set_up(request.user, row)), None)


def _warn(request: MemberRequest, form: IdentityForm) -> None:
    for warning in form.warnings:
        messages.warning(request, warning)


@private_page
@require_http_methods(GET_OR_POST)
def start_identity(request: MemberRequest, council: str) -> HttpResponse:
    """The identity again, to be corrected."""
    row = council_to_set_up(request.user, council)
    form = IdentityForm(posted(request), initial=IdentityForm.initial_of(row))
    if request.method == "POST" and accepted(
        form, lambda: change_identity(council=row, identity=form.identity, by=request.user)
    ):
        _warn(request, form)
        return redirect("start_rules", council=row.uid)
    return _step_page(request, "start_identity", row, form)


@private_page
@require_http_methods(GET_OR_POST)
def start_rules(request: MemberRequest, council: str) -> HttpResponse:
    """What follows from the identity, proposed and confirmed."""
    row = council_to_set_up(request.user, council)
    today = council_day(row, timezone.now())
    form = RulesForm(
        posted(request),
        initial=RulesForm.initial_of(row, today),
        today=today,
    )
    if request.method == "POST" and accepted(
        form, lambda: change_rules(council=row, rules=form.rules, by=request.user)
    ):
        return redirect(next_step("start_rules"), council=row.uid)
    return _step_page(
        request,
        "start_rules",
        row,
        form,
        "deliberations/start_rules.html",
        proposals=proposals_of(row, today),
        number_example=example_of(str(form["number_pattern"].value() or ""), today.year),
    )


@private_page
@require_safe
def number_example(request: MemberRequest) -> HttpResponse:
    """How a number pattern being typed would print, for the page of the rules."""
    pattern = request.GET.get("number_pattern", "")[:60]
    example = example_of(pattern, timezone.now().year)
    said = f"Exemple : {example}" if example else "Cette forme ne convient pas encore." if pattern else ""
    return HttpResponse(escape(said))


@private_page
@require_http_methods(GET_OR_POST)
def start_members(request: MemberRequest, council: str) -> HttpResponse:
    """The members, one line each, or by a file; those already entered are shown above."""
    row = council_to_set_up(request.user, council)
    table = shown_table(row, council_day(row, timezone.now()))
    data = posted(request)
    is_commune = row.body_type == "COMMUNE"
    blank: list[dict[str, object]] = [{} for _ in range(_rows_wanted(row, len(table.members)))]
    rows = QuickFormSet(data, initial=blank, prefix="m", form_kwargs={"is_commune": is_commune})
    common = QuickCommon(data)
    if (
        request.method == "POST"
        and rows.is_valid()
        and accepted(common, lambda: _add(request, row, common, rows, len(table.members) + 1))
    ):
        stays = "more" in request.POST
        return redirect("start_members" if stays else next_step("start_members"), council=row.uid)
    return _shown(
        request,
        "start_members",
        row,
        "deliberations/start_members.html",
        rows=rows,
        form=common,
        table=table,
        status=UNPROCESSABLE if request.method == "POST" else 200,
    )


def _rows_wanted(council: Council, members: int) -> int:
    """As many lines as vacant seats."""
    last = council.seats.order_by("since", "pk").last()
    seats = last.value if last else USUAL_SEATS
    return min(MOST_ROWS, max(FEWEST_ROWS, seats - members))


def _add(request: MemberRequest, row: Council, common: QuickCommon, rows: Any, first_rank: int) -> None:
    entries = quick_entries(common, rows.forms, first_rank=first_rank)
    add_members(council=row, entries=entries, by=request.user)


@private_page
@require_safe
def start_ranks(request: MemberRequest, council: str) -> HttpResponse:
    """The order of the table as computed, how it is known and what is missing."""
    row = council_to_set_up(request.user, council)
    table = shown_table(row, council_day(row, timezone.now()))
    return _shown(request, "start_ranks", row, "deliberations/start_ranks.html", table=table)


@private_page
@require_http_methods(GET_OR_POST)
def start_letterhead(request: MemberRequest, council: str) -> HttpResponse:
    """Arms, colour, addresses, style, and how acts are made public."""
    row = council_to_set_up(request.user, council)
    today = council_day(row, timezone.now())
    form = letterhead_form(request, row, today)
    publication = _publication_form(request, row)
    if (
        request.method == "POST"
        and publication.is_valid()
        and accepted(form, lambda: _save_look(request, row, form, publication))
    ):
        return redirect(next_step("start_letterhead"), council=row.uid)
    return _step_page(
        request,
        "start_letterhead",
        row,
        form,
        "deliberations/start_letterhead.html",
        publication=publication,
        proposals=[p for p in proposals_of(row, today) if p.label == "Publicité des actes"],
    )


def letterhead_form(request: MemberRequest, council: Council, today: date) -> LetterheadForm:
    """The form of the letterhead, filled with what was sent or is recorded."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    has_arms = council.coat_of_arms is not None
    return LetterheadForm(*given, initial=LetterheadForm.initial_of(council), today=today, has_arms=has_arms)


def _publication_form(request: MemberRequest, council: Council) -> PublicationForm:
    known = PublicationModeChoice.objects.filter(council=council).order_by("since", "pk").last()
    initial = {name: getattr(known, name) for name in ("mode", "decided_by", "since")} if known else {}
    data = posted(request)
    return PublicationForm(data, prefix="publicite", initial=initial, optional=True)


def _save_look(
    request: MemberRequest, row: Council, form: LetterheadForm, publication: PublicationForm
) -> None:
    save_look(request, row, form)
    mode = publication.chosen
    if mode is not None and publication.has_changed():
        told = publication.cleaned_data
        record_publication_mode(
            council=row,
            mode=mode,
            since=told["since"],
            decided_by=told["decided_by"],
            by=request.user,
            corrects=True,
        )


def save_look(request: MemberRequest, row: Council, form: LetterheadForm) -> None:
    """Hand the valid form to the service."""
    save_letterhead(
        council=row,
        style=form.style,
        display=form.display,
        arms=form.arms,
        description=form.cleaned_data["picture_description"],
        by=request.user,
    )


@private_page
@require_safe
def start_preview(request: MemberRequest, council: str) -> HttpResponse:
    """The first page of a sample act of this council, by the very code that makes the real ones."""
    row = council_to_set_up(request.user, council)
    view = sample_view(council_facts(row), council_day(row, timezone.now()))
    return _shown(
        request,
        "start_preview",
        row,
        "deliberations/start_preview.html",
        view=view,
        body_html=render_body(view),
        draft_notice=DRAFT_NOTICE,
    )


@private_page
@require_safe
def start_preview_pdf(request: MemberRequest, council: str) -> HttpResponse:
    """The same as a PDF, marked as a draft."""
    row = council_to_set_up(request.user, council)
    content = render_pdf(sample_view(council_facts(row), council_day(row, timezone.now())))
    return file_response(content, "apercu.pdf", as_attachment=False)
