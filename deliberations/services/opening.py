"""At the opening, what the members answered becomes the first movements of the sitting."""

from collections.abc import Sequence

from django.db.models import Max

from councils.services.writing import Writer
from deliberations.domain.convening import AnswerKind, runs_of_items
from deliberations.domain.moments import Phase
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.timeline import examination_order
from deliberations.models import AgendaItem, Answer, Movement, ProxyGrant, Sitting
from deliberations.queries.convening import proxies_in_force

SEATED = (MovementKind.PRESENT, MovementKind.ATTENDS_REMOTELY)
"""What the roll says of who takes his seat: his proxy for the whole sitting falls."""


def answers_to_movements(
    sitting: Sitting, record: Record, writer: Writer, *, item: AgendaItem | None = None
) -> tuple[Movement, ...]:
    """Write the movements EXCUSED and GIVES_PROXY that the answers tell, in a change going on; those written.

    ``record`` gives the order of the items.

    Without ``item``, at the opening: who is excused, the proxies of the whole sitting (of who takes his seat, none:
    coming ended it), and those that begin with the first item. With ``item``, when its debate opens: the proxies that
    begin with it. They are not written before, because the order of movements is the only one: an event placed at
    item 5 would draw to item 5 whatever is recorded after it without a moment. Whoever already has a movement of that
    kind (of that item) is left alone, so that calling it again changes nothing.
    """
    rows = _due(sitting, record, item)
    last = sitting.movements.aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position = position
        writer.write(row, f"movements[{position}]")
    return tuple(rows)


def _due(sitting: Sitting, record: Record, item: AgendaItem | None) -> list[Movement]:
    known = set(sitting.movements.values_list("kind", "member", "moment_item"))
    members = {kind_member[1] for kind_member in known if kind_member[0] != MovementKind.GIVES_PROXY}
    proxies = proxies_in_force(sitting)
    rows: list[Movement] = []
    if item is None:
        rows += _excused(sitting, members)
        givers = {member for kind, member, _ in known if kind == MovementKind.GIVES_PROXY}
        seated = {member for kind, member, _ in known if kind in SEATED}
        done = givers | seated
        whole = [proxy for proxy in proxies if not proxy.items.all() and proxy.grantor_id not in done]
        rows += [_proxy(sitting, proxy) for proxy in whole]
    starts = item.uid if item is not None else next(iter(_examined(record)), "")
    for row in _limited(sitting, record, proxies, starts):
        if (MovementKind.GIVES_PROXY, row.member_id, row.moment_item_id) not in known:
            rows.append(row)
    return rows


def _examined(record: Record) -> list[str]:
    order = examination_order(record.sitting)
    return sorted(order, key=lambda uid: order[uid])


def _excused(sitting: Sitting, known: set[int]) -> list[Movement]:
    """Excused members who are told nowhere else: a movement recorded by hand prevails."""
    answers = Answer.objects.filter(sitting=sitting, kind=AnswerKind.EXCUSED).select_related("member")
    return [
        Movement(sitting=sitting, kind=MovementKind.EXCUSED, member=answer.member)
        for answer in answers
        if answer.member_id not in known
    ]


def _proxy(sitting: Sitting, proxy: ProxyGrant) -> Movement:
    return Movement(
        sitting=sitting,
        kind=MovementKind.GIVES_PROXY,
        member=proxy.grantor,
        other=proxy.holder,
        paper_dated_on=proxy.dated_on,
        paper_is_signed=proxy.is_signed,
        paper_received_by=proxy.received_by,
        paper_is_for_illness=proxy.is_for_illness,
        paper_covers_second_call=proxy.covers_second_call,
    )


def _limited(sitting: Sitting, record: Record, proxies: Sequence[ProxyGrant], starts: str) -> list[Movement]:
    """Proxies of chosen items whose run begins with the item ``starts``: until the end of the run."""
    items = {row.uid: row for row in AgendaItem.objects.filter(sitting=sitting)}
    rows = []
    for proxy in proxies:
        for first, last in runs_of_items(record, {row.uid for row in proxy.items.all()}):
            if first != starts:
                continue
            row = _proxy(sitting, proxy)
            row.moment_item, row.moment_phase, row.moment_ballot = items[first], Phase.DEBATE, 1
            row.until_item, row.until_phase, row.until_ballot = items[last], Phase.AFTER, 1
            rows.append(row)
    return rows
