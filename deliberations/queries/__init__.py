"""Reads reused by several callers, scoped by council, with their prefetches in one place."""

from deliberations.queries.history import history_of
from deliberations.queries.lists import (
    deliberations_numbered,
    last_acts,
    sittings_of,
    visible_deliberations,
    visible_sittings,
)
from deliberations.queries.sittings import (
    dossier_of,
    facts_since,
    neighbours_of,
    planned_record,
    record_of,
    reread,
)

__all__ = [
    "deliberations_numbered",
    "dossier_of",
    "facts_since",
    "history_of",
    "last_acts",
    "neighbours_of",
    "planned_record",
    "record_of",
    "reread",
    "sittings_of",
    "visible_deliberations",
    "visible_sittings",
]
