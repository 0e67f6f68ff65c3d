"""The notice that a sitting lacked its quorum (CGCT art. L. 2121-17)."""

from collections.abc import Iterator
from datetime import date

from deliberations.documents.composed.view import (
    Block,
    Bullets,
    ComposedView,
    Heading,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.sitting.common import hand_signatures, paper_view, public_item_title, typed
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.missing_quorum import MissingQuorum, missing_quorum
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.wording import missing_quorum as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset


def view_no_quorum(record: Record, *, edited_on: date) -> ComposedView:
    """Who came, what was missing, and what a second call allows."""
    missing = missing_quorum(record)
    blocks = tuple(_blocks(record, missing)) if missing else ()
    return paper_view(record, title=words.TITLE, blocks=blocks, edited_on=edited_on)


def _blocks(record: Record, missing: MissingQuorum) -> Iterator[Block]:
    body = BodyWords(record.council)
    room = record.attendance(Moment(missing.item) if missing.item else None)
    title = public_item_title(record, missing.item) if missing.item else ""
    yield Text(typeset(words.opening(record, body)))
    yield Text(typeset(words.found(record, missing, title)), TextRole.LEAD)
    yield typed(words.figures(missing, room.represented))
    yield from _members(MemberWords(record, body), room)
    yield Text(typeset(words.consequence(record, missing, body)), TextRole.LEAD)
    again = (words.again(record, body), words.earliest(record, record.sitting.held_on))
    told = (Text(typeset(sentence)) for sentence in again if sentence)
    yield Together((*told, *hand_signatures(record, item=missing.item)))


def _members(members: MemberWords, room: Attendance) -> Iterator[Block]:
    here = room.having(SeatState.PRESENT, SeatState.SUBSTITUTED)
    yield Heading(typeset(words.PRESENT))
    names = tuple(members.with_title(seat.by or seat.member) for seat in here)
    yield Bullets(tuple(typeset(name) for name in names)) if names else Text(words.NOBODY)
    groups = members.absences(room)
    absent = [members.name(seat.member) for seat in room.having(SeatState.ABSENT) if not seat.has_left]
    if groups:
        yield Heading(typeset(words.AWAY))
    for group in groups:
        yield Text(typeset(group.heading), TextRole.LEAD)
        lines = absent if group.heading.startswith("Absent") else group.lines  # a line each, as the excused
        yield Bullets(tuple(typeset(line) for line in lines))
