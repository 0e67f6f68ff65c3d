"""Long works on the register, done by the worker: each says how far it is, so that the page can show it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.locking import lock
from deliberations.models import RegisterVolume, RegisterWork
from deliberations.services.council_seal import seal_volume
from deliberations.services.long_works import carry_out, going, tell
from deliberations.services.register_entering import enter, waiting_for
from deliberations.services.register_files import sealed_file, volume_file

EVERYTHING = "tout"
"""The source of a work that enters all that is ready, by date."""
FILE = ""
SEAL = "cachet"
"""That of a work that puts the council's seal on the closed volume."""
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
    """Ask the worker for an entry (``source``, ``what``), for all that is ready, for the file or the seal.

    ``at`` is aware. One entry (or seal) and one file at a time are made in a volume, which the database holds to: the
    same work already going is given back. Raises ``WorkGoing`` when another entry goes on. Side effects: a row, lost
    works told as stopped; after commit, a task.
    """
    with transaction.atomic():
        lock(RegisterVolume).get(pk=volume.pk)
        rows = going(RegisterWork.objects.filter(volume=volume), at=at)
        other = (rows.filter(source=FILE) if source == FILE else rows.exclude(source=FILE)).first()
        if other is not None:
            if (other.source, other.what) == (source, what):
                return other
            raise WorkGoing(other)
        work = RegisterWork.objects.create(volume=volume, source=source, what=what, asked_by=by, asked_at=at)
        transaction.on_commit(partial(do_register_work.enqueue, work.pk))
    work.refresh_from_db()
    return work


@task()
def do_register_work(work_id: int) -> str:
    """Do one work; the state it ends in. A work already taken is left alone."""
    rows = RegisterWork.objects.select_related("volume__council", "asked_by")
    return carry_out(rows, work_id, _do)


def _do(work: RegisterWork) -> None:
    if work.source == FILE:
        _make_file(work)
    elif work.source == SEAL:
        _seal(work)
    elif work.source == EVERYTHING:
        _enter_everything(work)
    else:
        _enter(work, work.source, work.what, partial(tell, work))


def _make_file(work: RegisterWork) -> None:
    file = volume_file(work.volume)
    tell(work, 0, file.steps)
    file.read(lambda done: tell(work, done, file.steps) if done % 20 == 0 else None)


def _seal(work: RegisterWork) -> None:
    """Raises ``Refusal``: no seal, a key that does not open, a sheet that is damaged."""
    steps = sealed_file(work.volume).steps
    tell(work, 0, steps)

    def told(done: int) -> None:
        if done % 20 == 0:
            tell(work, done, steps)

    outcomes = seal_volume(volume=work.volume, by=work.asked_by, at=timezone.now(), progress=told)
    for outcome in outcomes:
        if not outcome.is_signed:
            raise Refusal("seal.refused", outcome.message, outcome.article)


def _enter_everything(work: RegisterWork) -> None:
    ready = [each for each in waiting_for(work.volume, at=timezone.now()) if not each.why_not]
    for number, each in enumerate(ready):
        start = number * 100

        def told(done: int, total: int, start: int = start) -> None:
            tell(work, start + 100 * done // max(total, 1), 100 * len(ready))

        _enter(work, each.source, each.uid, told)


def _enter(work: RegisterWork, source: str, uid: str, progress: Callable[[int, int], None]) -> None:
    enter(volume=work.volume, source=source, uid=uid, by=work.asked_by, at=timezone.now(), progress=progress)
