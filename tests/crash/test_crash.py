"""Each gesture stopped dead at each of its edges: what is found is what stood before, or what stands after."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.crash.scenarios import SCENARIOS

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True), pytest.mark.once]

KILLED = -9


class Runner:
    """The process that runs the trials."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            text=True,
        )

    def ask(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer

    def end(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    running = Runner()
    yield running
    running.end()


def copied(before: Path, name: str) -> Path:
    trial = before.with_name(name)
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(before, trial)
    return trial


@pytest.fixture
def stored(tmp_path: Path, settings: Any) -> Path:
    """A folder for the base and the files, as they stand before the gesture."""
    before = tmp_path / "before"
    (before / "files").mkdir(parents=True)
    settings.MEDIA_ROOT = str(before / "files")
    return before


def save_base(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "base.sqlite3")) as copy:
        connection.connection.backup(copy)


def state_of(folder: Path) -> tuple[list[str], dict[str, bytes]]:
    """All that the base holds, and each file, as the next process will find them."""
    with closing(sqlite3.connect(folder / "base.sqlite3")) as base:
        rows = list(base.iterdump())
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    return rows, {str(path.relative_to(folder)): path.read_bytes() for path in files}


def differences(found: dict[str, int], wanted: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Table → rows found, rows wanted."""
    tables = sorted({*found, *wanted})
    return {
        table: (found.get(table, 0), wanted.get(table, 0))
        for table in tables
        if found.get(table) != wanted.get(table)
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_at_any_edge_leaves_all_or_nothing(name: str, stored: Path, runner: Runner) -> None:
    SCENARIOS[name].prepare()
    save_base(stored)
    runner.ask(task="warm", folder=str(copied(stored, "warm")), scenario=name, stop=0)
    before = runner.ask(task="look", folder=str(copied(stored, "still")))
    whole = copied(stored, "whole")
    edges = runner.ask(task="run", folder=str(whole), scenario=name, stop=0)["edges"]
    untouched = state_of(stored)
    after = runner.ask(task="look", folder=str(whole))
    assert before["faults"] == after["faults"] == []
    assert before["rows"] != after["rows"]
    assert edges >= 4
    for stop in range(1, edges + 1):
        trial = copied(stored, "trial")
        killed = runner.ask(task="run", folder=str(trial), scenario=name, stop=stop)
        assert killed["status"] == KILLED
        if state_of(trial) == untouched:
            continue  # row for row and byte for byte: what a restart finds there was looked at above
        found = runner.ask(task="look", folder=str(trial))
        assert found["faults"] == [], f"edge {stop} of {edges}"
        if found == after:
            continue
        runner.ask(task="run", folder=str(trial), scenario=name, stop=0)
        again = runner.ask(task="look", folder=str(trial))
        assert differences(again["rows"], after["rows"]) == {}, f"edge {stop} of {edges}, begun again"
        assert again == after
