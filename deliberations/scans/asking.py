"""Asks for the codes of a scan, and for its parts. What comes back is checked against the shape that it should have."""

import logging
from collections.abc import Sequence
from typing import Any

from councils.domain.errors import Refusal
from councils.untrusted.causes import LONGEST
from councils.untrusted.children import ReadingEnded, ask
from councils.untrusted.limits import Limits

logger = logging.getLogger(__name__)
_ROOM = f"{__package__}.worker"
SCAN = Limits(seconds=90, wall_seconds=240, memory_mb=2048, output_mb=128)
"""A sitting of sixty acts is two hundred pages; each takes a tenth of a second, a poor one half a second."""


class UnreadableScan(Refusal):
    """The scan cannot be read: it alone is given up."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "scan.unreadable",
            f"« {name} » ne se lit pas, ou demande trop de temps. Numérisez à nouveau, en plusieurs fois si le fichier "
            "est long.",
        )


def codes_of(content: bytes, *, name: str, is_pdf: bool) -> list[list[str]]:
    """The texts of the codes of each page, in order. Raises ``UnreadableScan``, or ``Busy``."""
    told, _ = _asked({"task": "codes", "is_pdf": is_pdf}, content, name)
    pages = told.get("pages")
    if not isinstance(pages, list):
        raise UnreadableScan(name)
    return [[str(text) for text in page] if isinstance(page, list) else [] for page in pages]


def cut(content: bytes, groups: Sequence[Sequence[int]], *, name: str) -> list[bytes]:
    """A PDF for each group of pages, counted from 0. Raises ``UnreadableScan``, or ``Busy``."""
    told, made = _asked({"task": "cut", "groups": [list(group) for group in groups]}, content, name)
    sizes = told.get("sizes")
    if not isinstance(sizes, list) or len(sizes) != len(groups) or sum(map(int, sizes)) != len(made):
        raise UnreadableScan(name)
    parts, start = [], 0
    for size in map(int, sizes):
        parts.append(made[start : start + size])
        start += size
    return parts


def _asked(request: dict[str, Any], content: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    try:
        told, made = ask(_ROOM, request, content, SCAN)
    except ReadingEnded as error:
        raise UnreadableScan(name) from error
    if cause := told.get("cause"):
        logger.warning("A scan cannot be read: %s", str(cause)[:LONGEST])
    if "refused" in told:
        raise UnreadableScan(name)
    return told, made
