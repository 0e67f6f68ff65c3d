"""The sheet typed the next morning."""

from django.http import HttpResponse

from councils.views.access import MemberRequest, private_page


@private_page
def sheet(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    return HttpResponse("")
