"""Where a movement goes among the others: its rank follows the moment at which it takes effect."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import F

from deliberations.domain.moments import Moment, Phase
from deliberations.domain.timeline import OPENING, Key
from deliberations.models import Movement, Sitting

_OUT_OF_THE_WAY = 1_000_000
_LAST = 10_000


def sort_movements(sitting: Sitting, ranks: Mapping[int, int], fresh: Collection[int] | None = None) -> None:
    """Give the movements of ``sitting`` the ranks 1, 2, 3… in the order in which they take effect.

    At the opening they follow the table (``ranks`` of the mandates), as a roll is read; later, the order in which
    they were noted. ``fresh`` are the keys of those just written: the others keep the moment at which the timeline
    has them now, even one recorded out of order; ``None`` when the order of examination itself has changed. A rank
    is no fact of its own: no history is kept of it.
    """
    rows = list(sitting.movements.order_by("position"))
    wanted = _sorted(rows, ranks, _examination(sitting), fresh)
    if [row.position for row in wanted] == list(range(1, len(rows) + 1)):
        return
    sitting.movements.update(position=F("position") + _OUT_OF_THE_WAY)
    for rank, row in enumerate(wanted, start=1):
        row.position = rank
    Movement.objects.bulk_update(wanted, ["position"], batch_size=200)


def _examination(sitting: Sitting) -> dict[int, int]:
    items = sorted(
        sitting.agenda.all(), key=lambda i: (i.order if i.examined is None else i.examined, i.order)
    )
    return {item.pk: place for place, item in enumerate(items)}


def _sorted(
    rows: Sequence[Movement],
    ranks: Mapping[int, int],
    order: Mapping[int, int],
    fresh: Collection[int] | None,
) -> list[Movement]:
    cursor = OPENING
    keyed: list[tuple[Key, int, int, Movement]] = []
    for row in rows:
        is_fresh = fresh is None or row.pk in fresh
        # Written now without a moment, it is said of the opening; recorded so, it follows the one before it.
        unsaid = OPENING if fresh is not None and is_fresh else cursor
        own = unsaid if row.moment_item_id is None else _key(row, order[row.moment_item_id])
        place = own if is_fresh else max(cursor, own)
        cursor = place if fresh is None or not is_fresh else cursor
        rank = ranks.get(row.member_id, _LAST) if place == OPENING else 0
        keyed.append((place, rank, row.position, row))
    return [row for *_, row in sorted(keyed, key=lambda each: each[:3])]


def _key(row: Movement, place: int) -> Key:
    moment = Moment("", Phase(row.moment_phase), row.moment_ballot or 1)
    return moment.key({"": place})
