"""Everything of a sitting to print and to sign by hand, in one file."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import status_of
from deliberations.assembly import AssemblyFailed, PrintOptions, Recto
from deliberations.forms.register import PackForm
from deliberations.services.print_packs import Pack, pack_of, render_pack
from deliberations.services.readings import note_act_reading
from deliberations.services.storage import DamagedDocument
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_closed_sitting
from deliberations.views.shown.sitting import sitting_title_on

logger = logging.getLogger(__name__)
NOT_MADE = "Le dossier n'a pas pu être assemblé : un document conservé est manquant ou altéré. Prévenez l'assistance."


@private_page
@require_safe
@notes_closed_sitting
def sitting_print_pack(request: MemberRequest, **place: str) -> HttpResponse:
    """The list of what is to sign, the choice of paper, and the file."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    try:
        pack = pack_of(row, today=council_day(row.council, timezone.now()))
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("sitting_finish", row.council.uid, row.uid)
    form = PackForm(request.GET if "sides" in request.GET else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        options = PrintOptions(told["sides"] == "2", told["binding_mm"], Recto(told["recto"]))
        return _sent(request, pack, options)
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
        "pack": pack,
        "form": form,
    }
    return render(request, "deliberations/sitting_print_pack.html", context, status=status_of(form))


def _sent(request: MemberRequest, pack: Pack, options: PrintOptions) -> HttpResponse:
    try:
        content = render_pack(pack, options)
    except (AssemblyFailed, DamagedDocument):
        logger.exception("A pack cannot be put together")
        messages.error(request, NOT_MADE)
        return redirect("sitting_print_pack", pack.sitting.council.uid, pack.sitting.uid)
    for act in pack.sitting.deliberations.select_related("council", "sitting"):
        note_act_reading(request.user, act)
    return file_response(content, f"dossier-a-signer-{pack.sitting.held_on:%Y-%m-%d}.pdf")
