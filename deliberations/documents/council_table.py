"""The table of the council on one day: rank, office, name, election (CGCT art. L. 2121-1, R. 2121-2).

What goes to the prefect tells birth dates; what anybody may read does not.
"""

from collections.abc import Callable, Iterator
from datetime import date

from councils.domain.bodies import Council
from councils.domain.ranks import RankedMember
from deliberations.documents.composed.view import (
    Block,
    ComposedView,
    Grid,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import head_signature, place_and_date
from deliberations.documents.view import DocumentData
from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.domain.wording import council_table as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset

Column = tuple[str, int, Callable[[MemberWords, str], str]]
_NAMES: tuple[Column, ...] = ((words.OFFICE, 25, words.office), (words.NAME, 30, words.name))
_BIRTH: Column = (words.BIRTH, 15, words.birth)
_ELECTION: tuple[Column, ...] = ((words.ELECTED, 15, words.elected_on), (words.VOTES, 10, words.votes))


def view_council_table(
    council: Council, on: date, *, edited_on: date, with_birth_dates: bool = False
) -> ComposedView:
    """The members in office ``on`` that day, in the order of the table, as known on ``edited_on``."""
    record, body = Record(council, Sitting("tableau", on)), BodyWords(council)
    title = words.title(body)
    return ComposedView(
        document=DocumentData(
            title=typeset(f"{title} – {words.on_day(on)}"),
            author=typeset(body.authority),
            subject=typeset(words.on_day(on)),
            keywords=(),
            edited_on=edited_on,
        ),
        letterhead=letterhead_of(council, capitalised(body.assembly)),
        title=typeset(title),
        blocks=tuple(_blocks(record, body, edited_on, with_birth_dates=with_birth_dates)),
        running_head=typeset(f"{title} – {words.on_day(on)}"),
    )


def _blocks(record: Record, body: BodyWords, day: date, *, with_birth_dates: bool) -> Iterator[Block]:
    members, on = MemberWords(record, body), record.sitting.held_on
    columns = (*_NAMES, *((_BIRTH,) if with_birth_dates else ()), *_ELECTION)
    yield Text(typeset(words.on_day(on)), TextRole.CENTRED)
    if not record.table:
        yield Text(typeset(words.NOBODY))
        return
    headers = (words.RANK, *(name for name, _, _ in columns))
    rows = tuple(_row(members, columns, ranked) for ranked in record.table)
    shares = (5, *(share for _, share, _ in columns))
    yield Grid(tuple(typeset(h) for h in headers), rows, shares=shares)
    if note := words.basis_note(record.table):
        yield Text(typeset(note), TextRole.NOTE)
    if article := words.article(body):
        yield Text(typeset(article), TextRole.NOTE)
    signature = head_signature(record)
    yield Together((place_and_date(record, day), *((Signatures((signature,)),) if signature else ())))


def _row(members: MemberWords, columns: tuple[Column, ...], ranked: RankedMember) -> tuple[str, ...]:
    told = (tell(members, ranked.mandate.uid) for _, _, tell in columns)
    return (str(ranked.rank), *(typeset(text) for text in told))
