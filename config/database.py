"""From the DATABASE_URL setting to Django's DATABASES entry."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url

# Foreign keys are switched on by Django itself at each connection.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"


def sqlite_url(path: Path) -> str:
    """Address of the SQLite file ``path`` (absolute), whatever characters its folders have."""
    return f"sqlite:///{quote(str(path))}"


def database_config(url: str, *, max_age: int) -> dict[str, Any]:
    """Django's entry for ``url``; ``max_age`` is how long a connection is kept, in seconds.

    On SQLite every transaction takes the write lock at once (IMMEDIATE): a reader that becomes a
    writer halfway would otherwise fail with « database is locked » instead of waiting.
    """
    config = dict(dj_database_url.parse(url, conn_max_age=max_age, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20}
    return config
