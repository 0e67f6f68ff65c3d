"""A file of members: its model, its sending, its review, and the import of the whole."""

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl import Workbook
from pydantic import TypeAdapter, ValidationError

from councils.domain.days import council_day
from councils.forms.member_files import MemberReviewForm, MemberUploadForm
from councils.models import Council
from councils.services.member_columns import MODEL
from councils.services.member_files import MemberPlan, PlanState, import_members, plan_import
from councils.services.member_rows import MemberFile
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from councils.views.members import council_to_set_up
from councils.views.shown_plan import shown_plan

_FILE: TypeAdapter[MemberFile] = TypeAdapter(MemberFile)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@private_page
@require_safe
def members_model(request: MemberRequest, council: str, kind: str) -> HttpResponse:
    """Our own file, empty, to be filled in a spreadsheet."""
    council_to_set_up(request.user, council)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    content, media_type = (_csv(), "text/csv; charset=utf-8") if kind == "csv" else (_xlsx(), _XLSX)
    return file_response(content, f"modele-membres.{kind}", media_type)


def _csv() -> bytes:
    """With the mark by which spreadsheets read accents right."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(MODEL)
    return text.getvalue().encode("utf-8-sig")


def _xlsx() -> bytes:
    book = Workbook()
    book.active.title = "Membres"
    book.active.append(MODEL)
    for cells in book.active.columns:
        book.active.column_dimensions[cells[0].column_letter].width = 20
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@private_page
@require_http_methods(GET_OR_POST)
def members_upload(request: MemberRequest, council: str) -> HttpResponse:
    """Send a file: it is read at once, kept with the session until it is confirmed, and nothing is written."""
    row = council_to_set_up(request.user, council)
    if request.GET.get("retour") == "commencer":
        request.session[f"members-from:{row.uid}"] = "start_members"
    form = MemberUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), council=row)
    if request.method == "POST" and form.is_valid() and form.found is not None:
        request.session[_key(row)] = _FILE.dump_python(form.found, mode="json")
        return redirect("members_review", council=row.uid)
    context = {"council": row, "form": form, "back_url": reverse("members", kwargs={"council": row.uid})}
    return render(request, "councils/members_upload.html", context, status=status_of(form))


def _key(council: Council) -> str:
    return f"members:{council.uid}"


def _kept(request: MemberRequest, council: Council) -> MemberFile | None:
    """The file sent in this session, ``None`` when there is none or when it was read by another version of ours."""
    try:
        return _FILE.validate_python(request.session.get(_key(council)))
    except ValidationError:
        return None


@private_page
@require_http_methods(GET_OR_POST)
def members_review(request: MemberRequest, council: str) -> HttpResponse:
    """What was understood, row by row, beside what is recorded; confirmed, the whole is written."""
    row = council_to_set_up(request.user, council)
    file = _kept(request, row)
    if file is None:
        messages.info(request, "Envoyez d'abord un fichier.")
        return redirect("members_upload", council=row.uid)
    today = council_day(row, timezone.now())
    plan = plan_import(row, file, on=today, elected_on=_told_election(request))
    form = _review_form(request, plan)
    if request.method == "POST" and "preview" not in request.POST:
        if accepted(form, lambda: _import(request, row, file, today, form.cleaned_data)):
            del request.session[_key(row)]
            messages.success(request, _said(plan))
            return redirect(_next(request, row))
        plan = plan_import(row, file, on=today, elected_on=_told_election(request))
        form.data = {**request.POST.dict(), "expected": plan.digest}
    context = {"council": row, "file": file, "plan": shown_plan(file, plan), "form": form}
    return render(request, "councils/members_review.html", context, status=status_of(form))


def _told_election(request: MemberRequest) -> date | None:
    """The election date typed on the review page, by which the rows without one are read."""
    field = MemberReviewForm.base_fields["elected_on"]
    try:
        told: date | None = field.clean(request.POST.get("elected_on", ""))
    except forms.ValidationError:
        return None
    return told


def _review_form(request: MemberRequest, plan: MemberPlan) -> MemberReviewForm:
    has_absent = bool(plan.absent)
    if request.method == "POST" and "preview" not in request.POST:
        return MemberReviewForm(request.POST, has_absent=has_absent)
    typed = {name: request.POST.get(name) for name in ("elected_on", "absent_until")}
    return MemberReviewForm(initial={**typed, "expected": plan.digest}, has_absent=has_absent)


def _import(request: MemberRequest, row: Council, file: MemberFile, on: date, told: dict[str, Any]) -> None:
    import_members(
        council=row,
        file=file,
        on=on,
        by=request.user,
        expected=told["expected"],
        elected_on=told["elected_on"],
        absent_until=told.get("absent_until"),
    )


def _said(plan: MemberPlan) -> str:
    new, known = plan.count(PlanState.NEW), plan.count(PlanState.KNOWN)
    parts = [f"{new} ajouté{'s' if new > 1 else ''}", f"{known} déjà connu{'s' if known > 1 else ''}"]
    again = plan.count(PlanState.RE_ELECTED)
    parts += [f"{again} réélu{'s' if again > 1 else ''}"] if again else []
    return f"Les membres du fichier sont enregistrés : {', '.join(parts)}."


def _next(request: MemberRequest, row: Council) -> str:
    """Back to the first start when it is there that the file was asked for."""
    page = request.session.pop(f"members-from:{row.uid}", "members")
    return reverse(page if page in {"members", "start_members"} else "members", kwargs={"council": row.uid})
