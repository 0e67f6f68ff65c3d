"""Taking up the acts of earlier years: batches of files, the review of what was read, the original papers."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from deliberations.forms.importing import PastActForm, PastFilesForm, PastFilter
from deliberations.models import ImportBatch, ImportedAct, ImportedFile, StoredFile
from deliberations.queries.importing import acts_of, batches_of, left_of, next_to_review
from deliberations.services.importing import open_batch, progress_of, resume
from deliberations.services.importing_acts import (
    accept_act,
    accept_clear,
    correct_act,
    ignore_act,
    same_acts,
    take_up_again,
    undo_batch,
)
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.views.acts import deliberation_row
from deliberations.views.read_log import notes_imported_file, notes_original
from deliberations.views.searching import council_row
from deliberations.views.shown.past import shown_batch, shown_files, source_lines

logger = logging.getLogger(__name__)


def _batch(request: MemberRequest, council: str, batch: str) -> ImportBatch:
    row = council_row(request, council, may=may_write)
    return get_object_or_404(
        ImportBatch.objects.select_related("council", "created_by"), council=row, uid=batch
    )


def _act(request: MemberRequest, council: str, batch: str, act: str) -> ImportedAct:
    rows = acts_of(_batch(request, council, batch))
    return get_object_or_404(rows, uid=act)


@private_page
@require_http_methods(GET_OR_POST)
def past(request: MemberRequest, council: str) -> HttpResponse:
    """The batches there are, and the form that gives a new one."""
    row = council_row(request, council, may=may_write)
    form = PastFilesForm(posted(request), request.FILES if request.method == "POST" else None)
    made: list[ImportBatch] = []

    def save() -> None:
        name, now = form.cleaned_data["name"], timezone.now()
        made.append(open_batch(council=row, name=name, uploads=form.uploads(), by=request.user, at=now))

    if request.method == "POST" and accepted(form, save, beside="papers"):
        messages.success(
            request, "Les fichiers sont gardés. La lecture est en cours : vous pouvez quitter cette page."
        )
        return redirect("past_batch", council=row.uid, batch=made[0].uid)
    page = page_of(batches_of(row), request)
    context = {"council": row, "form": form, "page": page}
    return render(request, "deliberations/past/batches.html", context, status=status_of(form))


@private_page
@require_safe
def past_batch(request: MemberRequest, council: str, batch: str) -> HttpResponse:
    """How far the reading is, the files, and the acts to review."""
    row = _batch(request, council, batch)
    chosen = PastFilter(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else ""
    progress = progress_of(row)
    context: dict[str, Any] = {
        "council": row.council,
        "batch": row,
        "progress": progress,
        "shown": shown_batch(progress),
        "files": shown_files(row),
        "chosen": chosen,
        "left": left_of(row),
        "page": page_of(acts_of(row, state), request, per_page=50),
        "query": query_without_page(request),
        "most": MOST_COUNTED,
    }
    return render(request, "deliberations/past/batch.html", context)


@private_page
@require_http_methods(GET_OR_POST)
@notes_imported_file
def past_act(request: MemberRequest, council: str, batch: str, act: str) -> HttpResponse:
    """One act: what was read beside the text it was read in, corrected then accepted."""
    row = _act(request, council, batch, act)
    form = PastActForm(posted(request), instance=row)
    if request.method == "POST" and "ignorer" in request.POST:
        return _ignored(request, row)
    if request.method == "POST" and accepted(form, lambda: _reviewed(request, row, form)):
        return _onwards(request, row)
    twins = [] if row.deliberation_id else same_acts(row)
    context = {
        "council": row.source.batch.council,
        "batch": row.source.batch,
        "act": row,
        "form": form,
        "lines": source_lines(row),
        "twins": twins,
    }
    return render(request, "deliberations/past/act.html", context, status=status_of(form))


def _reviewed(request: MemberRequest, row: ImportedAct, form: PastActForm) -> None:
    """Keep the corrections, then accept the act where it was asked."""
    kept = correct_act(
        act=row, by=request.user, **{name: form.cleaned_data[name] for name in form.Meta.fields}
    )
    if "valider" in request.POST:
        accept_act(act=kept, by=request.user, even_twice=request.POST.get("meme") == "1")


def _ignored(request: MemberRequest, row: ImportedAct) -> HttpResponse:
    try:
        ignore_act(act=row, by=request.user)
        messages.success(request, "Cet acte est ignoré. Son fichier reste gardé.")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return _onwards(request, row)


def _onwards(request: MemberRequest, row: ImportedAct) -> HttpResponse:
    batch = row.source.batch
    council = batch.council.uid
    if "garder" in request.POST:
        messages.success(request, "Corrections enregistrées.")
        return redirect("past_act", council=council, batch=batch.uid, act=row.uid)
    following = next_to_review(row)
    if following is None:
        messages.success(request, "Tous les actes de ce lot sont vus.")
        return redirect("past_batch", council=council, batch=batch.uid)
    return redirect("past_act", council=council, batch=batch.uid, act=following.uid)


@private_page
@require_POST
def past_again(request: MemberRequest, council: str, batch: str, act: str) -> HttpResponse:
    """Take up again an act that was ignored."""
    row = _act(request, council, batch, act)
    take_up_again(act=row, by=request.user)
    return redirect("past_act", council=council, batch=batch, act=act)


@private_page
@require_POST
def past_resume(request: MemberRequest, council: str, batch: str) -> HttpResponse:
    """Go on reading a batch whose reading was stopped."""
    row = _batch(request, council, batch)
    resume(row)
    messages.success(request, "La lecture reprend là où elle s'était arrêtée.")
    return redirect("past_batch", council=council, batch=batch)


@private_page
@require_http_methods(GET_OR_POST)
def past_clear(request: MemberRequest, council: str, batch: str) -> HttpResponse:
    """Confirm, then accept together the acts read clearly."""
    row = _batch(request, council, batch)
    rows = acts_of(row, "clairs")
    if request.method == "POST":
        outcome = accept_clear(batch=row, by=request.user)
        messages.success(request, f"Actes repris : {outcome.accepted}.")
        for told in outcome.refused[:20]:
            messages.warning(request, told)
        return redirect("past_batch", council=council, batch=batch)
    context = {"council": row.council, "batch": row, "count": rows.count(), "acts": rows[:200]}
    return render(request, "deliberations/past/clear.html", context)


@private_page
@require_http_methods(GET_OR_POST)
def past_undo(request: MemberRequest, council: str, batch: str) -> HttpResponse:
    """Confirm, then take back all that a batch brought."""
    row = _batch(request, council, batch)
    if request.method == "POST":
        try:
            undo_batch(batch=row, by=request.user, at=timezone.now())
            messages.success(request, "Le lot est annulé : ses actes ne sont plus dans l'archive.")
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
        return redirect("past_batch", council=council, batch=batch)
    accepted_count = acts_of(row, "ACCEPTED").count()
    context = {"council": row.council, "batch": row, "accepted": accepted_count}
    return render(request, "deliberations/past/undo.html", context)


@private_page
@require_safe
@notes_imported_file
def past_file(request: MemberRequest, council: str, batch: str, file: str) -> HttpResponseBase:
    """The bytes of a file of the batch, as they were received."""
    row = get_object_or_404(
        ImportedFile.objects.select_related("file"), batch=_batch(request, council, batch), uid=file
    )
    back = reverse("past_batch", kwargs={"council": council, "batch": batch})
    return _bytes(request, row.file, back)


@private_page
@require_safe
@notes_original
def act_original(request: MemberRequest, **place: str) -> HttpResponseBase:
    """The authentic document of an act of the past, as it was received."""
    row = deliberation_row(request.user, place)
    original = row.originals.select_related("file").first()
    return _bytes(request, original.file if original else None, reverse("act", kwargs=place))


def _bytes(request: MemberRequest, file: StoredFile | None, back: str) -> HttpResponseBase:
    if file is None:
        raise Http404
    try:
        content = read_document(file)
    except DamagedDocument:
        logger.exception("An original document cannot be sent")
        messages.error(
            request,
            "Le document d'origine est manquant ou altéré : il n'est pas envoyé. Prévenez l'assistance, qui le "
            "rétablira depuis une sauvegarde.",
        )
        return redirect(back)
    return file_response(content, file.name, file.media_type)
