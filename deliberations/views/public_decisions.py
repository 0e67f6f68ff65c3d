"""What anybody may read of the mayor's decisions, without an account: the list, each of them and its file."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from councils.domain.errors import Refusal
from councils.views.files import file_response
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date
from deliberations.models import MayorDecision
from deliberations.queries.decisions import (
    decision_withdrawn_by,
    decisions_put_online,
    is_taken_off,
    published_decisions,
)
from deliberations.richtext import without_private
from deliberations.services.decision_documents import (
    decision_body,
    paper_of,
    public_decision_pdf,
    public_paper,
)
from deliberations.services.publishing import public_address
from deliberations.views.public import (
    GONE,
    answer_for_anybody,
    list_context,
    open_council,
    public_page,
    put_online_on,
    row_at,
    state_told,
)

logger = logging.getLogger(__name__)


@public_page
def public_mayor_decisions(request: HttpRequest, council: str) -> HttpResponse:
    """The decisions put online, the latest first, by year and page."""
    row = open_council(council)
    context = list_context(request, published_decisions(row), "decided_on")
    lines = [
        {"decision": each, "title": _title(each), "on": long_date(each.decided_on)}
        for each in context["page"].object_list
        if each.decided_on
    ]
    context |= {"council": row, "lines": lines}
    return answer_for_anybody("publication/mayor_decisions.html", context)


def _title(row: MayorDecision) -> str:
    return text_of(without_private(row.title_html))


def _decision(council: str, year: int, slug: str) -> MayorDecision:
    """A decision that was put online at that address, taken off since or not; else 404."""
    return row_at(decisions_put_online(open_council(council)), "decided_on", year, slug)


def _gone(row: MayorDecision) -> HttpResponse | None:
    """The answer for a decision taken off or withdrawn; ``None`` for one that anybody may read."""
    by = decision_withdrawn_by(row)
    if by is None and not is_taken_off(row):
        return None
    address = public_address(by) if by else ""
    context = {"council": row.council, "decision": row, "by": by, "by_url": address}
    return answer_for_anybody("publication/decision_gone.html", context, status=GONE)


@public_page
def decision_page(_: HttpRequest, council: str, year: int, slug: str) -> HttpResponse:
    """The text of one decision, without its private passages, with the day it was put online."""
    row = _decision(council, year, slug)
    gone = _gone(row)
    if gone is not None:
        return gone
    paper = public_paper(paper_of(row))
    context = {
        "council": row.council,
        "decision": row,
        "body_html": decision_body(paper, paper.rendition()),
        "put_online": put_online_on(row),
        "state_told": state_told(row.state, "Cette décision"),
    }
    return answer_for_anybody("publication/decision.html", context)


@public_page
def decision_file(request: HttpRequest, council: str, year: int, slug: str) -> HttpResponse:
    """The PDF that anybody may download. It has one address: whatever is added to it goes past no cache."""
    if request.META.get("QUERY_STRING"):
        return redirect(request.path, permanent=True)
    row = _decision(council, year, slug)
    gone = _gone(row)
    if gone is not None:
        return gone
    try:
        content = public_decision_pdf(row)
    except (
        Refusal
    ):  # an annex is missing here: the page says the text of the decision, the log tells the operator
        logger.exception("The public file of decision %s cannot be made", row.pk)
        return redirect(public_address(row))
    return file_response(content, f"decision-{row.slug}-publiee.pdf", as_attachment=False)
