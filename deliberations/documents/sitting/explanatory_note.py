"""The explanatory notes of all the items, in one document (CGCT art. L. 2121-12)."""

from collections.abc import Iterator
from datetime import date

from deliberations.documents.composed.view import Block, ComposedView, Heading, Rich, Text, TextRole
from deliberations.documents.convocation import explanatory_notes
from deliberations.documents.sitting.common import paper_view
from deliberations.domain.record import Record
from deliberations.domain.wording import explanatory_note as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.typography import typeset


def view_explanatory_note(record: Record, *, edited_on: date) -> ComposedView:
    """One part for each item that has a note, in the order of the agenda."""
    blocks = tuple(_blocks(record, BodyWords(record.council)))
    return paper_view(record, title=words.title(record), blocks=blocks, edited_on=edited_on)


def _blocks(record: Record, body: BodyWords) -> Iterator[Block]:
    yield Text(typeset(words.about(record, body)), TextRole.CENTRED)
    for note in explanatory_notes(record):
        yield Heading(note.heading)
        yield Rich(note.html)


def why_no_note(record: Record) -> str:
    return "" if explanatory_notes(record) else words.NONE
