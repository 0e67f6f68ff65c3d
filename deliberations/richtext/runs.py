"""Normal form of runs: white space collapsed, borders trimmed, neighbours of one format merged."""

import re
from collections.abc import Iterable, Iterator

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
    kept: list[Run] = []
    gap: Run | None = None
    for token in _tokens(runs):
        if token.text[0] in " \n":
            gap = Run(gap.text + token.text, gap.format) if gap else token
            continue
        if gap and kept:
            _merge(kept, Run(_gap(gap.text), gap.format))
        gap = None
        _merge(kept, token)
    return tuple(kept)


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


def _gap(text: str) -> str:
    return "\n" * min(text.count("\n"), 2) or " "


def _merge(kept: list[Run], run: Run) -> None:
    if kept and kept[-1].format == run.format:
        kept[-1] = Run(kept[-1].text + run.text, run.format)
    else:
        kept.append(run)


def _unless_empty(part: list[Run]) -> Iterator[Runs]:
    if runs := normal_runs(part):
        yield runs
