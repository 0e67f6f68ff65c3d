"""Two gestures of the pages of a convocation: reminding the silent members, putting the sitting off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import MemberRequest, private_page
from councils.views.forms_shown import accepted
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.forms.convening import PostponeForm
from deliberations.services import reminding as services
from deliberations.views.convening import back, site_of
from deliberations.views.preparation import sitting_row


@private_page
@require_POST
def remind(request: MemberRequest, **place: str) -> HttpResponse:
    """Send a reminder to each member without an answer."""
    row = sitting_row(request.user, place, may=may_write)
    try:
        queued = services.remind(row, by=request.user, at=timezone.now(), site=site_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        if queued:
            messages.success(
                request, f"{counted(len(queued), 'relance part', 'relances partent')} par courriel."
            )
        else:
            messages.info(request, "Personne à relancer : chacun a répondu, ou vient d'être relancé.")
    return back(place)


@private_page
@require_POST
def postpone(request: MemberRequest, **place: str) -> HttpResponse:
    """Put the sitting off to one of the days proposed, then back to the sending."""
    row = sitting_row(request.user, place, may=may_write)
    form = PostponeForm(request.POST)

    def save() -> None:
        on = council_day(row.council, timezone.now())
        services.postpone(row, day=form.cleaned_data["jour"], by=request.user, on=on)

    if accepted(form, save):
        day = form.cleaned_data["jour"]
        messages.success(request, f"La séance est reportée au {weekday_name(day)} {long_date(day)}.")
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect("convocation_send", council=place["council"], sitting=place["sitting"])
