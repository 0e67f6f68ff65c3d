"""What is true of every evening, whatever happened: seats, quorum, proxies, order of the movements, sameness."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deliberations.domain.attendance import SeatState
from deliberations.domain.examination import SittingExamination, examine
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.proxies import ProxyFault, proxies_of
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from tests.facts import debate, make_council, make_sitting, move, timeline, voting
from tests.law.oracle import place_of
from tests.law.strategies import moments_of, records
from tests.support.evenings import evenings

pytestmark = pytest.mark.unit

EVENINGS = evenings(100)
FEWER = evenings(40)


def examined(record: Record) -> SittingExamination:
    return examine(record, rules=())


def with_movements(record: Record, movements: list[Movement]) -> Record:
    """The same evening with these movements, in this order."""
    return Record(record.council, replace(record.sitting, movements=timeline(movements)))


def in_order(record: Record) -> list[Movement]:
    return sorted(record.sitting.movements, key=lambda m: m.position)


# --- seats


@EVENINGS
@given(records())
def test_seats_are_each_counted_once(record):
    for item in examined(record).items:
        if item.room is None:
            continue
        room = item.room
        states = (room.present, room.substituted, room.remote, room.represented, room.excused, room.absent)
        assert sum(states) + room.stepped_aside == room.in_office
        if room.vacant is not None:
            assert room.in_office + room.vacant == room.seats
        in_person = room.present + room.remote
        assert room.substituted + room.represented <= item.voters
        assert item.voters <= in_person + room.substituted + room.represented


@EVENINGS
@given(records())
def test_people_in_the_room_sit_only_once(record):
    for moment in moments_of(record.sitting.agenda):
        seats = record.attendance(moment).seats
        titulars = [s.member for s in seats if s.state in (SeatState.PRESENT, SeatState.REMOTE)]
        substitutes = [s.by for s in seats if s.state is SeatState.SUBSTITUTED]
        assert max(Counter(titulars + substitutes).values(), default=1) == 1
        assert {s.by for s in seats if s.state is SeatState.REPRESENTED} <= {*titulars, *substitutes, None}


# --- quorum


@pytest.mark.parametrize("in_office", range(1, 70))
def test_quorum_required_is_the_half_and_one(in_office):
    quorum = Quorum(in_office, present=0)
    assert quorum.required == in_office // 2 + 1
    assert [Quorum(in_office, n).is_met for n in range(in_office + 1)] == [
        n >= in_office // 2 + 1 for n in range(in_office + 1)
    ]


@EVENINGS
@given(records(), st.data())
def test_quorum_never_changes_with_one_more_proxy(record, data):
    members = [m.uid for m in record.council.mandates]
    moves = in_order(record)
    giver, holder = data.draw(st.sampled_from(members)), data.draw(st.sampled_from([*members, None]))
    moves.insert(data.draw(st.integers(0, len(moves))), move(MovementKind.GIVES_PROXY, giver, holder))
    assume(record.sitting.movements)
    before, after = examined(record), examined(with_movements(record, moves))
    assert [item.quorum for item in after.items] == [item.quorum for item in before.items]


# --- proxies


@EVENINGS
@given(records())
def test_proxies_beyond_one_for_a_holder_are_all_reported(record):
    """L. 2121-20: one holder votes twice at most; what a paper counted beyond that is counted, and told."""
    for moment in moments_of(record.sitting.agenda):
        uses = proxies_of(record.attendance(moment))
        held = Counter(use.holder for use in uses if use.is_used and use.holder)
        told = {use.holder for use in uses if use.fault is ProxyFault.SEVERAL_FOR_ONE_HOLDER}
        assert {holder for holder, count in held.items() if count > 1} <= told
        assert all(1 + count <= 2 for holder, count in held.items() if holder not in told)


@EVENINGS
@given(records())
def test_proxies_received_are_never_passed_on(record):
    for moment in moments_of(record.sitting.agenda):
        room = record.attendance(moment)
        away = {s.member for s in room.seats if s.state not in (SeatState.PRESENT, SeatState.REMOTE)}
        assert {s.by for s in room.having(SeatState.REPRESENTED)}.isdisjoint(away)


# --- order of the movements


@EVENINGS
@given(records(), st.randoms(use_true_random=False))
def test_order_of_the_list_is_indifferent(record, random):
    shuffled = list(record.sitting.movements)
    random.shuffle(shuffled)
    other = Record(record.council, replace(record.sitting, movements=tuple(shuffled)))
    assert examined(other) == examined(record)


@EVENINGS
@given(records(), st.randoms(use_true_random=False))
def test_order_of_different_seats_at_one_moment_is_indifferent(record, random):
    """Each seat keeps its own order, and the chair its own."""
    moves = explicit(record.sitting)
    assume(all(m.until is None for m in moves))
    rank = {key: random.random() for key in sorted({lane(m) for m in moves})}
    exchanged: list[Movement] = []
    for moment in dict.fromkeys(m.moment for m in moves):
        exchanged += sorted((m for m in moves if m.moment == moment), key=lambda m: rank[lane(m)])
    assert examined(with_movements(record, exchanged)) == examined(with_movements(record, moves))


def lane(movement: Movement) -> str:
    return "chair" if movement.kind is MovementKind.CHAIR_TAKEN else movement.member.removeprefix("s")


def explicit(sitting: Sitting) -> list[Movement]:
    """Each movement with the moment it falls at, even where it falls with the one before."""
    current, told = None, []
    for movement in sorted(sitting.movements, key=lambda m: m.position):
        own = movement.moment
        if own and (current is None or place_of(sitting, own) > place_of(sitting, current)):
            current = own
        told.append(replace(movement, moment=current))
    return told


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((MovementKind.LEAVES, MovementKind.RETURNS), SeatState.PRESENT),
        ((MovementKind.RETURNS, MovementKind.LEAVES), SeatState.ABSENT),
        ((MovementKind.STEPS_ASIDE, MovementKind.COMES_BACK), SeatState.PRESENT),
        ((MovementKind.COMES_BACK, MovementKind.STEPS_ASIDE), SeatState.STEPPED_ASIDE),
    ],
)
@pytest.mark.parametrize("moment", [debate("p1"), voting("p1")])
def test_order_of_one_seat_at_one_moment_is_the_recorded_one(kinds, state, moment):
    sitting = make_sitting(moves=[move(kind, "m3", on=moment) for kind in kinds])
    backwards = replace(sitting, movements=tuple(reversed(sitting.movements)))
    for given_sitting in (sitting, backwards):
        assert Record(make_council(), given_sitting).attendance(voting("p1")).seat_of("m3").state is state


# --- sameness


@FEWER
@given(records())
def test_examination_is_the_same_twice(record):
    twin = Record(record.council, record.sitting)
    once = examine(record)
    assert examine(record) == once
    assert examine(twin) == once


@FEWER
@given(records())
def test_examination_survives_the_journey_through_json(record):
    dossier = Dossier.of(record.council, [record.sitting])
    read = read_dossier(canonical_json(dossier).encode())
    assert examined(Record(read.council, read.sittings[0])) == examined(record)
