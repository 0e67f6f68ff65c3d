"""The result sheet of one election: its rounds, its papers, who is elected (CGCT art. L. 2121-21, L. 2122-7)."""

from collections.abc import Iterator
from datetime import date

from deliberations.documents.composed.view import (
    Block,
    ComposedView,
    Grid,
    Heading,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.sitting.common import hand_signatures, paper_view, public_item_title, typed
from deliberations.domain.elections import result_of
from deliberations.domain.record import Record
from deliberations.domain.votes import Election, Round
from deliberations.domain.wording import election_result as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset


def view_election_result(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The sheet of the election ``subject`` (its uid); nobody's ballot is told, only totals are kept."""
    election = next(e for e in record.sitting.elections if e.uid == subject)
    blocks = tuple(_blocks(record, election))
    return paper_view(record, title=words.TITLE, blocks=blocks, edited_on=edited_on)


def _blocks(record: Record, election: Election) -> Iterator[Block]:
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    yield Text(typeset(words.about(record, body)), TextRole.CENTRED)
    yield typed(words.facts(record, election, public_item_title(record, election.item)))
    for turn in sorted(election.rounds, key=lambda each: each.number):
        yield Together(tuple(_round(record, members, election, turn)))
    yield Heading(typeset(words.RESULT))
    yield from (
        Text(typeset(line), TextRole.BOXED)
        for line in words.results(members, election, result_of(election, record))
    )
    if words.has_official_minutes(record, election):
        yield Text(typeset(words.NOT_OFFICIAL), TextRole.NOTE)
    yield Together(tuple(_signatures(record, election)))


def _round(record: Record, members: MemberWords, election: Election, turn: Round) -> Iterator[Block]:
    is_list = election.by_list or election.proportional
    rows = tuple(
        (typeset(words.candidate(members, election, c.name, c.members)), str(c.votes))
        for c in turn.candidates
    )
    yield Heading(typeset(words.round_heading(turn)))
    yield typed(words.papers(record, election, turn))
    if rows:
        yield Grid(words.LISTS if is_list else words.CANDIDATES, rows, shares=(85, 15))


def _signatures(record: Record, election: Election) -> Iterator[Block]:
    yield from hand_signatures(record, item=election.item)
    yield Grid(tuple(typeset(h) for h in words.ASSESSORS), (("", ""), ("", "")), shares=(50, 50), room_mm=12)


def election_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """Each election of the sitting, by the name of its posts."""
    return tuple((e.uid, capitalised(e.posts)) for e in record.sitting.elections)


def why_no_election(record: Record) -> str:
    return "" if record.sitting.elections else words.NONE
