"""Run a coroutine of the signature library from synchronous code."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_blocking(coroutine: Coroutine[Any, Any, T]) -> T:
    """Wait for ``coroutine`` and return its result, or raise its error.

    It runs in a thread of its own: ``asyncio.run`` refuses to start when the caller's thread already has a
    loop, as under an ASGI server or a browser test.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="signing") as executor:
        return executor.submit(asyncio.run, coroutine).result()


def run_without_io(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run ``coroutine``, that waits for nothing outside, and return its result or raise its error.

    It opens no descriptor and starts no thread, so it also works in a process that may do neither; a loop that runs
    in the caller's thread is left alone.
    """
    outer = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    loop = _LoopWithoutIo()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
        asyncio._set_running_loop(outer)


class _NothingToSelect:
    """Stands for the selector of a loop that has nothing open."""

    def select(self, timeout: float | None = None) -> list[Any]:
        """At once, or an error: a loop without input that would wait would wait for ever."""
        if timeout is None or timeout > 0:
            raise RuntimeError("a coroutine waits for something outside")
        return []


class _LoopWithoutIo(asyncio.BaseEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self._selector = _NothingToSelect()

    def _process_events(self, event_list: list[Any]) -> None:
        """There is never one."""
