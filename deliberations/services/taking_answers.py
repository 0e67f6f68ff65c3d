"""What the members answered becomes movements: at the roll, the opening, each item, or from the sheet."""

from collections.abc import Sequence

from django.db.models import Max

from deliberations.domain.convening import AnswerKind, runs_of_items
from deliberations.domain.gestures import member_target
from deliberations.domain.moments import Phase
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.timeline import examination_order
from deliberations.models import AgendaItem, Answer, Movement, ProxyGrant, Sitting
from deliberations.queries import reread
from deliberations.queries.convening import proxies_in_force
from deliberations.services.floor import Floor
from deliberations.services.recording import Recorder

SEATED = (MovementKind.PRESENT, MovementKind.ATTENDS_REMOTELY)
"""What the roll says of who takes his seat: his proxy for the whole sitting falls."""


def take_answers(floor: Floor, *, item: str = "") -> None:
    """Write who is excused and who gave a proxy, as the members answered, for those of whom nothing is said yet.

    Without ``item``, at the opening: who is excused, the proxies of the whole sitting (of who takes his seat, none:
    coming ended it), and those that begin with the first item. With ``item``, when its debate opens: the proxies that
    begin with it. They are not written before, because the order of movements is the only one: an event placed at
    item 5 would draw to item 5 whatever is recorded after it without a moment. Whoever already has a movement of that
    kind (of that item) is left alone, so that calling it again changes nothing.

    Side effects: those rows, kept with the gesture so that it can be undone with them.
    """
    rows = _due(floor, floor.item(item) if item else None)
    if not rows:
        return
    writer = Recorder(floor.writer.by, "answers.opened", floor.writer.changes)
    last = floor.sitting.movements.aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position = position
        writer.write(row, f"movements[{position}]")
        floor.touched.append(member_target(row.member.uid))
    floor.record = reread(floor.record, floor.sitting)


def _due(floor: Floor, item: AgendaItem | None) -> list[Movement]:
    sitting = floor.sitting
    known = set(sitting.movements.values_list("kind", "member", "moment_item"))
    proxies = proxies_in_force(sitting)
    rows: list[Movement] = []
    if item is None:
        rows += _excused(sitting, {who for kind, who, _ in known if kind != MovementKind.GIVES_PROXY})
        settled = {who for kind, who, _ in known if kind in (MovementKind.GIVES_PROXY, *SEATED)}
        whole = [proxy for proxy in proxies if not proxy.items.all() and proxy.grantor_id not in settled]
        rows += [_proxy(sitting, proxy) for proxy in whole]
    starts = item.uid if item is not None else next(iter(_examined(floor.record)), "")
    for row in _limited(floor, proxies, starts):
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


def _limited(floor: Floor, proxies: Sequence[ProxyGrant], starts: str) -> list[Movement]:
    """Proxies of chosen items whose run begins with the item ``starts``: until the end of the run."""
    rows = []
    for proxy in proxies:
        for first, last in runs_of_items(floor.record, {row.uid for row in proxy.items.all()}):
            if first != starts:
                continue
            row = _proxy(floor.sitting, proxy)
            row.moment_item, row.moment_phase, row.moment_ballot = floor.item(first), Phase.DEBATE, 1
            row.until_item, row.until_phase, row.until_ballot = floor.item(last), Phase.AFTER, 1
            rows.append(row)
    return rows
