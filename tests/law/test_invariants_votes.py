"""What is true of every vote, election and time limit, whatever the numbers."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deliberations.domain.clear_days import clear_days_between, latest_dispatch
from deliberations.domain.elections import result_of
from deliberations.domain.enforceability import appeal_deadline
from deliberations.domain.examination import VoteExamination, examine
from deliberations.domain.majority import Verdict
from deliberations.domain.proportional import share_seats
from deliberations.domain.record import Record
from deliberations.domain.votes import Ballot, CandidateTally, Choice, Election, Round, Tally, Vote
from tests.facts import HELD_ON, make_council, make_person, make_record, make_sitting
from tests.law.strategies import records
from tests.law.vote_strategies import choices, majorities, tallies
from tests.support.evenings import evenings

pytestmark = pytest.mark.unit

EVENINGS = evenings(100)
RANDOMS = st.randoms(use_true_random=False)
DAYS = st.dates(date(2022, 7, 1), date(2040, 12, 31))
DAY = timedelta(days=1)


def examined(record: Record, vote: Vote) -> VoteExamination:
    """That vote alone, taken on the same evening."""
    sitting = replace(record.sitting, votes=(vote,))
    return next(
        found
        for item in examine(Record(record.council, sitting), rules=()).items
        for found in item.votes
        if item.uid == vote.items[0]
    )


def choices_of(vote: VoteExamination) -> tuple[int | None, ...]:
    return (vote.in_favour, vote.against, vote.abstentions, vote.blank, vote.null, vote.not_voting)


# --- counts


@EVENINGS
@given(records(), st.data())
def test_votes_are_as_many_as_voters_when_each_votes_once(record, data):
    """« Tous pour » save some of those who vote: every voice is counted once, and none is invented."""
    item = data.draw(st.sampled_from([item.uid for item in record.sitting.agenda]))
    vote = Vote("vote", (item,), everyone=data.draw(choices))
    sitting = replace(record.sitting, votes=(vote,))
    room = Record(record.council, sitting).voting_room(vote)
    voting = [seat.member for seat in room.voiced]
    assume(voting and room.is_known)
    named = data.draw(st.dictionaries(st.sampled_from(voting), choices))
    found = examined(record, replace(vote, ballots=tuple(Ballot(c, m) for m, c in named.items())))
    spoken = Counter({vote.everyone: len(voting) - len(named)}) + Counter(named.values())
    assert choices_of(found) == tuple(spoken[choice] for choice in CHOICES)
    assert found.voters == sum(spoken.values()) == len(voting)


CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTENTION, Choice.BLANK, Choice.NULL, Choice.NOT_VOTING)


@EVENINGS
@given(records())
def test_votes_expressed_are_never_more_than_the_papers(record):
    for item in examine(record, rules=()).items:
        for vote in item.votes:
            known = [n for n in choices_of(vote) if n is not None]
            assert vote.votes_cast is None or vote.votes_cast <= sum(known)
            assert all(n >= 0 for n in known)


# --- verdicts


def counted(record: Record, tally: Tally, **facts) -> VoteExamination:
    return examined(record, Vote("vote", (record.sitting.agenda[0].uid,), tally=tally, **facts))


@EVENINGS
@given(records(), tallies, majorities, st.integers(0, 30))
def test_verdict_never_changes_with_abstentions(record, tally, majority, more):
    """Abstentions, blank and null papers and refusals to vote are no votes expressed (L. 2121-20)."""
    before = counted(record, tally, majority=majority)
    for name in ("abstentions", "blank", "null", "not_voting"):
        other = replace(tally, **{name: getattr(tally, name) + more})
        after = counted(record, other, majority=majority)
        assert (after.verdict, after.reason, after.required) == (
            before.verdict,
            before.reason,
            before.required,
        )


@EVENINGS
@given(records(), tallies, majorities, st.integers(1, 30))
def test_verdict_adopted_stays_so_with_more_votes_for(record, tally, majority, more):
    before = counted(record, tally, majority=majority)
    after = counted(record, replace(tally, in_favour=tally.in_favour + more), majority=majority)
    assert before.verdict is not Verdict.ADOPTED or after.verdict is Verdict.ADOPTED


@EVENINGS
@given(records(), tallies, majorities, st.integers(1, 30))
def test_verdict_rejected_stays_so_with_more_votes_against(record, tally, majority, more):
    before = counted(record, tally, majority=majority)
    after = counted(record, replace(tally, against=tally.against + more), majority=majority)
    assert before.verdict is not Verdict.REJECTED or after.verdict is Verdict.REJECTED


@pytest.mark.parametrize(("choice", "kept"), [(Choice.FOR, "ADOPTED"), (Choice.AGAINST, "REJECTED")])
@EVENINGS
@given(record=records(), data=st.data())
def test_verdict_is_never_reversed_by_who_joins_it(choice, kept, record, data):
    """One member, the chair perhaps, changes his mind and joins the winners, the casting vote included."""
    named = [vote for vote in record.sitting.votes if any(b.member for b in vote.ballots)]
    assume(named)
    vote = data.draw(st.sampled_from(named))
    index = data.draw(st.sampled_from([n for n, b in enumerate(vote.ballots) if b.member]))
    ballots = [replace(b, choice=choice) if n == index else b for n, b in enumerate(vote.ballots)]
    before, after = examined(record, vote), examined(record, replace(vote, ballots=tuple(ballots)))
    assert before.verdict != kept or after.verdict == kept


# --- elections


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 30))
def test_proportional_seats_sum_to_the_seats(votes, seats):
    nobody_known = share_seats(votes, seats, lambda index, place: None)
    all_known = share_seats(votes, seats, lambda index, place: date(1950 + index, 1, 1 + place))
    assert sum(nobody_known.seats) + nobody_known.unshared == seats
    assert sum(all_known.seats) == (seats if any(votes) else 0)
    by_votes = [share for _, share in sorted(zip(votes, all_known.seats, strict=True))]
    assert by_votes == sorted(all_known.seats)


BIRTHS = [date(1950 + n, 5, 1) for n in (0, 10, 20, 30, 0, 40)]
"""The first and the fifth are born the same day."""
SHEETS = st.lists(st.integers(0, 6), min_size=6, max_size=6)
ELECTORATE = make_council(15, people=[make_person("x", birth_date=birth) for birth in BIRTHS])


@given(
    st.lists(st.one_of(SHEETS, st.just([4, 0, 0, 0, 4, 0])), min_size=1, max_size=3),
    st.sampled_from(
        [
            {},
            {"seats": 2, "posts": "Délégués"},
            {"seats": 3, "posts": "Délégués", "by_list": True},
            {"seats": 5, "posts": "Délégués", "proportional": True},
        ]
    ),
    RANDOMS,
)
def test_election_is_independent_of_the_order_of_candidates(votes, facts, random):
    sheets = [[CandidateTally(f"M{n}", v, (f"m{n}",)) for n, v in enumerate(each, start=1)] for each in votes]
    straight = elected(sheets, facts)
    for sheet in sheets:
        random.shuffle(sheet)
    assert elected(sheets, facts) == straight


def elected(sheets: list[list[CandidateTally]], facts: dict[str, object]) -> tuple[object, ...]:
    rounds = [Round(n, tuple(sheet), envelopes=15) for n, sheet in enumerate(sheets, start=1)]
    election = Election("e", "p1", **{"posts": "Maire", **facts, "rounds": tuple(rounds)})
    result = result_of(election, make_record(ELECTORATE, make_sitting(elections=(election,))))
    winners = sorted((w.name, w.seats, w.members) for w in result.winners)
    return winners, result.reason, result.round, result.required, result.is_determined


# --- time limits


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_clear_days_grow_with_an_earlier_dispatch(held_on, early, later):
    assume(later < early)
    first, second = held_on - early * DAY, held_on - later * DAY
    between = [held_on - n * DAY for n in range(1, early)]
    assert clear_days_between(first, held_on) == len(between)
    assert clear_days_between(first, held_on) > clear_days_between(second, held_on)


@given(DAYS, st.integers(0, 10))
def test_clear_days_of_the_latest_dispatch_are_just_enough(held_on, needed):
    last = latest_dispatch(held_on, needed)
    assert clear_days_between(last, held_on) == needed
    assert clear_days_between(last + DAY, held_on) == needed - 1


def easter_of(year: int) -> date:
    """The Gregorian computus, as Meeus gives it."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * (year % 19) + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def is_idle(day: date) -> bool:
    """A Saturday, a Sunday, or one of the eleven holidays of the Labour Code."""
    moving = [easter_of(day.year) + n * DAY for n in (1, 39, 50)]
    return day.weekday() >= 5 or (day.month, day.day) in FIXED or day in moving


@evenings(300)
@given(DAYS)
def test_appeal_ends_on_the_first_working_day_after_two_months(published_on):
    """Date to date and clear: never a Saturday, a Sunday or a holiday, and never a working day later (R. 421-1)."""
    last = appeal_deadline(published_on)
    month, year = published_on.month + 2, published_on.year
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    same = published_on.day
    while not _exists(year, month, same):
        same -= 1
    day = date(year, month, same) + DAY
    while is_idle(day):
        day += DAY
    assert (last, is_idle(last)) == (day, False)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


@given(DAYS)
def test_appeal_never_ends_sooner_for_a_later_publication(published_on):
    assert appeal_deadline(published_on) <= appeal_deadline(published_on + DAY)


def test_easter_is_known_of_the_day_of_the_facts():
    assert (easter_of(2024), easter_of(2025), HELD_ON.year) == (date(2024, 3, 31), date(2025, 4, 20), 2024)
