"""Attendance and votes of one year, within what the law lets anybody publish.

Who was present, the result of each vote and, for a public ballot, how each member voted are in minutes that anybody may
read (CGCT art. L. 2121-15, L. 2121-26). A secret ballot keeps totals only (art. L. 2121-21): no member is ever counted
in one, and a unanimous one is not told apart, because it would say how each of them voted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum

from councils.models import Council, Mandate, Person
from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import choice_of
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.results import item_figures
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.votes import Choice, VoteMethod
from deliberations.models import ItemResult, SeatResult, Sitting
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

    Those of a closed sitting are what its closing froze; an act taken over from paper has nothing frozen, and is read
    from its facts. Reads a year of sittings, once for each state of the facts.
    """
    rows = _counted(council, year)
    key = _key(council, year, rows)
    figures: YearFigures | None = cache.get(key)
    if figures is None:
        figures = _figures(council, year, rows)
        cache.set(key, figures, KEPT_FOR)
    return figures


def open_sittings(council: Council, year: int, today: date) -> int:
    """How many sittings of that year were held with the product and are not closed yet: no figure counts them."""
    rows = _of_year(council, year).filter(origin=Origin.LIVE, finished_at__isnull=True)
    return rows.filter(held_on__lte=today).count()


def _of_year(council: Council, year: int) -> QuerySet[Sitting]:
    return Sitting.objects.filter(council=council, held_on__range=(date(year, 1, 1), date(year, 12, 31)))


def _counted(council: Council, year: int) -> QuerySet[Sitting]:
    return _of_year(council, year).filter(Q(finished_at__isnull=False) | Q(origin=Origin.RECORDED))


def _key(council: Council, year: int, rows: QuerySet[Sitting]) -> str:
    """Changes whenever a fact of these sittings, or of those who sit, does."""
    state = rows.order_by().aggregate(n=Count("pk"), revision=Sum("revision"), last=Max("recorded_at"))
    seats = Mandate.history.filter(council_id=council.pk).aggregate(last=Max("history_date"))
    people = Person.history.filter(council_id=council.pk).aggregate(last=Max("history_date"))
    moments = (state["last"], seats["last"], people["last"])
    told = [state["n"], state["revision"], *(at.timestamp() if at else "" for at in moments)]
    return f"statistics:{council.pk}:{year}:{':'.join(map(str, told))}"


@dataclass(frozen=True, slots=True)
class _Item:
    """What the figures need of an item that was examined."""

    method: str
    verdict: str
    in_favour: int | None
    against: int | None
    abstentions: int | None


@dataclass(frozen=True, slots=True)
class _Evening:
    """One sitting: its items examined, and how each member attended it."""

    items: tuple[_Item, ...]
    seats: tuple[Seat, ...]


def _figures(council: Council, year: int, rows: QuerySet[Sitting]) -> YearFigures:
    frozen = rows.filter(finished_at__isnull=False, item_results__isnull=False).distinct()
    others = rows.exclude(pk__in=frozen.values("pk"))
    told = {row.pk: _told(row, record) for row, record in records_in_order(council, others)}
    by_sitting = _frozen(frozen) | told
    evenings = [by_sitting[key] for key in rows.order_by("held_on", "pk").values_list("pk", flat=True)]
    counts = Counter(kind for evening in evenings for item in evening.items for kind in _kinds(item))
    seats = tuple(seat for evening in evenings for seat in evening.seats)
    public = rows.filter(votes__method=VoteMethod.PUBLIC).distinct()
    ballots = [record for _, record in records_in_order(council, public)]
    return YearFigures(
        year=year,
        sittings=len(evenings),
        without_attendance=sum(not evening.seats for evening in evenings),
        items=counts["items"],
        adopted=counts["adopted"],
        rejected=counts["rejected"],
        undetermined=counts["undetermined"],
        secret=counts["secret"],
        comparable=counts["comparable"],
        without_opposition=counts["without_opposition"],
        unanimous=counts["unanimous"],
        public_ballots=sum(
            vote.method is VoteMethod.PUBLIC for record in ballots for vote in record.sitting.votes
        ),
        members=tuple(_members(seats)),
        votes=tuple(_named_votes(ballots)),
        seats=seats,
    )


def _frozen(rows: QuerySet[Sitting]) -> dict[int, _Evening]:
    """Closed sittings, from what their closing froze, in two queries."""
    items: dict[int, list[_Item]] = {key: [] for key in rows.values_list("pk", flat=True)}
    results = ItemResult.objects.filter(sitting__in=rows, item__outcome=ItemOutcome.EXAMINED).order_by("pk")
    names = ("sitting_id", "method", "verdict", "in_favour", "against", "abstentions")
    for key, *figures in results.values_list(*names):
        items[key].append(_Item(*figures))
    seats: dict[int, dict[int, tuple[SeatResult, set[SeatState]]]] = {key: {} for key in items}
    for row in (
        SeatResult.objects.filter(sitting__in=rows)
        .select_related("sitting", "mandate__person")
        .order_by("pk")
    ):
        _, states = seats[row.sitting_id].setdefault(row.mandate_id, (row, set()))
        states.add(SeatState(row.state))
    return {
        key: _Evening(tuple(own), tuple(_frozen_seat(row, states) for row, states in seats[key].values()))
        for key, own in items.items()
    }


def _frozen_seat(row: SeatResult, states: set[SeatState]) -> Seat:
    return Seat(row.sitting.uid, row.sitting.held_on, row.mandate.uid, _name_of(row.mandate), _best(states))


def _name_of(mandate: Mandate) -> str:
    person = mandate.person
    return f"{person.given_name} {person.family_name}".strip() if person else mandate.label


def _told(row: Sitting, record: Record) -> _Evening:
    """A sitting of which nothing is frozen, from its facts."""
    items: list[_Item] = []
    states: dict[str, set[SeatState]] = {}
    for found in item_figures(record):
        if not found.is_examined:
            continue
        method, verdict = found.method or "", found.verdict or ""
        items.append(_Item(method, verdict, found.in_favour, found.against, found.abstentions))
        for seat in found.seats:
            states.setdefault(seat.member, set()).add(seat.state)
    seats = (
        Seat(row.uid, row.held_on, member, _name(record, member), _best(found))
        for member, found in states.items()
    )
    return _Evening(tuple(items), tuple(seats))


def _kinds(item: _Item) -> Iterator[str]:
    """One word for each thing that an item counts in."""
    yield "items"
    if not item.verdict:
        return
    yield item.verdict.lower()
    if item.method == VoteMethod.SECRET:
        yield "secret"
    elif item.verdict != Verdict.UNDETERMINED:
        yield from _agreement(item)


def _agreement(item: _Item) -> Iterator[str]:
    """How far the assembly agreed on an item whose votes are known."""
    if item.against is None or item.abstentions is None:
        return
    yield "comparable"
    if item.against == 0 and item.in_favour:
        yield "without_opposition"
        if item.abstentions == 0:
            yield "unanimous"


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
