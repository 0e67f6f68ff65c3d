"""The list of the deliberations examined, to post and to put online within a week (CGCT art. L. 2121-25)."""

from collections.abc import Iterator
from datetime import date

from deliberations.documents.composed.view import (
    Block,
    ComposedView,
    Grid,
    Heading,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import document_data, head_signature
from deliberations.domain.public_sitting import public_sitting
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording import decision_list as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.typography import typeset
from deliberations.richtext import without_private

_SHARES = (10, 15, 50, 25)
_SHARES_APART = (10, 65, 25)


def view_decision_list(record: Record, *, edited_on: date) -> ComposedView:
    """The list of one sitting as anybody reads it: no private passage, and of an individual decision its result."""
    record = public_sitting(record, mask=without_private)
    title = words.title(BodyWords(record.council))
    rows = tuple(
        (
            str(line.order),
            typeset(line.number),
            typeset(text_of(line.title_html)),
            typeset(line.result),
        )
        for line in words.listed_deliberations(record)
    )
    blocks: tuple[Block, ...] = (
        Text(typeset(words.held_on(record)), TextRole.CENTRED),
        Grid(tuple(typeset(h) for h in words.HEADERS), rows, shares=_SHARES)
        if rows
        else Text(typeset(words.NOTHING)),
        *_not_examined(record),
        Together(
            (
                *((Text(typeset(told)),) if (told := words.made_public(record)) else ()),
                Text(typeset(words.consulted(BodyWords(record.council))), TextRole.NOTE),
                *((Signatures((signature,)),) if (signature := head_signature(record)) else ()),
            )
        ),
    )
    return ComposedView(
        document=document_data(record, title, edited_on),
        letterhead=letterhead_of(record.council, capitalised(BodyWords(record.council).assembly)),
        title=typeset(title),
        blocks=blocks,
        running_head=typeset(f"{title} – {words.held_on(record)}"),
    )


def _not_examined(record: Record) -> Iterator[Block]:
    rows = tuple(
        (str(line.order), typeset(text_of(line.title_html)), typeset(line.result))
        for line in words.not_examined(record)
    )
    if rows:
        yield Heading(typeset(words.NOT_EXAMINED))
        yield Grid(tuple(typeset(h) for h in words.NOT_EXAMINED_HEADERS), rows, shares=_SHARES_APART)
