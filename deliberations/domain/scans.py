"""Pages that come back from a scanner, sorted by the code that each bears."""

from collections.abc import Sequence
from dataclasses import dataclass

from deliberations.domain.short_codes import read_short_code

_BEFORE_CODE = "/v/"


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """The pages of one act in one file: ``file`` counts from 0, as ``pages`` do."""

    file: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SortedPages:
    """``parts`` by public identifier, in the order of the files; ``lost`` pages belong to no act, file by file."""

    parts: dict[str, tuple[ScannedPart, ...]]
    lost: tuple[ScannedPart, ...]


def public_id_of(text: str) -> str:
    """The public identifier of the act that a code of ours leads to; empty for any other code."""
    _, mark, code = text.rpartition(_BEFORE_CODE)
    return read_short_code(code) if mark else ""


def sorted_pages(files: Sequence[Sequence[Sequence[str]]]) -> SortedPages:
    """Sort the pages of scans by the texts of their codes, given file by file and page by page.

    A page without a code is the back of the page before it, or follows it: it goes with it. One that bears the codes
    of two acts, or comes first without any, is lost.
    """
    found: dict[str, list[ScannedPart]] = {}
    lost: list[ScannedPart] = []
    for number, pages in enumerate(files):
        of_file: dict[str, list[int]] = {}
        current = ""
        for place, texts in enumerate(pages):
            codes = {code for code in map(public_id_of, texts) if code}
            if codes:
                current = codes.pop() if len(codes) == 1 else ""
            of_file.setdefault(current, []).append(place)
        for code, places in of_file.items():
            part = ScannedPart(number, tuple(places))
            if code:
                found.setdefault(code, []).append(part)
            else:
                lost.append(part)
    return SortedPages({code: tuple(parts) for code, parts in found.items()}, tuple(lost))
