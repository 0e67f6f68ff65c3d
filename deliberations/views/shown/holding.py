"""What the page of a sitting being held shows: who is there, the items, what is to be seen to."""

from collections.abc import Mapping
from dataclasses import dataclass

from deliberations.domain.attendance import SeatState
from deliberations.domain.findings import Severity
from deliberations.domain.gestures import SITTING, mark_of
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.queries.convening import MemberAnswer
from deliberations.queries.holding import moment_now, quorum_at, usual_chair
from deliberations.views.shown.findings import ShownFinding, findings_beside
from deliberations.views.shown.holding_items import (
    HeldItem,
    ItemPanel,
    following_item,
    held_item,
    item_panel,
    open_tap,
    quorum_label,
)
from deliberations.views.shown.holding_members import HeldMember, Stage, held_member


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there now. ``is_met`` is ``None`` where nobody knows."""

    present: int
    represented: int
    away: int
    voters: int
    quorum: str
    is_met: bool | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class BesideFinding:
    """A finding beside the item, alone in a tuple for the list that shows it, and what setting it aside sends."""

    one: tuple[ShownFinding, ...]
    can_override: bool
    code: str
    item: str
    where: str


@dataclass(frozen=True, slots=True)
class HoldPage:
    """The whole page. ``chair`` and ``secretaries`` are uids, proposed or noted."""

    stage: Stage
    opened: str
    closed: str
    is_suspended: bool
    room: Room
    members: tuple[HeldMember, ...]
    items: tuple[HeldItem, ...]
    panel: ItemPanel | None
    findings: tuple[BesideFinding, ...]
    standing: str
    chair: str
    secretaries: tuple[str, ...]
    mark: str
    unnoted: int
    last_item: bool
    first_tap: str


def hold_page(
    record: Record, *, standing: str, viewed: str, answers: Mapping[str, MemberAnswer] | None = None
) -> HoldPage:
    """``standing`` is the item that the sitting examines, ``viewed`` the one shown; both may be empty.

    ``answers`` are those to the convocation. No finding is shown before the roll is called: nobody is there yet.
    """
    answers = answers or {}
    sitting = record.sitting
    words = MemberWords(record, BodyWords(record.council))
    moment = moment_now(record, standing)
    stage = _stage(record)
    ordered = sorted(sitting.agenda, key=lambda item: item.examination_order)
    shown = viewed or standing or (ordered[0].uid if ordered else "")
    chair = sitting.chair or usual_chair(record, moment)
    noted = {movement.member for movement in sitting.movements}
    excused = {uid for uid, answer in answers.items() if answer.is_excused}
    waiting = [uid for uid in record.members if uid not in noted]
    following = following_item(ordered, standing)
    return HoldPage(
        stage=stage,
        opened=numeric_time(sitting.opened_at.time()) if sitting.opened_at else "",
        closed=numeric_time(sitting.closed_at.time()) if sitting.closed_at else "",
        is_suspended=any(s.starts_at and s.ends_at is None for s in sitting.suspensions),
        room=_room(record, moment),
        members=tuple(
            held_member(record, words, uid, moment, stage, answers.get(uid)) for uid in record.members
        ),
        items=tuple(held_item(record, item, standing, shown) for item in ordered),
        panel=item_panel(record, words, shown, standing, ordered) if shown else None,
        findings=_findings(record, shown) if shown and not (waiting and stage is Stage.ROLL) else (),
        standing=standing,
        chair=chair,
        secretaries=sitting.secretaries,
        mark=mark_of(sitting, SITTING),
        unnoted=sum(uid not in excused for uid in waiting),
        last_item=following is None,
        first_tap=open_tap(record, following.uid) if following else "",
    )


def _stage(record: Record) -> Stage:
    if record.sitting.closed_at is not None:
        return Stage.CLOSED
    is_begun = record.sitting.opened_at is not None or bool(record.sitting.votes)
    return Stage.OPEN if is_begun else Stage.ROLL


def _room(record: Record, moment: Moment | None) -> Room:
    room = record.attendance(moment)
    quorum = quorum_at(record, moment) if room.is_known else None
    return Room(
        present=room.present + room.count(SeatState.REMOTE),
        represented=room.represented,
        away=room.count(SeatState.EXCUSED, SeatState.ABSENT, SeatState.STEPPED_ASIDE),
        voters=room.voters if room.is_known else 0,
        quorum=quorum_label(quorum.required, quorum.is_met) if quorum else "Quorum non connu",
        is_met=quorum.is_met if quorum else None,
        is_known=room.is_known,
    )


def _findings(record: Record, item: str) -> tuple[BesideFinding, ...]:
    return tuple(
        BesideFinding(
            one=(shown,),
            can_override=finding.severity is Severity.WARNING and finding.override is None,
            code=finding.code,
            item=finding.item or "",
            where=finding.where,
        )
        for finding, shown in findings_beside(record, item)
    )
