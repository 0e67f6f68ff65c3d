"""The list of the deliberations examined, as anybody may read it (CGCT art. L. 2121-25)."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from councils.views.files import file_response
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import Sitting
from deliberations.services.list_publishing import list_online_since
from deliberations.services.minutes_publishing import may_put_online
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import public_body, published_paper, sealed_paper, view_paper
from deliberations.services.storage import DamagedDocument
from deliberations.views.public import answer_for_anybody, public_page
from deliberations.views.shown.sitting import sitting_title_on
from deliberations.views.shown.sitting_documents import paper_file_name

logger = logging.getLogger(__name__)
PAPER = BY_KIND[SittingDocumentKind.DECISION_LIST]


def online_list(row: Sitting) -> bool:
    """Whether the list of ``row`` may be read here: closed, put online here, where our pages are open.

    Never that of a CCAS, whose aids are secret (CASF art. L. 133-5).
    """
    is_open = row.finished_at is not None and may_put_online(row.council)
    return is_open and list_online_since(row) is not None


def _sitting(council: str, sitting: str) -> Sitting:
    row = Sitting.objects.select_related("council").filter(council__uid=council, uid=sitting).first()
    if row is None or not online_list(row):
        raise Http404
    return row


@public_page
def public_decision_list(_: HttpRequest, council: str, sitting: str) -> HttpResponse:
    """The list of one sitting, without the private passages of its objects."""
    row = _sitting(council, sitting)
    body = public_body(view_paper(row, PAPER, edited_on=row.held_on))
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "body_html": body,
    }
    return answer_for_anybody("publication/decision_list.html", context)


@public_page
def public_decision_list_file(request: HttpRequest, council: str, sitting: str) -> HttpResponse:
    """Its PDF: the very bytes that were issued, while they still say the same."""
    if request.META.get("QUERY_STRING"):
        return redirect(request.path, permanent=True)
    row = _sitting(council, sitting)
    name = paper_file_name(row, PAPER, "", FileFormat.PDF, is_draft=False)
    return file_response(_file(row), name, as_attachment=False)


def _file(row: Sitting) -> bytes:
    """The list as it prints today; the very file that bears the council's seal, while it says the same."""
    printed = published_paper(row, PAPER)
    try:
        return sealed_paper(row, PAPER, printed) or printed
    except DamagedDocument:
        logger.exception("The sealed list of sitting %s cannot be read", row.pk)
        return printed
