"""Long works on the register, done by the worker: each says how far it is, so that the page can show it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.register import WorkState
from deliberations.models import RegisterVolume, RegisterWork
from deliberations.services.register_entering import enter, waiting_for
from deliberations.services.register_files import volume_file

logger = logging.getLogger(__name__)
EVERYTHING = "tout"
"""The source of a work that enters all that is ready, by date."""
FILE = ""
GOING = (WorkState.WAITING, WorkState.RUNNING)
FORGOTTEN_AFTER = timedelta(minutes=15)
"""A work that has not moved since is taken for lost: the worker stopped under it."""
INTERRUPTED = "L'opération s'est interrompue. Recommencez ; si cela dure, prévenez l'assistance."
AT_ONCE = 300
"""Pages of a file that are put together while the reader waits: under a second."""


class WorkGoing(Refusal):
    """Something else enters that volume at this moment: ``work`` says how far it is."""

    def __init__(self, work: RegisterWork) -> None:
        super().__init__(
            "register.busy",
            "Une autre inscription est en cours dans ce volume : attendez qu'elle se termine, puis recommencez.",
        )
        self.work = work


def ask(
    *, volume: RegisterVolume, source: str, what: str = "", by: User | None, at: datetime
) -> RegisterWork:
    """Ask the worker for an entry (``source``, ``what``), for all that is ready, or for the file. ``at`` is aware.

    One entry and one file at a time are made in a volume, which the database holds to: the same work already going is
    given back. Raises ``WorkGoing`` when another entry goes on. Side effects: a row, lost works told as stopped; after
    commit, a task.
    """
    with transaction.atomic():
        RegisterVolume.objects.select_for_update().get(pk=volume.pk)
        rows = RegisterWork.objects.filter(volume=volume, state__in=GOING)
        rows.filter(asked_at__lte=at - FORGOTTEN_AFTER).update(
            state=WorkState.FAILED, error=INTERRUPTED, ended_at=at
        )
        going = (rows.filter(source=FILE) if source == FILE else rows.exclude(source=FILE)).first()
        if going is not None:
            if (going.source, going.what) == (source, what):
                return going
            raise WorkGoing(going)
        work = RegisterWork.objects.create(volume=volume, source=source, what=what, asked_by=by, asked_at=at)
        transaction.on_commit(partial(do_register_work.enqueue, work.pk))
    work.refresh_from_db()
    return work


@task()
def do_register_work(work_id: int) -> str:
    """Do one work; the state it ends in. A work already taken is left alone."""
    work = _take(work_id)
    if work is None:
        return "left alone"
    error = INTERRUPTED
    try:
        error = _do(work)
    finally:
        _end(work, error)
    return work.state


def _take(work_id: int) -> RegisterWork | None:
    with transaction.atomic():
        rows = RegisterWork.objects.select_for_update().filter(pk=work_id, state=WorkState.WAITING)
        work: RegisterWork | None = rows.first()
        if work is None:
            return None
        work.state = WorkState.RUNNING
        work.save(update_fields=["state"])
    return RegisterWork.objects.select_related("volume__council", "asked_by").get(pk=work_id)


def _do(work: RegisterWork) -> str:
    """Why it was not done, in French; empty when it was."""
    try:
        if work.source == FILE:
            _make_file(work)
        elif work.source == EVERYTHING:
            _enter_everything(work)
        else:
            _enter(work, work.source, work.what, partial(_tell, work))
    except Refusal as refusal:
        return refusal.message_fr
    return ""


def _make_file(work: RegisterWork) -> None:
    file = volume_file(work.volume)
    _tell(work, 0, file.steps)
    file.read(lambda done: _tell(work, done, file.steps) if done % 20 == 0 else None)


def _enter_everything(work: RegisterWork) -> None:
    ready = [each for each in waiting_for(work.volume, at=timezone.now()) if not each.why_not]
    for number, each in enumerate(ready):
        start = number * 100

        def told(done: int, total: int, start: int = start) -> None:
            _tell(work, start + 100 * done // max(total, 1), 100 * len(ready))

        _enter(work, each.source, each.uid, told)


def _enter(work: RegisterWork, source: str, uid: str, progress: Callable[[int, int], None]) -> None:
    enter(volume=work.volume, source=source, uid=uid, by=work.asked_by, at=timezone.now(), progress=progress)


def _tell(work: RegisterWork, done: int, total: int) -> None:
    work.done, work.total = done, total
    RegisterWork.objects.filter(pk=work.pk).update(done=done, total=total)


def _end(work: RegisterWork, error: str) -> None:
    work.state, work.error = (WorkState.FAILED if error else WorkState.DONE), error
    work.done = work.done if error else work.total
    work.ended_at = timezone.now()
    work.save(update_fields=["state", "error", "done", "ended_at"])
