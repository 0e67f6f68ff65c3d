"""Settings of the documents: one page of choices, each seen at once on a real act."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.days import council_day
from councils.domain.look_data import look_of
from councils.domain.looks import HouseLook
from councils.domain.ready_looks import READY_LOOKS
from councils.forms.look import LookForm
from councils.models import Council
from councils.services.looks import save_look
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from councils.views.members import council_to_set_up
from deliberations.documents.pdf import render_pdf
from deliberations.views.shown.look import shown_in
from deliberations.views.shown.write import as_part_of_a_page


@private_page
@require_http_methods(GET_OR_POST)
def settings_look(request: MemberRequest, council: str) -> HttpResponse:
    """Every choice, from the look recorded or from a ready one, and the act that they make.

    « apercu » shows them without keeping them, for whoever has no script.
    """
    row = council_to_set_up(request.user, council)
    asked = request.GET.get("modele", "")
    kept = _started_from(look_of(row.look), asked)
    form = LookForm(posted(request), initial=LookForm.initial_of(kept))
    is_sent = request.method == "POST" and "apercu" not in request.POST
    if is_sent and accepted(form, lambda: save_look(council=row, look=form.look, by=request.user)):
        messages.success(request, "La présentation est enregistrée. Les documents déjà émis gardent la leur.")
        return redirect("settings_look", council=row.uid)
    shown = form.look if form.is_bound and form.is_valid() else kept
    context = {"council": row, "form": form, "ready": READY_LOOKS, "asked": asked, **_seen(row, shown)}
    return render(request, "deliberations/settings_look.html", context, status=status_of(form))


def _started_from(kept: HouseLook, asked: str) -> HouseLook:
    """A ready look with the council's own lines, or the look kept."""
    if asked not in READY_LOOKS:
        return kept
    lines, title = kept.letterhead_lines, kept.document_title
    return replace(READY_LOOKS[asked].look, letterhead_lines=lines, document_title=title)


def _seen(row: Council, look: HouseLook) -> dict[str, object]:
    view = shown_in(row, look, council_day(row, timezone.now()))
    return {"view": view, "body_html": as_part_of_a_page(view)}


@private_page
@require_POST
def look_preview(request: MemberRequest, council: str) -> HttpResponse:
    """The act under the choices being made, or what does not hold in them; nothing is kept."""
    row = council_to_set_up(request.user, council)
    form = LookForm(request.POST, initial=LookForm.initial_of(look_of(row.look)))
    if not form.is_valid():
        return render(request, "deliberations/_look_faults.html", {"form": form})
    return render(request, "deliberations/_look_preview.html", {"council": row, **_seen(row, form.look)})


@private_page
@require_POST
def look_pdf(request: MemberRequest, council: str) -> HttpResponse:
    """The same as a PDF, marked as a draft."""
    row = council_to_set_up(request.user, council)
    form = LookForm(request.POST, initial=LookForm.initial_of(look_of(row.look)))
    if not form.is_valid():
        return render(request, "deliberations/_look_faults.html", {"form": form}, status=UNPROCESSABLE)
    view = shown_in(row, form.look, council_day(row, timezone.now()))
    return file_response(render_pdf(view), "apercu.pdf", as_attachment=False)
