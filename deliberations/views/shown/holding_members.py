"""The members in the room: one line for each, with the buttons that fit his state."""

from dataclasses import dataclass
from enum import StrEnum

from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.gestures import mark_of, member_target
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Matter, matter_of
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import EXCUSED, PRESENT, agree
from deliberations.domain.wording.bodies import capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.queries.convening import MemberAnswer
from deliberations.queries.holding import IN_ROOM
from deliberations.views.shown.attendance import shown_seat


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


def held_member(
    record: Record,
    words: MemberWords,
    uid: str,
    moment: Moment | None,
    stage: Stage,
    answer: MemberAnswer | None = None,
) -> HeldMember:
    """``answer`` is what the member answered: said, and proposed first, while the roll says nothing of them."""
    seat = record.attendance(moment).seat_of(uid) or Seat(uid, SeatState.UNKNOWN)
    mark = mark_of(record.sitting, member_target(uid))
    state = shown_seat(words, seat)
    is_noted = any(movement.member == uid for movement in record.sitting.movements)
    is_roll = stage is Stage.ROLL
    is_called = is_noted or not is_roll
    taps = roll_taps(record, uid, mark, is_noted=is_noted, answer=answer) if is_roll else _moves(seat, mark)
    return HeldMember(
        uid=uid,
        name=words.name(uid),
        title=capitalised(words.title(uid)),
        kind=state.kind if is_called else "unknown",
        state=state.label if is_called else "À appeler",
        detail=state.detail if is_called else _answered(words, uid, answer),
        mark=mark,
        taps=taps,
    )


def _answered(words: MemberWords, uid: str, answer: MemberAnswer | None) -> str:
    if answer is None:
        return ""
    forms = EXCUSED if answer.is_excused else PRESENT
    proxy = f", pouvoir à {words.name(answer.holder)}" if answer.holder else ""
    return f"a répondu : {agree(forms, [words.gender(uid)])}{proxy}"


def roll_taps(
    record: Record, uid: str, mark: str, *, is_noted: bool, answer: MemberAnswer | None = None
) -> tuple[Tap, ...]:
    proposed = "EXCUSED" if answer and answer.is_excused else "PRESENT"
    said = [m.kind for m in record.sitting.movements if m.member == uid and matter_of(m) is Matter.PLACE]
    last = said[-1] if is_noted and said else None
    words = [("PRESENT", "Présent", "p"), ("EXCUSED", "Excusé", "e"), ("ABSENT", "Absent", "a")]
    if record.is_remote_allowed:
        words.insert(1, ("ATTENDS_REMOTELY", "À distance", "d"))
    return tuple(
        Tap(f"ROLL {uid} {state} {mark}", label, key, is_on=last == state, is_main=state == proposed)
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
