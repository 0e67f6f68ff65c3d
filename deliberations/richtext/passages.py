"""The passages of a text, one by one, and the same text with some words of one corrected or hidden."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from deliberations.domain.word_diff import Change, ChangeKind, word_changes
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
    return tuple(_word(letters[start:end]) for start, end in _spans(runs))


def _spans(runs: Runs) -> list[tuple[int, int]]:
    """Where each word begins and ends; a mark that stands alone (« », –) goes with the word before it."""
    text, spans = runs_as_text(runs), list[tuple[int, int]]()
    for found in _WORD.finditer(text):
        is_mark = not any(character.isalnum() for character in found.group())
        if is_mark and spans:
            spans[-1] = (spans[-1][0], found.end())
        else:
            spans.append(found.span())
    return spans


def _word(letters: list[Letter]) -> Word:
    """Private when all its letters are, whatever the comma behind it."""
    said = [style for letter, style in letters if letter.isalnum()] or [style for _, style in letters]
    return Word("".join(letter for letter, _ in letters), all(style.private for style in said))


def hidden_words(runs: Runs, chosen: Collection[int]) -> Runs:
    """The passage with the words of those numbers (from 0) made private; what lies between two of them too."""
    spans, letters = _spans(runs), _letters(runs)
    for number, (start, end) in enumerate(spans):
        if number not in chosen:
            continue
        until = spans[number + 1][0] if number + 1 in chosen and number + 1 < len(spans) else end
        letters[start:until] = [(c, replace(style, private=True)) for c, style in letters[start:until]]
    return _runs(letters)


def with_private_letters(runs: Runs, places: Collection[int]) -> Runs:
    """The passage where the letters at those places (from 0) are private too."""
    return _runs(
        (letter, replace(style, private=style.private or place in places))
        for place, (letter, style) in enumerate(_letters(runs))
    )


def rewritten(runs: Runs, text: str) -> Runs:
    """The passage with ``text`` for words: what is kept keeps its format.

    What is typed where a private word stood, or beside it, is private too: a name must not come out by a correction.
    """
    letters, result = _letters(runs), list[Letter]()
    place = 0
    for stretch in _stretches(word_changes(runs_as_text(runs), printable(text))):
        length = sum(len(change.text) for change in stretch if change.kind is not ChangeKind.ADDED)
        old = letters[place : place + length]
        hides = any(style.private for _, style in old) and any(
            change.kind is not ChangeKind.SAME for change in stretch
        )
        result += _changed(stretch, old, hides=hides, before=result, after=letters[place:])
        place += length
    return normal_runs(_runs(result))


def _stretches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes that follow one another, with only spaces between them, together; each text that stays alone."""
    stretch: list[Change] = []
    for change in changes:
        if change.kind is ChangeKind.SAME and change.text.strip():
            if stretch:
                yield stretch
            yield [change]
            stretch = []
        else:
            stretch.append(change)
    if stretch:
        yield stretch


def _changed(
    stretch: list[Change], old: list[Letter], *, hides: bool, before: list[Letter], after: list[Letter]
) -> Iterator[Letter]:
    """The new letters of a stretch, each in the format of what it replaces, else of its neighbour."""
    place, removed = 0, list[Letter]()
    for change in stretch:
        if change.kind is ChangeKind.ADDED:
            near = removed or old[max(0, place - 1) : place] or before[-1:] or after[:1]
            style = near[0][1] if near else Format()
            yield from ((letter, replace(style, private=style.private or hides)) for letter in change.text)
            continue
        passed = old[place : place + len(change.text)]
        place += len(change.text)
        if change.kind is ChangeKind.SAME:
            yield from passed
        removed = passed if change.kind is ChangeKind.REMOVED else []


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
