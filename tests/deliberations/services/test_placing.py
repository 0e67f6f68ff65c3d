"""Ranks of movements: a new one takes the place of its moment, and moves nobody else."""

import pytest

from deliberations.domain.movements import MovementKind
from deliberations.models import Movement, Sitting
from deliberations.queries import record_of
from deliberations.services.placing import sort_movements
from tests.deliberations.holding_world import courses, store_tonight
from tests.deliberations.views.world import load
from tests.facts import debate, move, timeline, voting

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
K = MovementKind


def ranks(sitting):
    uids = dict(sitting.council.mandates.values_list("uid", "pk"))
    return {uids[uid]: rank for rank, uid in enumerate(record_of(sitting).members)}


def add(sitting, kind, member, item=None, phase="DEBATE") -> Movement:
    row = Movement(
        sitting=sitting,
        position=1_000,
        kind=kind,
        member=sitting.council.mandates.get(uid=member),
        moment_item=sitting.agenda.get(uid=item) if item else None,
        moment_phase=phase if item else "",
        moment_ballot=1 if item else None,
    )
    row.save()
    sort_movements(sitting, ranks(sitting), {row.pk})
    return row


def test_new_movement_goes_to_its_moment_and_an_opening_one_to_the_table():
    moves = [
        move(K.PRESENT, "turpin"),
        move(K.PRESENT, "descamps"),
        move(K.LEAVES, "turpin", on=debate("tarifs")),
    ]
    sitting = store_tonight(movements=timeline(moves))
    add(sitting, "LEAVES", "descamps", "budget", "VOTE")
    add(sitting, "ABSENT", "durieu")
    add(sitting, "RETURNS", "turpin", "tarifs")
    told = [(kind, member, moment) for kind, member, _, moment in courses(sitting)]
    assert told == [
        ("PRESENT", "turpin", ""),
        ("ABSENT", "durieu", ""),
        ("PRESENT", "descamps", ""),
        ("LEAVES", "descamps", "budget/VOTE/1"),
        ("LEAVES", "turpin", "tarifs/DEBATE/1"),
        ("RETURNS", "turpin", "tarifs/DEBATE/1"),
    ]
    assert sorted(sitting.movements.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_movement_without_moment_follows_the_one_before_it():
    moves = [
        move(K.PRESENT, "turpin"),
        move(K.LEAVES, "turpin", on=voting("tarifs")),
        move(K.LEAVES, "tison"),
    ]
    sitting = store_tonight(movements=timeline(moves))
    add(sitting, "ARRIVES", "durieu", "budget")
    assert [member for _, member, *_ in courses(sitting)] == ["turpin", "durieu", "turpin", "tison"]


@pytest.mark.parametrize(
    "name", ["commune-exemple-2024-06-28", "couthenans-2021-04-09", "bagneux-2022-06-28"]
)
def test_recorded_evening_is_not_told_otherwise(name):
    load(name)
    sitting = Sitting.objects.get()
    before = record_of(sitting)
    rooms = [before.attendance_at(item.uid) for item in before.sitting.agenda]
    sort_movements(sitting, ranks(sitting), frozenset())
    after = record_of(sitting)
    assert [after.attendance_at(item.uid) for item in after.sitting.agenda] == rooms
