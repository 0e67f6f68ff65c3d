"""« Utilisateurs » of a council: who may do what, invitations, roles given and taken."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.errors import Refusal
from councils.domain.roles import NEEDS_PERSON, RoleKind
from councils.forms.accounts import GiveRoleForm, InviteForm, LinkPersonForm
from councils.models import Council, CouncilRole, Invitation
from councils.permissions import get_council_object_or_404, may_manage_accounts
from councils.queries import accounts_of, visible_councils
from councils.services import accounts
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from councils.views.tables import FORMATS, Column, Table, table_response


def _council(request: MemberRequest, uid: str) -> Council:
    return get_council_object_or_404(
        request.user, visible_councils(request.user), may=may_manage_accounts, uid=uid
    )


def _role(council: Council, pk: int) -> CouncilRole:
    return get_object_or_404(CouncilRole.objects.select_related("user", "person"), council=council, pk=pk)


def _back(council: Council) -> HttpResponse:
    return redirect("users", council=council.uid)


@private_page
@require_safe
def users(request: MemberRequest, council: str) -> HttpResponseBase:
    """Who has which role, and the invitations that wait."""
    row = _council(request, council)
    pending = Invitation.objects.pending().filter(council=row).select_related("person", "created_by")
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("utilisateurs", USER_COLUMNS, _user_lines(row, pending)), file_format)
    context = {
        "council": row,
        "accounts": accounts_of(row),
        "invitations": pending.order_by("-created_at", "-pk"),
        "now": timezone.now(),
        "elected": NEEDS_PERSON,
    }
    return render(request, "councils/users.html", context)


def _user_lines(council: Council, pending: QuerySet[Invitation]) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, e-mail, role, member and state: a line for each role, then for each invitation that waits."""
    for account in accounts_of(council):
        state = "Ouvert" if account.is_active else "Compte fermé"
        for role in account.roles_here:  # type: ignore[attr-defined]
            yield (
                account.get_full_name(),
                account.email,
                role.get_kind_display(),
                str(role.person or ""),
                state,
            )
    for invitation in pending.order_by("-created_at", "-pk"):
        kind = invitation.get_kind_display()
        yield "", invitation.email, kind, str(invitation.person or ""), "Invitation en attente"


USER_COLUMNS = (
    Column("Nom", lambda row: row[0], 30),
    Column("Courriel", lambda row: row[1], 34),
    Column("Rôle", lambda row: row[2], 24),
    Column("Fiche", lambda row: row[3], 30),
    Column("État", lambda row: row[4], 24),
)


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))


@private_page
@require_http_methods(GET_OR_POST)
def invite(request: MemberRequest, council: str) -> HttpResponse:
    """Send somebody a link that opens a role."""
    row = _council(request, council)
    form = InviteForm(posted(request), council=row)
    if accepted(form, lambda: _invite(request, row, **form.cleaned_data)):
        messages.success(request, f"L'invitation est partie à {form.cleaned_data['email']}.")
        return _back(row)
    return render(request, "councils/invite.html", {"council": row, "form": form}, status=status_of(form))


def _invite(request: MemberRequest, council: Council, **offer: Any) -> None:
    accounts.invite(
        council=council,
        by=request.user,
        at=timezone.now(),
        link=lambda token: _link(request, token),
        **offer,
    )


@private_page
@require_POST
def resend_invitation(request: MemberRequest, council: str, invitation: int) -> HttpResponse:
    """Send a new link; the former one opens nothing any more."""
    row = _council(request, council)
    old = get_object_or_404(Invitation.objects.select_related("person"), council=row, pk=invitation)
    try:
        _invite(request, row, email=old.email, kind=RoleKind(old.kind), person=old.person)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(request, f"Un nouveau lien est parti à {old.email}.")
    return _back(row)


@private_page
@require_http_methods(GET_OR_POST)
def revoke_invitation(request: MemberRequest, council: str, invitation: int) -> HttpResponse:
    """Ask, then close the link."""
    row = _council(request, council)
    found = get_object_or_404(Invitation, council=row, pk=invitation)
    if request.method != "POST":
        return render(request, "councils/revoke_invitation.html", {"council": row, "invitation": found})
    try:
        accounts.revoke_invitation(invitation=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(request, f"L'invitation envoyée à {found.email} est annulée.")
    return _back(row)


@private_page
@require_http_methods(GET_OR_POST)
def give_role(request: MemberRequest, council: str) -> HttpResponse:
    """One more role for an account of the council."""
    row = _council(request, council)
    form = GiveRoleForm(posted(request), council=row)

    def save() -> None:
        role = accounts.give_role(council=row, by=request.user, **form.cleaned_data)
        messages.success(request, f"{role.user} a le rôle « {role.get_kind_display()} ».")

    if accepted(form, save):
        return _back(row)
    return render(request, "councils/give_role.html", {"council": row, "form": form}, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def take_role(request: MemberRequest, council: str, role: int) -> HttpResponse:
    """Ask, then take the role away. One that is gone already sends back to the list."""
    row = _council(request, council)
    found = CouncilRole.objects.filter(council=row, pk=role).select_related("user", "person").first()
    if found is None:
        return _back(row)
    if request.method != "POST":
        return _ask_to_take(request, row, found)
    try:
        accounts.take_role(council=row, role_id=found.pk, by=request.user)
    except Refusal as refusal:
        return _ask_to_take(request, row, found, refusal.message_fr)
    messages.success(request, f"{found.user} n'a plus le rôle « {found.get_kind_display()} ».")
    return redirect("home") if found.user == request.user else _back(row)


def _ask_to_take(
    request: MemberRequest, council: Council, role: CouncilRole, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"council": council, "role": role, "refusal": refusal}
    return render(request, "councils/take_role.html", context, status=UNPROCESSABLE if refusal else 200)


@private_page
@require_http_methods(GET_OR_POST)
def link_person(request: MemberRequest, council: str, role: int) -> HttpResponse:
    """Say which member an account is."""
    row = _council(request, council)
    found = _role(row, role)
    form = LinkPersonForm(posted(request), council=row, initial={"person": found.person})

    def save() -> None:
        accounts.link_person(role=found, person=form.cleaned_data["person"], by=request.user)
        messages.success(request, f"Le compte de {found.user} est à jour.")

    if accepted(form, save, beside="person"):
        return _back(row)
    return render(
        request,
        "councils/link_person.html",
        {"council": row, "form": form, "role": found},
        status=status_of(form),
    )
