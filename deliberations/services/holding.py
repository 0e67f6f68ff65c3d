"""Gestures on the people in the room: each writes the fact, at the moment where the sitting stands.

Every function takes the ``Floor`` of a gesture and gives back the sentence that tells it. Nothing is refused for
legality: what the law forbids is a finding, told beside.
"""

from collections.abc import Sequence
from datetime import date, time

from django.db.models import QuerySet

from deliberations.domain.attendance import SeatState
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Matter, MovementKind, matter_of
from deliberations.domain.movements import Movement as Fact
from deliberations.domain.wording.agreement import ABSENT, EXCUSED, PRESENT, Forms
from deliberations.domain.wording.names import join_list
from deliberations.models import Movement, ProxyGrant, SittingSecretary
from deliberations.models.convening import ProxyGrantQuerySet
from deliberations.services.floor import Floor
from deliberations.services.gesture_errors import AlreadyDone
from deliberations.services.taking_answers import SEATED, take_answers

ROLL = (
    MovementKind.PRESENT,
    MovementKind.EXCUSED,
    MovementKind.ABSENT,
    MovementKind.ATTENDS_REMOTELY,
)
"""What a roll says of a member at the opening of the sitting."""
_ROLL_FORMS = {
    MovementKind.PRESENT: PRESENT,
    MovementKind.EXCUSED: EXCUSED,
    MovementKind.ABSENT: ABSENT,
    MovementKind.ATTENDS_REMOTELY: Forms.epicene("à distance"),
}
_IN_ROOM = (SeatState.PRESENT, SeatState.REMOTE, SeatState.SUBSTITUTED)
_MOVES = {
    MovementKind.ARRIVES: Forms.regular("arrivé"),
    MovementKind.LEAVES: Forms.regular("parti"),
    MovementKind.RETURNS: Forms.regular("revenu"),
}
_TOLD_AT_ROLL = "dit à l'appel"
_SEATED_AT_ROLL = "présence à l'appel"


def call_member(floor: Floor, *, member: str, state: MovementKind) -> str:
    """Say whether a member was there at the opening: noted, or corrected, whenever it is said."""
    _note_roll(floor, member, state)
    floor.tells_room = True
    if state in SEATED:
        _drop_opening_proxy(floor, member)
        _revoke_grant(floor, member, _SEATED_AT_ROLL)
    else:
        _restore_grant(floor, member)
    return f"{floor.words.name(member)} {floor.is_or_are(member, _ROLL_FORMS[state])}."


def call_the_rest(floor: Floor) -> str:
    """Everybody of whom nothing is said yet is there, save who answered otherwise to the convocation."""
    take_answers(floor)
    floor.tells_room = True
    for member in _unnoted(floor):
        floor.move(MovementKind.PRESENT, floor.member(member), moment=None)
    return "Tous les autres membres sont notés présents."


def _unnoted(floor: Floor) -> list[str]:
    noted = {movement.member for movement in floor.record.sitting.movements}
    return [uid for uid in floor.record.members if uid not in noted]


def _note_roll(floor: Floor, member: str, state: MovementKind) -> None:
    """One line of the roll for each member: a second word replaces the first."""
    mandate = floor.member(member)
    row = _opening_rows(floor, member, Matter.PLACE).first()
    if row is None:
        floor.move(state, mandate, moment=None)
    elif row.kind != state:
        row.kind = state
        floor.writer.write(row, "")


def _opening_rows(floor: Floor, member: str, matter: Matter) -> QuerySet[Movement]:
    kinds = [kind for kind in MovementKind if matter_of(Fact(0, kind, member)) is matter]
    rows = floor.sitting.movements.filter(member__uid=member, kind__in=kinds, moment_item=None)
    return rows.order_by("position")


def _drop_opening_proxy(floor: Floor, member: str) -> None:
    for row in _opening_rows(floor, member, Matter.PROXY):
        floor.writer.delete(row)


def _revoke_grant(floor: Floor, member: str, why: str) -> None:
    """End the proxy given before the sitting, so that no opening takes it again."""
    for row in _whole_grants(floor, member).in_force():
        row.revoked_at, row.revocation = floor.happened, why
        floor.writer.write(row, "")


