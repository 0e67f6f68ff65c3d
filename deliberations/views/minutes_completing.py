"""Completing what the record of a sitting lacks, once its acts have left."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, form_page
from deliberations.forms.minutes import CompletionForm
from deliberations.models.choices import COMPLETION_KINDS
from deliberations.services.minutes_completing import MissingFact, complete_minutes, lacking, may_complete
from deliberations.services.minutes_sending import members_on
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.minutes import COMPLETION_SLUGS

_INTRO = (
    (
        "Un acte de cette séance a déjà quitté la mairie : la séance ne se rouvre plus, et ses actes restent tels "
        "qu'ils sont."
    ),
    "Ce que vous notez ici est imprimé au procès-verbal et au feuillet de clôture, et ne s'efface plus.",
)
KINDS = {slug: kind for kind, slug in COMPLETION_SLUGS.items()}


@private_page
@require_http_methods(GET_OR_POST)
def minutes_complete(request: MemberRequest, kind: str, **place: str) -> HttpResponse:
    """Tell the hour, the chair or the secretary that the closed record lacks, and how it is known."""
    row = sitting_row(request.user, place, may=may_write)
    if kind not in KINDS:
        raise Http404
    fact = KINDS[kind]
    back = reverse("sitting_minutes", args=(row.council.uid, row.uid))
    if not may_complete(row) or fact not in lacking(row):
        messages.info(
            request,
            "Cette mention ne se complète pas ici : elle est connue, ou la séance peut être rouverte.",
        )
        return redirect(back)
    form = CompletionForm(posted(request), kind=fact, members=members_on(row))

    def save() -> None:
        told: dict[str, Any] = form.cleaned_data
        given = MissingFact(fact, member=told.get("member"), hour=told.get("hour"))
        complete_minutes(sitting=row, fact=given, reason=told["reason"], by=request.user, at=timezone.now())

    page = FormPage(
        heading=f"Compléter le procès-verbal : {COMPLETION_KINDS[fact].lower()}",
        submit="Compléter définitivement",
        done="La mention est complétée : le procès-verbal la dit, avec sa date et son motif.",
        parent_url=back,
        parent="Procès-verbal",
        intro=_INTRO,
    )
    return form_page(request, row.council, page, form, save)
