"""The result of each item of a sitting: what its closing freezes, and what its figures are made from."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.attendance import Seat
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome
from deliberations.domain.votes import VoteMethod


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """The result of one item. ``None`` is what the record does not tell, or what an item without vote does not have.

    ``seats`` say where each member was; nobody was anywhere for an item that was not examined, nor where attendance
    is not known.
    """

    item: str
    is_examined: bool
    is_election: bool = False
    in_office: int | None = None
    present: int | None = None
    represented: int | None = None
    voters: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstentions: int | None = None
    blank: int | None = None
    null: int | None = None
    not_voting: int | None = None
    method: VoteMethod | None = None
    verdict: Verdict | None = None
    seats: tuple[Seat, ...] = ()


def item_figures(record: Record) -> Iterator[ItemFigures]:
    """The result of every item, in the order of the agenda."""
    return (_of_item(record, item) for item in record.sitting.agenda)


def _of_item(record: Record, item: AgendaItem) -> ItemFigures:
    is_election = bool(record.elections_on(item.uid))
    if item.outcome is not ItemOutcome.EXAMINED:
        return ItemFigures(item.uid, is_examined=False, is_election=is_election)
    room = record.attendance_at(item.uid)
    vote = record.deciding_vote(item.uid)
    count = record.count(vote) if vote else None
    return ItemFigures(
        item.uid,
        is_examined=True,
        is_election=is_election,
        in_office=room.in_office if room.is_known else None,
        present=room.present if room.is_known else None,
        represented=room.represented if room.is_known else None,
        voters=count.voters if count else room.voters if room.is_known else None,
        in_favour=count.in_favour if count else None,
        against=count.against if count else None,
        abstentions=count.abstentions if count else None,
        blank=count.blank if count else None,
        null=count.null if count else None,
        not_voting=count.not_voting if count else None,
        method=vote.method if vote else None,
        verdict=record.verdict(vote) if vote else None,
        seats=tuple(room.seats) if room.is_known else (),
    )
