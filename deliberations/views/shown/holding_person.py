"""All that may be noted of one member of a sitting being held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.movements import Movement
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.models.choices import MOVEMENT_KINDS
from deliberations.queries.holding import IN_ROOM, moment_now
from deliberations.views.shown.holding import HoldPage
from deliberations.views.shown.holding_members import HeldMember, Stage, Tap, roll_taps


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: its value and its name."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """All that can be said of one member: what he is now, to whom he may give a proxy, for which item.

    ``aside`` is the déport for the item being examined, in one tap. ``day`` and the first of ``ways`` are proposed of
    the paper that a member hands over as he leaves (``is_leaving``); of one that came before, nothing is supposed.
    """

    member: HeldMember
    others: tuple[Option, ...]
    substitutes: tuple[Option, ...]
    items: tuple[Option, ...]
    standing: str
    has_proxy: bool
    is_leaving: bool
    aside: Tap | None
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
        is_leaving=page.stage is not Stage.ROLL and seat is not None and seat.state in IN_ROOM,
        aside=_aside(record, page, member, seat),
        roll=roll_taps(record, uid, member.mark, is_noted=True),
        story=tuple(_story(record, words, uid)),
        day=record.sitting.held_on,
    )


def _aside(record: Record, page: HoldPage, member: HeldMember, seat: Seat | None) -> Tap | None:
    if not page.standing or seat is None or seat.state not in IN_ROOM:
        return None
    order = record.item(page.standing).order
    return Tap(f"ASIDE {member.uid} {page.standing} {member.mark}", f"Se déporte du point {order}")


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
