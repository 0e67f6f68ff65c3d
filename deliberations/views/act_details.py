"""What an act says beside its text: signatory, other numbers, links with other acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.queries import row_named
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.forms.act_details import ActDetailsForm, AnnexesForm, LinkForm
from deliberations.models import Deliberation
from deliberations.queries.texts import acts_found
from deliberations.services.act_details import link_acts, save_details, unlink_acts
from deliberations.services.annexing import join_annexes
from deliberations.views.acts import around_act, deliberation_row

SHOWN = 10


@private_page
@require_http_methods(GET_OR_POST)
def act_details(request: MemberRequest, **place: str) -> HttpResponse:
    """Three forms on one page: the details, the annexes and the links. ``action`` says which was sent."""
    row = deliberation_row(request.user, place, may=may_write)
    form, link_form, annexes_form = ActDetailsForm(row), LinkForm(row), AnnexesForm(row)
    if request.method == "POST":
        try:
            action = request.POST.get("action", "save")
            if action == "link":
                link_form = LinkForm(row, request.POST)
                done = _linked(request, row, link_form)
            elif action == "annexes":
                annexes_form = AnnexesForm(row, request.POST)
                done = _joined(request, row, annexes_form)
            elif action.startswith("unlink:"):
                done = _unlinked(request, row, action.removeprefix("unlink:"))
            else:
                form = ActDetailsForm(row, request.POST)
                done = _saved(request, row, form)
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
            done = False
        if done:
            return redirect(reverse("act_details", kwargs=place))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request,
        "deliberations/write/act_details.html",
        {**_context(request, row, form, link_form), "annexes_form": annexes_form},
        status=status,
    )


def _saved(request: MemberRequest, row: Deliberation, form: ActDetailsForm) -> bool:
    if not form.is_valid():
        return False
    save_details(row, form.details, by=request.user)
    messages.success(request, "Les renseignements de l'acte sont enregistrés.")
    return True


def _joined(request: MemberRequest, row: Deliberation, form: AnnexesForm) -> bool:
    if not form.is_valid():
        return False
    join_annexes(row, form.chosen, by=request.user)
    messages.success(request, "La place des annexes dans le PDF de l'acte est enregistrée.")
    return True


def _linked(request: MemberRequest, row: Deliberation, form: LinkForm) -> bool:
    if not form.is_valid():
        return False
    link_acts(
        row,
        form.link_kind,
        other=form.cleaned_data["target"],
        number=form.cleaned_data["number"],
        adopted_on=form.cleaned_data["adopted_on"],
        by=request.user,
    )
    messages.success(request, "Le lien avec l'autre délibération est enregistré.")
    return True


def _unlinked(request: MemberRequest, row: Deliberation, asked: str) -> bool:
    link = row_named(row.links.all(), asked)
    if link is not None:
        unlink_acts(link, by=request.user)
        messages.success(request, "Le lien est retiré.")
    return True


def _context(
    request: MemberRequest, row: Deliberation, form: ActDetailsForm, link_form: LinkForm
) -> dict[str, Any]:
    words = request.GET.get("mots", "")[:200]
    return around_act(row) | {
        "form": form,
        "link_form": link_form,
        "links": row.links.all(),
        "words": words,
        "found": list(acts_found(row.council, words, but=row)[:SHOWN]) if words else [],
        "search_url": f"?{urlencode({'mots': words})}" if words else "",
    }
