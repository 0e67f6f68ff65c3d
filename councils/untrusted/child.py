"""The process that reads a file: it reads its standard input, writes its standard output, and can do no more.

``main`` loads one *room*, a module with ``prepare()`` (loads now what would be loaded later) and ``answer(request,
content)``; then for each file it makes a process of its own, which reads that file and ends. Before a byte of it is
read, the kernel is told: a few seconds of processor, a bounded memory, no descriptor beyond the three given (so neither
file nor socket), no other process, no larger output than agreed; and Python refuses to open, import, connect or start
anything. A room that draws through ``ctypes`` says so in ``ALLOWED``. Neither Django nor the database is loaded here.
"""

import codecs
import gc
import json
import logging
import os
import resource
import signal
import socket
import struct
import sys
from functools import _lru_cache_wrapper
from importlib import import_module
from inspect import signature
from typing import Any

from councils.untrusted.causes import LONGEST, cause_of
from councils.untrusted.limits import MB, Limits

IDLE_SECONDS = 60
"""A process that waits for the next file ends when none comes."""
LONGEST_HEAD = 4096
ENDED = struct.Struct(">iff")
"""How the process of a file ended: status, seconds of processor, largest memory in MB."""
_ORPHAN_SECONDS = 10
"""Who asked gives up a file that lasts; should that one have ended, the file ends by itself a little later."""
_FORBIDDEN = (
    "open", "import", "socket.", "os.", "subprocess.", "shutil.", "ctypes.", "urllib.", "http.", "ftplib.", "smtplib.",
    "glob.", "pty.", "signal.", "tempfile.", "mmap.", "pathlib.", "sqlite3.", "webbrowser.", "resource.",
)  # fmt: skip
_CODECS = ("utf-8", "ascii", "latin-1", "cp437", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig",
           "unicode-escape", "mac-roman")  # fmt: skip


def main(name: str) -> None:
    """Serve the files that come through the standard input, one at a time, until it closes or none comes."""
    room = prepared(name)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    channel = socket.socket(fileno=os.dup(0))
    channel.settimeout(IDLE_SECONDS)
    while True:
        try:
            head, given, _, _ = socket.recv_fds(channel, LONGEST_HEAD, 2)
        except TimeoutError:
            return
        if not head:
            return
        channel.sendall(ENDED.pack(*_served(room, head, given, channel)))


def prepared(name: str) -> Any:
    """The room, with all that it will need already loaded."""
    logging.disable(logging.CRITICAL)
    for codec in _CODECS:
        codecs.lookup(codec)
    room = import_module(name)
    _load_tables()
    room.prepare()
    gc.collect()
    gc.freeze()
    return room


def _load_tables() -> None:
    """Call what reads a table of ours once and keeps it: ``lru_cache(maxsize=1)`` on a function of nothing."""
    ours = [
        module for name, module in sys.modules.items() if name.startswith(("councils.", "deliberations."))
    ]
    for module in ours:
        for value in list(vars(module).values()):
            is_kept = isinstance(value, _lru_cache_wrapper) and value.cache_parameters()["maxsize"] == 1
            if is_kept and not signature(value).parameters:
                value()


def _served(room: Any, head: bytes, given: list[int], channel: socket.socket) -> tuple[int, float, float]:
    """Have one file read by a process made for it; what it ended with, seconds of processor and MB that it took."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(given[0], 0)
            os.dup2(given[1], 1)
            for descriptor in (*given, channel.detach()):
                os.close(descriptor)
            limits = Limits(**json.loads(head))
            signal.alarm(limits.wall_seconds + _ORPHAN_SECONDS)
            shut(limits, getattr(room, "ALLOWED", ()))
            _answer_one(room)
            status = 0
        except BaseException as error:  # noqa: BLE001  (told to the log of who asked, whatever it is)
            os.lseek(1, 0, os.SEEK_SET)
            os.write(1, cause_of(error).encode("utf-8", "replace")[:LONGEST])
        finally:
            os._exit(status)
    for descriptor in given:
        os.close(descriptor)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _answer_one(room: Any) -> None:
    """Both ways: four bytes of length, as many of JSON, then bytes."""
    source, target = _Descriptor(0), _Descriptor(1)
    question = source.read()
    size = struct.unpack(">I", question[:4])[0]
    told, made = room.answer(json.loads(question[4 : 4 + size]), question[4 + size :])
    head = json.dumps(told, default=str).encode()
    target.write(struct.pack(">I", len(head)) + head + made)


class _Descriptor:
    """A descriptor read and written without any file object: none can be opened any more."""

    def __init__(self, number: int) -> None:
        self._number = number

    def read(self) -> bytes:
        pieces = []
        while piece := os.read(self._number, MB):
            pieces.append(piece)
        return b"".join(pieces)

    def write(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[os.write(self._number, left) :]


def shut(limits: Limits, allowed: tuple[str, ...] = ()) -> None:
    """Give up every right. Nothing can be opened after that, not even a module."""
    room = limits.output_mb * MB
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb * MB, limits.memory_mb * MB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    forbidden = tuple(event for event in _FORBIDDEN if event not in allowed)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(forbidden):
            raise PermissionError(event, *arguments[:1])

    sys.addaudithook(refuse)
