"""The instants at which the machine may stop: before each commit, and before each step of a file that gets its name.

What stands after one is what stands before the next, since nothing is kept in between.
"""

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACES = (
    (BaseDatabaseWrapper, "_commit"),
    (BaseDatabaseWrapper, "_savepoint_commit"),
    (Path, "replace"),
    (os, "fsync"),
)


class Edges:
    """Counts the edges that are passed, and stops the process dead at the one numbered ``stop`` (from 1; 0: never)."""

    def __init__(self, stop: int) -> None:
        self.stop, self.passed = stop, 0

    def watched(self) -> AbstractContextManager[ExitStack]:
        """While it is open, each edge counts."""
        stack = ExitStack()
        for owner, name in _PLACES:
            stack.enter_context(patch.object(owner, name, self._around(getattr(owner, name))))
        return stack

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def edged(*arguments: Any, **named: Any) -> Any:
            self._pass()
            return call(*arguments, **named)

        return edged

    def _pass(self) -> None:
        self.passed += 1
        if self.passed == self.stop:
            os.kill(os.getpid(), signal.SIGKILL)
