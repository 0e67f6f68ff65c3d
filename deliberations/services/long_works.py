"""What the works of the worker share: those that were lost, taking one, telling how far it is, ending it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.services.locking import lock
from deliberations.domain.long_works import GOING, WorkState
from deliberations.models.long_works import LongWork

Work = TypeVar("Work", bound=LongWork)
FORGOTTEN_AFTER = timedelta(minutes=15)
"""A work asked for longer ago is taken for lost: the worker stopped under it."""
INTERRUPTED = "L'opération s'est interrompue. Recommencez ; si cela dure, prévenez l'assistance."


def going(rows: QuerySet[Work], *, at: datetime) -> QuerySet[Work]:
    """Those of ``rows`` that go on at ``at`` (aware). Side effect: the lost ones are told as stopped."""
    found = rows.filter(state__in=GOING)
    found.filter(asked_at__lte=at - FORGOTTEN_AFTER).update(
        state=WorkState.FAILED, error=INTERRUPTED, ended_at=at
    )
    return found


def carry_out(rows: QuerySet[Work], work_id: int, do: Callable[[Work], None]) -> str:
    """Do one of ``rows``; the state it ends in, or that it was left alone when another took it.

    A ``Refusal`` of ``do`` is told as its error; anything else raises, the work told as interrupted.
    """
    if not _taken(rows, work_id):
        return "left alone"
    work = rows.get(pk=work_id)
    error = INTERRUPTED
    try:
        do(work)
        error = ""
    except Refusal as refusal:
        error = refusal.message_fr
    finally:
        _end(work, error)
    return work.state


def tell(work: LongWork, done: int, total: int) -> None:
    """Record that ``done`` steps of ``total`` are done, for the page that follows it."""
    work.done, work.total = done, total
    work.save(update_fields=["done", "total"])


def _taken(rows: QuerySet[Work], work_id: int) -> bool:
    with transaction.atomic():
        waiting = lock(rows.model).filter(pk=work_id, state=WorkState.WAITING)
        work = waiting.first()
        if work is None:
            return False
        work.state = WorkState.RUNNING
        work.save(update_fields=["state"])
    return True


def _end(work: LongWork, error: str) -> None:
    work.state, work.error = (WorkState.FAILED if error else WorkState.DONE), error
    work.done = work.done if error else work.total
    work.ended_at = timezone.now()
    work.save(update_fields=["state", "error", "done", "ended_at"])
