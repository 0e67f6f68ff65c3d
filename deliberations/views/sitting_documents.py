"""The papers of a sitting: one page lists them all, each is made from the facts in the format asked for."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from deliberations.documents.sitting import PaperOfSitting
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import edition_day, render_paper, view_paper
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_closed_sitting
from deliberations.views.shown.sitting import sitting_title_on
from deliberations.views.shown.sitting_documents import paper_file_name, shown_papers


@private_page
@require_safe
@notes_closed_sitting
def sitting_documents(request: MemberRequest, **place: str) -> HttpResponse:
    """Every paper of a sitting, in the order in which it is needed."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_documents",
        "stages": shown_papers(row),
        "has_pack": row.finished_at is not None,
    }
    return render(request, "deliberations/sitting_documents.html", context)


@private_page
@require_safe
@notes_closed_sitting
def sitting_document(
    request: MemberRequest, paper: PaperOfSitting, file_format: FileFormat, subject: str = "", **place: str
) -> HttpResponse:
    """One paper in one format; ``subject`` is the uid of what it is about, where it is not the whole sitting."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    try:
        view = view_paper(row, paper, edited_on=edition_day(row, paper, timezone.now()), subject=subject)
    except KeyError as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("sitting_documents", row.council.uid, row.uid)
    name = paper_file_name(row, paper, subject, file_format, is_draft=view.is_draft)
    return file_response(render_paper(view, file_format), name, file_format.media_type)
