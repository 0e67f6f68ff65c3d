"""The page behind the link of an invitation: open an account, or accept with the one that exists."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from councils.domain.errors import Refusal
from councils.forms.accounts import OpenAccountForm
from councils.models import Invitation, User
from councils.services.accounts import accept_invitation, open_account, open_invitation
from councils.signin.accounts import BACKEND
from councils.views.access import GET_OR_POST, posted
from councils.views.forms_shown import status_of


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(GET_OR_POST)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link offers, to whom it is addressed; a dead link says why."""
    user = request.user if isinstance(request.user, User) else None
    try:
        found = open_invitation(token, at=timezone.now(), user=user)
        if user is not None:
            return _with_account(request, found, user)
        if User.objects.filter(email=found.email).exists():
            return render(request, "councils/invitation.html", {"invitation": found, "step": "log in"})
        return _new_account(request, found)
    except Refusal as refusal:
        context = {"refusal": refusal.message_fr, "code": refusal.code}
        return render(request, "councils/invitation_refused.html", context, status=410)


def _with_account(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if request.method != "POST" and found.accepted_at is None:
        return render(request, "councils/invitation.html", {"invitation": found, "step": "accept"})
    role = accept_invitation(invitation=found, user=user, at=timezone.now())
    messages.success(request, f"Vous avez le rôle « {role.get_kind_display()} » à {role.council.place_name}.")
    return redirect("council", council=found.council.uid)


def _new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    names = (
        {"given_name": found.person.given_name, "family_name": found.person.family_name}
        if found.person
        else {}
    )
    form = OpenAccountForm(posted(request), invitation=found, initial=names)
    if not form.is_valid():
        context = {"invitation": found, "step": "open", "form": form}
        return render(request, "councils/invitation.html", context, status=status_of(form))
    chosen = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "password")}
    user = open_account(invitation=found, at=timezone.now(), **chosen)
    login(request, user, backend=BACKEND)
    messages.success(request, "Votre compte est ouvert.")
    return redirect("council", council=found.council.uid)
