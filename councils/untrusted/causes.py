"""What went wrong in the process of a file, for the log of who asked: where in the code, and nothing of the file."""

import traceback
from pathlib import PurePath

LONGEST = 400


def cause_of(error: BaseException) -> str:
    """« ValueError: cleaning.py:88 clean, pdf.py:12 open », the deepest call last.

    The message of an error often quotes what was read, a name for example: it is left out. No file is opened, not even
    that of the code, so that the process that may open nothing can tell it too.
    """
    frames = traceback.walk_tb(error.__traceback__)
    calls = [f"{PurePath(f.f_code.co_filename).name}:{line} {f.f_code.co_name}" for f, line in frames]
    kept, room = [], LONGEST - len(type(error).__name__) - 2
    for call in reversed(calls):
        room -= len(call) + 2
        if room < 0:
            break
        kept.append(call)
    return f"{type(error).__name__}: {', '.join(reversed(kept))}"
