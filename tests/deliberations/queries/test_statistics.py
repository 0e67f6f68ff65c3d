"""Figures of a year: what counts, what is never told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from deliberations.domain.movements import MovementKind
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.votes import Ballot, Choice, Tally, VoteMethod
from deliberations.models import Movement, Sitting, Vote
from deliberations.queries.statistics import YearFigures, open_sittings, year_figures
from deliberations.services.changes import changing
from deliberations.services.dossiers import store_dossier
from tests.deliberations.finishing import HELD_ON, closed, closed_evening, store_evening
from tests.facts import debate, make_council, make_item, make_sitting, make_vote, move

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MEMBERS = 5


def store(*sittings):
    recorded = tuple(replace(sitting, origin=Origin.RECORDED) for sitting in sittings)
    return store_dossier(council=make_council(MEMBERS), sittings=recorded, by=None)


def evening(present=5, **facts):
    return make_sitting(present, members=MEMBERS, **facts)


def figures(council, year=2024):
    return year_figures(council, year)


def test_items_verdicts_and_unanimity():
    sitting = evening(
        agenda=(
            *(make_item(f"p{n}", n) for n in range(1, 5)),
            make_item("p5", 5, outcome=ItemOutcome.WITHDRAWN),
        ),
        votes=(
            make_vote("p1", uid="v1"),
            make_vote("p2", uid="v2", abstaining=["m2"]),
            make_vote("p3", uid="v3", against=["m2", "m3", "m4"]),
        ),
    )
    told = figures(store(sitting))
    assert (told.sittings, told.items, told.adopted, told.rejected) == (1, 4, 2, 1)
    assert (told.comparable, told.without_opposition, told.unanimous) == (3, 2, 1)
    assert told.unanimity_rate == pytest.approx(33.33, abs=0.01)


def test_secret_ballot_names_nobody_and_is_never_unanimous():
    vote = make_vote("p1", method=VoteMethod.SECRET, everyone=None, ballots=(), tally=Tally(in_favour=5))
    told = figures(store(evening(votes=(vote,))))
    assert (told.adopted, told.secret, told.comparable, told.unanimous) == (1, 1, 0, 0)
    assert told.unanimity_rate is None
    assert told.votes == ()


def test_ordinary_vote_counts_nobody_by_name():
    told = figures(store(evening(votes=(make_vote(against=["m2"]),))))
    assert told.votes == ()
    assert told.public_ballots == 0


def test_public_ballot_counts_each_voter():
    ballots = tuple(Ballot(choice, f"m{n}") for n, choice in enumerate(("FOR", "FOR", "AGAINST"), start=1))
    ballots = tuple(Ballot(Choice(each.choice), each.member) for each in ballots)
    vote = make_vote(
        method=VoteMethod.PUBLIC, everyone=None, ballots=(*ballots, Ballot(Choice.ABSTENTION, "m4"))
    )
    told = figures(store(evening(present=4, votes=(vote,))))
    found = {each.member: (each.in_favour, each.against, each.abstentions) for each in told.votes}
    assert found == {"m1": (1, 0, 0), "m2": (1, 0, 0), "m3": (0, 1, 0), "m4": (0, 0, 1)}
    assert told.public_ballots == 1


def test_attendance_counts_a_member_who_came_late_and_not_a_proxy():
    sitting = evening(
        present=2,
        items=2,
        moves=[
            move(MovementKind.ARRIVES, "m3", on=debate("p2")),
            move(MovementKind.GIVES_PROXY, "m4", "m1"),
        ],
    )
    second = evening(present=5, uid="autre", held_on=date(2024, 9, 1))
    told = figures(store(sitting, second))
    rates = {each.member: (each.sittings, each.present, each.represented, each.rate) for each in told.members}
    assert rates["m3"] == (2, 2, 0, 100.0)
    assert rates["m4"] == (2, 1, 1, 50.0)
    assert rates["m5"] == (2, 1, 0, 50.0)
    assert len(told.seats) == 10


def test_unknown_attendance_is_no_absence():
    sitting = evening(attendance_recorded=False, movements=())
    told = figures(store(sitting))
    assert (told.sittings, told.without_attendance, told.members) == (1, 1, ())


def test_live_sitting_counts_once_finished(django_capture_on_commit_callbacks):
    council = store_dossier(council=make_council(MEMBERS), sittings=(evening(),), by=None)
    assert figures(council) == YearFigures(2024)
    row = Sitting.objects.get(council=council)
    with changing(row, by=None, reason="text.saved") as change:
        change.sitting.finished_at = "2024-07-01T10:00:00Z"
        change.writer.write(change.sitting, "")
    assert figures(council).sittings == 1


def test_figures_follow_the_facts():
    council = store(evening(present=5))
    assert figures(council).members[0].name == "Prénom m1"
    person = council.persons.get(uid="m1")
    person.family_name = "Nouveau"
    person.save()
    assert figures(council).members[0].name == "Prénom Nouveau"


def test_other_years_and_other_councils_are_apart():
    council = store(evening())
    other = store_dossier(council=make_council(MEMBERS, uid="autre"), sittings=(), by=None)
    assert figures(council, 2023).sittings == 0
    assert figures(other).sittings == 0


def test_closed_sitting_is_counted_as_it_was_frozen():
    """What its closing froze, not what its rows would say now."""
    sitting = closed_evening()
    before = figures(sitting.council, HELD_ON.year)
    assert (before.items, before.adopted, before.rejected) == (4, 2, 1)
    assert {member.present for member in before.members} == {1}
    assert len(before.members) == 8
    Movement.objects.filter(sitting=sitting).delete()
    Vote.objects.filter(sitting=sitting).delete()
    cache.clear()
    assert figures(sitting.council, HELD_ON.year) == before


def test_sitting_held_and_not_closed_is_told_apart():
    sitting = store_evening()
    assert open_sittings(sitting.council, HELD_ON.year, HELD_ON) == 1
    assert open_sittings(sitting.council, HELD_ON.year, HELD_ON - timedelta(days=1)) == 0
    assert figures(sitting.council, HELD_ON.year) == YearFigures(HELD_ON.year)
    assert open_sittings(closed(sitting).council, HELD_ON.year, HELD_ON) == 0
