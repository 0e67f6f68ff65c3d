"""Signing what was chosen, in one gesture: from « À signer », or the certified copy of one act from its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import status_of
from deliberations.domain.signing_order import MeansProvider
from deliberations.forms.signing import SigningForm
from deliberations.models import SigningMeans
from deliberations.permissions import get_council_object_or_404, may_sign
from deliberations.queries.signatures import awaiting
from deliberations.services.act_signing import put_copy_to_signature
from deliberations.services.signing_desk import KeyFailed, OpenKey, OtherHolder, sign_places
from deliberations.services.signing_means import (
    means_of_person,
    open_certificate,
    open_means,
    send_code_of,
)
from deliberations.signing.keys import Key
from deliberations.views.acts import act_address, deliberation_row
from deliberations.views.identity import identity_proved_at, identity_to_prove
from deliberations.views.shown.signing import shown_choice
from deliberations.views.signing_choices import (
    Choice,
    Left,
    choice_at,
    keep_choice,
    left_of,
    save_choice,
)

NOT_WAITING = "Rien de cela n'attend, ou n'attend plus, votre signature."

# --- choosing


@private_page
@require_POST
def signing_choose(request: MemberRequest, council: str) -> HttpResponse:
    """Keep what was ticked, then lead to its signature."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    key = keep_choice(request, row, request.POST.getlist("choix"))
    if not key:
        messages.info(request, "Cochez d'abord ce que vous signez.")
        return redirect("council_to_sign", council)
    return redirect("signing_confirm", council, key)


@private_page
@require_POST
def sign(request: MemberRequest, **place: str) -> HttpResponse:
    """Have the certified copy of one act, as its signatory read it, wait for him, then lead to its signature."""
    row = deliberation_row(request.user, place, may=may_sign)
    try:
        paper = put_copy_to_signature(
            act=row, by=request.user, at=timezone.now(), expected=request.POST.get("expected", "")
        )
    except Refusal as refusal:
        article = f" ({refusal.article})" if refusal.article else ""
        messages.error(request, f"{refusal.message_fr}{article}")
        return redirect(act_address(place))
    ticked = [each.value for each in awaiting(request.user, row.council) if each.paper.pk == paper.pk]
    key = keep_choice(request, row.council, ticked, back=act_address(place))
    if not key:
        messages.info(request, NOT_WAITING)
        return redirect(act_address(place))
    return redirect("signing_confirm", row.council.uid, key)


# --- signing


@sensitive_post_parameters("passphrase", "code")
@private_page
@require_http_methods(GET_OR_POST)
def signing_confirm(request: MemberRequest, council: str, choice: str) -> HttpResponse:
    """Sign the documents chosen, in one gesture, by whoever has just proved who they are (five minutes at most)."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    left = chosen_left(request, row, choice)
    if left is None or not left.lot:
        return _nothing_left(request, council, choice, left)
    elsewhere = identity_to_prove(request)
    if elsewhere is not None:
        return elsewhere
    kept = _kept(left, row)
    form = _signing_form(request, kept)
    if request.method == "POST" and form.is_valid():
        after = _signed(request, left, form)
        if after is not None:
            save_choice(request, choice, after)
            return redirect("signing_confirm" if after.ticked else "signing_outcome", council, choice)
    context = {
        "council": row,
        "choice": choice,
        "choices": [shown_choice(each, has_moved=left.has_moved(each)) for each in left.lot],
        "left": left,
        "back": left.choice.back or reverse("council_to_sign", args=[council]),
        "accounts": [means for means in kept if means.provider == MeansProvider.CSC],
        "form": form,
    }
    return render(request, "deliberations/signing_confirm.html", context, status=status_of(form))


def chosen_left(request: MemberRequest, council: Council, key: str) -> Left | None:
    """What is left to sign of the choice of that key; ``None`` when it is kept no more."""
    choice = choice_at(request, council, key)
    return left_of(request, council, choice) if choice is not None else None


def _nothing_left(request: MemberRequest, council: str, key: str, left: Left | None) -> HttpResponse:
    """A second click after the signature, a choice that is over, or documents that wait no more."""
    if left is not None and left.choice.told:
        return redirect("signing_outcome", council, key)
    messages.info(
        request,
        "Cochez à nouveau ce que vous signez : le choix d'avant n'est gardé qu'une heure."
        if left is None
        else NOT_WAITING,
    )
    return redirect("council_to_sign", council)


def _signing_form(request: MemberRequest, kept: list[SigningMeans]) -> SigningForm:
    if request.method == "POST":
        return SigningForm(request.POST, request.FILES, kept=kept)
    return SigningForm(kept=kept)


def _kept(left: Left, council: Council) -> list[SigningMeans]:
    """The means of the signatory that are kept here."""
    member = left.lot[0].place.member
    person = member.person if member else None
    return means_of_person(person, council_day(council, timezone.now())) if person else []


def _signed(request: MemberRequest, left: Left, form: SigningForm) -> Choice | None:
    """The choice once its lot is signed; ``None`` with the refusal shown on the form, and nothing signed."""
    try:
        with _open(form) as key:
            opened = OpenKey(
                key,
                means=form.means,
                user=request.user,
                reauthenticated_at=identity_proved_at(request),
                confirmed_holder=form.confirmed_holder,
            )
            outcomes = sign_places(chosen=left.chosen(), key=opened, at=timezone.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    refusals = [each.refusal for each in outcomes if isinstance(each.refusal, OtherHolder | KeyFailed)]
    if not refusals or any(each.is_signed for each in outcomes):
        return left.choice.after(outcomes, key.batch_limit)
    form.refuse(refusals[0])
    return None


def _open(form: SigningForm) -> Key:
    told = form.cleaned_data
    if form.means is not None:
        return open_means(form.means, pin=told["passphrase"], code=told.get("code", ""))
    return open_certificate(pkcs12=told["pkcs12"], passphrase=told["passphrase"])


@private_page
@require_POST
def signing_code(request: MemberRequest, council: str, choice: str) -> HttpResponse:
    """Have the signatory's remote service send the one-time code, to whoever has just proved who they are."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    left = chosen_left(request, row, choice)
    if left is None or not left.lot:
        return _nothing_left(request, council, choice, left)
    if identity_to_prove(request) is not None:
        return redirect("signing_confirm", council, choice)
    for means in _kept(left, row):
        if means.provider != MeansProvider.CSC:
            continue
        try:
            limit = send_code_of(means)
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
        else:
            save_choice(request, choice, left.choice.limited(limit))
            messages.success(request, f"« {means.label} » vous envoie un code : tapez-le ci-dessous.")
    return redirect("signing_confirm", council, choice)


@private_page
@require_safe
def signing_outcome(request: MemberRequest, council: str, choice: str) -> HttpResponse:
    """What became of each document of a gesture."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    kept = choice_at(request, row, choice)
    if kept is None or not kept.told:
        return redirect("council_to_sign", council)
    context = {
        "council": row,
        "outcomes": kept.outcomes,
        "signed": sum(each.is_signed for each in kept.outcomes),
        "refused": sum(not each.is_signed for each in kept.outcomes),
        "left": len(awaiting(request.user, row)),
        "back": kept.back,
    }
    return render(request, "deliberations/signing_outcome.html", context)
