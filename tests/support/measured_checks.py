"""Checks files as the process of the page does, one process for each, and tells what each took of the machine.

Run with the paths of a question (JSON) and of the files; prints one JSON line for each file. Processor and memory are
told by the kernel (``wait4``), not by a clock.
"""

import json
import os
import sys
from pathlib import Path

from councils.untrusted.child import prepared, shut
from councils.untrusted.limits import Limits

ROOM = "deliberations.received.signed_file"


def main(question: str, limits: str, *paths: str) -> None:
    room, asked = prepared(ROOM), json.loads(Path(question).read_bytes())
    for path in paths:
        content = Path(path).read_bytes()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            shut(Limits(**json.loads(limits)))
            told, _ = room.answer(asked, content)
            os.write(writing, json.dumps(told, default=str).encode()[:60_000])
            os._exit(0)
        os.close(writing)
        said = b"".join(iter(lambda source=reading: os.read(source, 65_536), b""))
        os.close(reading)
        _, status, used = os.wait4(child, 0)
        seconds = used.ru_utime + used.ru_stime
        found = {"status": status, "seconds": seconds, "mb": used.ru_maxrss / 1024, "told": said.decode()}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
