"""What a restart finds: how many rows of each table, the numbers given, and whether files and rows agree."""

import hashlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from councils.models import Council
from deliberations.models import Deliberation
from deliberations.services.dues import refresh_every_due
from deliberations.services.keeping_files import KEPT_MODELS, sweep_files
from deliberations.services.proof_checking import check_register
from deliberations.services.recovering import issue_missing_copies


def found_after() -> dict[str, Any]:
    """Counts of rows and the numbers given, with what is wrong, once the duties of a restart were done."""
    issue_missing_copies(timezone.now())
    refresh_every_due(timezone.now())
    sweep_files(timezone.now() + timedelta(days=365))
    faults = [*_number_faults(), *_file_faults(), *_proof_faults()]
    return {"rows": _rows(), "numbers": _numbers(), "faults": faults}


def _rows() -> dict[str, int]:
    models = [m for label in ("councils", "deliberations") for m in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: model._base_manager.count() for model in models if model._base_manager.exists()
    }


def _numbers() -> list[int]:
    rows = Deliberation.objects.exclude(sequence=None).order_by("sequence")
    return list(rows.values_list("sequence", flat=True))


def _number_faults() -> list[str]:
    numbers = _numbers()
    if numbers and numbers[0] != 1:
        return [f"first number {numbers[0]}"]
    return [f"{after} follows {before}" for before, after in pairwise(numbers) if after != before + 1]


def _proof_faults() -> list[str]:
    """What a control of each proof register finds: every row that is there is in it, and nothing else is."""
    return [fault.message_fr for council in Council.objects.all() for fault in check_register(council).faults]


def _file_faults() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    rows = [row for model in KEPT_MODELS for row in model._base_manager.exclude(path="")]
    known = {row.path for row in rows}
    faults = [f"no row for {path}" for path in _files(root) if path not in known]
    for row in rows:
        place = root / row.path
        if not place.exists() or hashlib.sha256(place.read_bytes()).hexdigest() != row.sha256:
            faults.append(f"{row} has lost its bytes")
    return faults


def _files(root: Path) -> list[str]:
    kept = ("issued", "received")
    return [
        str(path.relative_to(root))
        for folder in kept
        for path in (root / folder).rglob("*")
        if path.is_file()
    ]
