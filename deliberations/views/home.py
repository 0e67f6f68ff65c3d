"""One home for all the councils of a user: what is late, due this week, and next."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.domain.display import Colour
from councils.domain.roles import STAFF
from councils.models import Council, CouncilRole
from councils.permissions import may_publish, may_read_drafts, may_start
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.signatures import awaiting, awaiting_in
from deliberations.queries.to_sign import acts_to_sign
from deliberations.views.shown.clock import dues_of
from deliberations.views.shown.dues_table import dues_table
from deliberations.views.shown.signing import own_waiting, shown_choice

PER_PAGE = 50


@private_page
@require_safe
def home(request: MemberRequest) -> HttpResponseBase:
    """What is due in every council of the user; straight to the only one when there is just one."""
    councils = visible_councils(request.user).select_related("preferences").order_by("place_name", "pk")
    page = Paginator(councils, PER_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("council", council=page[0].uid)
    roles = CouncilRole.objects.filter(user=request.user, kind__in=STAFF)
    working = set(roles.values_list("council_id", flat=True))
    now = timezone.now()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(dues_table([each for each in councils if each.pk in working], now), file_format)
    dues = dues_of([each for each in page.object_list if each.pk in working], now)
    shown = {each.council.pk: each for each in dues}
    own = awaiting_in(request.user, page.object_list)
    lines = [
        {
            "council": each,
            "dues": shown.get(each.pk),
            "colour": _colour(each),
            "waiting": own_waiting(own.get(each.pk, ()), council_day(each, now)),
        }
        for each in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "has_dues": any(each.all for each in dues),
        "can_start": may_start(request.user),
    }
    return render(request, "deliberations/home.html", context)


def _colour(council: Council) -> str:
    preferences = getattr(council, "preferences", None)
    return (preferences.colour if preferences else Colour.NAVY).lower()


TO_SIGN_COLUMNS = (
    Column("Numéro", lambda act: act.number),
    Column("Date de la séance", lambda act: act.sitting.held_on),
    Column("Objet", lambda act: act.title, 90),
)


@private_page
@require_safe
def to_sign(request: MemberRequest, council: str) -> HttpResponseBase:
    """What waits for this user's signature; and, for the staff, the acts whose certified copy waits for somebody's."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    is_staff, file_format = may_read_drafts(request.user, row), request.GET.get("format")
    acts = acts_to_sign(row) if is_staff else acts_to_sign(row).none()
    if is_staff and file_format in FORMATS:
        return table_response(Table("a-signer", TO_SIGN_COLUMNS, acts), file_format)
    page = Paginator(acts, PER_PAGE).get_page(request.GET.get("page"))
    today = council_day(row, timezone.now())
    context = {
        "council": row,
        "page": page,
        "can_note": may_publish(request.user, row),
        "is_staff": is_staff,
        "own": [shown_choice(each, today=today) for each in awaiting(request.user, row)],
    }
    return render(request, "deliberations/to_sign.html", context)
