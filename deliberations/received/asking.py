"""Asks for the text of a file received. What comes back is checked against the shape that it should have."""

import logging
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from councils.domain.errors import Refusal
from councils.untrusted.causes import LONGEST
from councils.untrusted.children import ReadingEnded, ask
from councils.untrusted.limits import Limits
from deliberations.annexes import AnnexRefused
from deliberations.annexes.words import REMARKS
from deliberations.pastacts import ReadPaper, SourceLine
from deliberations.received.pdf_text import NotPdf
from deliberations.wordfile import WordRefused, WordText

logger = logging.getLogger(__name__)
_ROOM = f"{__package__}.worker"
PAST = Limits(seconds=60, wall_seconds=180)
"""Minutes of a year bound together are four hundred pages."""
WORD = Limits(seconds=20, wall_seconds=60)
RECEIPT = Limits(seconds=10, wall_seconds=30, memory_mb=1024, output_mb=16)


class TooMuch(Refusal):
    """The file takes more time or memory than a file may: it alone is given up."""

    def __init__(self, name: str) -> None:
        told = f"« {name} » " if name else "Ce fichier "
        super().__init__(
            "file.too_much",
            f"{told}demande trop de temps ou de mémoire pour être lu sans risque. Coupez-le en plusieurs fichiers, ou "
            "ouvrez-le et imprimez-le en PDF, puis recommencez.",
        )


@dataclass(frozen=True, slots=True)
class PastPaper:
    """The acts of a file beside its lines. ``cleaned`` says what was taken out of the copy that was read."""

    paper: ReadPaper
    lines: tuple[SourceLine, ...]
    cleaned: tuple[str, ...]
    remarks: tuple[str, ...]
    pages: int | None


_PAST, _WORD = TypeAdapter(PastPaper), TypeAdapter(WordText)


def text_of_pdf(content: bytes, *, name: str = "") -> str:
    """The text of a PDF's first pages; empty for a scan. Raises ``NotPdf`` or ``TooMuch``."""
    told = _asked({"task": "text"}, content, name, RECEIPT)
    return str(told.get("text", ""))


def read_word_file(content: bytes, *, name: str = "") -> WordText:
    """The blocks of a Word file. Raises ``WordRefused`` or ``TooMuch``."""
    told = _asked({"task": "word"}, content, name, WORD)
    return _shaped(_WORD, told.get("word"), name)


def read_past_file(content: bytes, *, name: str, is_pdf: bool) -> PastPaper:
    """The acts of a PDF or Word file of earlier years, a PDF being read from a cleaned copy.

    ``name`` is that of the file, with its folders. Raises ``AnnexRefused``, ``WordRefused``, ``NotPdf``, ``TooMuch``.
    """
    request = {"task": "past", "is_pdf": is_pdf, "name": name}
    told = _asked(request, content, name, PAST, is_waited_for=False)
    return _shaped(_PAST, told | {"cleaned": [REMARKS.get(key, "") for key in told.get("cleaned", ())]}, name)


def _asked(
    request: dict[str, Any], content: bytes, name: str, limits: Limits, *, is_waited_for: bool = True
) -> dict[str, Any]:
    base = name.rpartition("/")[2]
    try:
        told, _ = ask(_ROOM, request, content, limits, is_waited_for=is_waited_for)
    except ReadingEnded as error:
        raise TooMuch(base) from error
    if cause := told.get("cause"):
        logger.warning("A file received cannot be read: %s", str(cause)[:LONGEST])
    if "unfit" in told:
        raise AnnexRefused(str(told["unfit"]), base)
    if "refused" in told:
        raise WordRefused(str(told["refused"]))
    if "not_pdf" in told:
        raise NotPdf(str(told["not_pdf"]))
    return told


def _shaped(adapter: TypeAdapter[Any], told: Any, name: str) -> Any:
    try:
        return adapter.validate_python(told)
    except ValidationError as error:
        logger.warning("What was read of a file has not the right shape: %s", str(error)[:400])
        raise TooMuch(name.rpartition("/")[2]) from error
