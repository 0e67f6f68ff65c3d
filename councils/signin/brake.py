"""Passwords tried on one account from many addresses: slowed down, never locked.

Axes locks the pair of an e-mail and an address. What comes from everywhere at once meets a pause here, which anybody
could otherwise turn against the holder of the account: it is short, an address from where he has already logged in
does not meet it, and his access key, ProConnect and « mot de passe oublié » never do.
"""

import hashlib
from datetime import datetime, timedelta

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt, AccessLog
from axes.utils import reset
from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest

FAILURES = 20
"""On one account, from any address, within the time that axes remembers."""

PAUSE = 20  # seconds between two tries once there are that many failures
KNOWN_FOR = timedelta(days=90)


def must_wait(email: str, request: HttpRequest, at: datetime) -> bool:
    """Whether a password for ``email`` (stored form) is not even looked at now. Says nothing of who has an account.

    Side effect: a try let through opens a pause.
    """
    if _failures(email, at) < FAILURES or _is_known(email, request, at):
        return False
    digest = hashlib.sha256(email.encode()).hexdigest()
    return not cache.add(f"login-brake:{digest}", True, PAUSE)


def _failures(email: str, at: datetime) -> int:
    """Each address counts for no more than what was looked at before it was locked."""
    since = at - (get_cool_off() or timedelta())
    rows = AccessAttempt.objects.filter(username=email, attempt_time__gt=since)
    by_address = rows.order_by().values("ip_address").annotate(failures=Sum("failures_since_start"))
    counts = by_address.values_list("failures", flat=True)[:FAILURES]
    return sum(min(count, settings.AXES_FAILURE_LIMIT) for count in counts)


def _is_known(email: str, request: HttpRequest, at: datetime) -> bool:
    """Whether that account was opened from that address lately."""
    address = get_client_ip_address(request)
    rows = AccessLog.objects.filter(username=email, ip_address=address, attempt_time__gt=at - KNOWN_FOR)
    return rows.exists()


def forget_failures(email: str) -> None:
    """Begin again: a new password was chosen by the link."""
    reset(username=email)
