"""Lines of an act that make a list of amounts: « voirie : 12 000 € », one after the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.figures import (
    SENTENCE_END,
    Figure,
    decimals_of,
    figures_in,
    is_whole,
    value_of,
)
from deliberations.domain.linter.ledgers import TAX, Column, Entry, Number
from deliberations.domain.linter.plans import is_whole_cost
from deliberations.domain.linter.tables import MOST_ROWS, Piece, pieces_of

_BULLET = re.compile(r"[-•–*▪◦✓>+\s]{0,6}(?:(?:\d{1,2}|[a-z])\s?[.)°]\s)?", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s?(?P<unit>€|euros?\b|EUR\b)\s?(?P<tax>{TAX})?"
    r"(?:\s?[(,–:-]?\s?(?:soit\s)?(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s?%\s?\)?)?\s?[;.,]?",
    re.IGNORECASE,
)
_DOUBTFUL_LINE = re.compile(
    r"environ|près de|estim(?!atif)|maximum|minimum|jusqu|compris|plafon|entre\b|\bpar\b|/|\bou\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:lots?|tranches?|phases?|n°|articles?|chapitres?|comptes?|lignes?|postes?|\d{1,6})\s\Z",
    re.IGNORECASE,
)
"""« Lot 1 120 000 € »: the number of the lot runs into its price."""

_SHARE_BEFORE = re.compile(r"(?<![\d.,])(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s?%\s?\)?[\s:=–-]{0,4}\Z")
"""« LEADER 5,3 % 200 000 € »."""

_SENTENCE = re.compile(r"(?:[^\s:]{1,40}\s{1,2}){7,}[^\s:]{1,40}\.")
"""A whole sentence without a colon: the line that follows it does not go on with it."""

_LONGEST_LINE = 200
_LONGEST_PASSAGE = 1_000
_LINES_APART = 3


def lists_of(act: Deliberation) -> Iterator[Column]:
    """Lines, or pieces of one line, that each end on an amount, a total among them or the whole cost first."""
    for pieces in pieces_of(act):
        yield from _listed(pieces)
        for piece in pieces:
            yield from _inline(piece)


def _listed(pieces: Sequence[Piece]) -> Iterator[Column]:
    group = _Group()
    for piece in pieces:
        entry = _line_entry(piece)
        if entry is not None:
            group.entries.append(entry)
            continue
        yield from group.columns()
        group = group.after(piece)
    yield from group.columns()


@dataclass(slots=True)
class _Group:
    """Lines of amounts in a row. The beginning of the list may be lost: a line cut in two, an amount not read.

    ``doubt`` counts the lines without amount after which the next group is taken for a list of its own. After a
    sentence that tells amounts, only lines all written « label : amount » are.
    """

    entries: list[Entry] = field(default_factory=list)
    doubt: int = 0
    follows_amounts: bool = False

    def columns(self) -> Iterator[Column]:
        if self.doubt or not 1 < len(self.entries) <= MOST_ROWS:
            return
        if self.follows_amounts and not all(e.has_colon for e in self.entries):
            return
        if any(e.is_total for e in self.entries) or is_whole_cost(self.entries[0]):
            yield Column("", tuple(self.entries))

    def after(self, piece: Piece) -> "_Group":
        """The group that follows a line which is not of the list."""
        text = piece.content if isinstance(piece.content, str) else ""
        if text.endswith(":"):
            return _Group()
        is_open = bool(self.entries) and not self.entries[-1].is_total
        has_amount = re.search(r"€|\beuros?\b|\d$", text) is not None
        if has_amount and not is_open and _SENTENCE.fullmatch(text[:_LONGEST_PASSAGE]):
            return _Group(follows_amounts=True)
        return _Group(doubt=_LINES_APART if is_open or has_amount else max(0, self.doubt - 1))


def _line_entry(piece: Piece) -> Entry | None:
    """The amount that ends a line; nothing when the line holds another, or says that it is not exact."""
    text = piece.content
    if not isinstance(text, str) or len(text) > _LONGEST_LINE:
        return None
    found = [(f, after) for f in figures_in(text) if (after := _AFTER.match(text, f.end))]
    if len(found) != 1 or not is_whole(text, found[0][0].start, found[0][0].end):
        return None
    figure, after = found[0]
    label = text[: figure.start]
    if after.end() != len(text) or _is_doubtful(label, figure):
        return None
    written = text[figure.start : after.end("tax") if after["tax"] else after.end("unit")].rstrip(".")
    tax = re.sub(r"[.\s]", "", after["tax"] or "").upper()
    number = Number(written, figure.value, decimals_of(figure.words), "€", tax)
    before = _SHARE_BEFORE.search(label)
    share = after["share"] or (before["share"] if before else None)
    has_colon = label.rstrip().endswith((":", "="))
    name = _BULLET.sub("", label, count=1).strip(" :=–-(>")
    entry = Entry(piece.where, name, number, _share(share), has_colon=has_colon)
    return entry if has_colon or entry.is_total or not _SENTENCE.fullmatch(text) else None


def _is_doubtful(label: str, figure: Figure) -> bool:
    is_glued = _COUNTED.search(label) and re.match(r"\d{1,3} ", figure.words)
    return bool(is_glued or _DOUBTFUL_LINE.search(label)) or not any(c.isalpha() for c in label)


def _share(figures: str | None) -> Number | None:
    return Number(f"{figures} %", value_of(figures), decimals_of(figures), "%") if figures else None


# --- a list told in one line


def _inline(piece: Piece) -> Iterator[Column]:
    """« Lot 1 : 6 000 € ; lot 2 : 3 000 € ; total : 9 000 € »: all of a sentence, or nothing."""
    text = piece.content
    if not isinstance(text, str) or len(text) > _LONGEST_PASSAGE:
        return
    for sentence in SENTENCE_END.split(text):
        told = _told_in(piece.where, sentence)
        if len(told) > 2 and (any(e.is_total for e in told) or is_whole_cost(told[0])):
            yield Column("", tuple(told))


def _told_in(where: str, sentence: str) -> list[Entry]:
    """Every « label : amount » of a sentence made of nothing else, after what announces them."""
    entries: list[Entry] = []
    end = 0
    for figure in figures_in(sentence):
        after = _AFTER.match(sentence, figure.end) if figure.start >= end else None
        if after is None:
            continue
        label = sentence[end : figure.start].strip(" ;,/")
        name = label if entries else label.rstrip(" :").rpartition(":")[2] + " :"
        entry = _line_entry(Piece(where, f"{name.strip()} {sentence[figure.start : after.end()].strip()}"))
        if entry is None or not label.endswith(":") or ":" in entry.label:
            return []
        entries.append(entry)
        end = after.end()
    return [] if sentence[end:].strip(" .;") else entries
