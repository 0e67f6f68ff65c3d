"""Signing with another program: the document is downloaded, signed elsewhere, and given back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.errors import Refusal
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import status_of
from deliberations.forms.signing_returned import ReturnedForm
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.signatures import ToSign, awaiting
from deliberations.services.signing_desk import Chosen, OtherHolder
from deliberations.services.signing_returned import Returned, accept_returned
from deliberations.views.identity import identity_proved_at, identity_to_prove
from deliberations.views.shown.signing import shown_choice


@private_page
@require_http_methods(GET_OR_POST)
def signing_return(request: MemberRequest, council: str, paper: str, order: int) -> HttpResponse:
    """Take back one document signed elsewhere, from whoever signs it and has just proved who they are."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    waiting = awaiting(request.user, row)
    found = next((each for each in waiting if (each.paper.uid, each.place.order) == (paper, order)), None)
    if found is None:
        messages.info(request, "Ce document n'attend pas, ou plus, votre signature.")
        return redirect("council_to_sign", council)
    elsewhere = identity_to_prove(request)
    if elsewhere is not None:
        return elsewhere
    form = ReturnedForm(posted(request), request.FILES or None, initial={"read": found.paper.sha256})
    if request.method == "POST" and form.is_valid() and _accepted(request, found, form):
        messages.success(request, f"{found.paper.title} : votre signature est enregistrée.")
        return redirect("council_to_sign", council)
    context = {"council": row, "choice": shown_choice(found), "form": form, "place": found.place}
    return render(request, "deliberations/signing_return.html", context, status=status_of(form))


def _accepted(request: MemberRequest, found: ToSign, form: ReturnedForm) -> bool:
    """Whether the file was accepted; what is wrong is said beside it."""
    try:
        accept_returned(
            chosen=Chosen(found.place, form.cleaned_data["read"]),
            returned=Returned(form.cleaned_data["file"], form.confirmed_holder),
            user=request.user,
            reauthenticated_at=identity_proved_at(request),
            at=timezone.now(),
        )
    except OtherHolder as other:
        form.ask_holder(other.holder, other.message_fr)
        return False
    except Refusal as refusal:
        article = f" ({refusal.article})" if refusal.article else ""
        form.add_error("file", f"{refusal.message_fr}{article}")
        return False
    return True
