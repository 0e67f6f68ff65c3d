"""The pack to print and to sign of a sitting, laid out by the worker; its file is kept a week."""

import hashlib
import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.services.locking import lock
from deliberations.assembly import AssemblyFailed, PrintOptions
from deliberations.models import PackWork, Sitting
from deliberations.services.long_works import carry_out, going, tell
from deliberations.services.print_packs import pack_of, render_pack
from deliberations.services.register_files import PRINT_FOLDER
from deliberations.services.storage import DamagedDocument, kept_once, made_once

logger = logging.getLogger(__name__)
NOT_MADE = "Le dossier n'a pas pu être assemblé : un document conservé est manquant ou altéré. Prévenez l'assistance."


def ask_pack(*, sitting: Sitting, options: PrintOptions, by: User | None, at: datetime) -> PackWork:
    """Ask the worker for the pack of ``sitting``; the same one already asked for is given back. ``at`` is aware.

    Side effects: a row, lost works told as stopped; after commit, a task.
    """
    asked = {
        "is_double_sided": options.is_double_sided,
        "binding_mm": options.binding_mm,
        "recto": options.recto,
    }
    with transaction.atomic():
        lock(Sitting).get(pk=sitting.pk)
        other = going(PackWork.objects.filter(sitting=sitting, **asked), at=at).first()
        if other is not None:
            return other
        work = PackWork.objects.create(sitting=sitting, asked_by=by, asked_at=at, **asked)
        transaction.on_commit(partial(lay_out_pack.enqueue, work.pk))
    work.refresh_from_db()
    return work


@task()
def lay_out_pack(work_id: int) -> str:
    """Lay out one pack; the state it ends in. A work already taken is left alone."""
    return carry_out(PackWork.objects.select_related("sitting__council"), work_id, _lay_out)


def _lay_out(work: PackWork) -> None:
    pack = pack_of(work.sitting, today=council_day(work.sitting.council, timezone.now()))
    tell(work, 0, pack.steps)
    try:
        content = render_pack(pack, work.options, progress=partial(tell, work))
    except (AssemblyFailed, DamagedDocument) as error:
        logger.exception("A pack cannot be put together")
        raise Refusal("pack.not_made", NOT_MADE) from error
    made_once(_key(work), lambda: content, folder=PRINT_FOLDER)


def pack_file(work: PackWork) -> bytes | None:
    """The bytes of a pack that is ready; ``None`` while it is not, and once they are forgotten."""
    return kept_once(_key(work), folder=PRINT_FOLDER)


def _key(work: PackWork) -> str:
    return hashlib.sha256(f"pack {work.pk} {work.uid}".encode()).hexdigest()
