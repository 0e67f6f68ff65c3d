"""The process that reads one file: what it may use is bounded, what it may do is nothing, and the next file is read."""

import os
import signal
import threading
import time

import pytest

from councils.untrusted import children
from councils.untrusted.children import Busy, ReadingEnded, ask
from councils.untrusted.limits import Limits

pytestmark = [pytest.mark.unit, pytest.mark.once]

ROOM = "tests.support.child_room"
TIGHT = Limits(seconds=1, wall_seconds=2, memory_mb=512, output_mb=1)
LOOSE = Limits(seconds=5, wall_seconds=30, memory_mb=512, output_mb=1)


@pytest.fixture(autouse=True)
def _no_process_left():
    yield
    children.end_all()


def said(task: str, limits: Limits = LOOSE):
    return ask(ROOM, {"task": task}, b"abc", limits)[0]


def test_bytes_go_and_come_back():
    assert ask(ROOM, {"task": "echo"}, b"abc" * 1000, LOOSE) == ({"said": 3000}, b"cba" * 1000)


def test_libraries_are_loaded_once_for_many_files():
    assert said("parent") == said("parent")


def test_nothing_of_ours_is_given(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert set(said("environment")["said"]) <= {"LANG", "LC_CTYPE", "PYTHONHASHSEED"}
    assert said("folder") == {"said": "/"}


@pytest.mark.parametrize("task", ["open", "low open", "fork", "connect", "import"])
def test_nothing_can_be_opened_started_or_joined(task):
    assert said(task) == {"refused": "PermissionError"}


@pytest.mark.parametrize("task", ["turn", "take", "write", "fail"])
def test_file_that_asks_too_much_ends_alone(task, caplog):
    started = time.monotonic()
    with pytest.raises(ReadingEnded):
        said(task, Limits(seconds=1, wall_seconds=30, memory_mb=512, output_mb=1))
    assert time.monotonic() - started < 15
    assert "ended the process that read it" in caplog.text
    assert said("echo") == {"said": 3}


def test_fault_of_the_process_is_logged_with_its_place_and_nothing_of_the_file(caplog):
    with pytest.raises(ReadingEnded):
        said("fail")
    assert "LookupError: " in caplog.text
    assert " _fail" in caplog.text
    assert "secret" not in caplog.text


def test_file_that_waits_for_ever_is_given_up_and_its_process_ended():
    before = said("parent")["said"]
    with pytest.raises(ReadingEnded):
        said("sleep", TIGHT)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert said("echo") == {"said": 3}


def test_process_that_waits_may_end_and_another_is_made():
    before = said("parent")["said"]
    os.kill(before, signal.SIGKILL)
    assert said("parent")["said"] != before


def test_file_waits_for_its_turn_then_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(children, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(children, "PATIENCE", 0.01)
    with children._turn(None), pytest.raises(Busy) as busy:
        said("echo")
    assert "Attendez une minute, puis recommencez" in busy.value.message_fr
    assert said("echo") == {"said": 3}


def test_room_that_does_not_load_is_told_in_the_log(caplog):
    with pytest.raises(ReadingEnded):
        ask("tests.support.no_such_room", {}, b"", TIGHT)
    assert "does not start" in caplog.text
