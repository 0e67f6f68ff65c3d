"""Files that people send are read by a process that lives for one file, with bounded time and memory.

A hostile PDF can ask for gigabytes or turn for ever in libraries that no Python code can interrupt: only the death of
the process that reads it is sure. It costs about a quarter of a second.
"""

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deliberations.annexes.bounds import DRAWN, Bounds
from deliberations.annexes.words import REMARKS, AnnexRefused

logger = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 3
"""Wall-clock seconds given for one second of processor: other work goes on beside."""


@dataclass(frozen=True, slots=True)
class NormalisedAnnex:
    """A PDF that does nothing by itself. ``content`` is the very input when there was nothing to take out.

    ``remarks`` say what was, in sentences whose subject is the file. ``is_signed``: it bears an electronic signature.
    """

    content: bytes
    pages: int
    remarks: tuple[str, ...] = ()
    is_signed: bool = False


def normalise(content: bytes, *, name: str, bounds: Bounds | None = None) -> NormalisedAnnex:
    """The PDF without what acts by itself. Raises ``AnnexRefused`` with what to do.

    An open password or restrictions, damage beyond repair, a portfolio, a dynamic form: refused. A broken structure is
    mended; scripts, programs to open, hidden files, media and fields are taken out; all of it is told.
    """
    answer, made = _read("clean", content, name, bounds or Bounds())
    remarks = tuple(REMARKS[each] for each in answer["remarks"])
    return NormalisedAnnex(made or content, answer["pages"], remarks, answer["is_signed"])


def draw(content: bytes, media_type: str, *, name: str, bounds: Bounds | None = None) -> bytes:
    """A PDF, PNG or JPEG as sheets of A4 at most, in the form that ``read_sheets`` reads. Raises ``AnnexRefused``."""
    if media_type not in DRAWN:
        raise AnnexRefused("kind", name)
    task = "draw" if media_type == DRAWN[0] else "image"
    _, made = _read(task, content, name, bounds or Bounds())
    return made


def check_picture(content: bytes, *, name: str, bounds: Bounds | None = None) -> None:
    """Raise ``AnnexRefused`` unless the whole of a PNG or JPEG can be read, and is not too large."""
    _read("check", content, name, bounds or Bounds())


def _read(task: str, content: bytes, name: str, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    with TemporaryDirectory(prefix="annexe-") as place:
        folder = Path(place)
        (folder / "given").write_bytes(content)
        _run(task, folder, bounds)
        answer, made = _answer(folder)
    if refused := answer.get("refused"):
        if cause := answer.get("cause"):
            logger.info("A file received cannot be read: %s", cause)
        raise AnnexRefused(refused, name, most=bounds.pages, drawn=bounds.drawn_mb)
    return answer, made


def _run(task: str, folder: Path, bounds: Bounds) -> None:
    command = [
        sys.executable,
        "-P",
        "-m",
        f"{__package__}.worker",
        task,
        str(folder),
        json.dumps(asdict(bounds)),
    ]
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    try:
        subprocess.run(  # noqa: S603  (our own module; the file is data)
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=bounds.seconds * _PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("A file received was given up: too long to read")


def _answer(folder: Path) -> tuple[dict[str, Any], bytes]:
    """What the process wrote before it ended; a process killed on the way leaves no answer."""
    try:
        answer: dict[str, Any] = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
        return answer, (folder / "made").read_bytes()
    except (OSError, ValueError):
        return {"refused": "complex"}, b""
