"""The evidence file of an act put together by the worker; its file is kept a week."""

import hashlib
import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django_tasks import task

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.models import Deliberation, EvidenceWork
from deliberations.services.changes import lock_sitting
from deliberations.services.evidence_file import evidence_file
from deliberations.services.long_works import carry_out, going, tell
from deliberations.services.storage import DamagedDocument, kept_once, made_once, purge_made

logger = logging.getLogger(__name__)
FOLDER, EXTENSION = "evidence", "zip"
KEPT = timedelta(days=7)
NOT_MADE = (
    "Le dossier de preuve n'a pas pu être fait : un document conservé est manquant ou altéré. Prévenez l'assistance, "
    "qui le rétablira depuis une sauvegarde."
)


def ask_evidence(*, act: Deliberation, by: User | None, at: datetime) -> EvidenceWork:
    """Ask the worker for the evidence file of ``act``; one already going is given back. ``at`` is aware.

    Side effects: a row, lost works told as stopped; after commit, a task.
    """
    with transaction.atomic():
        lock_sitting(act.sitting)
        other = going(EvidenceWork.objects.filter(deliberation=act), at=at).first()
        if other is not None:
            return other
        work = EvidenceWork.objects.create(deliberation=act, asked_by=by, asked_at=at)
        transaction.on_commit(partial(make_evidence.enqueue, work.pk))
    work.refresh_from_db()
    return work


@task()
def make_evidence(work_id: int) -> str:
    """Make one file; the state it ends in. A work already taken is left alone."""
    rows = EvidenceWork.objects.select_related(
        "deliberation__council", "deliberation__sitting__council", "deliberation__item"
    )
    return carry_out(rows, work_id, _make)


def _make(work: EvidenceWork) -> None:
    tell(work, 0, 1)
    try:
        content = evidence_file(work.deliberation)
    except DamagedDocument as error:
        logger.exception("An evidence file cannot be made")
        raise Refusal("evidence.not_made", NOT_MADE) from error
    made_once(_key(work), lambda: content, folder=FOLDER, extension=EXTENSION)


def evidence_kept(work: EvidenceWork) -> bytes | None:
    """The bytes of a file that is ready; ``None`` while it is not, and once they are forgotten."""
    return kept_once(_key(work), folder=FOLDER, extension=EXTENSION)


def purge_evidence(at: datetime) -> str:
    """The recurring duty: forget the files older than a week at ``at`` (aware), in one French line or nothing."""
    EvidenceWork.objects.filter(asked_at__lt=at - KEPT).delete()
    gone = purge_made(FOLDER, before=at - KEPT)
    return f"Dossiers de preuve effacés : {gone}." if gone else ""


def _key(work: EvidenceWork) -> str:
    return hashlib.sha256(f"evidence {work.pk} {work.uid}".encode()).hexdigest()
