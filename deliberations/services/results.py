"""Freezing the computed result of a sitting, item by item and seat by seat."""

import hashlib
import json
from typing import Any

from deliberations.domain.attendance import Attendance
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome
from deliberations.models import ItemResult, SeatResult, Sitting


def freeze_results(sitting: Sitting, record: Record) -> None:
    """Write the result of every item and the state of every seat, instead of those of an earlier closing."""
    ItemResult.objects.filter(sitting=sitting).delete()
    SeatResult.objects.filter(sitting=sitting).delete()
    items = dict(sitting.agenda.values_list("uid", "pk"))
    mandates = dict(sitting.council.mandates.values_list("uid", "pk"))
    seats: list[SeatResult] = []
    for item in record.sitting.agenda:
        room = record.attendance_at(item.uid)
        figures = _figures(record, item, room)
        found = _seats(item, room)
        ItemResult.objects.create(
            sitting=sitting, item_id=items[item.uid], sha256=_digest(figures, found), **figures
        )
        seats += [
            SeatResult(
                sitting=sitting,
                item_id=items[item.uid],
                mandate_id=mandates[member],
                state=state,
                other_id=mandates[other] if other else None,
            )
            for member, state, other in found
        ]
    SeatResult.objects.bulk_create(seats)


def _seats(item: AgendaItem, room: Attendance) -> list[tuple[str, str, str | None]]:
    """Nobody was anywhere for an item that was not examined, nor where attendance is not known."""
    if item.outcome is not ItemOutcome.EXAMINED or not room.is_known:
        return []
    return [(seat.member, seat.state.value, seat.by) for seat in room.seats]


def _figures(record: Record, item: AgendaItem, room: Attendance) -> dict[str, Any]:
    is_examined = item.outcome is ItemOutcome.EXAMINED
    vote = record.deciding_vote(item.uid) if is_examined else None
    known = room.is_known and is_examined
    figures: dict[str, Any] = {
        "in_office": room.in_office if known else None,
        "present": room.present if known else None,
        "represented": room.represented if known else None,
        "voters": room.voters if known else None,
        "is_election": bool(record.elections_on(item.uid)),
    }
    if vote is None:
        return figures
    count = record.count(vote)
    return figures | {
        "voters": count.voters,
        "in_favour": count.in_favour,
        "against": count.against,
        "abstentions": count.abstentions,
        "blank": count.blank,
        "null": count.null,
        "not_voting": count.not_voting,
        "method": vote.method.value,
        "verdict": record.verdict(vote).value,
    }


def _digest(figures: dict[str, Any], seats: list[tuple[str, str, str | None]]) -> str:
    text = json.dumps([figures, seats], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
