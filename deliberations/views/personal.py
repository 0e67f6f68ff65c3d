"""What the personal pages have in common: the token opens them, and nothing of them leaks."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from councils.models import Council
from councils.queries import preferences_of
from deliberations.models import PersonalLink
from deliberations.services.links import UNKNOWN, LinkRefused, find_link

GUESSES = 20
"""Unknown links from one address, each less than ``GUESSES_LAST`` after the one before: 128 random bits are
not guessed, but not served."""

GUESSES_LAST = 15 * 60  # seconds
NOT_FOUND, TOO_MANY = 404, 429


def personal_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the page of a token; ``link`` is given to the view in its place.

    No cookie opens these pages, so a forged request has nothing to ride on: whoever can name the address holds the
    token already. That is why they need no anti-forgery token, which ``Referrer-Policy: no-referrer`` would defeat
    (browsers then send « Origin: null »). Neither caches, nor robots, nor the sites linked to learn the address.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **place: Any) -> HttpResponse:
        return _discreet(_answer(request, token, place))

    def _answer(request: HttpRequest, token: str, place: dict[str, Any]) -> HttpResponse:
        try:
            link = find_link(token, timezone.now())
        except LinkRefused as refusal:
            message, status = refusal.message_fr, NOT_FOUND
            if refusal.code == UNKNOWN and _guesses(request) > GUESSES:
                message, status = _TOO_MANY, TOO_MANY
            return render(request, "invitation/refused.html", {"message": message}, status=status)
        return view(request, link, token, **place)

    return opened


_TOO_MANY = "Trop de liens inconnus ont été essayés depuis cette connexion. Réessayez dans un quart d'heure."


def _discreet(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _key(request: HttpRequest) -> str:
    """The address is kept only as a digest, and only as long as the count."""
    address = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request) or ""
    return f"personal-links:{hashlib.sha256(address.encode()).hexdigest()}"


def _guesses(request: HttpRequest) -> int:
    """How many unknown tokens came from there, this one included. One that is closed or expired is no guess."""
    key = _key(request)
    count: int = cache.get(key, 0) + 1
    # ``incr`` would give the count the usual time of the cache, and is no more atomic in a database.
    cache.set(key, count, GUESSES_LAST)
    return count


def personal_context(link: PersonalLink, token: str) -> dict[str, Any]:
    """What every personal page shows: the council and its colour, whose page it is."""
    council: Council = link.sitting.council
    preferences = preferences_of(council)
    return {
        "council": council,
        "colour": preferences.colour.lower(),
        "preferences": preferences,
        "sitting": link.sitting,
        "member": link.member,
        "token": token,
    }
