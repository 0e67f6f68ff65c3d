"""The first page: the councils of the user."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from councils.permissions import may_start
from councils.queries import visible_councils
from councils.views.access import MemberRequest, private_page

PER_PAGE = 50


@private_page
@require_safe
def council_list(request: MemberRequest) -> HttpResponse:
    """The councils of the user; straight to the only one when there is just one."""
    councils = visible_councils(request.user).order_by("place_name", "pk")
    page = Paginator(councils, PER_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("council", council=page[0].uid)
    return render(request, "councils/council_list.html", {"page": page, "can_start": may_start(request.user)})
