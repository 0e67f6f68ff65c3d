"""What every page behind the login has in common."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.cache import never_cache

from councils.models import User

View = Callable[..., HttpResponse]
GET_OR_POST = ["GET", "HEAD", "POST"]
"""The methods of a page that shows a form and receives it."""


class MemberRequest(HttpRequest):
    """A request whose user has logged in."""

    user: User


def private_page(view: Callable[..., Any]) -> View:
    """Ask for the login first, and let no browser keep the page: town halls share their machines."""
    return never_cache(login_required(view))


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty answer is an answer, which shows its errors."""
    return request.POST if request.method == "POST" else None
