"""The sittings of a council, and one sitting."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.permissions import may_set_up
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, sittings_of, visible_sittings
from deliberations.queries.keeping import backup_is_due
from deliberations.queries.lists import with_counts
from deliberations.views.shown.sitting import sitting_page

PER_PAGE = 20


@private_page
@require_safe
def council(request: MemberRequest, council: str) -> HttpResponse:
    """The sittings of a council, the latest first."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    page = Paginator(sittings_of(row), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_counts(list(page.object_list))
    is_backup_due = may_set_up(request.user, row) and backup_is_due(row, timezone.now())
    context = {"council": row, "page": page, "is_backup_due": is_backup_due}
    return render(request, "deliberations/sitting_list.html", context)


@private_page
@require_safe
def sitting(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """One sitting: its facts, who sat, what was decided, and the findings."""
    row = get_council_object_or_404(
        request.user, visible_sittings(request.user), council__uid=council, uid=sitting
    )
    shown = sitting_page(record_of(row))
    context = {
        "council": row.council,
        "sitting": row,
        "title": shown.title,
        "here": "sitting",
        "shown": shown,
    }
    return render(request, "deliberations/sitting.html", context)
