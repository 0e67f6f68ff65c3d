"""Normal form of runs: white space collapsed, borders trimmed, neighbours of one format merged."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from deliberations.richtext.model import Run, Runs

_SOURCE_SPACES = re.compile(r"[ \t\n\f\r\u2028\u2029]+")
_TOKENS = re.compile(r"[ \n]+|[^ \n]+")
_CONTROLS = [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF]
_DIRECTIONS = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_DROPPED: dict[int, str | None] = dict.fromkeys([*_CONTROLS, *_DIRECTIONS], None) | {0x0B: " ", 0x85: " "}


def printable(text: str) -> str:
    """``text`` without characters that no act can print.

    Control characters (no XML file may hold them, so neither DOCX nor @CTES) and direction marks, which can
    make a text read otherwise than it is stored.
    """
    return text.translate(_DROPPED)


def collapsed(text: str) -> str:
    """White space of an HTML source, line feeds included, as single spaces; no-break spaces are text."""
    return _SOURCE_SPACES.sub(" ", text)


def normal_runs(runs: Iterable[Run]) -> Runs:
    """Runs with single gaps (a space, a break or an empty line) and none at either end."""
    kept = groupby(_single_gaps(runs), key=attrgetter("format"))
    return tuple(Run("".join(run.text for run in same), shared) for shared, same in kept)


def _single_gaps(runs: Iterable[Run]) -> Iterator[Run]:
    """Words, and between two of them one gap in the format of the first space met."""
    gaps: list[Run] = []
    is_first = True
    for token in _tokens(runs):
        if token.text[0] in " \n":
            gaps.append(token)
            continue
        if gaps and not is_first:
            yield Run(_gap(gaps), gaps[0].format)
        gaps.clear()
        is_first = False
        yield token


def paragraphs_of(runs: Iterable[Run]) -> Iterator[Runs]:
    """Cut at empty lines (two breaks or more); each part is in normal form and not empty."""
    part: list[Run] = []
    for run in normal_runs(runs):
        first, *others = run.text.split("\n\n")
        part.append(Run(first, run.format))
        for text in others:
            yield from _unless_empty(part)
            part = [Run(text, run.format)]
    yield from _unless_empty(part)


def on_one_line(runs: Iterable[Run]) -> Runs:
    """The same text, its breaks turned into spaces."""
    return normal_runs(Run(run.text.replace("\n", " "), run.format) for run in runs)


def _tokens(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        for text in _TOKENS.findall(run.text):
            yield Run(text, run.format)


def _gap(spaces: list[Run]) -> str:
    return "\n" * min(sum(run.text.count("\n") for run in spaces), 2) or " "


def _unless_empty(part: list[Run]) -> Iterator[Runs]:
    if runs := normal_runs(part):
        yield runs
