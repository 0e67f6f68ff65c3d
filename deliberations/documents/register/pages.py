"""The first page of a volume, and its last one."""

from collections.abc import Sequence
from datetime import date

from councils.domain.bodies import Council
from deliberations.documents.composed.view import (
    Blank,
    Block,
    ComposedView,
    Facts,
    Signatures,
    Text,
    TextRole,
)
from deliberations.documents.register.common import head_on, sheet_view
from deliberations.domain.register import Entry, Volume
from deliberations.domain.wording import register as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.typography import typeset


def view_title_page(council: Council, volume: Volume, *, edited_on: date) -> ComposedView:
    """The title page, with room for the number of sheets that only the closing knows."""
    body, head = BodyWords(council), head_on(council, volume.opened_on)
    pairs = tuple((typeset(term), typeset(value)) for term, value in words.facts(volume))
    blocks: tuple[Block, ...] = (
        Facts(pairs),
        Text(typeset(words.opened(body, volume, head.name if head else ""))),
        Blank(typeset(words.COUNT_LABEL)),
        Text(typeset(words.contents(body)), TextRole.NOTE),
        *((Signatures((head,)),) if head else ()),
    )
    return sheet_view(council, volume, words.title(body), blocks, edited_on)


def view_closing_page(
    council: Council, volume: Volume, entries: Sequence[Entry], last: int, *, edited_on: date
) -> ComposedView:
    """The closing page: what the volume holds, up to its own sheet ``last``, signed by the mayor or president."""
    head = head_on(council, edited_on)
    blocks: tuple[Block, ...] = (
        Text(typeset(words.closed(volume, entries, last))),
        *((Signatures((head,)),) if head else ()),
    )
    return sheet_view(council, volume, words.CLOSING, blocks, edited_on)