def _restore_grant(floor: Floor, member: str) -> None:
    """The roll is corrected: a proxy that his presence alone had ended holds again, unless he gave another."""
    grants = _whole_grants(floor, member)
    row = grants.filter(revocation=_SEATED_AT_ROLL).last()
    if row is not None and not ProxyGrant.objects.in_force().filter(
        sitting=floor.sitting, grantor=row.grantor_id
    ):
        row.revoked_at, row.revocation = None, ""
        floor.writer.write(row, "")


def _whole_grants(floor: Floor, member: str) -> ProxyGrantQuerySet:
    return ProxyGrant.objects.filter(sitting=floor.sitting, grantor__uid=member, items__isnull=True)


def open_sitting(
    floor: Floor, *, chair: str = "", secretaries: Sequence[str] = (), opened: time | None = None
) -> str:
    """Open the sitting: the hour, who chairs, who is secretary; whoever was not called is absent.

    The answers to the convocation are taken first, for the members of whom nothing is said.
    """
    if floor.sitting.opened_at is not None:
        raise AlreadyDone("La séance est déjà ouverte.")
    take_answers(floor)
    for member in _unnoted(floor):
        floor.move(MovementKind.ABSENT, floor.member(member), moment=None)
    set_officers(floor, chair=chair, secretaries=secretaries)
    floor.sitting.opened_at = floor.clock(opened)
    floor.writer.write(floor.sitting, "")
    floor.tells_room = True
    return f"La séance est ouverte{floor.hour(floor.sitting.opened_at)}."


def set_officers(floor: Floor, *, chair: str = "", secretaries: Sequence[str] = ()) -> str:
    """Who chairs the sitting, and its secretaries in the order named (CGCT art. L. 2121-14, L. 2121-15)."""
    mandate = floor.mandates[chair] if chair else None
    if floor.sitting.chair_id != (mandate.pk if mandate else None):
        floor.sitting.chair = mandate
        floor.writer.write(floor.sitting, "")
    _set_secretaries(floor, secretaries)
    parts = [f"{floor.words.name(chair)} préside" if chair else ""]
    if secretaries:
        parts.append(f"secrétaire : {join_list([floor.words.name(uid) for uid in secretaries])}")
    return f"{' ; '.join(part for part in parts if part) or 'Présidence et secrétariat effacés'}."


def _set_secretaries(floor: Floor, secretaries: Sequence[str]) -> None:
    rows = list(floor.sitting.secretary_rows.select_related("member"))
    if [row.member.uid for row in rows] == list(secretaries):
        return
    for row in rows:
        floor.writer.delete(row)
    for position, uid in enumerate(dict.fromkeys(secretaries)):
        row = SittingSecretary(sitting=floor.sitting, position=position, member=floor.member(uid))
        floor.writer.write(row, "")


def move_member(
    floor: Floor, *, member: str, kind: MovementKind, point: str = "", at: time | None = None
) -> str:
    """A member arrives, leaves or comes back, now or while ``point`` is examined."""
    mandate, moment = floor.member(member), floor.now(point)
    _refuse_same(floor, member, kind, moment)
    row = floor.move(kind, mandate, moment=moment, at=floor.clock(at))
    floor.tells_room = True
    return f"{floor.words.name(member)} {floor.is_or_are(member, _MOVES[kind])}{floor.hour(row.at)}."


def _refuse_same(floor: Floor, member: str, kind: MovementKind, moment: Moment | None) -> None:
    """Nobody in the room arrives, nobody out of it leaves: it was already said."""
    seat = floor.record.attendance(moment).seat_of(member)
    is_in = seat is not None and seat.state in (*_IN_ROOM, SeatState.STEPPED_ASIDE)
    if is_in is not (kind is MovementKind.LEAVES):
        where = "dans la salle" if is_in else "sorti(e)"
        raise AlreadyDone(f"{floor.words.name(member)} est déjà noté(e) {where} : le geste avait été fait.")


