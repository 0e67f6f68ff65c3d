"""``python -m tests.crash.runner``: reads orders as lines of JSON, answers each with one.

A process for each order, but for « warm »: what it loads (fonts, templates) is there for all the processes to come.
"""

import json
import os
import sys
import traceback
from typing import Any

import django


def serve() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from tests.crash import scenarios  # noqa: F401  (loaded once, for all the processes to come)

    for line in sys.stdin:
        order = json.loads(line)
        answer = _done(order) if order["task"] == "warm" else _done_apart(order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _done_apart(order: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as answer:
            try:
                answer.write(json.dumps(_done(order), default=str))
                answer.flush()
                os._exit(0)
            except BaseException:  # noqa: BLE001  (told to the test, whatever it is)
                answer.write(json.dumps({"error": traceback.format_exc()}))
                answer.flush()
                os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status} | (json.loads(told) if told else {})


def _done(order: dict[str, Any]) -> dict[str, Any]:
    """``task`` is « run » or « warm » (a scenario, stopped at ``stop``) or « look » (what a restart finds)."""
    from django.db import connection
    from django.test import override_settings

    from tests.crash.edges import Edges
    from tests.crash.looking import found_after
    from tests.crash.scenarios import SCENARIOS

    connection.settings_dict["NAME"] = f"{order['folder']}/base.sqlite3"
    with override_settings(MEDIA_ROOT=f"{order['folder']}/files"):
        if order["task"] == "look":
            return found_after()
        edges = Edges(order["stop"])
        with edges.watched():
            SCENARIOS[order["scenario"]].run()
        if order["task"] == "warm":
            found_after()  # loaded, too
        connection.close()
        return {"edges": edges.passed}


if __name__ == "__main__":
    serve()
