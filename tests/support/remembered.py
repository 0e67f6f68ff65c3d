"""A council stored once and put back as it was: storing it anew, row by row, would take most of a test's time."""

from collections.abc import Callable, Hashable
from copy import copy
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from councils.models import Council

RowT = TypeVar("RowT", bound=Model)
_MEMORY: dict[Hashable, tuple[Any, list[tuple[type[Model], list[Model]]]]] = {}


def _tables() -> list[type[Model]]:
    return [
        model for label in ("councils", "deliberations") for model in apps.get_app_config(label).get_models()
    ]


def remembered(key: Hashable, build: Callable[[], RowT]) -> RowT:
    """The row that ``build`` gives, with all that it stored; from memory the second time.

    Only in a database that holds nothing yet: otherwise, the keys could be taken. ``build`` depends on ``key`` alone.
    """
    if any(table._base_manager.exists() for table in (Council, apps.get_model("councils", "User"))):
        return build()
    if key not in _MEMORY:
        built = build()
        rows = [(table, list(table._base_manager.all())) for table in _tables()]
        _MEMORY[key] = (built, [(table, found) for table, found in rows if found])
        return built
    built, rows = _MEMORY[key]
    with transaction.atomic():  # foreign keys are looked at when it ends, whatever the order of the tables
        for table, found in rows:
            table._base_manager.bulk_create([copy(row) for row in found])
    again: RowT = type(built)._base_manager.get(pk=built.pk)
    return again
