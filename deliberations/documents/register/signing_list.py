"""The first page of what is printed to be signed by hand: each document, its pages, who signs it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deliberations.documents.composed.view import Block, Bullets, ComposedView, Grid, Text, TextRole
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import document_data
from deliberations.domain.record import Record
from deliberations.domain.wording import signing_list as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.typography import typeset

_SHARES = (60, 10, 30)


@dataclass(frozen=True, slots=True)
class SigningLine:
    """``pages`` are those to print; ``signed_by`` is plain text."""

    label: str
    pages: int
    signed_by: str


def view_signing_list(
    record: Record, lines: Sequence[SigningLine], *, is_in_register: bool, has_minutes: bool, edited_on: date
) -> ComposedView:
    """The list of a pack, in the order in which it is printed; without minutes it says when they are signed."""
    title = words.title(record)
    return ComposedView(
        document=document_data(record, "Dossier à imprimer et à signer", edited_on),
        letterhead=letterhead_of(record.council, words.RECAP),
        title=typeset(title),
        blocks=tuple(
            _blocks(BodyWords(record.council), lines, is_in_register=is_in_register, has_minutes=has_minutes)
        ),
        running_head=typeset(title),
    )


def _blocks(
    body: BodyWords, lines: Sequence[SigningLine], *, is_in_register: bool, has_minutes: bool
) -> Iterator[Block]:
    if not is_in_register:
        yield Text(typeset(words.NOT_NUMBERED), TextRole.LEAD)
    rows = tuple((typeset(line.label), str(line.pages), typeset(line.signed_by)) for line in lines)
    yield Grid(tuple(typeset(header) for header in words.HEADERS), rows, shares=_SHARES)
    told = (words.initials(body), *(() if has_minutes else (words.NO_MINUTES,)), words.paper(body))
    yield Bullets(tuple(typeset(line) for line in told))
