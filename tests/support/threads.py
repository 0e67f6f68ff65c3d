"""Threads that each have a connection of their own to the database of the test."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from django.db.utils import ConnectionHandler


def own_connection(folder: Path) -> Callable[[], None]:
    """What each thread runs first. SQLite in memory belongs to one thread: they share a copy on the disk instead."""
    if connection.vendor != "sqlite":
        return lambda: None
    copy = folder / "copie.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with closing(sqlite3.connect(copy)) as disk:
        disk.execute(
            "PRAGMA journal_mode=WAL"
        )  # set once: two connections that set it together lock each other
    config = {**connection.settings_dict, "NAME": str(copy)}

    def connect() -> None:
        connections["default"] = ConnectionHandler({"default": config})["default"]

    return connect
