"""The sittings of a council, and one sitting."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.permissions import may_read_drafts, may_set_up, may_write
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from councils.views.tables import FORMATS, table_response
from deliberations.permissions import get_council_object_or_404, may_read_sitting
from deliberations.queries import last_acts, record_of, sittings_of, visible_sittings
from deliberations.queries.keeping import backup_is_due
from deliberations.queries.lists import members_know_of, with_counts
from deliberations.queries.signatures import awaiting
from deliberations.views.read_log import notes_closed_sitting
from deliberations.views.shown.clock import clock_of_sitting, dues_of
from deliberations.views.shown.dues_table import dues_table
from deliberations.views.shown.signing import own_waiting
from deliberations.views.shown.sitting import sitting_page

PER_PAGE = 20


@private_page
@require_safe
def council(request: MemberRequest, council: str) -> HttpResponseBase:
    """The sittings of a council: those to come, the nearest first, then the others, the latest first."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    now = timezone.now()
    today = council_day(row, now)
    is_staff = may_read_drafts(request.user, row)
    file_format = request.GET.get("format")
    if is_staff and file_format in FORMATS:
        return table_response(dues_table([row], now), file_format)
    rows = sittings_of(row) if is_staff else members_know_of(sittings_of(row))
    page = Paginator(rows.filter(held_on__lt=today), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_counts(list(page.object_list))
    is_first = page.number == 1
    coming = rows.filter(held_on__gte=today).order_by("held_on", "pk")
    context = {
        "council": row,
        "page": page,
        "coming": with_counts(list(coming)) if is_first else (),
        "dues": dues_of([row], now)[0] if is_first and is_staff else None,
        "last_acts": last_acts(row) if is_first else (),
        "waiting": own_waiting(awaiting(request.user, row), today),
        "may_prepare": may_write(request.user, row),
        "is_backup_due": may_set_up(request.user, row) and backup_is_due(row, now),
    }
    return render(request, "deliberations/sitting_list.html", context)


@private_page
@require_safe
@notes_closed_sitting
def sitting(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """One sitting: its facts, who sat, what was decided, and the findings."""
    row = get_council_object_or_404(
        request.user, visible_sittings(request.user), council__uid=council, uid=sitting
    )
    if not may_read_sitting(request.user, row):
        raise PermissionDenied
    record = record_of(row)
    shown, today = sitting_page(record), council_day(row.council, timezone.now())
    context = {
        "council": row.council,
        "sitting": row,
        "title": shown.title,
        "here": "sitting",
        "shown": shown,
        "is_staff": (is_staff := may_read_drafts(request.user, row.council)),
        "can_write": may_write(request.user, row.council),
        "clock": clock_of_sitting(row, record, today) if is_staff else None,
    }
    return render(request, "deliberations/sitting.html", context)
