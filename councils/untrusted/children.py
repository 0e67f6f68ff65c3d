"""Asks a process of its own to read a file, and believes nothing of what comes back but its form.

A hostile file can ask for gigabytes or turn for ever in libraries that no Python code can interrupt: only the death of
the process that reads it is sure. Loading the libraries takes up to a second: a process that has them loaded is kept
for a minute, and makes one more for each file (``child``); a file never sees what another left.
"""

import atexit
import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from councils.domain.errors import Refusal
from councils.untrusted.child import ENDED
from councils.untrusted.limits import MB, Limits

logger = logging.getLogger(__name__)
AT_ONCE = 2
"""Files that one process of ours has read at the same time."""
PATIENCE = 45
"""Seconds that a file waits for its turn."""
_START_SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from councils.untrusted.child import main; main(sys.argv[2])"
_LASTED = 1_000
"""Stands for the end of a process that was given up: no process ends with it."""
_ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}


class ReadingEnded(Exception):
    """The process ended before it answered: the file takes more time, memory or room than it is given."""


class Busy(Refusal):
    """Too many files are being read at once: the same gesture works a moment later."""

    def __init__(self) -> None:
        super().__init__(
            "file.busy",
            "Plusieurs fichiers sont déjà en cours de lecture. Attendez une minute, puis recommencez : rien n’a été "
            "changé.",
        )


def ask(
    room: str,
    request: dict[str, Any],
    content: bytes,
    limits: Limits,
    *,
    is_waited_for: bool = True,
    patience: float | None = None,
) -> tuple[dict[str, Any], bytes]:
    """What the module ``room`` answers of a file: told as JSON, and bytes.

    Raises ``ReadingEnded`` (logged with what ended it), or ``Busy`` when somebody waits and no turn comes within
    ``patience`` seconds, ``PATIENCE`` unless told.
    """
    waited = PATIENCE if patience is None else patience
    with _turn(waited if is_waited_for else None), TemporaryFile() as question, TemporaryFile() as answer:
        head = json.dumps(request).encode()
        question.write(struct.pack(">I", len(head)) + head + content)
        question.seek(0)
        status = _run(room, question, answer, limits)
        answer.seek(0)
        if status != 0:
            cause = answer.read(400).decode("utf-8", "replace")
            logger.warning("A file received ended the process that read it (%s, %s): %s", room, status, cause)
            raise ReadingEnded
        return _read(answer.read(limits.output_mb * MB + 1))


def _read(answer: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        size = struct.unpack(">I", answer[:4])[0]
        told = json.loads(answer[4 : 4 + size])
    except (struct.error, ValueError, RecursionError) as error:
        raise ReadingEnded from error
    if not isinstance(told, dict):
        raise ReadingEnded
    return told, answer[4 + size :]


_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def _turn(patience: float | None) -> Iterator[None]:
    if not _turns.acquire(timeout=patience):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


class _Nurse:
    """A process that has the libraries of a room loaded, and makes one more for each file."""

    def __init__(self, room: str) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and our own module)
            [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), room],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
        theirs.close()
        self._room, self._is_new = room, True

    def serve(self, question: IO[bytes], answer: IO[bytes], limits: Limits) -> int | None:
        """What the process of the file ended with; ``None`` when this one had ended meanwhile."""
        self._channel.settimeout(limits.wall_seconds + (_START_SECONDS if self._is_new else 0))
        self._is_new = False
        try:
            head = json.dumps(asdict(limits)).encode()
            socket.send_fds(self._channel, [head], [question.fileno(), answer.fileno()])
            said = self._channel.recv(ENDED.size)
        except TimeoutError:
            return _LASTED
        except OSError:
            return None
        if len(said) != ENDED.size:
            return None
        status, seconds, memory = ENDED.unpack(said)
        logger.info("A file was read in %.2f s of processor and %.0f MB (%s)", seconds, memory, self._room)
        return int(status)

    def end(self) -> None:
        """End it, and the process of a file that lasts: both are of its session."""
        self._channel.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


_idle: dict[tuple[int, str], list[_Nurse]] = {}
"""Those that wait, by the process of ours that made them and their room: one forked from ours shares none."""
_lock = threading.Lock()


def _run(room: str, question: IO[bytes], answer: IO[bytes], limits: Limits) -> int:
    """Have a process read the file: one that waits if there is, else a new one."""
    while True:
        nurse = _waiting(room)
        is_new = nurse is None
        nurse = nurse or _Nurse(room)
        status = None
        try:
            status = nurse.serve(question, answer, limits)
        finally:
            if status in (None, _LASTED):
                nurse.end()
            else:
                with _lock:
                    _idle.setdefault((os.getpid(), room), []).append(nurse)
        if status is not None:
            return status
        if is_new:
            logger.error("The process that reads files does not start (%s)", room)
            return 1


def _waiting(room: str) -> _Nurse | None:
    with _lock:
        waiting = _idle.get((os.getpid(), room))
        return waiting.pop() if waiting else None


def end_all() -> None:
    """End the processes that wait for a file."""
    with _lock:
        ours = [key for key in _idle if key[0] == os.getpid()]
        nurses = [nurse for key in ours for nurse in _idle.pop(key)]
    for nurse in nurses:
        nurse.end()


atexit.register(end_all)
