"""What ``manage.py tick`` does: each duty is idempotent, says in French what it did, and takes the moment."""

from collections.abc import Callable
from datetime import datetime

from deliberations.services.dues import refresh_every_due

RECURRING: tuple[Callable[[datetime], str], ...] = (refresh_every_due,)
