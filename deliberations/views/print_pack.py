"""Everything of a sitting to print and to sign by hand, in one file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import status_of
from deliberations.assembly import PrintOptions, Recto
from deliberations.forms.register import PackForm
from deliberations.models import PackWork, Sitting
from deliberations.services.pack_works import ask_pack, pack_file
from deliberations.services.print_packs import pack_of
from deliberations.services.readings import note_act_reading
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_closed_sitting
from deliberations.views.shown.sitting import sitting_title_on

FORGOTTEN = "Ce dossier n'est plus gardé : préparez-le de nouveau."


@private_page
@require_http_methods(GET_OR_POST)
@notes_closed_sitting
def sitting_print_pack(request: MemberRequest, **place: str) -> HttpResponse:
    """The list of what is to sign, and the choice of paper; the worker then lays out the file."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    try:
        pack = pack_of(row, today=council_day(row.council, timezone.now()))
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("sitting_finish", row.council.uid, row.uid)
    form = PackForm(posted(request))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        options = PrintOptions(told["sides"] == "2", told["binding_mm"], Recto(told["recto"]))
        work = ask_pack(sitting=row, options=options, by=request.user, at=timezone.now())
        return redirect("sitting_pack_work", row.council.uid, row.uid, work.uid)
    context = {**_context(row), "pack": pack, "form": form}
    return render(request, "deliberations/sitting_print_pack.html", context, status=status_of(form))


@private_page
@require_safe
@notes_closed_sitting
def sitting_pack_work(request: MemberRequest, work: str, **place: str) -> HttpResponse:
    """How far the laying out of a pack is; the page looks again by itself until it ends."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    context = {**_context(row), "work": _work(row, work)}
    return render(request, "deliberations/sitting_pack_work.html", context)


@private_page
@require_safe
@notes_closed_sitting
def sitting_pack_file(request: MemberRequest, work: str, **place: str) -> HttpResponse:
    """The pack that was laid out; while it is not yet, the page that tells how far it is."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    asked = _work(row, work)
    if asked.is_going:
        return redirect("sitting_pack_work", row.council.uid, row.uid, asked.uid)
    content = pack_file(asked)
    if content is None:
        messages.info(request, FORGOTTEN)
        return redirect("sitting_print_pack", row.council.uid, row.uid)
    for act in row.deliberations.select_related("council", "sitting"):
        note_act_reading(request.user, act)
    return file_response(content, f"dossier-a-signer-{row.held_on:%Y-%m-%d}.pdf")


def _work(row: Sitting, uid: str) -> PackWork:
    work: PackWork = get_object_or_404(PackWork, sitting=row, uid=uid)
    return work


def _context(row: Sitting) -> dict[str, object]:
    return {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
    }
