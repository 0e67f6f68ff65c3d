"""One paper cut into its acts, whatever its kind."""

import re
from collections.abc import Sequence
from dataclasses import replace

from deliberations.pastacts import numbers, words
from deliberations.pastacts.extracts import of_extracts
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.minutes import of_minutes, without_headings
from deliberations.pastacts.model import PaperKind
from deliberations.pastacts.segments import Segment

MOST_ACTS = 400
_LABELLED_INSIDE = re.compile(r"(?<=\S)\s(?=D[ée]lib[ée]ration\s+n°|D[EÉ]LIB[EÉ]RATION\s+N°)")


def cut(paragraphs: Sequence[Paragraph], kind: PaperKind) -> list[Segment]:
    """The acts of the paper, in order; at most ``MOST_ACTS``."""
    if kind is PaperKind.CONVOCATION:
        return []
    if kind is PaperKind.LIST:
        return _lines_of_list(paragraphs)[:MOST_ACTS]
    if kind is PaperKind.MINUTES:
        return (of_minutes(paragraphs) or without_headings(paragraphs))[:MOST_ACTS]
    return of_extracts(paragraphs)[:MOST_ACTS]


def _lines_of_list(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    made: list[Segment] = []
    pieces = (replace(p, text=text, rows=(text,)) for p in paragraphs for text in _list_pieces(p.text))
    for part in pieces:
        found = numbers.heading(part.text) or numbers.code_line(part.text) or numbers.row(part.text)
        if found:
            made.append(Segment([part], found, is_line=True))
        elif made and len(made[-1].paragraphs) < 4 and not words.is_end(part.text):
            made[-1].paragraphs.append(part)
    return made


def _list_pieces(text: str) -> list[str]:
    labelled = [piece.strip() for piece in _LABELLED_INSIDE.split(text) if piece.strip()]
    if len(labelled) > 1:
        return labelled
    return [text] if numbers.heading(text) else numbers.coded_pieces(text)
