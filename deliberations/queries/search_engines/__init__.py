"""The full-text index of each database, behind one question: which rows hold these phrases?

The only place that asks which database runs.
"""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection, connections
from django.db.models.expressions import RawSQL

from deliberations.queries.search_engines.postgresql import PostgreSQLEngine
from deliberations.queries.search_engines.sqlite import SQLiteEngine

Phrase = tuple[str, ...]


class SearchEngine(Protocol):
    """``create`` and ``drop`` are SQL statements; ``matching`` gives the keys of the rows that hold every phrase.

    ``names`` are what the index is made of, and ``listing`` the question whose answer holds them once it is there.
    """

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def listing(self) -> str: ...

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


def ensure_index(using: str) -> bool:
    """Make the index of the database ``using`` unless it is whole; whether it had to be made.

    Called after each migration: SQLite copies a table that changes, and forgets its triggers.
    """
    database = connections[using]
    engine = search_engine(database.vendor)
    with database.cursor() as cursor:
        cursor.execute(engine.listing)
        if {*engine.names} <= {name for (name,) in cursor.fetchall()}:
            return False
        for statement in (*engine.drop, *engine.create):
            cursor.execute(statement)
    return True
