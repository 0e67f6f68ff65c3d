"""Freezing the computed result of a sitting, item by item and seat by seat."""

import hashlib
import json
from typing import Any

from deliberations.domain.record import Record
from deliberations.domain.results import ItemFigures, item_figures
from deliberations.models import ItemResult, SeatResult, Sitting

COLUMNS = (
    *("in_office", "present", "represented", "voters", "in_favour", "against", "abstentions"),
    *("blank", "null", "not_voting", "is_election"),
)


def freeze_results(sitting: Sitting, record: Record) -> None:
    """Write the result of every item and the state of every seat, instead of those of an earlier closing."""
    ItemResult.objects.filter(sitting=sitting).delete()
    SeatResult.objects.filter(sitting=sitting).delete()
    items = dict(sitting.agenda.values_list("uid", "pk"))
    mandates = dict(sitting.council.mandates.values_list("uid", "pk"))
    seats: list[SeatResult] = []
    for found in item_figures(record):
        columns = _columns(found)
        ItemResult.objects.create(
            sitting=sitting, item_id=items[found.item], sha256=_digest(columns, found), **columns
        )
        seats += [
            SeatResult(
                sitting=sitting,
                item_id=items[found.item],
                mandate_id=mandates[seat.member],
                state=seat.state.value,
                other_id=mandates[seat.by] if seat.by else None,
            )
            for seat in found.seats
        ]
    SeatResult.objects.bulk_create(seats)


def _columns(found: ItemFigures) -> dict[str, Any]:
    columns = {name: getattr(found, name) for name in COLUMNS}
    method, verdict = found.method, found.verdict
    return columns | {"method": method.value if method else "", "verdict": verdict.value if verdict else ""}


def _digest(columns: dict[str, Any], found: ItemFigures) -> str:
    seats = [(seat.member, seat.state.value, seat.by) for seat in found.seats]
    text = json.dumps([columns, seats], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
