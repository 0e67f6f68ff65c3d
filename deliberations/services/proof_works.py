"""The whole proof register controlled by the worker, while the page says how far it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django_tasks import task

from councils.models import Council, User
from councils.services.locking import lock_council
from deliberations.models import ProofCheckWork
from deliberations.services.long_works import carry_out, going, tell
from deliberations.services.proof_checking import check_register
from deliberations.services.proof_found import Fault

KEPT = timedelta(days=366)
MOST_TOLD = 200
"""Faults, and remarks, that a control keeps: a register damaged to that point has one cause."""


def ask_check(*, council: Council, by: User | None, at: datetime) -> ProofCheckWork:
    """Ask the worker to control the register of ``council``; one already going is given back. ``at`` is aware.

    Side effects: a row, lost works told as stopped, old ones forgotten; after commit, a task.
    """
    with transaction.atomic():
        lock_council(council.pk)
        rows = ProofCheckWork.objects.filter(council=council)
        rows.filter(asked_at__lt=at - KEPT).delete()
        other = going(rows, at=at).first()
        if other is not None:
            return other
        work = ProofCheckWork.objects.create(council=council, asked_by=by, asked_at=at)
        transaction.on_commit(partial(do_proof_check.enqueue, work.pk))
    work.refresh_from_db()
    return work


@task()
def do_proof_check(work_id: int) -> str:
    """Control one register; the state it ends in. A work already taken is left alone."""
    return carry_out(ProofCheckWork.objects.select_related("council"), work_id, _check)


def _check(work: ProofCheckWork) -> None:
    found = check_register(work.council, progress=partial(tell, work))
    work.entries, work.faults, work.remarks = found.entries, _lines(found.faults), _lines(found.remarks)
    work.save(update_fields=["entries", "faults", "remarks"])


def _lines(told: Sequence[Fault]) -> str:
    """One sentence a line, whatever somebody typed in it."""
    return "\n".join(" ".join(each.message_fr.split()) for each in told[:MOST_TOLD])
