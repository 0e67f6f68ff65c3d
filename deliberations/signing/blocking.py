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
