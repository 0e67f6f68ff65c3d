"""The full-text index of each database, behind one question: which rows hold these phrases?

The only place that asks which database runs, with the migration that makes the index.
"""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from deliberations.queries.search_engines.postgresql import PostgreSQLEngine
from deliberations.queries.search_engines.sqlite import SQLiteEngine

Phrase = tuple[str, ...]


class SearchEngine(Protocol):
    """``create`` and ``drop`` are SQL statements; ``matching`` gives the keys of the rows that hold every phrase."""

    @property
    def create(self) -> Sequence[str]: ...

    @property
    def drop(self) -> Sequence[str]: ...

    def matching(
        self, phrases: Sequence[Phrase], *, in_title: bool = False, prefixes: bool = False
    ) -> RawSQL:
        """Keys of the rows holding each phrase; ``prefixes`` also takes longer last words."""


ENGINES: dict[str, SearchEngine] = {"sqlite": SQLiteEngine(), "postgresql": PostgreSQLEngine()}


def search_engine(vendor: str | None = None) -> SearchEngine:
    """The engine of the database in use, or of ``vendor``. ``KeyError`` for another one."""
    return ENGINES[vendor or connection.vendor]
