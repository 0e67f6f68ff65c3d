"""The triggers that refuse to change or delete what the proof register holds, for each database.

Of what is sealed nothing changes, the token of a head is set once, and no row goes. SQLite copies a table that a
migration changes, and forgets its triggers: they are made again after each migration.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from deliberations.queries.append_only.postgresql import PostgreSQLGuard
from deliberations.queries.append_only.sqlite import SQLiteGuard


class Guard(Protocol):
    """``create`` and ``drop`` are SQL statements; ``listing`` answers the names of the triggers and what each does.

    ``does`` is what each should do, by name, in the same words: a trigger of that name that does nothing is missing.
    """

    @property
    def does(self) -> Mapping[str, str]: ...

    @property
    def listing(self) -> str: ...

    @property
    def create(self) -> Sequence[str]: ...

    @property
    def drop(self) -> Sequence[str]: ...


GUARDS: dict[str, Guard] = {"sqlite": SQLiteGuard(), "postgresql": PostgreSQLGuard()}


def missing_triggers(using: str = "default") -> tuple[str, ...]:
    """The triggers that the database ``using`` should have and has not, or that no longer do what they should."""
    database = connections[using]
    guard = GUARDS[database.vendor]
    with database.cursor() as cursor:
        cursor.execute(guard.listing)
        there = dict(cursor.fetchall())
    return tuple(name for name, told in guard.does.items() if _words(there.get(name, "")) != _words(told))


def _words(told: str) -> str:
    return " ".join(told.split())


def ensure_triggers(using: str) -> bool:
    """Make the triggers of the database ``using`` unless all are there; whether they had to be made."""
    if not missing_triggers(using):
        return False
    make_triggers(connections[using])
    return True


def make_triggers(database: BaseDatabaseWrapper) -> None:
    """Make every trigger anew."""
    guard = GUARDS[database.vendor]
    run(database, (*guard.drop, *guard.create))


def drop_triggers(database: BaseDatabaseWrapper) -> None:
    """Take every trigger away: to undo the migration that made them, or to empty a database of tests."""
    run(database, GUARDS[database.vendor].drop)


def run(database: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    """Run each statement in turn."""
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
