"""The agenda alone, to post at the door of the town hall (CGCT art. L. 2121-10, R. 2121-7)."""

from datetime import date

from deliberations.documents.composed.view import Blank, Block, ComposedView, Signatures, Text, TextRole
from deliberations.documents.convocation import agenda_blocks, announced_lines, calling_signature
from deliberations.documents.sitting.common import paper_view
from deliberations.domain.before_sitting import as_called
from deliberations.domain.notices import last_sent_on
from deliberations.domain.public_sitting import with_public_titles
from deliberations.domain.record import Record
from deliberations.domain.wording import posted_agenda as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset
from deliberations.richtext import without_private


def view_posted_agenda(record: Record, *, edited_on: date) -> ComposedView:
    """The agenda announced, without the private passages of its titles: anybody reads it."""
    record = as_called(with_public_titles(record, mask=without_private))
    body = BodyWords(record.council)
    agenda = announced_lines(record, MemberWords(record, body), without_private)
    signature, article = calling_signature(record, last_sent_on(record) or edited_on), words.article(record)
    blocks: tuple[Block, ...] = (
        Text(typeset(words.summons(record, body)), TextRole.LEAD),
        *((Text(words.IS_PUBLIC),) if words.is_open_to_all(record) else ()),
        *agenda_blocks(agenda),
        *((Text(typeset(article), TextRole.NOTE),) if article else ()),
        Blank(typeset(words.POSTED_ON)),
        *((Signatures((signature,)),) if signature else ()),
    )
    return paper_view(record, title=words.TITLE, blocks=blocks, edited_on=edited_on)


def why_no_agenda(record: Record) -> str:
    return "" if any(not item.added_in_sitting for item in record.sitting.agenda) else words.EMPTY
