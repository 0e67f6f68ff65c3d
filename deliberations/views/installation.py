"""Installing a new council, from the day of its first sitting to its table."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.permissions import may_write
from councils.queries import council_facts, visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from councils.views.shown_members import shown_table
from deliberations.domain.sittings import Subject
from deliberations.forms.elections import ConfirmForm
from deliberations.forms.installation import InstallationForm
from deliberations.models import Sitting
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, sittings_of
from deliberations.services.installation import is_table_recorded, open_installation, record_table
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.elections import heads_elected
from deliberations.views.shown.installation import facts_before, steps_of
from deliberations.views.shown.sitting import sitting_title

_FRIDAY = 4


@private_page
@require_http_methods(GET_OR_POST)
def installation(request: MemberRequest, council: str) -> HttpResponse:
    """What the law asks of the first sitting, and the form that prepares it."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council, may=may_write)
    today = council_day(row, timezone.now())
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    form = InstallationForm(
        posted(request),
        initial={"held_on": friday, "place": row.usual_place},
    )
    made: list[Sitting] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(open_installation(council=row, first=form.first, by=request.user))
    ):
        messages.success(request, "La séance d'installation est préparée, avec son ordre du jour.")
        return redirect("installation_sitting", council=row.uid, sitting=made[0].uid)
    on = form.cleaned_data.get("held_on") if form.is_bound else None
    context = {
        "council": row,
        "form": form,
        "facts": facts_before(council_facts(row), on or friday),
        "prepared": sittings_of(row).filter(agenda__subject=Subject.INSTALLATION).distinct()[:5],
    }
    return render(request, "deliberations/installation.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def installation_sitting(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """How far the installation has gone; sent, the results acquired are entered in the table."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_write)
    record = record_of(row)
    form = ConfirmForm(posted(request))
    if request.method == "POST" and accepted(form, lambda: record_table(sitting=row, by=request.user)):
        messages.success(request, "Les résultats sont inscrits au tableau. Complétez les titres si besoin.")
        return redirect("installation_sitting", council=council, sitting=sitting)
    elected = heads_elected(record)
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(record),
        "here": "installation_sitting",
        "form": form,
        "steps": steps_of(record, row, row.council),
        "elected": elected,
        "is_recorded": is_table_recorded(row, record),
        "table": shown_table(row.council, row.held_on),
    }
    return render(request, "deliberations/installation_sitting.html", context, status=status_of(form))
