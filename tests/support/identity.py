"""A browser whose user has just proved who they are."""

import time

from allauth.account.internal.flows import login
from django.test import Client

from councils.models import User
from tests.builders import BACKEND


def prove_identity(client: Client, user: User, *, seconds_ago: float = 10) -> Client:
    """Log ``user`` in, as if they had typed their password again that long ago."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
