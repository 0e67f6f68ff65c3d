"""What the council delegated to its mayor, and how the numbers of his decisions are written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.forms.start import example_of
from councils.permissions import may_read_drafts, may_set_up, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from deliberations.forms.decision_delegations import MayorDelegationForm, NumberingForm, initial_of_delegation
from deliberations.models import MayorDelegation
from deliberations.queries.decisions import delegation_facts, pattern_of
from deliberations.services.decision_delegations import remove_mayor_delegation, save_mayor_delegation
from deliberations.services.decision_numbering import set_pattern
from deliberations.views.searching import council_row


@private_page
@require_safe
def delegations(request: MemberRequest, council: str) -> HttpResponse:
    """Every delegation of the council to its mayor, the latest first."""
    row = council_row(request, council, may=may_read_drafts)
    today = council_day(row, timezone.now())
    facts = {each.uid: each for each in delegation_facts(row)}
    rows = MayorDelegation.objects.filter(council=row).select_related("deliberation__sitting")
    lines = [
        {"row": each, "is_current": facts[each.uid].covers(today), "powers": each.powers.all()}
        for each in rows.prefetch_related("powers").order_by("-decided_on", "-pk")
    ]
    context = {
        "council": row,
        "lines": lines,
        "can_write": may_write(request.user, row),
        "can_set_up": may_set_up(request.user, row),
        "example": example_of(pattern_of(row), today.year),
    }
    return render(request, "deliberations/decisions/delegations.html", context)


@private_page
@require_http_methods(GET_OR_POST)
def delegation(request: MemberRequest, council: str, delegation: str = "") -> HttpResponse:
    """A delegation, new or corrected; ``remove`` erases one entered by mistake."""
    row = council_row(request, council, may=may_write)
    known = get_object_or_404(MayorDelegation, council=row, uid=delegation) if delegation else None
    if known is not None and "remove" in request.POST:
        return _removed(request, known)
    form = MayorDelegationForm(posted(request), initial=initial_of_delegation(known))

    def save() -> None:
        save_mayor_delegation(council=row, told=form.told, by=request.user, row=known)

    if accepted(form, save):
        messages.success(request, "La délégation est enregistrée.")
        return redirect("mayor_delegations", council)
    context = {"council": row, "delegation": known, "form": form}
    return render(request, "deliberations/decisions/delegation.html", context, status=status_of(form))


def _removed(request: MemberRequest, known: MayorDelegation) -> HttpResponse:
    try:
        remove_mayor_delegation(row=known, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("mayor_delegation", known.council.uid, known.uid)
    messages.success(request, "La délégation est supprimée.")
    return redirect("mayor_delegations", known.council.uid)


@private_page
@require_http_methods(GET_OR_POST)
def numbering(request: MemberRequest, council: str) -> HttpResponse:
    """How the numbers of the decisions to come are written."""
    row = council_row(request, council)
    if not may_set_up(request.user, row):
        raise PermissionDenied
    form = NumberingForm(posted(request), initial={"pattern": pattern_of(row)})
    page = FormPage(
        "Numéros des décisions du maire",
        "Enregistrer",
        "La forme des numéros est enregistrée.",
        reverse("mayor_delegations", kwargs={"council": row.uid}),
        "Délégations du conseil au maire",
        (
            "Les décisions ont leur propre suite de numéros, chaque année. Celles déjà numérotées gardent le leur.",
        ),
    )
    return form_page(
        request,
        row,
        page,
        form,
        lambda: set_pattern(council=row, pattern=form.cleaned_data["pattern"], by=request.user),
    )
