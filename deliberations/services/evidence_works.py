"""The evidence file of an act put together by the worker; its file is kept a week."""

import hashlib
import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.models import DecisionEvidenceWork, EvidenceWork, MayorDecision
from deliberations.queries.evidence import AnyAct
from deliberations.services.changes import lock_sitting
from deliberations.services.decision_changes import lock_decision
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


AnyWork = EvidenceWork | DecisionEvidenceWork


def ask_evidence(*, act: AnyAct, by: User | None, at: datetime) -> AnyWork:
    """Ask the worker for the evidence file of ``act``; one already going is given back. ``at`` is aware.

    Side effects: a row, lost works told as stopped; after commit, a task.
    """
    with transaction.atomic():
        if isinstance(act, MayorDecision):
            lock_decision(act)
            work = _asked(DecisionEvidenceWork, make_decision_evidence, {"decision": act}, by, at)
        else:
            lock_sitting(act.sitting)
            work = _asked(EvidenceWork, make_evidence, {"deliberation": act}, by, at)
    work.refresh_from_db()
    return work


def _asked(model: type[Any], task_of: Any, of: dict[str, Any], by: User | None, at: datetime) -> AnyWork:
    other: AnyWork | None = going(model.objects.filter(**of), at=at).first()
    if other is not None:
        return other
    work: AnyWork = model.objects.create(**of, asked_by=by, asked_at=at)
    transaction.on_commit(partial(task_of.enqueue, work.pk))
    return work


@task()
def make_evidence(work_id: int) -> str:
    """Make one file; the state it ends in. A work already taken is left alone."""
    rows = EvidenceWork.objects.select_related(
        "deliberation__council", "deliberation__sitting__council", "deliberation__item"
    )
    return carry_out(rows, work_id, _make)


@task()
def make_decision_evidence(work_id: int) -> str:
    """The same for a decision of the mayor."""
    return carry_out(DecisionEvidenceWork.objects.select_related("decision__council"), work_id, _make)


def _make(work: AnyWork) -> None:
    tell(work, 0, 1)
    act = work.decision if isinstance(work, DecisionEvidenceWork) else work.deliberation
    try:
        content = evidence_file(act)
    except DamagedDocument as error:
        logger.exception("An evidence file cannot be made")
        raise Refusal("evidence.not_made", NOT_MADE) from error
    made_once(_key(work), lambda: content, folder=FOLDER, extension=EXTENSION)


def evidence_kept(work: AnyWork) -> bytes | None:
    """The bytes of a file that is ready; ``None`` while it is not, and once they are forgotten."""
    return kept_once(_key(work), folder=FOLDER, extension=EXTENSION)


def purge_evidence(at: datetime) -> str:
    """The recurring duty: forget the files older than a week at ``at`` (aware), in one French line or nothing."""
    for works in (EvidenceWork, DecisionEvidenceWork):
        works.objects.filter(asked_at__lt=at - KEPT).delete()
    gone = purge_made(FOLDER, before=at - KEPT)
    return f"Dossiers de preuve effacés : {gone}." if gone else ""


def _key(work: AnyWork) -> str:
    kind = "decision evidence" if isinstance(work, DecisionEvidenceWork) else "evidence"
    return hashlib.sha256(f"{kind} {work.pk} {work.uid}".encode()).hexdigest()
