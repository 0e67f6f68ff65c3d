"""Who signs proves again who they are, five minutes before at most."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from councils.views.access import MemberRequest


def identity_to_prove(request: MemberRequest) -> HttpResponse | None:
    """Where to go before signing; ``None`` for a user who has just proved who they are.

    What was typed meanwhile is kept nowhere, above all no passphrase: the page is asked again by GET. Raises
    ``ReauthenticationRequired``, which leads to the page that asks for the password or the second factor and back.
    """
    if not get_reauthentication_flows(request.user):
        messages.error(
            request,
            "Pour signer, vérifiez d'abord votre identité : donnez à votre compte un mot de passe ou une clé d'accès.",
        )
        return redirect("mfa_index")
    if did_recently_reauthenticate(request):
        return None
    if request.method == "POST":
        return redirect(request.get_full_path())
    raise ReauthenticationRequired


def identity_proved_at(request: MemberRequest) -> datetime | None:
    """When this user last proved who they are again; aware."""
    records = get_authentication_records(request, request.user)
    again = [datetime.fromtimestamp(each["at"], UTC) for each in records if each.get("reauthenticated")]
    return max(again, default=None)
