"""Locking rows, so that two people who write at once write one after the other.

Whoever locks more than one row takes the council first, then its sittings or the decisions of its mayor, then the rest,
and the end of its proof chain last of all: two transactions then never wait each for the other.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet

from councils.models import Council

Row = TypeVar("Row", bound=Model)


def lock(model: type[Row], *, to_delete: bool = False) -> "QuerySet[Row]":
    """Within a transaction: the rows of ``model`` that the query will keep, locked until its end.

    Those rows alone, not what ``select_related`` joins; and not their keys (``FOR NO KEY UPDATE``): to add a row that
    links to a locked one waits for nothing. ``to_delete`` locks the keys too, so that nothing links to a row that was
    found empty and is going away. SQLite, which lets one writer in at a time, needs no more.
    """
    return model._default_manager.select_for_update(of=("self",), no_key=not to_delete)


def lock_council(council_id: int) -> Council:
    """Within a transaction: the council, locked until its end. Raises ``Council.DoesNotExist``."""
    return lock(Council).get(pk=council_id)
