"""Recording a vote, correcting it, taking it out. The counts and the verdict are never written: they are computed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from councils.models.fields import random_uid
from deliberations.domain.gestures import item_target, vote_target
from deliberations.domain.votes import Nomination
from deliberations.domain.votes import Vote as Facts
from deliberations.models import AgendaItem, Vote, VoteItem
from deliberations.services.floor import Floor
from deliberations.services.gesture_errors import NotNow
from deliberations.services.sitting_facts import SittingWriter
from deliberations.services.vote_facts import vote_columns, write_choices, write_vote


@dataclass(frozen=True, slots=True)
class AskedVote:
    """A vote as it was taken, ``facts`` without uid nor ballot number; ``corrects`` is the uid of the one replaced.

    ``nomination`` is what the council decided on the secrecy, or ``None`` where the item names nobody.
    """

    facts: Facts
    corrects: str = ""
    nomination: Nomination | None = None


def record_vote(floor: Floor, *, asked: AskedVote) -> str:
    """Write a vote on its items, or correct the one named: the history keeps what it was, and who changed it.

    Raises ``NotNow`` when the vote to correct is gone.
    """
    first = floor.item(asked.facts.items[0])
    if asked.corrects:
        uid = _correct(floor, asked)
    else:
        uid = random_uid()
        write_vote(_target(floor), replace(asked.facts, uid=uid, ballot=_next_ballot(floor, asked)), "")
    _note_nomination(floor, first, asked.nomination)
    floor.touched += [vote_target(item) for item in asked.facts.items]
    floor.told_vote = uid
    corrected = "vote corrigé" if asked.corrects else "vote enregistré"
    return f"Point {first.order}, {corrected}."


def _target(floor: Floor) -> SittingWriter:
    return SittingWriter(floor.writer, floor.sitting, floor.mandates, floor.items)


def _next_ballot(floor: Floor, asked: AskedVote) -> int:
    """Votes of an item are counted from 1; one vote on several items comes after those of each."""
    return max([0, *(vote.ballot for item in asked.facts.items for vote in floor.record.votes_on(item))]) + 1


def _correct(floor: Floor, asked: AskedVote) -> str:
    row = floor.sitting.votes.filter(uid=asked.corrects).first()
    if row is None:
        raise NotNow("Ce vote n'existe plus : rechargez la page et enregistrez-le à nouveau.")
    floor.touched += [vote_target(each.item.uid) for each in row.item_rows.select_related("item")]
    _clear(floor, row)
    for name, value in vote_columns(asked.facts).items():
        setattr(row, name, value)
    floor.writer.write(row, "")
    _set_items(floor, row, asked.facts.items)
    write_choices(_target(floor), row, asked.facts, "")
    return row.uid


def _clear(floor: Floor, row: Vote) -> None:
    """Ballots go first: a secret vote never has any, even for a moment."""
    for ballot in row.ballots.all():
        floor.writer.delete(ballot)
    tally = getattr(row, "tally", None)
    if tally is not None:
        floor.writer.delete(tally)


def _set_items(floor: Floor, row: Vote, items: Sequence[str]) -> None:
    rows = list(row.item_rows.select_related("item"))
    if [each.item.uid for each in rows] == list(items):
        return
    for each in rows:
        floor.writer.delete(each)
    for position, uid in enumerate(items):
        floor.writer.write(VoteItem(vote=row, position=position, item=floor.item(uid)), "")


def _note_nomination(floor: Floor, item: AgendaItem, nomination: Nomination | None) -> None:
    if nomination is None:
        return
    before = (item.nomination_basis, item.nomination_unanimous_waiver, item.nomination_single_candidacy)
    after = (nomination.basis.value, nomination.unanimous_waiver, nomination.single_candidacy)
    if before != after:
        item.nomination_basis, item.nomination_unanimous_waiver, item.nomination_single_candidacy = after
        floor.writer.write(item, "")
        floor.touched.append(item_target(item.uid))


def remove_vote(floor: Floor, *, vote: str) -> str:
    """Take a vote out: it was not taken. Its history stays. Raises ``NotNow`` when it is gone already."""
    row = floor.sitting.votes.filter(uid=vote).first()
    if row is None:
        raise NotNow("Ce vote est déjà supprimé.")
    items = [each.item for each in row.item_rows.select_related("item")]
    _clear(floor, row)
    for each in row.item_rows.all():
        floor.writer.delete(each)
    floor.writer.delete(row)
    floor.touched += [vote_target(item.uid) for item in items]
    points = ", ".join(str(item.order) for item in items)
    return f"Vote supprimé (point {points})."
