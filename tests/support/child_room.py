"""What a process that reads a file is asked in the tests: to try what it must not be able to do."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepare() -> None:
    """Nothing is needed."""


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {"said": TASKS[request["task"]](content)}, content[::-1]
    except (PermissionError, OSError) as error:
        return {"refused": type(error).__name__}, b""


def _turn(_content: bytes) -> None:
    while True:
        pass


def _take(_content: bytes) -> int:
    return len(bytearray(1 << 31))


def _fail(_content: bytes) -> None:
    raise LookupError("secret de la commune")


def _import(_content: bytes) -> str:
    import sqlite3  # not loaded before: nothing may be loaded any more

    return str(sqlite3.version_info)


TASKS: dict[str, Callable[[bytes], Any]] = {
    "echo": lambda content: len(content),
    "parent": lambda _content: os.getppid(),
    "environment": lambda _content: sorted(os.environ),
    "folder": lambda _content: str(Path.cwd()),
    "turn": _turn,
    "sleep": lambda _content: time.sleep(60),
    "take": _take,
    "fail": _fail,
    "write": lambda _content: "x" * 3_000_000,
    "open": lambda _content: Path("/etc/passwd").read_text(),
    "low open": lambda _content: os.open("/etc/passwd", 0),
    "fork": lambda _content: os.fork(),
    "connect": lambda _content: socket.socket(),
    "import": _import,
}
