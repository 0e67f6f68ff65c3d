"""Tables of amounts flattened by the extraction of a PDF: « Voirie 12 000,00 », without a unit, down to « TOTAL »."""

import re
from collections.abc import Iterator

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.figures import decimals_of, figures_in, is_well_formed
from deliberations.domain.linter.ledgers import Column, Entry, Number
from deliberations.domain.linter.tables import MOST_ROWS, Piece, pieces_of

_HEADING = re.compile(r"\bmontants?\b|\ben\s(?:€|euros?\b)|\(\s?(?:€|euros?)\s?\)|\beuros\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"quantit|nombre|\bnb\b|unitaire|\bpu\b|taux|%|dépenses?\b.*recettes?\b|tarif|surface|durée",
    re.IGNORECASE,
)
"""Words of a heading over several columns of numbers: a line may have lost one."""

_TOTAL = re.compile(r"total(?: general)?(?: (?:ht|ttc))?")
_LONGEST_LINE = 160


def flattened_in(act: Deliberation) -> Iterator[Column]:
    """Under a heading that tells an amount, lines that each end on one number, closed by a line « TOTAL »."""
    for pieces in pieces_of(act):
        heading, entries = "", list[Entry]()
        for piece in pieces:
            entry = _entry(piece) if heading else None
            if entry is None:
                heading, entries = _heading(piece), []
                continue
            entries.append(entry)
            if _TOTAL.fullmatch(entry.folded):
                if 2 < len(entries) <= MOST_ROWS:
                    yield Column(f"{heading} (montant)", tuple(entries))
                heading = ""


def _heading(piece: Piece) -> str:
    text = piece.content
    if not isinstance(text, str) or len(text) > _LONGEST_LINE or any(True for _ in figures_in(text)):
        return ""
    return text if _HEADING.search(text) and not _SEVERAL.search(text) else ""


def _entry(piece: Piece) -> Entry | None:
    """« Voirie 12 000,00 »: a label without figures, then one number."""
    text = piece.content
    if not isinstance(text, str) or len(text) > _LONGEST_LINE:
        return None
    figures = list(figures_in(text))
    if len(figures) != 1 or figures[0].end != len(text) or not is_well_formed(figures[0].words):
        return None
    label = text[: figures[0].start].strip(" :.=–-")
    if not label or not label[-1].isalpha() or re.search(r"\d|[-−+(]\s?\Z", text[: figures[0].start]):
        return None
    number = Number(figures[0].words, figures[0].value, decimals_of(figures[0].words))
    return None if number.is_year else Entry(piece.where, label, number)
