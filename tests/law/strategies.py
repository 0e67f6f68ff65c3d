"""Random sittings: a council, an agenda, and a story of the evening for each member."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from hypothesis import strategies as st

from councils.domain.bodies import BodyType, Council, DatedNumber
from councils.domain.people import Mandate, SeatKind
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    AgendaItem,
    Bar,
    BarGround,
    Derogation,
    ItemKind,
    ItemOutcome,
    Sitting,
    Subject,
)
from tests.facts import HELD_ON, make_council, make_item, make_mandate
from tests.law.stories import AWAY, COMES, EXCUSED, GROUPED_STORIES, STORIES, Step
from tests.law.vote_strategies import votes

DAY = timedelta(days=1)
FORMER = "former"
"""A member of the last term: known, and without a seat."""


_TOLD = 7
"""Members with a story of their own, at most: the others only answer the roll."""


class Entry(NamedTuple):
    """A movement at the place ``start`` of the evening (-1: the opening), which ends at ``end``, if it does."""

    start: int
    movement: Movement
    end: int | None = None


sizes = st.one_of(st.integers(3, 8), st.integers(3, 15), st.sampled_from([19, 29, 69]))
body_types = st.sampled_from([BodyType.COMMUNE] * 2 + [BodyType.EPCI] * 2 + [BodyType.CCAS])


@st.composite
def councils(draw: st.DrawFn, bodies: st.SearchStrategy[BodyType] = body_types) -> Council:
    """3 to 69 seats, of which some are vacant that day; three groups."""
    size = draw(sizes)
    body = draw(bodies)
    council = make_council(size, body_type=body)
    mandates = list(council.mandates)
    groups = draw(st.lists(st.sampled_from(["", "A", "B"]), min_size=1, max_size=5))
    for index, mandate in enumerate(mandates):
        mandates[index] = replace(mandate, group=groups[index % len(groups)])
    periods = [
        {"until": HELD_ON - DAY},
        {"until": HELD_ON},
        {"since": HELD_ON},
        {"since": HELD_ON + DAY},
        {"since": HELD_ON - 90 * DAY, "until": HELD_ON + 90 * DAY},
    ]
    for index, period in draw(
        st.dictionaries(st.integers(0, size - 1), st.sampled_from(periods), max_size=3)
    ).items():
        mandates[index] = replace(mandates[index], **period)
    if body is BodyType.EPCI:
        mandates += [_substitute_of(m) for m in mandates]
    mandates.append(make_mandate(FORMER, until=HELD_ON - 1500 * DAY))
    seats = draw(st.one_of(st.none(), st.just(size), st.integers(max(1, size - 2), size + 4)))
    return _with_people(council, mandates, seats)


def _substitute_of(mandate: Mandate) -> Mandate:
    uid = f"s{mandate.uid}"
    return make_mandate(uid, seat=SeatKind.SUBSTITUTE, substitute_for=mandate.uid, group=mandate.group)


def _with_people(council: Council, mandates: Sequence[Mandate], seats: int | None) -> Council:
    people = {p.uid: p for p in council.persons}
    template = council.persons[0]
    for mandate in mandates:
        people.setdefault(mandate.uid, replace(template, uid=mandate.uid))
    older = (DatedNumber(99, date(2008, 3, 1)), DatedNumber(77, HELD_ON + DAY))
    numbers = () if seats is None else (DatedNumber(seats, date(2020, 3, 1)), *older)
    return replace(council, persons=tuple(people.values()), mandates=tuple(mandates), seats=numbers)


def titulars_of(council: Council) -> list[str]:
    """Those of this term, in office that day or not."""
    return [m.uid for m in council.mandates if m.seat is SeatKind.TITULAR and m.uid != FORMER]


@st.composite
def agendas(draw: st.DrawFn, members: Sequence[str]) -> tuple[AgendaItem, ...]:
    """One to four items, some out of order, withdrawn, on accounts, with members kept out or a chair of their own."""
    count = draw(st.integers(1, 4))
    examined = draw(st.permutations(range(1, count + 1))) if draw(st.booleans()) else [None] * count
    return tuple(draw(_items(f"p{n}", n, examined[n - 1], members)) for n in range(1, count + 1))


@st.composite
def _items(draw: st.DrawFn, uid: str, order: int, examined: int | None, members: Sequence[str]) -> AgendaItem:
    kinds = [ItemKind.DELIBERATION] * 3 + [ItemKind.ACCOUNTS, ItemKind.MOTION, ItemKind.INFORMATION]
    bars = st.builds(Bar, st.sampled_from(members), st.sampled_from(BarGround))
    return make_item(
        uid,
        order,
        examined=examined,
        kind=draw(st.sampled_from(kinds)),
        outcome=draw(st.sampled_from([ItemOutcome.EXAMINED] * 4 + [ItemOutcome.WITHDRAWN])),
        subject=draw(st.sampled_from([Subject.NONE] * 4 + [Subject.ACCOUNTS])),
        chair=draw(st.sampled_from([None] * 4 + [members[-1]])),
        bars=tuple(draw(st.one_of(st.just([]), st.lists(bars, max_size=3)))),
    )


def moments_of(agenda: Sequence[AgendaItem]) -> list[Moment]:
    """Every moment of the evening, in order."""
    found = []
    for item in sorted(agenda, key=lambda i: i.examination_order):
        found += [Moment(item.uid), Moment(item.uid, Phase.VOTE, 1), Moment(item.uid, Phase.VOTE, 2)]
        found.append(Moment(item.uid, Phase.AFTER))
    return found


@st.composite
def movements(draw: st.DrawFn, council: Council, agenda: Sequence[AgendaItem]) -> tuple[Movement, ...]:
    """A roll for everybody, and a longer story for some; at one moment, stories come in any order."""
    titulars = titulars_of(council)
    told = draw(st.lists(st.sampled_from(titulars), unique=True, max_size=_TOLD))
    roll = draw(st.lists(st.sampled_from([COMES, COMES, COMES, AWAY, EXCUSED]), min_size=1, max_size=4))
    entries = [
        Entry(-1, Movement(0, roll[n % len(roll)].kind, uid))
        for n, uid in enumerate(titulars)
        if uid not in told
    ]
    stories = STORIES + (2 * GROUPED_STORIES if council.body_type is BodyType.EPCI else ())
    moments = moments_of(agenda)
    for uid in told:
        entries += draw(_story(uid, draw(st.sampled_from(stories)), titulars, len(moments)))
    entries += draw(_chairs(titulars, len(moments)))
    entries.sort(key=lambda entry: entry.start)
    return _placed(entries, moments, is_terse=draw(st.booleans()), is_untidy=draw(st.integers(0, 5)) == 0)


@st.composite
def _chairs(draw: st.DrawFn, titulars: Sequence[str], places: int) -> list[Entry]:
    """Up to three members who take the chair, for good or for a time, one upon another."""
    entries = []
    for who in draw(st.one_of(st.just([]), st.lists(st.sampled_from(titulars), max_size=3))):
        start = draw(st.integers(-1, places - 2))
        end = draw(st.one_of(st.none(), st.integers(start + 1, places - 1)))
        entries.append(Entry(start, Movement(0, MovementKind.CHAIR_TAKEN, who), end))
    return entries


@st.composite
def _story(
    draw: st.DrawFn, uid: str, steps: Sequence[Step], titulars: Sequence[str], places: int
) -> list[Entry]:
    later = sorted(
        draw(st.lists(st.integers(-1, places - 1), min_size=len(steps) - 1, max_size=len(steps) - 1))
    )
    entries = []
    for step, start in zip(steps, [-1, *later], strict=True):
        who = f"s{uid}" if step.by_substitute else uid
        others = {
            "": None,
            "holder": draw(st.sampled_from([m for m in titulars if m != uid])),
            "substitute": f"s{uid}",
            "former": FORMER,
        }
        end = draw(st.integers(start + 1, places - 1)) if step.ends and start < places - 1 else None
        entries.append(Entry(start, Movement(0, step.kind, who, others[step.other]), end))
    return entries


def _placed(
    entries: list[Entry], moments: Sequence[Moment], *, is_terse: bool, is_untidy: bool
) -> tuple[Movement, ...]:
    """Positions in the order told. Terse, a moment is written only when it changes; untidy, two are exchanged."""
    if is_untidy and len(entries) > 1:
        entries[-2:] = reversed(entries[-2:])
    placed: list[Movement] = []
    cursors = list(accumulate((entry.start for entry in entries), max))
    for index, (start, movement, end) in enumerate(entries):
        is_new = start >= 0 and not (is_terse and index > 0 and start == cursors[index - 1])
        can_end = end is not None and end > cursors[index]
        placed.append(
            replace(
                movement,
                position=index + 1,
                moment=moments[start] if is_new else None,
                until=moments[end] if can_end and end is not None else None,
            )
        )
    return tuple(placed)


@st.composite
def records(draw: st.DrawFn, bodies: st.SearchStrategy[BodyType] = body_types) -> Record:
    """One evening of one council, with its votes."""
    council = draw(councils(bodies))
    titulars = titulars_of(council)
    agenda = draw(agendas(titulars))
    sitting = Sitting(
        uid="seance",
        held_on=HELD_ON,
        chair=draw(st.sampled_from(["m1", "m1", "m2", None])),
        agenda=agenda,
        movements=draw(movements(council, agenda)),
        attendance_recorded=draw(st.sampled_from([True] * 9 + [False])),
        derogation=Derogation(quorum_of_third=draw(st.sampled_from([None, None, None, True]))),
        votes=draw(votes(titulars, [item.uid for item in agenda])),
    )
    return Record(council, sitting)
