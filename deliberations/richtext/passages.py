"""The passages of a text, one by one, and the same text with some words of one corrected or hidden."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from deliberations.domain.word_diff import ChangeKind, word_changes
from deliberations.richtext.model import Format, Run, Runs, RunsMapper, map_blocks
from deliberations.richtext.plain import runs_as_text
from deliberations.richtext.reader import parse_blocks
from deliberations.richtext.runs import normal_runs, printable
from deliberations.richtext.writer import write_like

_WORD = re.compile(r"\S+")
Letter = tuple[str, Format]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a passage; private when the public does not read it already."""

    text: str
    is_private: bool


def passages_of(html: str) -> tuple[Runs, ...]:
    """Each paragraph, heading, item, caption and cell of ``html`` that says something, in the order of reading."""
    found: list[Runs] = []

    def keep(runs: Runs) -> Runs:
        if runs:
            found.append(runs)
        return runs

    map_blocks(parse_blocks(html), keep)
    return tuple(found)


def with_passage(html: str, number: int, change: RunsMapper) -> str:
    """``html`` with its passage of that ``number`` (from 0) put through ``change``."""
    count = -1

    def change_one(runs: Runs) -> Runs:
        nonlocal count
        count += bool(runs)
        return change(runs) if runs and count == number else runs

    return write_like(html, map_blocks(parse_blocks(html), change_one))


def words_of(runs: Runs) -> tuple[Word, ...]:
    """The words of a passage, in their order."""
    letters = _letters(runs)
    found = (match.span() for match in _WORD.finditer(runs_as_text(runs)))
    return tuple(_word(letters[start:end]) for start, end in found)


def _word(letters: list[Letter]) -> Word:
    """Private when all its letters are, whatever the comma behind it."""
    said = [style for letter, style in letters if letter.isalnum()] or [style for _, style in letters]
    return Word("".join(letter for letter, _ in letters), all(style.private for style in said))


def hidden_words(runs: Runs, chosen: Collection[int]) -> Runs:
    """The passage with the words of those numbers (from 0) made private; what lies between two of them too."""
    spans = [found.span() for found in _WORD.finditer(runs_as_text(runs))]
    letters = _letters(runs)
    for number, (start, end) in enumerate(spans):
        if number not in chosen:
            continue
        until = spans[number + 1][0] if number + 1 in chosen and number + 1 < len(spans) else end
        letters[start:until] = [(c, replace(style, private=True)) for c, style in letters[start:until]]
    return _runs(letters)


def rewritten(runs: Runs, text: str) -> Runs:
    """The passage with ``text`` for words: what is kept keeps its format, what replaces a private word is private."""
    letters, result = _letters(runs), list[Letter]()
    place, removed = 0, list[Letter]()
    for change in word_changes(runs_as_text(runs), printable(text)):
        if change.kind is ChangeKind.ADDED:
            result += [(c, _format_of(removed, result, letters[place:])) for c in change.text]
            continue
        passed = letters[place : place + len(change.text)]
        place += len(change.text)
        if change.kind is ChangeKind.SAME:
            result, removed = result + passed, []
        else:
            removed = passed
    return normal_runs(_runs(result))


def _format_of(removed: list[Letter], before: list[Letter], after: list[Letter]) -> Format:
    """The format of what an added text replaces, else of its neighbour."""
    near = removed or before[-1:] or after[:1]
    formats = [style for _, style in near]
    return next((each for each in formats if each.private), formats[0] if formats else Format())


def _letters(runs: Runs) -> list[Letter]:
    return [(character, run.format) for run in runs for character in run.text]


def _runs(letters: Iterable[Letter]) -> Runs:
    return tuple(_joined(letters))


def _joined(letters: Iterable[Letter]) -> Iterator[Run]:
    run: Run | None = None
    for character, style in letters:
        if run is not None and run.format == style:
            run = replace(run, text=run.text + character)
            continue
        if run is not None:
            yield run
        run = Run(character, style)
    if run is not None:
        yield run
