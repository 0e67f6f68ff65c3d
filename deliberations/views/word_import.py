"""Importing a Word file: it is cut into pieces, the reader checks where each goes, then the text is saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.domain.record import Record
from deliberations.domain.text_versions import digest_of
from deliberations.forms.word_import import MOST_PIECES, PiecesForm, WordFileForm
from deliberations.models import Deliberation
from deliberations.queries import record_of
from deliberations.queries.texts import text_stored
from deliberations.services.starting_points import replace_text
from deliberations.services.versions import Saving
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.read_log import notes_act
from deliberations.views.shown.word import compared_facts
from deliberations.wordfile import Target, cut, lost_marks, with_private_marks

_UPLOAD, _REVIEW = "deliberations/write/act_word.html", "deliberations/write/act_word_review.html"


@private_page
@require_http_methods(GET_OR_POST)
@notes_act
def act_word(request: MemberRequest, **place: str) -> HttpResponse:
    """Ask for the file, show its pieces, then save the text they make. Nothing is kept between the two."""
    row = deliberation_row(request.user, place, may=may_write)
    record = record_of(row.sitting)
    if request.method != "POST":
        return render(request, _UPLOAD, around_act(row) | {"form": WordFileForm()})
    if "target" in request.POST:
        return _saved(request, row, record, PiecesForm(request.POST))
    form = WordFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, _UPLOAD, around_act(row) | {"form": form}, status=UNPROCESSABLE)
    stored = text_stored(row)
    read = cut(form.word.blocks, theme=record.item(record.act(row.uid).item).theme)
    pieces = with_private_marks(read, stored)
    if len(pieces) > MOST_PIECES:
        form.add_error(
            "file", f"Ce document se coupe en plus de {MOST_PIECES} morceaux : importez un acte à la fois."
        )
        return render(request, _UPLOAD, around_act(row) | {"form": form}, status=UNPROCESSABLE)
    review = PiecesForm(pieces=pieces, base=digest_of(stored))
    return _reviewed(request, row, record, review, remarks=form.word.remarks)


def _saved(request: MemberRequest, row: Deliberation, record: Record, form: PiecesForm) -> HttpResponse:
    if not form.is_valid():
        return _reviewed(request, row, record, form, status=UNPROCESSABLE)
    label = "Import d'un fichier Word"
    saving = Saving(by=request.user, at=timezone.now(), base=form.cleaned_data["base"], label=label)
    try:
        replace_text(row, form.cleaned_data["text"], saving)
    except Refusal as refusal:
        form.add_error(None, refusal.message_fr)
        return _reviewed(request, row, record, form, status=UNPROCESSABLE)
    messages.success(request, "Le texte du fichier Word est enregistré. Relisez-le ici.")
    place = {"council": row.council.uid, "sitting": row.sitting.uid, "act": row.uid}
    return redirect(reverse("act_write", kwargs=place))


def _reviewed(
    request: MemberRequest,
    row: Deliberation,
    record: Record,
    form: PiecesForm,
    *,
    remarks: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = around_act(row) | {
        "form": form,
        "remarks": remarks,
        "lost": lost_marks(form.pieces, text_stored(row)),
        "unknown": sum(piece.target is Target.UNKNOWN for piece in form.pieces),
        "compared": compared_facts(record, row.uid, form.pieces),
    }
    return render(request, _REVIEW, context, status=status)
