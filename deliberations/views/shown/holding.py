"""What the page of a sitting being held shows: the members, the item, the vote, what was last done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.findings import Severity
from deliberations.domain.gestures import SITTING, item_target, mark_of, member_target, vote_target
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Matter, Movement, matter_of
from deliberations.domain.nominations import nomination_on
from deliberations.domain.record import Record
from deliberations.domain.sittings import DECIDING, AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Vote
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.models.choices import ITEM_KINDS, ITEM_OUTCOMES, MOVEMENT_KINDS
from deliberations.queries.holding import IN_ROOM, moment_now, quorum_at, usual_chair
from deliberations.views.shown.agenda import ShownVote, shown_verdict, shown_vote
from deliberations.views.shown.attendance import shown_seat
from deliberations.views.shown.findings import ShownFinding, findings_beside


class Stage(StrEnum):
    """Where the evening is: the roll, the debates, the end."""

    ROLL = "roll"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Tap:
    """One button: what it sends, its word, its key, and whether it tells the present state."""

    value: str
    label: str
    shortcut: str = ""
    is_on: bool = False
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class HeldMember:
    """One line of the list. ``kind`` is the state's code, in lower case; ``search`` the name without accents."""

    uid: str
    name: str
    title: str
    kind: str
    state: str
    detail: str
    mark: str
    taps: tuple[Tap, ...]


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
class HeldVote:
    """A vote taken, with its uid; ``names`` tell who voted otherwise."""

    uid: str
    shown: ShownVote
    names: tuple[str, ...]
    remove: str


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One item of the list. ``is_standing``: the sitting is examining it; ``is_viewed``: the page shows it.

    ``all_for`` is empty where « tous pour » is not to be offered without more ado.
    """

    uid: str
    order: int
    title: str
    kind: str
    verdict: str
    tone: str
    is_standing: bool
    is_viewed: bool
    open_tap: str
    all_for: str


@dataclass(frozen=True, slots=True)
class ItemPanel:
    """The item shown: its quorum when the debate opened, its votes, who chairs it."""

    uid: str
    order: int
    title: str
    kind: str
    outcome: str
    is_standing: bool
    is_examined: bool
    is_election: bool
    is_added: bool
    is_deciding: bool
    chair: str
    quorum: str
    is_met: bool | None
    out: str
    votes: tuple[HeldVote, ...]
    vote_mark: str
    mark: str
    next_tap: str
    next_label: str
    adjourn: str
    withdraw: str
    examine: str
    now: str


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
    chair_name: str
    secretaries: tuple[str, ...]
    secretary_names: str
    mark: str
    unnoted: int
    last_item: bool
    first_tap: str


def hold_page(record: Record, *, standing: str, viewed: str) -> HoldPage:
    """``standing`` is the item that the sitting examines, ``viewed`` the one shown; both may be empty."""
    sitting = record.sitting
    words = MemberWords(record, BodyWords(record.council))
    moment = moment_now(record, standing)
    stage = _stage(record)
    ordered = sorted(sitting.agenda, key=lambda item: item.examination_order)
    shown = viewed or standing or (ordered[0].uid if ordered else "")
    chair = sitting.chair or usual_chair(record, moment)
    following = _following(ordered, standing)
    return HoldPage(
        stage=stage,
        opened=numeric_time(sitting.opened_at.time()) if sitting.opened_at else "",
        closed=numeric_time(sitting.closed_at.time()) if sitting.closed_at else "",
        is_suspended=any(s.starts_at and s.ends_at is None for s in sitting.suspensions),
        room=_room(record, moment),
        members=tuple(_member(record, words, uid, moment, stage) for uid in record.members),
        items=tuple(_item(record, item, standing, shown) for item in ordered),
        panel=_panel(record, words, shown, standing, ordered) if shown else None,
        findings=_findings(record, shown) if shown else (),
        standing=standing,
        chair=chair,
        chair_name=words.name(sitting.chair) if sitting.chair else "",
        secretaries=sitting.secretaries,
        secretary_names=join_list([words.name(uid) for uid in sitting.secretaries]),
        mark=mark_of(sitting, SITTING),
        unnoted=len(record.members) - len({m.member for m in sitting.movements} & set(record.members)),
        last_item=following is None,
        first_tap=_open_tap(record, following.uid) if following else "",
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
        quorum=_quorum_label(quorum.required, quorum.is_met) if quorum else "Quorum non connu",
        is_met=quorum.is_met if quorum else None,
        is_known=room.is_known,
    )


def _quorum_label(required: int, is_met: bool) -> str:
    return f"Quorum de {required} {'atteint' if is_met else 'non atteint'}"


def _member(record: Record, words: MemberWords, uid: str, moment: Moment | None, stage: Stage) -> HeldMember:
    seat = record.attendance(moment).seat_of(uid) or Seat(uid, SeatState.UNKNOWN)
    mark = mark_of(record.sitting, member_target(uid))
    state = shown_seat(words, seat)
    is_noted = any(movement.member == uid for movement in record.sitting.movements)
    taps = _roll_taps(record, uid, mark, is_noted=is_noted) if stage is Stage.ROLL else _moves(seat, mark)
    return HeldMember(
        uid=uid,
        name=words.name(uid),
        title=capitalised(words.title(uid)),
        kind=state.kind if is_noted or stage is not Stage.ROLL else "unknown",
        state=state.label if is_noted or stage is not Stage.ROLL else "À appeler",
        detail=state.detail,
        mark=mark,
        taps=taps,
    )


def _roll_taps(record: Record, uid: str, mark: str, *, is_noted: bool) -> tuple[Tap, ...]:
    said = [m.kind for m in record.sitting.movements if m.member == uid and matter_of(m) is Matter.PLACE]
    last = said[-1] if is_noted and said else None
    words = [("PRESENT", "Présent", "p"), ("EXCUSED", "Excusé", "e"), ("ABSENT", "Absent", "a")]
    if record.is_remote_allowed:
        words.insert(1, ("ATTENDS_REMOTELY", "À distance", "d"))
    return tuple(
        Tap(f"ROLL {uid} {state} {mark}", label, key, is_on=last == state, is_main=state == "PRESENT")
        for state, label, key in words
    )


def _moves(seat: Seat, mark: str) -> tuple[Tap, ...]:
    uid = seat.member
    if seat.state is SeatState.STEPPED_ASIDE:
        return (Tap(f"BACK {uid} {mark}", "Reprend part", "p", is_main=True),)
    if seat.state in IN_ROOM:
        return (Tap(f"MOVE {uid} LEAVES {mark}", "Part", "p"),)
    if seat.has_left:
        return (Tap(f"MOVE {uid} RETURNS {mark}", "Revient", "p", is_main=True),)
    return (Tap(f"MOVE {uid} ARRIVES {mark}", "Arrive", "p", is_main=True),)


def _item(record: Record, item: AgendaItem, standing: str, viewed: str) -> HeldItem:
    verdict, tone = _verdict(record, item)
    return HeldItem(
        uid=item.uid,
        order=item.order,
        title=text_of(item.title_html) or "Sans objet",
        kind=ITEM_KINDS[item.kind],
        verdict=verdict,
        tone=tone,
        is_standing=item.uid == standing,
        is_viewed=item.uid == viewed,
        open_tap=_open_tap(record, item.uid),
        all_for=_all_for(record, item),
    )


def _all_for(record: Record, item: AgendaItem) -> str:
    """« Tous pour » on an item to be decided by show of hands, that no vote decides yet."""
    is_open = item.outcome is ItemOutcome.EXAMINED and record.deciding_vote(item.uid) is None
    if not is_open or item.kind not in DECIDING or nomination_on(record, item) is not None:
        return ""
    return f"VOTE {item.uid} ORDINARY FOR {mark_of(record.sitting, vote_target(item.uid))}"


def _open_tap(record: Record, item: str) -> str:
    return f"OPEN_ITEM {item} {mark_of(record.sitting, item_target(item))}"


def _verdict(record: Record, item: AgendaItem) -> tuple[str, str]:
    if item.outcome is not ItemOutcome.EXAMINED:
        return ITEM_OUTCOMES[item.outcome], "secondary"
    vote = record.deciding_vote(item.uid)
    if vote is not None:
        return shown_verdict(vote, record.outcome(vote))
    if record.elections_on(item.uid):
        return "Élection", "info"
    return "", ""


def _following(ordered: list[AgendaItem], standing: str) -> AgendaItem | None:
    """The next item to examine: the first after the one examined that was neither put off nor withdrawn."""
    place = next((n for n, item in enumerate(ordered, start=1) if item.uid == standing), 0)
    return next((item for item in ordered[place:] if item.outcome is ItemOutcome.EXAMINED), None)


def _panel(
    record: Record, words: MemberWords, uid: str, standing: str, ordered: list[AgendaItem]
) -> ItemPanel:
    item = record.item(uid)
    quorum = record.quorum(uid) if record.attendance(Moment(uid)).is_known else None
    mark = mark_of(record.sitting, item_target(uid))
    following = _following(ordered, uid)
    chair = record.chair(record.moment_of(uid))
    aside = record.attendance_at(uid).having(SeatState.STEPPED_ASIDE)
    return ItemPanel(
        uid=uid,
        order=item.order,
        title=text_of(item.title_html) or "Sans objet",
        kind=ITEM_KINDS[item.kind],
        outcome="" if item.outcome is ItemOutcome.EXAMINED else ITEM_OUTCOMES[item.outcome],
        is_standing=uid == standing,
        is_examined=item.outcome is ItemOutcome.EXAMINED,
        is_election=item.kind is ItemKind.ELECTION,
        is_added=item.added_in_sitting,
        is_deciding=item.kind not in (ItemKind.INFORMATION, ItemKind.QUESTION),
        chair=words.name(chair) if chair else "",
        quorum=_quorum_label(quorum.required, quorum.is_met) if quorum else "",
        is_met=quorum.is_met if quorum else None,
        out=join_list([words.name(seat.member) for seat in aside]),
        votes=tuple(held_vote(record, words, uid, vote) for vote in record.votes_on(uid)),
        vote_mark=mark_of(record.sitting, vote_target(uid)),
        mark=mark,
        next_tap=_open_tap(record, following.uid) if following else "",
        next_label=f"Point {following.order}" if following else "",
        adjourn=f"OUTCOME {uid} ADJOURNED {mark}",
        withdraw=f"OUTCOME {uid} WITHDRAWN {mark}",
        examine=f"OUTCOME {uid} EXAMINED {mark}",
        now=f"EXAMINE_NOW {uid} {mark}",
    )


def held_vote(record: Record, words: MemberWords, item: str, vote: Vote) -> HeldVote:
    """A vote with those who did not vote as the others; nobody of a secret one."""
    named: dict[str, list[str]] = {}
    for ballot in vote.ballots:
        who = words.name(ballot.member) if ballot.member else ballot.group or ""
        if who:
            named.setdefault(ballot.choice, []).append(who)
    shown = shown_vote(record, vote, is_alone=len(record.votes_on(item)) == 1)
    mark = mark_of(record.sitting, vote_target(item))
    return HeldVote(
        uid=vote.uid,
        shown=shown,
        names=tuple(f"{_CHOICES[choice]} : {join_list(who)}" for choice, who in named.items()),
        remove=f"VOTE_REMOVED {item} {vote.uid} {mark}",
    )


_CHOICES = {
    "FOR": "Pour",
    "AGAINST": "Contre",
    "ABSTENTION": "Abstention",
    "NOT_VOTING": "Ne prend pas part au vote",
    "BLANK": "Blanc",
    "NULL": "Nul",
}


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


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: its value and its name."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """All that can be said of one member: what he is now, to whom he may give a proxy, for which item.

    ``day`` and the first of ``ways`` are what is proposed of the paper of a proxy, to be read before it is noted.
    """

    member: HeldMember
    others: tuple[Option, ...]
    substitutes: tuple[Option, ...]
    items: tuple[Option, ...]
    standing: str
    has_proxy: bool
    is_in_room: bool
    roll: tuple[Tap, ...]
    story: tuple[str, ...]
    day: date
    ways: tuple[str, ...] = (
        "Remis en main propre",
        "Reçu par courriel",
        "Reçu par courrier",
        "Reçu par voie électronique, avec code",
    )


def member_panel(record: Record, page: HoldPage, uid: str) -> MemberPanel | None:
    """The panel of a member in office; ``None`` for anybody else."""
    member = next((each for each in page.members if each.uid == uid), None)
    if member is None:
        return None
    words = MemberWords(record, BodyWords(record.council))
    seat = record.attendance(moment_now(record, page.standing)).seat_of(uid)
    in_office = set(record.members)
    return MemberPanel(
        member=member,
        others=tuple(Option(each.uid, each.name) for each in page.members if each.uid != uid),
        substitutes=tuple(
            Option(mandate, words.name(mandate)) for mandate in record.mandates if mandate not in in_office
        ),
        items=tuple(Option(item.uid, f"Point {item.order} : {item.title[:70]}") for item in page.items),
        standing=page.standing,
        has_proxy=seat is not None and (seat.state is SeatState.REPRESENTED or bool(seat.idle_holder)),
        is_in_room=seat is not None and seat.state in IN_ROOM,
        roll=_roll_taps(record, uid, member.mark, is_noted=True),
        story=tuple(_story(record, words, uid)),
        day=record.sitting.held_on,
    )


def _story(record: Record, words: MemberWords, uid: str) -> Iterator[str]:
    """What is noted of a member, in order, in a few words each."""
    for movement in sorted(record.sitting.movements, key=lambda m: m.position):
        if uid in (movement.member, movement.other):
            yield told_movement(record, words, movement)


def told_movement(record: Record, words: MemberWords, movement: Movement) -> str:
    """« Hélène HAVRET : Donne pouvoir à Jacques DURIEU, point 3, 20 h 14 »."""
    other = f" à {words.name(movement.other)}" if movement.other else ""
    point = f", point {record.item(movement.moment.item).order}" if movement.moment else ""
    end = f" jusqu'au point {record.item(movement.until.item).order}" if movement.until else ""
    hour = f", {numeric_time(movement.at.time())}" if movement.at else ""
    return f"{words.name(movement.member)} : {MOVEMENT_KINDS[movement.kind]}{other}{point}{end}{hour}"
