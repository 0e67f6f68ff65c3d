"""Files that no row names: what a machine that stopped between a file and its row leaves behind."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Model

from deliberations.models import (
    DecisionCopy,
    IssuedDocument,
    RegisterEntry,
    SigningPaper,
    SittingDocument,
    StoredFile,
)

logger = logging.getLogger(__name__)
KEPT_MODELS: tuple[type[Model], ...] = (
    IssuedDocument,
    SittingDocument,
    StoredFile,
    DecisionCopy,
    RegisterEntry,
    SigningPaper,
)
"""Tables whose rows name files, by ``path``."""
FOLDERS = ("issued", "received")
PATIENCE = timedelta(days=1)
"""A file is on the disk before the row that names it: this is far longer than any transaction."""
_AT_ONCE = 500


def sweep_files(at: datetime) -> str:
    """Delete the files older than ``PATIENCE`` at ``at`` (aware) that no row names, and say how many.

    A row never names a file that is not on the disk yet; so a file without a row is what a stop left, and nobody ever
    saw it. Each is logged.
    """
    gone = 0
    for folder in FOLDERS:
        old = [path for path in _files(folder) if _is_old(path, at)]
        for start in range(0, len(old), _AT_ONCE):
            some = old[start : start + _AT_ONCE]
            known = _named(some)
            for path in some:
                if path not in known and _is_old(path, at):  # somebody may be storing the same bytes again
                    logger.warning("File %s, that no row names, is deleted", path)
                    default_storage.delete(path)
                    gone += 1
    if not gone:
        return ""
    return "1 fichier sans document effacé." if gone == 1 else f"{gone} fichiers sans document effacés."


def _is_old(path: str, at: datetime) -> bool:
    return default_storage.get_modified_time(path) < at - PATIENCE


def _named(paths: list[str]) -> set[str]:
    return {
        path
        for model in KEPT_MODELS
        for path in model._base_manager.filter(path__in=paths).values_list("path", flat=True)
    }


def _files(place: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(place)
    except FileNotFoundError:
        return
    yield from (f"{place}/{name}" for name in files)
    for name in folders:
        yield from _files(f"{place}/{name}")
