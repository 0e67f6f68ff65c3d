"""The evidence list of an act."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.permissions import may_read_drafts
from councils.views.access import MemberRequest, private_page
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.queries.evidence import Proof, proofs_of
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.read_log import notes_act


@private_page
@require_safe
@notes_act
def evidence(request: MemberRequest, **place: str) -> HttpResponse:
    """Everything that proves the act, in the order of time, each with its digest."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    zone = ZoneInfo(row.council.time_zone)
    context = around_act(row) | {
        "edited_on": long_date(council_day(row.council, timezone.now())),
        "lines": [{"proof": proof, "when": _when(proof, zone)} for proof in proofs_of(row)],
    }
    return render(request, "deliberations/act_evidence.html", context)


def _when(proof: Proof, zone: ZoneInfo) -> str:
    """The day of effect, then the hour when it was told the same day."""
    if proof.at is None:
        return long_date(proof.on)
    local = proof.at.astimezone(zone)
    if local.date() != proof.on:
        return f"{long_date(proof.on)} (noté le {long_date(local.date())})"
    return f"{long_date(proof.on)} à {numeric_time(local.time())}"
