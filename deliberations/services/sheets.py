"""Saving the sheet typed afterwards: only what it tells is written again, the rest of the record is left alone."""

from collections.abc import Sequence
from datetime import datetime, time

from deliberations.domain.gestures import item_target, member_target
from deliberations.domain.movements import Movement as Fact
from deliberations.domain.sheets import Sheet, SheetItem, is_on_sheet, movements_of
from deliberations.domain.votes import Vote
from deliberations.models import Movement
from deliberations.queries import reread
from deliberations.services.floor import Floor
from deliberations.services.holding import set_officers
from deliberations.services.taking_answers import take_answers
from deliberations.services.voting import AskedVote, record_vote, remove_vote

_SAME = tuple[object, ...]


class SheetOutdated(Exception):
    """Others have changed the sitting since the sheet was drawn; ``others`` says what they did, in sentences."""

    def __init__(self, others: Sequence[str]) -> None:
        super().__init__("La séance a changé depuis que cette feuille est affichée.")
        self.others = others


def save_sheet(floor: Floor, *, sheet: Sheet, seen: int | None = None) -> str:
    """Write the facts of a sheet: the same as the page of the sitting would have, hours apart.

    Rows that already say so are kept, with their history and the papers noted beside them; on a blank record, those
    of the answers to the convocation come first. Nothing is stamped with the hour of typing. ``seen`` is the revision
    of the sitting that its reader knows, if the page told one: raises ``SheetOutdated`` when it is another, with the
    sitting locked.
    """
    if seen not in (None, floor.sitting.revision):
        raise SheetOutdated(_since(floor, seen or 0))
    if not floor.record.sitting.movements:
        take_answers(floor)
    _save_evening(floor, sheet)
    _save_movements(floor, sheet)
    _drop_votes(floor, sheet.items)
    for item in sheet.items:
        _save_item(floor, item)
    return "La feuille de séance est enregistrée."


def _since(floor: Floor, revision: int) -> list[str]:
    gestures = floor.sitting.gestures.filter(revision__gt=revision).select_related("by").order_by("pk")
    return [f"{gesture.by} : {gesture}" for gesture in gestures] or ["Modifié depuis une autre page."]


def _save_evening(floor: Floor, sheet: Sheet) -> None:
    row = floor.sitting
    opened = _instant(floor, sheet.opened, row.opened_at)
    closed = _instant(floor, sheet.closed, row.closed_at, after=opened)
    if (opened, closed, sheet.attendance_recorded) != (row.opened_at, row.closed_at, row.attendance_recorded):
        row.opened_at, row.closed_at, row.attendance_recorded = opened, closed, sheet.attendance_recorded
        floor.writer.write(row, "")
    set_officers(floor, chair=sheet.chair, secretaries=sheet.secretaries)


def _instant(
    floor: Floor, typed: time | None, noted: datetime | None, *, after: datetime | None = None
) -> datetime | None:
    """The hour typed on that evening; the instant already noted when it reads the same."""
    if typed is None:
        return None
    if noted is not None and noted.astimezone(floor.zone).time().replace(second=0, microsecond=0) == typed:
        return noted
    return floor.on_the_evening(typed, after=after)


def _save_movements(floor: Floor, sheet: Sheet) -> None:
    """Each row that the sheet still tells is kept; the others of its kinds go, and new ones come."""
    facts = {fact.position: fact for fact in floor.record.sitting.movements}
    rows = [
        row
        for row in floor.sitting.movements.select_related("member", "other", "moment_item").order_by(
            "position"
        )
        if is_on_sheet(facts[row.position], floor.record.sitting.movements)
    ]
    waiting = list(rows)
    for wanted, hour in movements_of(sheet) if sheet.attendance_recorded else []:
        row = next((each for each in waiting if _about(facts[each.position]) == _about(wanted)), None)
        if row is not None:
            waiting.remove(row)
        _write(floor, row, wanted, hour)
    for row in waiting:
        floor.writer.delete(row)
        floor.touched.append(member_target(row.member.uid))


def _about(fact: Fact) -> _SAME:
    """The same line of the sheet: a roll says one thing of a member, a proxy goes to one holder at a time."""
    if fact.moment is None:
        return (fact.member, fact.other is None)
    return (fact.member, fact.kind, fact.moment)


def _write(floor: Floor, row: Movement | None, wanted: Fact, hour: time | None) -> None:
    if row is None:
        floor.move(
            wanted.kind,
            floor.member(wanted.member),
            moment=wanted.moment,
            until=wanted.until,
            other=floor.member(wanted.other) if wanted.other else None,
            at=floor.on_the_evening(hour) if hour else None,
        )
        return
    at = _instant(floor, hour, row.at)
    other = floor.member(wanted.other) if wanted.other else None
    if (row.kind, row.other_id, row.at) != (wanted.kind, other.pk if other else None, at):
        row.kind, row.other, row.at = wanted.kind, other, at
        floor.writer.write(row, "")
        floor.touched.append(member_target(wanted.member))


def _save_item(floor: Floor, line: SheetItem) -> None:
    point = floor.item(line.item)
    if point.outcome != line.outcome:
        point.outcome = line.outcome
        floor.writer.write(point, "")
        floor.touched.append(item_target(line.item))
    if line.vote is None:
        return
    votes = _led(floor, line.item)
    corrects = votes[0].uid if votes else ""
    is_new = not votes or _choices(votes[0]) != _choices(line.vote)
    if is_new or line.nomination not in (None, floor.record.item(line.item).nomination):
        record_vote(floor, asked=AskedVote(line.vote, corrects, line.nomination))
        floor.told_vote = ""


def _drop_votes(floor: Floor, lines: Sequence[SheetItem]) -> None:
    """Take out the votes that the sheet no longer tells, before others take their items."""
    gone = [
        vote.uid
        for line in lines
        if line.vote is None and not line.leaves_votes_alone
        for vote in _led(floor, line.item)
    ]
    for uid in gone:
        remove_vote(floor, vote=uid)
    if gone:
        floor.record = reread(floor.record, floor.sitting)


def _led(floor: Floor, item: str) -> list[Vote]:
    """The votes written on the line of an item: a vote on several stands on the first of them."""
    return [vote for vote in floor.record.votes_on(item) if vote.items[0] == item]


def _choices(vote: Vote) -> _SAME:
    ballots = sorted(vote.ballots, key=lambda b: (b.member or "", b.group, b.choice))
    return (vote.items, vote.method, vote.everyone, tuple(ballots), vote.tally)
