"""Files given to check: a short one at once, a long one by the worker. Of either, nothing but the answer is kept."""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from pydantic import TypeAdapter

from councils.services.locking import lock
from councils.untrusted.children import Busy
from councils.untrusted.turns import turn
from deliberations.domain.file_checks import FileVerdict
from deliberations.domain.long_works import WorkState
from deliberations.models import FileCheck
from deliberations.services.file_checking import begun_verdict, check_file, checked_verdict, known_verdict

logger = logging.getLogger(__name__)
FOLDER = "checking"
TURNS = "turns"
KEPT_FOR = timedelta(hours=1)
INTERRUPTED = "La vérification s'est interrompue. Donnez le fichier de nouveau."
_VERDICT = TypeAdapter(FileVerdict)


def receive_to_check(content: bytes, *, at: datetime) -> FileCheck:
    """Check ``content``, or have it checked by the worker when it is long; the row whose ticket leads to the answer.

    ``at`` is aware. Bytes that were issued here are known at once, however long. Side effects: a row kept an hour;
    a file in the private folder until the worker has read it.
    """
    known = known_verdict(content) or begun_verdict(content)
    is_short = len(content) <= settings.CHECK_QUEUE_KB * 1024
    verdict = known or (_checked_now(content, at) if is_short else None)
    row = FileCheck(
        ticket=secrets.token_urlsafe(32),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        asked_at=at,
    )
    if verdict is None:
        return _queue(row, content)
    row.state, row.report, row.ended_at = WorkState.DONE, asdict(verdict), timezone.now()
    row.save()
    return row


def _checked_now(content: bytes, at: datetime) -> FileVerdict | None:
    """The answer at once; ``None`` when as many as may be are being read by the web processes of this machine."""
    with turn(settings.DATA_DIR / TURNS, "check", at_once=settings.CHECK_AT_ONCE) as is_free:
        if not is_free:
            return None
        try:
            return checked_verdict(content, at=at)
        except Busy:
            return None


def _queue(row: FileCheck, content: bytes) -> FileCheck:
    default_storage.save(_place(row.ticket), ContentFile(content))
    with transaction.atomic():
        row.save()
        transaction.on_commit(partial(check_waiting.enqueue, row.pk))
    return row


def _place(ticket: str) -> str:
    return f"{FOLDER}/{ticket}"


@task()
def check_waiting(check_id: int) -> str:
    """Read the file of one row, delete it, then check its bytes; « gone » when another did, or it was purged."""
    row = _taken(check_id)
    if row is None:
        return "gone"
    try:
        content = _read_and_delete(row.ticket)
        report: Mapping[str, Any] = asdict(check_file(content, at=timezone.now(), is_waited_for=False))
        row.state, row.report = WorkState.DONE, report
    except FileNotFoundError:
        row.state, row.error = WorkState.FAILED, INTERRUPTED
    except Exception:
        row.state, row.error = WorkState.FAILED, INTERRUPTED
        logger.exception("A file given to check could not be checked")
    row.ended_at = timezone.now()
    row.save()
    return row.state


def _taken(check_id: int) -> FileCheck | None:
    with transaction.atomic():
        row: FileCheck | None = lock(FileCheck).filter(pk=check_id, state=WorkState.WAITING).first()
        if row is not None:
            row.state = WorkState.RUNNING
            row.save(update_fields=["state"])
    return row


def _read_and_delete(ticket: str) -> bytes:
    try:
        with default_storage.open(_place(ticket)) as stream:
            content: bytes = stream.read()
    finally:
        default_storage.delete(_place(ticket))
    return content


def verdict_of(row: FileCheck) -> FileVerdict | None:
    """The answer, once there is one."""
    return _VERDICT.validate_python(row.report) if row.state == WorkState.DONE else None


def purge_checks(at: datetime) -> str:
    """Forget the answers an hour old, and delete a file that a worker left; what was done, or nothing."""
    old = at - KEPT_FOR
    count, _ = FileCheck.objects.filter(asked_at__lte=old).delete()
    left = _purge_files(old)
    return f"Vérifications oubliées : {count}. Fichiers effacés : {left}." if count or left else ""


def _purge_files(old: datetime) -> int:
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    stale = [name for name in names if default_storage.get_modified_time(f"{FOLDER}/{name}") <= old]
    for name in stale:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(stale)
