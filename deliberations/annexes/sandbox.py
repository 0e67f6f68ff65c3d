"""Files that people send are cleaned and drawn by a process that lives for one file (``councils.untrusted``)."""

import logging
from dataclasses import asdict, dataclass
from typing import Any

from councils.untrusted.causes import LONGEST
from councils.untrusted.children import ReadingEnded, ask
from councils.untrusted.limits import Limits
from deliberations.annexes.bounds import DRAWN, Bounds
from deliberations.annexes.words import REFUSALS, REMARKS, AnnexRefused

logger = logging.getLogger(__name__)
_ROOM = f"{__package__}.worker"
_MOST_OUTPUT_MB = 256
_PATIENCE = 3
"""Wall-clock seconds given for one second of processor: other work goes on beside."""


@dataclass(frozen=True, slots=True)
class NormalisedAnnex:
    """A file that does nothing by itself. ``content`` is the very input when there was nothing to take out.

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
    return NormalisedAnnex(
        made or content, int(answer.get("pages", 0)), _told(answer), bool(answer.get("is_signed"))
    )


def normalise_office(content: bytes, *, name: str, bounds: Bounds | None = None) -> NormalisedAnnex:
    """A Word, Excel or LibreOffice file that neither acts nor reaches outside. Raises ``AnnexRefused``."""
    answer, made = _read("office", content, name, bounds or Bounds())
    return NormalisedAnnex(made or content, 0, _told(answer))


def _told(answer: dict[str, Any]) -> tuple[str, ...]:
    return tuple(REMARKS[each] for each in answer.get("remarks", ()) if each in REMARKS)


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
    limits = Limits(
        seconds=bounds.seconds,
        wall_seconds=bounds.seconds * _PATIENCE,
        memory_mb=bounds.memory_mb,
        output_mb=_MOST_OUTPUT_MB,
    )
    try:
        answer, made = ask(_ROOM, {"task": task, "bounds": asdict(bounds)}, content, limits)
    except ReadingEnded:
        answer, made = {"refused": "complex"}, b""
    if refused := answer.get("refused"):
        if cause := answer.get("cause"):
            logger.warning("A file received cannot be read: %s", str(cause)[:LONGEST])
        known = refused if refused in REFUSALS else "complex"
        raise AnnexRefused(known, name, most=bounds.pages, drawn=bounds.drawn_mb)
    return answer, made
