"""Closing a sitting, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.permissions import may_publish, may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.forms.finish import CloseForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import Sitting
from deliberations.queries.register import sheets_of_sitting
from deliberations.services.closing import (
    ClosingPlan,
    close_sitting,
    open_missing_acts,
    plan_closing,
    reopen_sitting,
    why_not_reopened,
)
from deliberations.services.publishing import acts_to_publish
from deliberations.services.transmitting import acts_awaiting
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.closing import closing_page
from deliberations.views.shown.register import sheets_label
from deliberations.views.shown.sitting import sitting_title


@private_page
@require_http_methods(GET_OR_POST)
def finish(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """What is missing, the numbers to come, and one gesture; once closed, what follows."""
    may = may_write if request.method == "POST" else may_read_drafts
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may)
    if request.method == "POST" and row.finished_at is None:
        if "drafts" in request.POST:
            return _open_drafts(request, row)
        return _close(request, row)
    return _page(request, row, plan_closing(row, at=timezone.now()))


def _open_drafts(request: MemberRequest, row: Sitting) -> HttpResponse:
    opened = open_missing_acts(row, by=request.user)
    if opened:
        messages.success(request, f"{opened} délibération(s) préparée(s) : écrivez leur texte.")
    return redirect("sitting_finish", row.council.uid, row.uid)


def _close(request: MemberRequest, row: Sitting) -> HttpResponse:
    plan = plan_closing(row, at=timezone.now())
    form = _form(plan, request.POST)

    def save() -> None:
        close_sitting(
            sitting=row,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data.get("reason", ""),
            first=form.cleaned_data.get("first"),
        )
        messages.success(request, "La séance est clôturée : les numéros sont donnés, les faits sont figés.")

    if accepted(form, save):
        return redirect("sitting_finish", row.council.uid, row.uid)
    return _page(request, row, plan, form)


def _form(plan: ClosingPlan, data: object = None) -> CloseForm:
    return CloseForm(data, has_warnings=bool(plan.warnings), can_choose_first=plan.can_choose_first)


def _page(
    request: MemberRequest, row: Sitting, plan: ClosingPlan, form: CloseForm | None = None
) -> HttpResponse:
    can_write = may_write(request.user, row.council)
    entries = list(sheets_of_sitting(row)) if row.finished_at else []
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(plan.record),
        "here": "sitting_finish",
        "shown": closing_page(row, plan, can_write=can_write),
        "form": form or _form(plan),
        "can_write": can_write,
        "can_publish": may_publish(request.user, row.council),
        "to_transmit": len(acts_awaiting(row)) if row.finished_at else 0,
        "to_publish": len(acts_to_publish(row)) if row.finished_at else 0,
        "sheets": sheets_label(entries),
        "volume": entries[0].volume if entries else None,
        "why_closed": why_not_reopened(row) if row.finished_at else "",
        "reopenings": row.reopenings.select_related("by"),
    }
    return render(
        request, "deliberations/sitting_finish.html", context, status=status_of(form) if form else 200
    )


@private_page
@require_http_methods(GET_OR_POST)
def reopen(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """Open a closed sitting again, with a reason that is kept; explained where it is too late."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_write)
    if row.finished_at is None:
        messages.info(request, "Cette séance est déjà ouverte.")
        return redirect("sitting_finish", council, sitting)
    form = ReasonForm(posted(request))

    def save() -> None:
        reopen_sitting(sitting=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "La séance est rouverte : corrigez, puis clôturez-la de nouveau.")

    if accepted(form, save):
        return redirect("sitting_finish", council, sitting)
    record_title = sitting_title(plan_closing(row, at=timezone.now()).record)
    context = {
        "council": row.council,
        "sitting": row,
        "title": record_title,
        "here": "sitting_finish",
        "form": form,
        "why_closed": why_not_reopened(row),
    }
    return render(request, "deliberations/sitting_reopen.html", context, status=status_of(form))
