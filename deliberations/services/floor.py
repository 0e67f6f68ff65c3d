"""The floor of a sitting while one gesture is written: its rows, its clock, and where the sitting stands."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Max

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate
from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.gestures import Target, member_target
from deliberations.domain.moments import Moment
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.agreement import Forms, agree
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.models import AgendaItem, Movement, Sitting
from deliberations.queries import record_of
from deliberations.queries.holding import moment_now, room_quorum, standing_item, vote_result
from deliberations.services.placing import sort_movements
from deliberations.services.recording import Recorder

LONGEST = timedelta(hours=20)
"""A sitting goes on after midnight; a day later, nobody is holding it any more."""
EARLIEST = timedelta(hours=6)
"""An hour so much before the one expected is read as past midnight."""


class NotInCouncil(Refusal):
    """Somebody who does not sit that day, or an item that is not on this agenda."""

    def __init__(self, what: str) -> None:
        super().__init__("holding.unknown", f"{what} : rechargez la page, la séance a changé.")


@dataclass
class Floor:
    """What one gesture reads and writes. ``happened`` is aware; ``touched`` are the targets it reaches beside its own.

    ``record`` is the sitting before the gesture.
    """

    sitting: Sitting
    writer: Recorder
    happened: datetime
    touched: list[Target] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    """Movements written, whose rank is still to be found: see ``settle``."""
    tells_room: bool = False
    """Whether the sentence of the gesture ends with who is there, and the quorum."""
    told_vote: str = ""
    """The vote whose result ends the sentence."""

    @cached_property
    def record(self) -> Record:
        return record_of(self.sitting)

    @cached_property
    def words(self) -> MemberWords:
        return MemberWords(self.record, BodyWords(self.record.council))

    @cached_property
    def mandates(self) -> dict[str, Mandate]:
        return {row.uid: row for row in self.sitting.council.mandates.all()}

    @cached_property
    def items(self) -> dict[str, AgendaItem]:
        return {row.uid: row for row in self.sitting.agenda.all()}

    @cached_property
    def ranks(self) -> dict[int, int]:
        """Rank at the table by key of the mandate."""
        return {self.mandates[uid].pk: rank for rank, uid in enumerate(self.record.members)}

    @cached_property
    def standing(self) -> str:
        """The item that the sitting is examining; empty before the first."""
        return standing_item(self.sitting)

    def member(self, uid: str) -> Mandate:
        """A member in office that day. Raises ``NotInCouncil``."""
        if uid not in self.record.members:
            raise NotInCouncil("Ce membre ne siège pas ce jour-là")
        return self.mandates[uid]

    def item(self, uid: str) -> AgendaItem:
        """An item of the agenda. Raises ``NotInCouncil``."""
        try:
            return self.items[uid]
        except KeyError:
            raise NotInCouncil("Ce point n'est plus à l'ordre du jour") from None

    def seat(self, uid: str) -> Seat:
        """The state of a member now."""
        moment = self.now()
        found = self.record.attendance(moment).seat_of(uid)
        return found or Seat(uid, SeatState.UNKNOWN)

    def now(self, item: str = "") -> Moment | None:
        """The moment of what happens now, or while ``item`` is examined."""
        return moment_now(self.record, item or self.standing)

    def clock(self, typed: time | None = None) -> datetime | None:
        """The hour to note: the one typed, else the machine's for a sitting being held, else none.

        Never the hour of typing: a sitting entered the next morning gets no hour at all.
        """
        if typed is not None:
            return self.on_the_evening(typed)
        return self.happened if self.is_being_held else None

    @property
    def is_being_held(self) -> bool:
        """Whether what happens is told as it happens, by the machine's clock in the council's zone."""
        if self.sitting.origin != Origin.LIVE or self.sitting.closed_at is not None:
            return False
        opened = self.sitting.opened_at
        if opened is not None:
            return opened <= self.happened <= opened + LONGEST
        return council_day(self.sitting.council, self.happened) == self.sitting.held_on

    def on_the_evening(self, typed: time, *, after: datetime | None = None) -> datetime:
        """An hour of the clock on the day of the sitting; past midnight when it would come before it began.

        ``after`` is when it began, where another instant than the one noted says so.
        """
        at = datetime.combine(self.sitting.held_on, typed, self.zone)
        start = after or self.sitting.opened_at or self._expected
        return at + timedelta(days=1) if start is not None and at < start - EARLIEST else at

    @property
    def _expected(self) -> datetime | None:
        starts_at = self.sitting.starts_at
        return datetime.combine(self.sitting.held_on, starts_at, self.zone) if starts_at else None

    @property
    def zone(self) -> ZoneInfo:
        """Where the town hall reads its clock."""
        return ZoneInfo(self.sitting.council.time_zone)

    def hour(self, at: datetime | None) -> str:
        """« à 20 h 14 », or nothing when no hour is noted."""
        return f" à {numeric_time(at.astimezone(self.zone).time())}" if at else ""

    def move(
        self,
        kind: MovementKind,
        member: Mandate,
        *,
        moment: Moment | None,
        until: Moment | None = None,
        **columns: object,
    ) -> Movement:
        """Write a movement at its moment, among the others."""
        row = Movement(
            sitting=self.sitting,
            position=self._next_position(),
            kind=kind,
            member=member,
            moment_item=self.item(moment.item) if moment else None,
            moment_phase=moment.phase.value if moment else "",
            moment_ballot=moment.ballot if moment else None,
            until_item=self.item(until.item) if until else None,
            until_phase=until.phase.value if until else "",
            until_ballot=until.ballot if until else None,
            **columns,
        )
        self.writer.write(row, "")
        self.fresh.add(row.pk)
        self.touched.append(member_target(member.uid))
        return row

    def _next_position(self) -> int:
        last = self.sitting.movements.aggregate(last=Max("position"))["last"]
        return (last or 0) + 1

    def settle(self) -> None:
        """Give the movements just written their rank among the others."""
        if self.fresh:
            sort_movements(self.sitting, self.ranks, self.fresh)

    def is_or_are(self, uid: str, forms: Forms) -> str:
        """« est arrivée », by the gender of the member."""
        return f"est {agree(forms, [self.words.gender(uid)])}"

    def outcome(self, after: Record) -> str:
        """What the gesture leads to: the result of a vote, or the room as it now is when people came or went."""
        if self.told_vote:
            return vote_result(after, self.told_vote)
        if not self.tells_room:
            return ""
        moment = moment_now(after, self.standing)
        room = after.attendance(moment)
        if not room.is_known:
            return ""
        return f"Présents : {room.present}, {room_quorum(after, moment)}."
