"""Gestures on the items and on the evening itself: opened, put off, added, reordered; suspended, resumed, closed."""

from datetime import time

from deliberations.domain.findings import Finding
from deliberations.domain.gestures import item_target
from deliberations.domain.moments import Moment
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.models import AgendaItem, Override, Suspension
from deliberations.services.floor import Floor
from deliberations.services.gesture_errors import AlreadyDone, NotNow
from deliberations.services.placing import sort_movements
from deliberations.services.taking_answers import take_answers

_OUTCOMES = {
    ItemOutcome.EXAMINED: "est remis en examen",
    ItemOutcome.ADJOURNED: "est ajourné",
    ItemOutcome.WITHDRAWN: "est retiré de l'ordre du jour",
}


def open_item(floor: Floor, *, item: str) -> str:
    """The debate of an item opens: its quorum is read now (CGCT art. L. 2121-17).

    Side effect: the proxies that members gave online from this item on are taken.
    """
    point = floor.item(item)
    floor.tells_room = True
    floor.__dict__["standing"] = item
    take_answers(floor, item=item)
    return f"Point {point.order} ouvert : {text_of(point.title_html)}."


def set_outcome(floor: Floor, *, item: str, outcome: ItemOutcome) -> str:
    """An item is adjourned or withdrawn, or taken up again."""
    point = floor.item(item)
    if point.outcome != outcome:
        point.outcome = outcome
        floor.writer.write(point, "")
    return f"Le point {point.order} {_OUTCOMES[outcome]}."


def add_item(floor: Floor, *, title_html: str, kind: ItemKind) -> str:
    """An item is added in sitting, after the last one.

    It is a fact, so it is written; that the members were not called to decide on it is a finding of the engine
    (CGCT art. L. 2121-10, L. 2121-12).
    """
    last = max((row.order for row in floor.items.values()), default=0)
    item = AgendaItem(
        sitting=floor.sitting, order=last + 1, title_html=title_html, kind=kind, added_in_sitting=True
    )
    if any(row.examined is not None for row in floor.items.values()):
        item.examined = max(row.examined or row.order for row in floor.items.values()) + 1
    floor.writer.write(item, "")
    return f"Point {item.order} ajouté en séance : {text_of(title_html)}."


def examine_now(floor: Floor, *, item: str) -> str:
    """An item is taken just after the one examined now; the agenda itself does not change."""
    point = floor.item(item)
    ordered = sorted(floor.items.values(), key=lambda row: (_place(row), row.order))
    others = [row for row in ordered if row.pk != point.pk]
    after = next((n for n, row in enumerate(others, start=1) if row.uid == floor.standing), 0)
    for rank, row in enumerate([*others[:after], point, *others[after:]], start=1):
        _take_at(floor, row, rank)
    sort_movements(floor.sitting, floor.ranks)
    return f"Le point {point.order} est examiné maintenant."


def _place(row: AgendaItem) -> int:
    return row.order if row.examined is None else row.examined


def _take_at(floor: Floor, row: AgendaItem, rank: int) -> None:
    if _place(row) != rank:
        row.examined = None if row.order == rank else rank
        floor.writer.write(row, "")
        floor.touched.append(item_target(row.uid))


def suspend(floor: Floor, *, at: time | None = None) -> str:
    """The sitting is suspended just before what comes next. Raises ``AlreadyDone`` while it is, or ``NotNow``."""
    if _under_way(floor) is not None:
        raise AlreadyDone("La séance est déjà suspendue.")
    moment = floor.now() or _first(floor)
    row = Suspension(
        sitting=floor.sitting,
        moment_item=floor.item(moment.item),
        moment_phase=moment.phase.value,
        moment_ballot=moment.ballot,
        starts_at=floor.clock(at),
    )
    floor.writer.write(row, "")
    return f"La séance est suspendue{floor.hour(row.starts_at)}."


def resume(floor: Floor, *, at: time | None = None) -> str:
    """The sitting is resumed. Raises ``AlreadyDone`` when it is not suspended."""
    row = _under_way(floor)
    if row is None:
        raise AlreadyDone("La séance n'est pas suspendue.")
    row.ends_at = floor.clock(at)
    floor.writer.write(row, "")
    return f"La séance reprend{floor.hour(row.ends_at)}."


def _under_way(floor: Floor) -> Suspension | None:
    return floor.sitting.suspensions.filter(ends_at=None, starts_at__isnull=False).order_by("-pk").first()


def _first(floor: Floor) -> Moment:
    if not floor.record.sitting.agenda:
        raise NotNow("L'ordre du jour est vide : ajoutez un point avant de suspendre la séance.")
    return Moment(min(floor.record.sitting.agenda, key=lambda item: item.examination_order).uid)


def close_evening(floor: Floor, *, at: time | None = None) -> str:
    """The sitting is over: its hour. Raises ``AlreadyDone``, or ``NotNow`` before it opened.

    The record stays open to corrections until the secretary closes it: that is another gesture.
    """
    if floor.sitting.closed_at is not None:
        raise AlreadyDone("La séance est déjà levée.")
    if floor.sitting.opened_at is None and floor.is_being_held:
        raise NotNow("La séance n'est pas encore ouverte.")
    floor.sitting.closed_at = floor.clock(at)
    floor.writer.write(floor.sitting, "")
    return f"La séance est levée{floor.hour(floor.sitting.closed_at)}."


def set_aside(floor: Floor, *, finding: Finding, reason: str) -> str:
    """A warning is set aside with the reason that is kept, and the name of who did it."""
    by = floor.writer.by
    item = floor.item(finding.item) if finding.item else None
    row = Override(
        sitting=floor.sitting,
        code=finding.code,
        reason=reason,
        by=str(by) if by else "",
        at=floor.happened,
        item=item,
        where=finding.where,
    )
    floor.writer.write(row, "")
    return "Constat écarté ; votre motif est conservé."
