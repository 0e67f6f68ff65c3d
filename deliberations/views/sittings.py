"""The sittings of a council, and one sitting."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.permissions import may_read_drafts, may_write
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, sittings_of, visible_sittings
from deliberations.views.shown.sitting import sitting_page

PER_PAGE = 20


@private_page
@require_safe
def council(request: MemberRequest, council: str) -> HttpResponse:
    """The sittings of a council: those to come, the nearest first, then the others, the latest first."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    sittings = sittings_of(row).annotate(
        item_count=Count("agenda", distinct=True), act_count=Count("deliberations", distinct=True)
    )
    today = timezone.now().astimezone(ZoneInfo(row.time_zone)).date()
    page = Paginator(sittings.filter(held_on__lt=today), PER_PAGE).get_page(request.GET.get("page"))
    coming = sittings.filter(held_on__gte=today).order_by("held_on", "pk") if page.number == 1 else ()
    context = {
        "council": row,
        "page": page,
        "coming": coming,
        "may_prepare": may_write(request.user, row),
    }
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
        "has_history": may_read_drafts(request.user, row.council),
        "can_write": may_write(request.user, row.council),
    }
    return render(request, "deliberations/sitting.html", context)
