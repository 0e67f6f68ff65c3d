"""The mayor signs the certified executory copy."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import UNPROCESSABLE, status_of
from deliberations.domain.record import Record
from deliberations.forms.signing import SigningForm
from deliberations.models import Deliberation, IssuedDocument
from deliberations.permissions import may_sign
from deliberations.queries import record_of
from deliberations.services.issuing import FactsChanged, facts_digest, issue_certified_copy
from deliberations.services.signing import (
    OtherHolder,
    open_certificate,
    require_signatory,
    sign_certified_copy,
)
from deliberations.signing.keys import Key
from deliberations.signing.ports import BadPassphrase
from deliberations.views.acts import act_address, act_context, deliberation_row
from deliberations.views.identity import identity_proved_at, identity_to_prove
from deliberations.views.read_log import notes_act


@sensitive_post_parameters("passphrase")
@private_page
@require_http_methods(GET_OR_POST)
@notes_act
def sign(request: MemberRequest, **place: str) -> HttpResponse:
    """Sign with a certificate and its passphrase, which are kept nowhere. A signed copy up to date stays as it is."""
    row = deliberation_row(request.user, place, may=may_sign)
    record = record_of(row.sitting)
    context = act_context(row, record)
    if context["signed_copies"] and not context["has_changed"]:
        messages.info(
            request, "Cette délibération est déjà signée : vous pouvez télécharger la copie signée."
        )
        return redirect(act_address(place))
    refusal = _not_for(request.user, row, record)
    if refusal:
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render(request, "deliberations/sign.html", {**context, "refusal": refusal}, status=status)
    elsewhere = identity_to_prove(request)
    if elsewhere is not None:
        return elsewhere
    form = _form(request, record)
    try:
        if form.is_valid() and _signed(request, row, form):
            messages.success(request, "La copie certifiée exécutoire est signée. Vous pouvez la télécharger.")
            return redirect(act_address(place))
    except FactsChanged as change:
        messages.error(request, change.message_fr)
        return redirect(act_address(place))
    context |= {"form": form, "refusal": ""}
    return render(request, "deliberations/sign.html", context, status=status_of(form))


def _form(request: MemberRequest, record: Record) -> SigningForm:
    if request.method == "POST":
        return SigningForm(request.POST, request.FILES)
    return SigningForm(initial={"expected": facts_digest(record)})


def _not_for(user: User, row: Deliberation, record: Record) -> str:
    """Why this mayor does not sign this act, or nothing."""
    try:
        require_signatory(user, row, record, council_day(row.council, timezone.now()))
    except Refusal as refusal:
        return refusal.message_fr
    return ""


def _signed(request: MemberRequest, row: Deliberation, form: SigningForm) -> IssuedDocument | None:
    """The signed copy, or ``None`` with the refusal shown on the form. ``FactsChanged`` is let through."""
    try:
        signer = open_certificate(
            pkcs12=form.cleaned_data["pkcs12"], passphrase=form.cleaned_data["passphrase"]
        )
        return _issue_and_sign(request, row, form, signer)
    except FactsChanged:
        raise
    except OtherHolder as refusal:
        form.ask_holder(refusal.holder, refusal.message_fr)
    except Refusal as refusal:
        field = "passphrase" if isinstance(refusal.__cause__, BadPassphrase) else None
        article = f" ({refusal.article})" if refusal.article else ""
        form.add_error(field, f"{refusal.message_fr}{article}")
    return None


@transaction.atomic
def _issue_and_sign(
    request: MemberRequest, row: Deliberation, form: SigningForm, signer: Key
) -> IssuedDocument:
    """Both or neither: a refused signature leaves no unsigned copy that would hold facts corrected since."""
    at, expected = timezone.now(), form.cleaned_data["expected"]
    issued = issue_certified_copy(deliberation=row, by=request.user, at=at, expected=expected)
    return sign_certified_copy(
        document=issued,
        by=request.user,
        signer=signer,
        reauthenticated_at=identity_proved_at(request),
        expected=expected,
        confirmed_holder=form.confirmed_holder,
        at=at,
    )
