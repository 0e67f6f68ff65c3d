"""The papers signed by hand come back from the scanner, all at once."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.domain.membership import is_in_force
from councils.models import Council, Mandate
from councils.permissions import may_publish
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.forms.hand_signing import SignedScansForm
from deliberations.models import MayorDecision
from deliberations.permissions import get_council_object_or_404
from deliberations.services.act_desks import AnyAct
from deliberations.services.signed_scans import ScansFiled, ScanTold, file_signed_scans

_NAMED = 12
"""Acts named in one message; the others are counted."""


@private_page
@require_http_methods(GET_OR_POST)
def signed_scans(request: MemberRequest, council: str) -> HttpResponse:
    """Sort the pages by their codes, note each act as signed, keep its copy, and say what became of every page."""
    row = get_council_object_or_404(
        request.user, visible_councils(request.user), may=may_publish, uid=council
    )
    form = SignedScansForm(
        posted(request), request.FILES or None, members=_members(row), initial={"signed_on": _today(row)}
    )
    filed: list[ScansFiled] = []

    def save() -> None:
        cleaned = form.cleaned_data
        told = ScanTold(cleaned["signed_on"], cleaned["signatory"], cleaned["remark"])
        filed.append(
            file_signed_scans(
                council=row, files=cleaned["scans"], told=told, by=request.user, at=timezone.now()
            )
        )

    if accepted(form, save, beside="scans"):
        _tell(request, filed[0])
        return redirect("signed_scans", council)
    context = {"council": row, "form": form}
    return render(request, "deliberations/signed_scans.html", context, status=status_of(form))


def _members(council: Council) -> list[Mandate]:
    today = _today(council)
    rows = council.mandates.select_related("person", "council")
    return [mandate for mandate in rows if is_in_force(mandate, today)]


def _today(council: Council) -> date:
    return council_day(council, timezone.now())


def _tell(request: MemberRequest, filed: ScansFiled) -> None:
    noted = [_name(each.act) for each in filed.kept if each.is_noted]
    joined = [_name(each.act) for each in filed.kept if not each.is_noted]
    if noted:
        messages.success(request, f"Signature notée et papier conservé : {_listed(noted)}.")
    if joined:
        messages.success(request, f"Papier conservé, la signature étant déjà notée : {_listed(joined)}.")
    for left in filed.left:
        about = f"{_name(left.act)} : " if left.act is not None else ""
        messages.warning(request, f"{about}{left.why}")


def _name(act: AnyAct) -> str:
    kind = "décision" if isinstance(act, MayorDecision) else "délibération"
    return f"{kind} n° {act.number}" if act.number else f"{kind} sans numéro"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED])
    return f"{told} et {more} de plus" if more > 0 else told
