"""Attendance and votes of one year, within what the law lets anybody publish.

Who was present, the result of each vote and, for a public ballot, how each member voted are in minutes that anybody may
read (CGCT art. L. 2121-15, L. 2121-26). A secret ballot keeps totals only (art. L. 2121-21): no member is ever counted
in one, and a unanimous one is not told apart, because it would say how each of them voted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum

from councils.models import Council, Mandate, Person
from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import choice_of
from deliberations.domain.majority import Verdict
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.votes import Choice, VoteMethod
from deliberations.models import Sitting
from deliberations.queries.sittings import records_in_order

KEPT_FOR = 3600
"""Seconds in the cache: the key changes with the facts, so this only bounds the memory."""
_ATTENDING = frozenset({SeatState.PRESENT, SeatState.REMOTE})


@dataclass(frozen=True, slots=True)
class Seat:
    """How one member attended one sitting: « present » when in the room for one item at least."""

    sitting: str
    held_on: date
    member: str
    name: str
    state: SeatState


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """``sittings`` are those held while in office whose attendance is known: the base of the rate."""

    member: str
    name: str
    sittings: int
    present: int
    represented: int
    excused: int
    absent: int
    unknown: int

    @property
    def rate(self) -> float | None:
        """Percentage of the sittings attended in person, all or part; ``None`` without any."""
        return 100 * self.present / self.sittings if self.sittings else None


@dataclass(frozen=True, slots=True)
class NamedVotes:
    """Choices of one member in the public ballots of the year."""

    member: str
    name: str
    in_favour: int
    against: int
    abstentions: int
    not_voting: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """``unanimous`` counts adopted items without any vote against nor abstention, secret ballots left out."""

    year: int
    sittings: int = 0
    without_attendance: int = 0
    items: int = 0
    adopted: int = 0
    rejected: int = 0
    undetermined: int = 0
    secret: int = 0
    comparable: int = 0
    without_opposition: int = 0
    unanimous: int = 0
    public_ballots: int = 0
    members: tuple[MemberFigures, ...] = ()
    votes: tuple[NamedVotes, ...] = ()
    seats: tuple[Seat, ...] = field(default=(), repr=False)

    @property
    def unanimity_rate(self) -> float | None:
        return 100 * self.unanimous / self.comparable if self.comparable else None


def year_figures(council: Council, year: int) -> YearFigures:
    """The figures of ``year``, from the sittings whose record is closed or that come from existing acts.

    Reads a year of sittings, once for each state of the facts.
    """
    rows = _finished(council, year)
    key = _key(council, year, rows)
    figures: YearFigures | None = cache.get(key)
    if figures is None:
        figures = _figures(year, [record for _, record in records_in_order(council, rows)])
        cache.set(key, figures, KEPT_FOR)
    return figures


def _finished(council: Council, year: int) -> QuerySet[Sitting]:
    of_year = Sitting.objects.filter(council=council, held_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return of_year.filter(Q(finished_at__isnull=False) | Q(origin=Origin.RECORDED))


def _key(council: Council, year: int, rows: QuerySet[Sitting]) -> str:
    """Changes whenever a fact of these sittings, or of those who sit, does."""
    state = rows.order_by().aggregate(n=Count("pk"), revision=Sum("revision"), last=Max("recorded_at"))
    seats = Mandate.history.filter(council_id=council.pk).aggregate(last=Max("history_date"))
    people = Person.history.filter(council_id=council.pk).aggregate(last=Max("history_date"))
    moments = (state["last"], seats["last"], people["last"])
    told = [state["n"], state["revision"], *(at.timestamp() if at else "" for at in moments)]
    return f"statistics:{council.pk}:{year}:{':'.join(map(str, told))}"


def _figures(year: int, records: Sequence[Record]) -> YearFigures:
    seats = tuple(seat for record in records for seat in _seats(record))
    counts = Counter(kind for record in records for kind in _items(record))
    return YearFigures(
        year=year,
        sittings=len(records),
        without_attendance=sum(not record.sitting.attendance_recorded for record in records),
        items=counts["items"],
        adopted=counts["adopted"],
        rejected=counts["rejected"],
        undetermined=counts["undetermined"],
        secret=counts["secret"],
        comparable=counts["comparable"],
        without_opposition=counts["without_opposition"],
        unanimous=counts["unanimous"],
        public_ballots=sum(
            vote.method is VoteMethod.PUBLIC for record in records for vote in record.sitting.votes
        ),
        members=tuple(_members(seats)),
        votes=tuple(_named_votes(records)),
        seats=seats,
    )


def _items(record: Record) -> Iterator[str]:
    """One word for each thing that an item of the sitting counts in."""
    for item in record.sitting.agenda:
        if item.outcome is not ItemOutcome.EXAMINED:
            continue
        yield "items"
        vote = record.deciding_vote(item.uid)
        if vote is None:
            continue
        verdict = record.verdict(vote)
        yield verdict.value.lower()
        if vote.method is VoteMethod.SECRET:
            yield "secret"
        elif verdict is not Verdict.UNDETERMINED:
            yield from _agreement(record, item.uid)


def _agreement(record: Record, item: str) -> Iterator[str]:
    """How far the assembly agreed on an item whose votes are known."""
    vote = record.deciding_vote(item)
    count = record.count(vote) if vote else None
    if count is None or count.against is None or count.abstentions is None:
        return
    yield "comparable"
    if count.against == 0 and count.in_favour:
        yield "without_opposition"
        if count.abstentions == 0:
            yield "unanimous"


def _seats(record: Record) -> Iterator[Seat]:
    """How each member in office attended the sitting, at best over its items."""
    if not record.sitting.attendance_recorded:
        return
    moments = [Moment(item.uid) for item in record.sitting.agenda]
    rooms = [record.attendance(), *(record.attendance(moment) for moment in moments)]
    for member in record.members:
        states = {seat.state for room in rooms if (seat := room.seat_of(member))}
        yield Seat(record.sitting.uid, record.sitting.held_on, member, _name(record, member), _best(states))


_ORDER = (
    SeatState.PRESENT,
    SeatState.REMOTE,
    SeatState.REPRESENTED,
    SeatState.SUBSTITUTED,
    SeatState.STEPPED_ASIDE,
    SeatState.EXCUSED,
    SeatState.ABSENT,
)
"""Who stepped aside for the whole of a sitting was there, and did not take part."""


def _best(states: set[SeatState]) -> SeatState:
    return next((state for state in _ORDER if state in states), SeatState.UNKNOWN)


def _name(record: Record, member: str) -> str:
    person = record.person_of(member)
    return f"{person.given_name} {person.family_name}".strip() if person else record.mandates[member].label


def _members(seats: Iterable[Seat]) -> Iterator[MemberFigures]:
    """One line for each member, in the order in which they first appear in the table."""
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        found.setdefault(seat.member, []).append(seat)
    for member, own in found.items():
        states = Counter(seat.state for seat in own)
        unknown = states[SeatState.UNKNOWN]
        yield MemberFigures(
            member=member,
            name=own[-1].name,
            sittings=len(own) - unknown,
            present=sum(states[state] for state in _ATTENDING) + states[SeatState.STEPPED_ASIDE],
            represented=states[SeatState.REPRESENTED] + states[SeatState.SUBSTITUTED],
            excused=states[SeatState.EXCUSED],
            absent=states[SeatState.ABSENT],
            unknown=unknown,
        )


def _named_votes(records: Iterable[Record]) -> Iterator[NamedVotes]:
    """Choices by name, read in public ballots only: there each member is named (CGCT art. L. 2121-21)."""
    choices: dict[str, Counter[Choice]] = {}
    names: dict[str, str] = {}
    for record in records:
        for vote in record.sitting.votes:
            if vote.method is not VoteMethod.PUBLIC:
                continue
            for seat in record.voting_room(vote).voiced:
                choice = choice_of(vote, seat.member, record.groups)
                if choice is not None:
                    choices.setdefault(seat.member, Counter())[choice] += 1
                    names[seat.member] = _name(record, seat.member)
    for member, counts in choices.items():
        yield NamedVotes(
            member,
            names[member],
            counts[Choice.FOR],
            counts[Choice.AGAINST],
            counts[Choice.ABSTENTION],
            counts[Choice.NOT_VOTING],
        )
