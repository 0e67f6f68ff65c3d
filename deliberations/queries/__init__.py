"""Reads reused by several callers, scoped by council, with their prefetches in one place."""

from deliberations.queries.lists import (
    deliberations_numbered,
    deliberations_of,
    sittings_of,
    visible_deliberations,
    visible_sittings,
)
from deliberations.queries.sittings import dossier_of, record_of, sitting_facts

__all__ = [
    "deliberations_numbered",
    "deliberations_of",
    "dossier_of",
    "record_of",
    "sitting_facts",
    "sittings_of",
    "visible_deliberations",
    "visible_sittings",
]
