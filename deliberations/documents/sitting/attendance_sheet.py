"""The sheet that the members sign when they come in (order of the table: CGCT art. R. 2121-4)."""

from datetime import date

from deliberations.documents.composed.view import Blank, Block, ComposedView, Grid, Text, TextRole, Together
from deliberations.documents.sitting.common import hand_signatures, paper_view, typed
from deliberations.domain.before_sitting import as_called
from deliberations.domain.known_proxies import proxies_at_opening
from deliberations.domain.record import Record
from deliberations.domain.wording import attendance_sheet as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset

_SHARES = (5, 35, 25, 20, 15)
_NOBODY = "Aucun membre n'est en exercice le jour de la séance : enregistrez d'abord les membres du conseil."


def view_attendance_sheet(record: Record, *, edited_on: date) -> ComposedView:
    """One line for each member in office, with the proxy known at the opening and room to sign."""
    record = as_called(record)
    body = BodyWords(record.council)
    end: tuple[Block, ...] = (
        *(Blank(typeset(label)) for label in (words.PRESENT, words.REPRESENTED, words.CLOSED)),
        *hand_signatures(record),
    )
    blocks: tuple[Block, ...] = (
        Text(typeset(words.about(record, body)), TextRole.CENTRED),
        typed(words.facts(record)),
        Blank(typeset(words.OPENED)),
        Grid(tuple(typeset(h) for h in words.HEADERS), _rows(record, body), shares=_SHARES, room_mm=8),
        Text(typeset(words.ORDER), TextRole.NOTE),
        Together(end),
    )
    return paper_view(record, title=words.TITLE, blocks=blocks, edited_on=edited_on)


def _rows(record: Record, body: BodyWords) -> tuple[tuple[str, ...], ...]:
    members, given = MemberWords(record, body), proxies_at_opening(record)
    return tuple(
        (
            str(ranked.rank),
            typeset(words.member(record, members, ranked.mandate.uid)),
            typeset(words.proxy(record, members, given.get(ranked.mandate.uid))),
            *("", ""),
        )
        for ranked in record.table
    )


def why_no_sheet(record: Record) -> str:
    return "" if record.members else _NOBODY
