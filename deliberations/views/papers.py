"""The papers of an item: sent, described, ordered, read."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import status_of
from deliberations.domain.papers import PaperKind
from deliberations.domain.texts import text_of
from deliberations.forms.papers import PaperForm, PapersForm
from deliberations.models import ItemPaper, Sitting
from deliberations.queries import record_of
from deliberations.services.papers import add_papers, change_paper, move_paper, remove_paper
from deliberations.services.preparation import is_convoked
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.services.uploads import CheckedFile
from deliberations.views.agenda import item_row, page_context
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_paper

logger = logging.getLogger(__name__)
STEPS = {"monter": -1, "descendre": 1}
NOT_KEPT = (
    "Le fichier n'a pas pu être enregistré. Réessayez dans un instant ; si cela dure, prévenez l'assistance."
)


def paper_row(sitting: Sitting, item: str, uid: str) -> ItemPaper:
    """The paper of that uid on an item of ``sitting``, or 404."""
    rows = ItemPaper.objects.select_related("item__sitting__council", "file")
    return get_object_or_404(rows, item__sitting=sitting, item__uid=item, uid=uid)


@private_page
@require_http_methods(GET_OR_POST)
def item_papers(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """The papers of an item, and the form that adds several at once."""
    row = sitting_row(request.user, place, may=may_write)
    owner = item_row(row, item)
    form = PapersForm(request.POST, request.FILES) if request.method == "POST" else PapersForm()
    if form.is_bound and form.is_valid():
        files = form.cleaned_data["documents"]
        try:
            add_papers(
                owner,
                files,
                kind=PaperKind(form.cleaned_data["kind"]),
                is_for_members=form.cleaned_data["is_for_members"],
                joining=form.cleaned_data["joining"],
                by=request.user,
            )
            _tell_received(request, files)
            return redirect(reverse("item_papers", kwargs={**place, "item": item}))
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        except OSError:
            logger.exception("Paper cannot be stored")
            form.add_error(None, NOT_KEPT)
    context = {
        **page_context(row, record_of(row)),
        "item": owner,
        "item_title": text_of(owner.title_html),
        "papers": ItemPaper.objects.filter(item=owner).select_related("file"),
        "form": form,
    }
    return render(request, "deliberations/prepare/papers.html", context, status=status_of(form))


def _tell_received(request: MemberRequest, files: list[CheckedFile]) -> None:
    messages.success(
        request, "La pièce est ajoutée." if len(files) == 1 else f"{len(files)} pièces sont ajoutées."
    )
    _tell_remarks(request, files)


def _tell_remarks(request: MemberRequest, files: list[CheckedFile]) -> None:
    for file in files:
        if file.remarks:
            messages.warning(request, f"À vérifier : « {file.name} » {' ; '.join(file.remarks)}.")


@private_page
@require_http_methods(GET_OR_POST)
def paper_edit(request: MemberRequest, item: str, paper: str, **place: str) -> HttpResponse:
    """Describe a paper anew, or replace its file."""
    row = sitting_row(request.user, place, may=may_write)
    edited = paper_row(row, item, paper)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(edited, *sent)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            change_paper(
                edited,
                title=told["title"],
                kind=PaperKind(told["kind"]),
                is_for_members=told["is_for_members"],
                file=told["file"],
                joining=told["joining"],
                by=request.user,
            )
            _tell_remarks(request, [told["file"]] if told["file"] else [])
            messages.success(request, "La pièce est enregistrée.")
            return redirect(reverse("item_papers", kwargs={**place, "item": item}))
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        except OSError:
            logger.exception("Paper cannot be stored")
            form.add_error(None, NOT_KEPT)
    context = {**page_context(row, record_of(row)), "item": edited.item, "paper": edited, "form": form}
    return render(request, "deliberations/prepare/paper_form.html", context, status=status_of(form))


@private_page
@require_POST
def paper_move(request: MemberRequest, item: str, paper: str, **place: str) -> HttpResponse:
    """Move a paper up or down among those of its item."""
    row = sitting_row(request.user, place, may=may_write)
    try:
        move_paper(
            paper_row(row, item, paper), step=STEPS.get(request.POST.get("sens", ""), 0), by=request.user
        )
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return redirect(reverse("item_papers", kwargs={**place, "item": item}))


@private_page
@require_http_methods(GET_OR_POST)
def paper_remove(request: MemberRequest, item: str, paper: str, **place: str) -> HttpResponse:
    """Take a paper off its item, after a confirmation."""
    row = sitting_row(request.user, place, may=may_write)
    removed = paper_row(row, item, paper)
    if request.method == "POST":
        try:
            remove_paper(removed, by=request.user)
            messages.success(request, "La pièce est supprimée de ce point.")
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
        return redirect(reverse("item_papers", kwargs={**place, "item": item}))
    context = {**page_context(row, record_of(row)), "item": removed.item, "paper": removed}
    return render(request, "deliberations/prepare/paper_remove.html", context)


@private_page
@require_safe
@notes_paper
def paper_download(request: MemberRequest, item: str, paper: str, **place: str) -> HttpResponse:
    """The file of a paper: to the staff; to the members once they are called, when it is for them."""
    row = sitting_row(request.user, place)
    asked = paper_row(row, item, paper)
    if not may_read_drafts(request.user, row.council) and not (asked.is_for_members and is_convoked(row)):
        raise PermissionDenied
    try:
        content = read_document(asked.file)
    except DamagedDocument:
        logger.exception("Received file cannot be sent")
        messages.error(
            request,
            "Le fichier conservé est manquant ou altéré : il n'est pas envoyé. Prévenez l'assistance, qui le rétablira "
            "depuis une sauvegarde.",
        )
        return redirect(reverse("sitting", kwargs=place))
    return file_response(content, asked.file.name, asked.file.media_type)