def give_proxy(
    floor: Floor,
    *,
    member: str,
    holder: str,
    start: str = "",
    end: str = "",
    at: time | None = None,
    dated_on: date | None = None,
    received_by: str = "",
    is_signed: bool | None = None,
    is_for_illness: bool | None = None,
) -> str:
    """A member gives a written proxy to another (CGCT art. L. 2121-20), for the evening or between two items.

    Given at the opening by somebody of whom the roll says nothing, or present, it makes him excused; given by
    somebody in the room, he leaves. ``start`` and ``end`` are items: the end is after that item.
    """
    mandate, other = floor.member(member), floor.member(holder)
    moment = Moment(floor.item(start).uid) if start else floor.now()
    until = Moment(floor.item(end).uid, Phase.AFTER) if end else None
    paper = {
        "paper_dated_on": dated_on,
        "paper_received_by": received_by,
        "paper_is_signed": is_signed,
        "paper_is_for_illness": is_for_illness,
    }
    if moment is None:
        _excuse_at_opening(floor, member)
        _drop_opening_proxy(floor, member)
    elif not start and floor.seat(member).state in _IN_ROOM:
        floor.move(MovementKind.LEAVES, mandate, moment=moment, at=floor.clock(at))
    hour = floor.clock(at) if moment is not None and not start else None
    floor.move(MovementKind.GIVES_PROXY, mandate, moment=moment, until=until, other=other, at=hour, **paper)
    floor.tells_room = True
    words = floor.words
    return f"{words.name(member)} donne pouvoir à {words.name(holder)}{floor.hour(hour)}."


def _excuse_at_opening(floor: Floor, member: str) -> None:
    row = _opening_rows(floor, member, Matter.PLACE).first()
    if row is None or row.kind in (MovementKind.PRESENT, MovementKind.ATTENDS_REMOTELY):
        _note_roll(floor, member, MovementKind.EXCUSED)


def end_proxy(floor: Floor, *, member: str, at: time | None = None) -> str:
    """A proxy is withdrawn: struck out at the opening, ended from now on later (art. L. 2121-20: at any time)."""
    mandate, moment = floor.member(member), floor.now()
    if moment is None:
        _drop_opening_proxy(floor, member)
        _revoke_grant(floor, member, _TOLD_AT_ROLL)
    else:
        floor.move(MovementKind.PROXY_ENDS, mandate, moment=moment, at=floor.clock(at))
    floor.tells_room = True
    return f"Le pouvoir {floor.words.of(member)} prend fin."


def step_aside(
    floor: Floor, *, member: str, item: str = "", only_vote: bool = False, at: time | None = None
) -> str:
    """A member with an interest leaves the debate and the vote of one item (CGCT art. L. 2131-11).

    ``only_vote`` when he left for the vote alone. The effect ends by itself after the item.
    """
    mandate = floor.member(member)
    point = floor.item(item or floor.standing)
    start = Moment(point.uid, Phase.VOTE if only_vote else Phase.DEBATE)
    now = point.uid == floor.standing
    floor.move(
        MovementKind.STEPS_ASIDE,
        mandate,
        moment=start,
        until=Moment(point.uid, Phase.AFTER),
        at=floor.clock(at) if now else None,
    )
    floor.tells_room = True
    return f"{floor.words.name(member)} se déporte du point {point.order}."


def come_back(floor: Floor, *, member: str, at: time | None = None) -> str:
    """A member who had stepped aside takes part again, before the end of the item."""
    floor.move(MovementKind.COMES_BACK, floor.member(member), moment=floor.now(), at=floor.clock(at))
    floor.tells_room = True
    return f"{floor.words.name(member)} reprend part aux débats."


def take_chair(floor: Floor, *, member: str, item: str = "", from_now_on: bool = False) -> str:
    """A member takes the chair: for one item, or from now on (CGCT art. L. 2121-14, L. 2122-17)."""
    mandate = floor.member(member)
    point = floor.item(item or floor.standing)
    if from_now_on:
        floor.move(MovementKind.CHAIR_TAKEN, mandate, moment=floor.now(point.uid), at=floor.clock())
        return f"{floor.words.name(member)} prend la présidence."
    point.chair = mandate
    floor.writer.write(point, "")
    return f"{floor.words.name(member)} préside pour le point {point.order}."


def seat_substitute(floor: Floor, *, member: str, other: str, at: time | None = None) -> str:
    """A substitute sits for a titular (CGCT art. L. 5211-6): the seat is his until the titular arrives."""
    titular = floor.member(member)
    substitute = floor.mandates[other]
    moment = floor.now()
    if moment is None:
        _drop_opening_proxy(floor, member)
        _excuse_at_opening(floor, member)
    hour = floor.clock(at) if moment is not None else None
    floor.move(MovementKind.SUBSTITUTE_SEATED, titular, moment=moment, other=substitute, at=hour)
    floor.tells_room = True
    return f"{floor.words.name(other)} siège à la place {floor.words.of(member)}."
