"""What changed from one text to another, in words that a reader follows: kept, added, removed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import OperativePart
from deliberations.domain.texts import text_of
from deliberations.domain.wording.sentences import clause_html

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_MOST_PAIRS = 2_000_000
"""Comparisons of words in one piece; beyond, the whole piece is shown as replaced."""


class ChangeKind(StrEnum):
    SAME = "SAME"
    ADDED = "ADDED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class Change:
    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class PieceChange:
    """One piece of the text (« Objet », « Visa n° 2 »), with what changed in it.

    ``only_format`` when its words are the same and its bold, its links or its layout are not.
    """

    label: str
    changes: tuple[Change, ...]
    only_format: bool = False

    @property
    def has_changed(self) -> bool:
        return self.only_format or any(change.kind is not ChangeKind.SAME for change in self.changes)


def word_changes(old: str, new: str) -> tuple[Change, ...]:
    """``old`` → ``new`` word by word; joined without the added ones it is ``old``, without the removed ``new``."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = _compared(before[start : len(before) - end], after[start : len(after) - end])
    found = [
        Change(ChangeKind.SAME, "".join(before[:start])),
        *middle,
        Change(ChangeKind.SAME, "".join(before[len(before) - end :])),
    ]
    return tuple(_merged(change for change in found if change.text))


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, pair in pairs if pair[0] != pair[1]), min(len(first), len(second)))


def _compared(before: list[str], after: list[str]) -> Iterator[Change]:
    if len(before) * len(after) > _MOST_PAIRS:
        yield Change(ChangeKind.REMOVED, "".join(before))
        yield Change(ChangeKind.ADDED, "".join(after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Change(ChangeKind.SAME, "".join(before[i1:i2]))
            continue
        yield Change(ChangeKind.REMOVED, "".join(before[i1:i2]))
        yield Change(ChangeKind.ADDED, "".join(after[j1:j2]))


def _merged(changes: Iterator[Change]) -> Iterator[Change]:
    """Neighbours of one kind together; a lone space between two changes belongs to both, for the eye."""
    held: list[Change] = []
    for change in changes:
        if held and held[-1].kind is change.kind:
            held[-1] = Change(change.kind, held[-1].text + change.text)
        else:
            held.append(change)
    yield from held


def text_changes(old: ActText, new: ActText) -> tuple[PieceChange, ...]:
    """Every piece of both texts in reading order, those that did not change too."""
    return (
        _piece("Objet", old.title_html, new.title_html),
        _piece("Exposé", old.statement_html, new.statement_html),
        *_list_changes("Visa ou considérant", _clauses(old), _clauses(new)),
        *_list_changes("Décision", _decisions(old), _decisions(new)),
        *_list_changes("Annexe", old.annexes, new.annexes),
    )


def changes_only(old: ActText, new: ActText) -> tuple[PieceChange, ...]:
    """The pieces that changed."""
    return tuple(piece for piece in text_changes(old, new) if piece.has_changed)


def _clauses(text: ActText) -> tuple[str, ...]:
    return tuple(clause_html(clause) for clause in text.clauses)


def _decisions(text: ActText) -> tuple[str, ...]:
    return tuple(line for part in text.operative for line in _part_lines(part))


def _part_lines(part: OperativePart) -> Iterator[str]:
    yield f"{part.verb or 'décide'} ({'articles' if part.layout == 'ARTICLES' else 'tirets'}) :"
    yield from part.blocks_html


def _list_changes(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[PieceChange]:
    """Pieces that moved are shown where they went; a piece replaced by one is compared word by word."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        kept = zip(old[i1:i2], new[j1:j2], strict=False) if tag in ("equal", "replace") else ()
        pairs = [(before, after) for before, after in kept]
        rest_old, rest_new = old[i1 + len(pairs) : i2], new[j1 + len(pairs) : j2]
        for offset, (before, after) in enumerate(pairs):
            yield _piece(f"{label} n° {j1 + offset + 1}", before, after)
        for offset, before in enumerate(rest_old):
            yield _piece(f"{label} n° {i1 + len(pairs) + offset + 1} (retiré)", before, "")
        for offset, after in enumerate(rest_new):
            yield _piece(f"{label} n° {j1 + len(pairs) + offset + 1} (ajouté)", "", after)


def _piece(label: str, old: str, new: str) -> PieceChange:
    before, after = text_of(old), text_of(new)
    return PieceChange(label, word_changes(before, after), only_format=before == after and old != new)
