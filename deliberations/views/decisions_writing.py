"""Writing a mayor's decision: its draft, its annexes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.bodies import BodyType
from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, Mandate
from councils.permissions import may_write
from councils.queries import council_facts, row_named
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.delegated import head_on, proposed_delegation
from deliberations.forms.decision_acts import AnnexForm, DecisionAnnexesForm
from deliberations.forms.decisions import DecisionForm, initial_of_decision, initial_of_new
from deliberations.models import MayorDecision, MayorDelegation
from deliberations.queries.decisions import delegation_facts
from deliberations.services.decision_changes import why_fixed
from deliberations.services.decision_details import add_annex, join_decision_annexes, remove_annex
from deliberations.services.decision_readings import note_decision_reading
from deliberations.services.decisions import (
    DecisionChanged,
    create_decision,
    delete_draft,
    save_decision,
    text_mark,
)
from deliberations.views.autosaving import is_autosave, kept_answer, refused_answer
from deliberations.views.decisions import decision_row, members_of
from deliberations.views.read_log import notes_decision
from deliberations.views.searching import council_row


def _form(request: MemberRequest, council: Council, initial: dict[str, Any]) -> DecisionForm:
    delegations = MayorDelegation.objects.filter(council=council).order_by("-decided_on", "-pk")
    return DecisionForm(
        posted(request), initial=initial, members=members_of(council), delegations=list(delegations)
    )


@private_page
@require_http_methods(GET_OR_POST)
def decision_new(request: MemberRequest, council: str) -> HttpResponse:
    """Begin a decision: the delegation in force, the mayor and the usual visas are proposed.

    « d-apres » names a decision whose number was given up: its text is proposed.
    """
    row = council_row(request, council, may=may_write)
    form = _form(request, row, _taken_again(request, row) or _proposed(row))
    made: list[MayorDecision] = []

    def save() -> None:
        made.append(create_decision(council=row, draft=form.draft, by=request.user))

    if accepted(form, save):
        messages.success(request, "Le projet de décision est enregistré.")
        return redirect("decision", row.uid, made[0].uid)
    return _edit_page(request, row, form, None)


def _taken_again(request: MemberRequest, council: Council) -> dict[str, Any]:
    """The text of the decision that the address names, without its day: that of a new decision is not the old one."""
    rows = MayorDecision.objects.filter(council=council).exclude(given_up="").select_related("council")
    found = row_named(rows, request.GET.get("d-apres", ""))
    if found is None:
        return {}
    note_decision_reading(request.user, found)
    return {**initial_of_decision(found), "decided_on": None}


def _proposed(council: Council) -> dict[str, Any]:
    facts, today = council_facts(council), council_day(council, timezone.now())
    head = head_on(facts, today)
    given = proposed_delegation(delegation_facts(council), None, today)
    delegation = (
        MayorDelegation.objects.filter(council=council, uid=given.uid).first() if given is not None else None
    )
    mandate = Mandate.objects.filter(council=council, uid=head.uid).first() if head is not None else None
    return initial_of_new(delegation, mandate, facts.body_type is BodyType.COMMUNE)


@private_page
@require_http_methods(GET_OR_POST)
@notes_decision
def decision_edit(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """The text of a draft. A decision whose text is fixed leads back to its page, which says why."""
    row = decision_row(request.user, council, decision, may=may_write)
    fixed = why_fixed(row)
    if fixed is not None:
        if is_autosave(request):
            return refused_answer(request, fixed.message_fr)
        messages.info(request, fixed.message_fr)
        return redirect("decision", council, decision)
    form = _form(request, row.council, {**initial_of_decision(row), "mark": text_mark(row)})

    def save() -> None:
        try:
            mark = form.cleaned_data["mark"]
            save_decision(row=row, draft=form.draft, by=request.user, mark=mark)
        except DecisionChanged:
            form.show_as_seen(text_mark(row))
            raise

    is_kept = accepted(form, save)
    if is_autosave(request):
        return kept_answer(request, form, text_mark(row) if is_kept else "")
    if is_kept:
        messages.success(request, "La décision est enregistrée.")
        return redirect("decision", council, decision)
    return _edit_page(request, row.council, form, row)


def _edit_page(
    request: MemberRequest, council: Council, form: DecisionForm, row: MayorDecision | None
) -> HttpResponse:
    context = {"council": council, "form": form, "decision": row}
    return render(request, "deliberations/decisions/edit.html", context, status=status_of(form))


@private_page
@require_POST
def decision_delete(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Erase a draft."""
    row = decision_row(request.user, council, decision, may=may_write)
    if row.is_signed:
        messages.error(request, "Une décision signée ne se supprime pas : prenez-en une autre qui la retire.")
        return redirect("decision", council, decision)
    try:
        delete_draft(row=row, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("decision", council, decision)
    messages.success(request, "Le projet de décision est supprimé.")
    return redirect("mayor_decisions", council)


@private_page
@require_http_methods(GET_OR_POST)
def decision_annexes(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """The annexes of a draft: one is added by a form, removed by its button; another form says how each is joined."""
    row = decision_row(request.user, council, decision, may=may_write)
    removed = request.POST.get("remove", "")
    if request.method == "POST" and removed.isdecimal() and not row.is_fixed:
        annex = get_object_or_404(row.annexes, pk=int(removed[:18]))
        remove_annex(row=row, annex=annex, by=request.user)
        messages.success(request, "L'annexe est retirée.")
        return redirect("decision_annexes", council, decision)
    is_joining = request.POST.get("action") == "join"
    form = AnnexForm(None if is_joining else posted(request), request.FILES or None)
    places = DecisionAnnexesForm(row, posted(request) if is_joining else None)

    def add() -> None:
        add_annex(row=row, by=request.user, **form.cleaned_data)

    def join() -> None:
        join_decision_annexes(row=row, chosen=places.chosen, by=request.user)

    if accepted(places, join):
        messages.success(request, "La place des annexes dans le PDF de la décision est enregistrée.")
        return redirect("decision_annexes", council, decision)
    if accepted(form, add, beside={"annex.without_file": "file"}):
        messages.success(request, "L'annexe est ajoutée.")
        return redirect("decision_annexes", council, decision)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "places": places,
        "annexes": row.annexes.select_related("file"),
        "fixed": why_fixed(row),
    }
    status = max(status_of(form), status_of(places))
    return render(request, "deliberations/decisions/annexes.html", context, status=status)
