"""How many do one thing at once on this machine, whatever the processes: a turn ends with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(folder: Path, name: str, *, at_once: int) -> Iterator[bool]:
    """Whether one of the ``at_once`` turns called ``name`` is free; held until the end of the block.

    Side effects: an empty file by turn in ``folder``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = next(filter(None, (_held(folder / f"{name}-{rank}.lock") for rank in range(at_once))), None)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _held(path: Path) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
