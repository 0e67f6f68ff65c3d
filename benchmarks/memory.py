"""Memory of a process and of those it started, read from the kernel (Linux)."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path


def memory_in_use() -> int:
    """Resident bytes of this process and its living descendants, plus the peak of the finished ones."""
    living = sum(_resident(pid) for pid in _family(os.getpid()))
    return living + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    parents = dict(map(_parent, Path("/proc").glob("[0-9]*/stat")))
    for child in [child for child, parent in parents.items() if parent == pid]:
        yield from _family(child)


def _parent(stat: Path) -> tuple[int, int]:
    """Process and its parent; (0, 0) when it has ended. The name, in brackets, may hold spaces."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return int(stat.parent.name), int(fields[1])


def _resident(pid: int) -> int:
    """Resident bytes; what the processes of a browser share is counted in each."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
