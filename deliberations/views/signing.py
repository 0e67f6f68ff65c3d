"""The mayor signs the certified executory copy."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from councils.domain.errors import Refusal
from councils.models import User
from councils.views.access import MemberRequest, private_page
from deliberations.forms.signing import SigningForm
from deliberations.models import Deliberation, IssuedDocument
from deliberations.permissions import may_sign
from deliberations.services.issuing import issue_certified_copy, sign_certified_copy
from deliberations.signing.ports import BadPassphrase
from deliberations.views.acts import act_address, act_context, deliberation_row


@sensitive_post_parameters("passphrase")
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: MemberRequest, **place: str) -> HttpResponse:
    """Sign with a certificate and its passphrase, which are kept nowhere. A copy already signed stays as it is."""
    row = deliberation_row(request.user, place, may=may_sign)
    context = act_context(row)
    if context["signed_copies"]:
        messages.info(
            request, "Cette délibération est déjà signée : vous pouvez télécharger la copie signée."
        )
        return redirect(act_address(place))
    form = SigningForm(request.POST, request.FILES) if request.method == "POST" else SigningForm()
    if form.is_valid() and _signed(request.user, row, form):
        messages.success(request, "La copie certifiée exécutoire est signée. Vous pouvez la télécharger.")
        return redirect(act_address(place))
    return render(request, "deliberations/sign.html", {**context, "form": form})


def _signed(user: User, row: Deliberation, form: SigningForm) -> IssuedDocument | None:
    """The signed copy, or ``None`` with the refusal shown on the form."""
    try:
        return _issue_and_sign(user, row, form)
    except Refusal as refusal:
        field = "passphrase" if isinstance(refusal.__cause__, BadPassphrase) else None
        article = f" ({refusal.article})" if refusal.article else ""
        form.add_error(field, f"{refusal.message_fr}{article}")
        return None


@transaction.atomic
def _issue_and_sign(user: User, row: Deliberation, form: SigningForm) -> IssuedDocument:
    """Both or neither: a refused signature leaves no unsigned copy that would hold facts corrected since."""
    at = timezone.now()
    issued = issue_certified_copy(deliberation=row, by=user, at=at)
    return sign_certified_copy(
        document=issued,
        by=user,
        pkcs12=form.cleaned_data["pkcs12"],
        passphrase=form.cleaned_data["passphrase"],
        at=at,
    )
