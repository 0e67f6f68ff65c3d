"""The other tests make their tables from the models: here the migrations make them, from nothing."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config.database import sqlite_url
from deliberations.queries.search_engines.sqlite import SQLiteEngine

pytestmark = [pytest.mark.integration, pytest.mark.long]

ROOT = Path(__file__).resolve().parent.parent


def test_migrations_make_an_empty_database_with_its_search_index(tmp_path):
    path = tmp_path / "base.sqlite3"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": sqlite_url(path),
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with closing(sqlite3.connect(path)) as database:
        found = {name for (name,) in database.execute(SQLiteEngine.listing)}
    assert {*SQLiteEngine.names, "councils_council", "deliberations_deliberation"} <= found
