"""« Signature électronique et cachet » of a council: its seal, the remote accounts, and what each is worth."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.domain.membership import is_in_force
from councils.models import Council, Mandate
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, form_page
from councils.views.members import council_to_set_up
from deliberations.domain.signing_weight import PAPER_IS_ORIGINAL
from deliberations.forms.signing_desk import RemoteAccountForm, SealForm
from deliberations.models import SigningMeans
from deliberations.services.signing_means import (
    Pkcs11Seal,
    Pkcs12Seal,
    RemoteAccount,
    add_pkcs11_seal,
    add_pkcs12_seal,
    add_remote_account,
    pkcs11_slots,
    stop_means,
)
from deliberations.views.shown.signing import shown_means


@private_page
@require_safe
def settings_signing(request: MemberRequest, council: str) -> HttpResponse:
    """What signs for the council and its signatories, until when, and the legal weight of each in plain words."""
    row = council_to_set_up(request.user, council)
    today = council_day(row, timezone.now())
    shown = [
        shown_means(means, today)
        for means in row.signing_means.select_related("person", "added_by").order_by("-pk")
    ]
    context = {
        "council": row,
        "in_service": [each for each in shown if each.is_in_service],
        "former": [each for each in shown if not each.is_in_service],
        "original": PAPER_IS_ORIGINAL,
    }
    return render(request, "deliberations/settings_signing.html", context)


def _page(council: Council, heading: str, done: str, *intro: str) -> FormPage:
    back = reverse("settings_signing", kwargs={"council": council.uid})
    return FormPage(heading, "Enregistrer", done, back, "Signature électronique et cachet", intro)


@sensitive_post_parameters("secret")
@private_page
@require_http_methods(GET_OR_POST)
def settings_seal(request: MemberRequest, council: str) -> HttpResponse:
    """Add the seal; the former one goes out of service."""
    row = council_to_set_up(request.user, council)
    form = SealForm(posted(request), request.FILES or None, slots=list(pkcs11_slots()))

    def save() -> None:
        told, now = form.cleaned_data, timezone.now()
        if told.get("slot"):
            device = Pkcs11Seal(told["label"], told["slot"], told["secret"])
            add_pkcs11_seal(council=row, told=device, by=request.user, at=now)
        else:
            file = Pkcs12Seal(told["label"], told["pkcs12"], told["secret"])
            add_pkcs12_seal(council=row, told=file, by=request.user, at=now)

    page = _page(
        row,
        "Cachet électronique du conseil",
        "Le cachet est en service.",
        "Il certifie les copies exécutoires au nom de la commune. Ce n'est la signature de personne.",
        "S'il y en avait un, le nouveau le remplace ; ce qu'il a certifié reste valable.",
    )
    return form_page(request, row, page, form, save)


@sensitive_post_parameters("token")
@private_page
@require_http_methods(GET_OR_POST)
def settings_remote(request: MemberRequest, council: str) -> HttpResponse:
    """Add the account of a signatory at a remote signature service."""
    row = council_to_set_up(request.user, council)
    form = RemoteAccountForm(posted(request), members=_members(row))

    def save() -> None:
        told = form.cleaned_data
        account = RemoteAccount(
            told["label"], told["member"].person, told["endpoint"], told["credential_id"], told["token"]
        )
        add_remote_account(council=row, told=account, by=request.user, at=timezone.now())

    page = _page(
        row,
        "Service de signature à distance",
        "Le service est en place : son titulaire le choisira au moment de signer.",
        "La clé reste chez le prestataire ; le signataire y autorise chaque signature avec son code.",
    )
    return form_page(request, row, page, form, save)


def _members(row: Council) -> list[Mandate]:
    today = council_day(row, timezone.now())
    return [each for each in row.mandates.select_related("person", "council") if is_in_force(each, today)]


@private_page
@require_POST
def settings_means_stop(request: MemberRequest, council: str, means: str) -> HttpResponse:
    """Take a means of signature out of service, and forget its secret."""
    row = council_to_set_up(request.user, council)
    found = get_object_or_404(SigningMeans, council=row, uid=means)
    stop_means(means=found, by=request.user, at=timezone.now())
    messages.success(request, "Ce moyen n'est plus en service ; son secret est effacé.")
    return redirect("settings_signing", council)
