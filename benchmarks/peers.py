"""The rows of the comparison: each is a program that renders the same act once, warm.

Every peer runs in a process of its own (``python -m benchmarks.peers NAME BATCH``): a line on the standard
input asks for one rendering, a JSON line answers with its seconds, its size and the memory of its processes.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module

import django

from benchmarks.memory import memory_in_use
from benchmarks.rendering import Bench, PeerMissing, Render, reference_view

# Name of a row and of the function that makes it ready: the module it is in. Each process loads only its own.
PEERS = {
    "conforme": "ours",
    "conforme_with_field": "ours",
    "signature": "ours",
    "weasyprint_naive": "engines",
    "libreoffice_batch": "office",
    "libreoffice_listener": "office",
    "libreoffice_batch_archive": "office",
    "libreoffice_listener_archive": "office",
    "chromium": "engines",
    "typst": "engines",
}


def main(name: str, office_batch: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    with ExitStack() as stack:
        try:
            render = _factory(name)(Bench(reference_view(), office_batch, stack))
        except PeerMissing as missing:
            _answer(missing=str(missing))
            return
        _answer(ready=True)
        for _ in sys.stdin:
            rendering = render()
            _answer(seconds=rendering.seconds, size=rendering.size, memory=memory_in_use())


def _factory(name: str) -> Callable[[Bench], Render]:
    factory: Callable[[Bench], Render] = getattr(import_module(f"benchmarks.{PEERS[name]}"), name)
    return factory


def _answer(**fields: object) -> None:
    sys.stdout.write(f"@{json.dumps(fields)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
