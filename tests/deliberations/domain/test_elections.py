"""Results of elections in rounds, on lists, by proportion or unopposed (CGCT art. L. 2122-7, L. 2121-21)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.domain.bodies import BodyType
from deliberations.domain.elections import ElectionReason as R
from deliberations.domain.elections import (
    Winner,
    absolute_majority,
    candidacies_of,
    candidates_of,
    result_of,
    votes_cast,
)
from deliberations.domain.votes import CandidateTally, Election, Round
from tests.facts import make_council, make_mandate, make_person, make_record, make_sitting, member_names

pytestmark = pytest.mark.unit

BIRTHS = (
    *(date(1960, 5, 1), date(1970, 5, 1), date(1980, 5, 1), date(1990, 5, 1)),
    *(date(1960, 5, 1), date(1955, 5, 1), date(1985, 5, 1), date(1975, 5, 1)),
)
"""m1 is older than m2, m2 than m3, m3 than m4; m5 is as old as m1; nobody knows when m9 and the others were born."""
_NAMED = make_council(15, people=[make_person("x", birth_date=birth) for birth in BIRTHS])
COUNCIL = replace(_NAMED, mandates=(*_NAMED.mandates, make_mandate("office", person=None)))
"""« office » is a post that nobody is known to hold."""


def turn(number, votes, **facts):
    """One round: m1 gets the first number of votes, m2 the second…"""
    tallies = (CandidateTally(f"M{n}", v, (f"m{n}",)) for n, v in enumerate(votes, start=1))
    return Round(number, tuple(tallies), **facts)


def uninominal(*rounds, **facts):
    return Election("e", "p1", **{"posts": "Maire", "rounds": rounds, **facts})


def result(election, council=COUNCIL):
    return result_of(election, make_record(council, make_sitting(elections=(election,))))


def summary(election):
    found = result(election)
    return found.reason, [w.name for w in found.winners], found.round, found.is_determined


@pytest.mark.parametrize(("cast", "needed"), [(0, 1), (1, 1), (2, 2), (13, 7), (14, 8), (15, 8)])
def test_absolute_majority_l2122_7(cast, needed):
    assert absolute_majority(cast) == needed


TIE, ROUND_2 = turn(1, (7, 7)), turn(2, (7, 7))
ROUNDS = {
    "odd-just-enough": (uninominal(turn(1, (8, 7))), (R.ABSOLUTE_MAJORITY, ["M1"], 1, True)),
    "even-half-is-not-enough": (uninominal(turn(1, (7, 6), scattered=1)), (R.NO_MAJORITY, [], 1, True)),
    "even-half-plus-one": (uninominal(turn(1, (8, 6))), (R.ABSOLUTE_MAJORITY, ["M1"], 1, True)),
    "blank-and-null-are-not-expressed": (
        uninominal(turn(1, (4, 3), blank=5, null=3)),
        (R.ABSOLUTE_MAJORITY, ["M1"], 1, True),
    ),
    "scattered-are-expressed": (uninominal(turn(1, (4, 3), scattered=1)), (R.NO_MAJORITY, [], 1, True)),
    "one-vote": (uninominal(turn(1, (1,), blank=14)), (R.ABSOLUTE_MAJORITY, ["M1"], 1, True)),
    "no-vote-cast": (uninominal(turn(1, (0, 0), blank=15)), (R.NO_VOTE_CAST, [], 1, True)),
    "no-candidate": (uninominal(turn(1, (), blank=15)), (R.NO_VOTE_CAST, [], 1, True)),
    "scattered-only": (uninominal(turn(1, (), scattered=15)), (R.NO_MAJORITY, [], 1, True)),
    "tie-in-round-1": (uninominal(TIE), (R.NO_MAJORITY, [], 1, True)),
    "tie-in-round-2": (uninominal(TIE, ROUND_2), (R.NO_MAJORITY, [], 2, True)),
    "round-2-still-absolute": (uninominal(TIE, turn(2, (6, 5, 3))), (R.NO_MAJORITY, [], 2, True)),
    "round-2-decides": (uninominal(TIE, turn(2, (6, 8))), (R.ABSOLUTE_MAJORITY, ["M2"], 2, True)),
    "round-3-relative": (
        uninominal(TIE, ROUND_2, turn(3, (5, 6, 4))),
        (R.RELATIVE_MAJORITY, ["M2"], 3, True),
    ),
    "round-3-one-vote": (uninominal(TIE, ROUND_2, turn(3, (0, 1))), (R.RELATIVE_MAJORITY, ["M2"], 3, True)),
    "round-3-tie-oldest": (uninominal(TIE, ROUND_2, turn(3, (5, 5))), (R.OLDEST, ["M1"], 3, True)),
    "round-3-tie-for-the-second-place": (
        uninominal(TIE, ROUND_2, turn(3, (4, 6, 4))),
        (R.RELATIVE_MAJORITY, ["M2"], 3, True),
    ),
    "round-3-tie-of-three": (
        uninominal(TIE, ROUND_2, turn(3, (0, 5, 5, 5))),
        (R.OLDEST, ["M2"], 3, True),
    ),
    "round-3-same-age": (
        uninominal(TIE, ROUND_2, turn(3, (5, 0, 0, 0, 5))),
        (R.SAME_AGE, [], 3, False),
    ),
    "round-3-age-unknown": (
        uninominal(TIE, ROUND_2, turn(3, (5, 0, 0, 0, 0, 0, 0, 0, 5))),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
    "round-3-candidate-of-no-mandate": (
        uninominal(
            TIE, ROUND_2, Round(3, (CandidateTally("A", 5, ("zz",)), CandidateTally("B", 5, ("m1",))))
        ),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
    "round-3-office-without-a-person": (
        uninominal(
            TIE, ROUND_2, Round(3, (CandidateTally("A", 5, ("office",)), CandidateTally("B", 5, ("m1",))))
        ),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
    "round-3-candidate-who-does-not-sit": (
        uninominal(TIE, ROUND_2, Round(3, (CandidateTally("A", 5), CandidateTally("B", 5, ("m1",))))),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
    "round-3-nobody": (uninominal(TIE, ROUND_2, turn(3, (0, 0))), (R.NO_VOTE_CAST, [], 3, True)),
    "round-4-counts-for-nothing": (
        uninominal(TIE, ROUND_2, turn(3, (0, 0)), turn(4, (8, 6))),
        (R.NO_VOTE_CAST, [], 3, True),
    ),
    "after-the-result": (
        uninominal(turn(1, (8, 6)), turn(2, (0, 14))),
        (R.ABSOLUTE_MAJORITY, ["M1"], 1, True),
    ),
    "in-any-order": (uninominal(turn(2, (8, 6)), TIE), (R.ABSOLUTE_MAJORITY, ["M1"], 2, True)),
    "round-3-alone": (uninominal(turn(3, (8, 6))), (R.ROUNDS_UNSOUND, [], None, False)),
    "round-2-missing": (uninominal(TIE, turn(3, (8, 6))), (R.ROUNDS_UNSOUND, [], 1, False)),
    "round-1-twice": (uninominal(TIE, turn(1, (8, 6))), (R.ROUNDS_UNSOUND, [], 1, False)),
    "no-round": (uninominal(), (R.NO_ROUND, [], None, False)),
}


@pytest.mark.parametrize(("election", "expected"), ROUNDS.values(), ids=ROUNDS)
def test_uninominal_l2122_7(election, expected):
    assert summary(election) == expected


def test_uninominal_figures_of_the_deciding_round():
    found = result(uninominal(TIE, turn(2, (8, 5), scattered=1, blank=1)))
    assert (found.votes_cast, found.required, found.article) == (14, 8, "CGCT art. L. 2122-7")
    assert found.winners == (Winner("M1", 1, ("m1",), 2),)


def test_uninominal_relative_majority_requires_no_number():
    found = result(uninominal(TIE, ROUND_2, turn(3, (5, 6))))
    assert (found.votes_cast, found.required) == (11, None)


def test_uninominal_the_chair_has_no_casting_vote():
    """m2 chairs and votes: only age decides, and m1 is older."""
    election = uninominal(TIE, ROUND_2, turn(3, (5, 5)))
    record = make_record(COUNCIL, make_sitting(chair="m2", elections=(election,)))
    assert result_of(election, record).winners[0].members == ("m1",)


def several(*rounds, seats=2):
    return uninominal(*rounds, posts="Délégués", seats=seats)


SEVERAL = {
    "both-at-once": (several(turn(1, (9, 8, 5), envelopes=15)), (R.ABSOLUTE_MAJORITY, ["M1", "M2"], 1, True)),
    "one-then-the-other": (
        several(turn(1, (9, 7, 7), envelopes=15), turn(2, (0, 8, 6), envelopes=15)),
        (R.ABSOLUTE_MAJORITY, ["M1", "M2"], 2, True),
    ),
    "elected-once": (
        several(turn(1, (9, 7), envelopes=15), turn(2, (9, 8), envelopes=15)),
        (R.ABSOLUTE_MAJORITY, ["M1", "M2"], 2, True),
    ),
    "one-post-left": (several(turn(1, (9, 7, 7), envelopes=15)), (R.ABSOLUTE_MAJORITY, ["M1"], 1, True)),
    "one-post-left-for-two": (
        several(turn(1, (9, 7, 7), envelopes=15), turn(2, (0, 8, 9), envelopes=15)),
        (R.ABSOLUTE_MAJORITY, ["M1", "M3"], 2, True),
    ),
    "papers-unknown": (several(turn(1, (9, 8))), (R.PAPERS_UNKNOWN, [], 1, False)),
    "blank-papers": (
        several(turn(1, (6, 5), envelopes=15, blank=3, null=2)),
        (R.ABSOLUTE_MAJORITY, ["M1"], 1, True),
    ),
    "three-above-the-majority": (
        several(turn(1, (9, 9, 8), envelopes=15), seats=2),
        (R.ABSOLUTE_MAJORITY, ["M1", "M2"], 1, True),
    ),
    "three-above-and-a-tie": (several(turn(1, (9, 8, 8), envelopes=15)), (R.OLDEST, ["M1", "M2"], 1, True)),
    "tie-without-ages": (
        several(turn(1, (9, 0, 0, 0, 0, 0, 0, 0, 8, 8), envelopes=15)),
        (R.AGE_UNKNOWN, ["M1"], 1, False),
    ),
    "relative-needs-no-paper-count": (
        several(turn(1, (), envelopes=15), turn(2, (), envelopes=15), turn(3, (3, 2, 1))),
        (R.RELATIVE_MAJORITY, ["M1", "M2"], 3, True),
    ),
}


@pytest.mark.parametrize(("election", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_several_posts_on_one_paper_l2121_21(election, expected):
    assert summary(election) == expected


def lists(number, *votes, seats=2, **facts):
    """List 1 has m1 and m2, list 2 has m3 and m4…"""
    names = [tuple(f"m{n * seats + k + 1}" for k in range(seats)) for n in range(len(votes))]
    tallies = (CandidateTally(f"Liste {n}", v, names[n - 1]) for n, v in enumerate(votes, start=1))
    return Round(number, tuple(tallies), **facts)


def deputies(*rounds, seats=2, **facts):
    return Election(
        "e", "p1", **{"posts": "Adjoints", "seats": seats, "by_list": True, "rounds": rounds, **facts}
    )


EQUAL = (lists(1, 7, 7), lists(2, 7, 7))
BY_LIST = {
    "absolute": (deputies(lists(1, 8, 7)), (R.ABSOLUTE_MAJORITY, ["Liste 1"], 1, True)),
    "half-is-not-enough": (deputies(lists(1, 7, 7)), (R.NO_MAJORITY, [], 1, True)),
    "single-list": (deputies(lists(1, 10, blank=5)), (R.ABSOLUTE_MAJORITY, ["Liste 1"], 1, True)),
    "relative": (deputies(*EQUAL, lists(3, 4, 6, 5)), (R.RELATIVE_MAJORITY, ["Liste 2"], 3, True)),
    "highest-average-age": (
        deputies(*EQUAL, lists(3, 0, 7, 7)),
        (R.HIGHEST_AVERAGE_AGE, ["Liste 3"], 3, True),
    ),
    "same-average-age": (
        deputies(
            *EQUAL, Round(3, (CandidateTally("A", 7, ("m1", "m2")), CandidateTally("B", 7, ("m2", "m5"))))
        ),
        (R.SAME_AGE, [], 3, False),
    ),
    "an-age-unknown": (
        deputies(
            *EQUAL, Round(3, (CandidateTally("A", 7, ("m1", "m2")), CandidateTally("B", 7, ("m3", "m9"))))
        ),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
    "names-missing": (
        deputies(*EQUAL, Round(3, (CandidateTally("A", 7, ("m1", "m2")), CandidateTally("B", 7, ("m3",))))),
        (R.AGE_UNKNOWN, [], 3, False),
    ),
}


@pytest.mark.parametrize(("election", "expected"), BY_LIST.values(), ids=BY_LIST)
def test_list_ballot_l2122_7_2(election, expected):
    assert summary(election) == expected


def test_list_ballot_average_age_is_exact():
    """Born in 1955 and 1985, a list is older on average than one born in 1960 and 1990."""
    tallies = (CandidateTally("A", 7, ("m5", "m4")), CandidateTally("B", 7, ("m6", "m7")))
    found = result(deputies(*EQUAL, Round(3, tallies)))
    assert found.winners == (Winner("B", 2, ("m6", "m7"), 3),)


@pytest.mark.parametrize(
    ("members", "seats"), [(("m1", "m2"), 2), (("m1",), 1), ((), 2), (("m1", "m2", "m3"), 2)]
)
def test_list_ballot_seats(members, seats):
    (winner,) = result(deputies(Round(1, (CandidateTally("A", 15, members),)))).winners
    assert (winner.seats, winner.members) == (seats, members[:2])


@pytest.mark.parametrize(("seats", "article"), [(2, "CGCT art. L. 2122-7-2"), (1, "CGCT art. L. 2122-7")])
def test_list_ballot_of_one_deputy_follows_the_mayor(seats, article):
    assert result(deputies(lists(1, 8, 7), seats=seats)).article == article


def tender(*rounds, seats=5):
    return Election("e", "p1", "Commission d'appel d'offres", seats=seats, proportional=True, rounds=rounds)


PROPORTIONAL = {
    "shared": (tender(lists(1, 10, 5, seats=4)), (R.PROPORTIONAL, [("Liste 1", 3), ("Liste 2", 2)], True)),
    "single-list": (tender(lists(1, 12, seats=5)), (R.PROPORTIONAL, [("Liste 1", 5)], True)),
    "blank-papers-aside": (
        tender(lists(1, 6, 4, blank=5), seats=5),
        (R.PROPORTIONAL, [("Liste 1", 3), ("Liste 2", 2)], True),
    ),
    "more-seats-than-votes": (
        tender(lists(1, 2, 1, seats=4)),
        (R.PROPORTIONAL, [("Liste 1", 3), ("Liste 2", 2)], True),
    ),
    "tie-by-the-age-of-the-next-candidate": (
        tender(lists(1, 6, 6, seats=3), seats=3),
        (R.PROPORTIONAL, [("Liste 1", 1), ("Liste 2", 2)], True),
    ),
    "tie-without-ages": (
        tender(Round(1, (CandidateTally("A", 6), CandidateTally("B", 6))), seats=3),
        (R.AGE_UNKNOWN, [("A", 1), ("B", 1)], False),
    ),
    "tie-between-lists-without-a-name-left": (
        tender(lists(1, 6, 6, seats=1), seats=3),
        (R.AGE_UNKNOWN, [("Liste 1", 1), ("Liste 2", 1)], False),
    ),
    "no-vote": (tender(lists(1, 0, 0)), (R.NO_VOTE_CAST, [], True)),
    "papers-outside-the-lists": (tender(lists(1, 6, 4, scattered=1)), (R.PAPERS_UNKNOWN, [], False)),
    "two-rounds": (tender(lists(1, 6, 4), lists(2, 6, 4)), (R.ROUNDS_UNSOUND, [], False)),
    "second-round-alone": (tender(lists(2, 6, 4)), (R.ROUNDS_UNSOUND, [], False)),
    "no-round": (tender(), (R.NO_ROUND, [], False)),
}


@pytest.mark.parametrize(("election", "expected"), PROPORTIONAL.values(), ids=PROPORTIONAL)
def test_proportional_l1411_5(election, expected):
    found = result(election)
    assert (found.reason, [(w.name, w.seats) for w in found.winners], found.is_determined) == expected


def test_proportional_names_the_first_of_each_list():
    found = result(tender(lists(1, 10, 5, seats=4)))
    assert [w.members for w in found.winners] == [("m1", "m2", "m3"), ("m5", "m6")]
    assert (found.seats, found.votes_cast, found.required, found.round) == (5, 15, None, 1)


def test_proportional_with_papers_outside_the_lists_says_the_round():
    assert result(tender(lists(1, 6, 4, scattered=1))).round == 1


ALONE = CandidateTally("M1", 0, ("m1",))
UNOPPOSED = {
    "named": (several(Round(1, (ALONE,)), seats=1), (R.UNOPPOSED, ["M1"], None, True)),
    "not-named": (several(seats=1), (R.UNOPPOSED, [], None, False)),
    "one-for-each-post": (
        several(Round(1, (ALONE, CandidateTally("M2", 0, ("m2",))))),
        (R.UNOPPOSED, ["M1", "M2"], None, True),
    ),
    "two-for-one-post": (
        several(Round(1, (ALONE, CandidateTally("M2", 0, ("m2",)))), seats=1),
        (R.ROUNDS_UNSOUND, [], None, False),
    ),
    "voted-after-all": (several(turn(1, (9, 6)), seats=1), (R.ABSOLUTE_MAJORITY, ["M1"], 1, True)),
    "a-list": (tender(lists(1, 0, seats=5)), (R.UNOPPOSED, ["Liste 1"], None, True)),
}


@pytest.mark.parametrize(("election", "expected"), UNOPPOSED.values(), ids=UNOPPOSED)
def test_unopposed_l2121_21(election, expected):
    assert summary(replace(election, is_unopposed=True)) == expected


def test_unopposed_list_fills_every_seat():
    (winner,) = result(replace(tender(lists(1, 0, seats=5)), is_unopposed=True)).winners
    assert (winner.seats, winner.members) == (5, member_names(5))


@pytest.mark.parametrize(
    ("body", "posts", "article"),
    [
        (BodyType.COMMUNE, "Maire", "CGCT art. L. 2122-7"),
        (BodyType.COMMUNE, "Délégué au syndicat", "CGCT art. L. 2121-21"),
        (BodyType.COMMUNE, "Administrateurs du CCAS", "CASF art. R. 123-8"),
        (BodyType.EPCI, "Président", "CGCT art. L. 5211-1 et L. 2121-21"),
        (BodyType.EPCI, "Commission d'appel d'offres", "CGCT art. L. 1411-5"),
        (BodyType.CCAS, "Vice-président", ""),
        (BodyType.OTHER, "Président", ""),
    ],
)
def test_article_of_the_ballot(body, posts, article):
    council = replace(COUNCIL, body_type=body)
    assert result(uninominal(turn(1, (8, 7)), posts=posts), council).article == article


@pytest.mark.parametrize(
    ("election", "turn_", "expected"),
    [
        (uninominal(), turn(1, (8, 5), scattered=1, blank=2, null=1), 14),
        (several(), turn(1, (8, 5)), None),
        (several(), turn(1, (8, 5), envelopes=13, blank=2, null=1), 10),
        (several(), turn(1, (8, 5), envelopes=1, blank=2), 0),
    ],
)
def test_votes_cast(election, turn_, expected):
    assert votes_cast(election, turn_) == expected


def test_candidates_of_names_each_one_once():
    election = uninominal(turn(1, (5, 5)), turn(2, (5, 4, 1)))
    assert [c.name for c in candidates_of(election)] == ["M1", "M2", "M3"]
    assert [candidacies_of(e) for e in (election, several(seats=3), deputies(), tender())] == [1, 3, 1, 1]


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=1, max_size=4),
    st.integers(1, 3),
    st.permutations(range(4)),
)
def test_result_fills_no_more_than_the_posts_with_the_best_voted(votes, seats, order):
    """Whatever the rounds, in whatever order they were entered."""
    rounds = [turn(number, each, envelopes=20) for number, each in enumerate(votes, start=1)]
    election = uninominal(*rounds, posts="Délégués", seats=seats)
    found = result(election)
    assert result(replace(election, rounds=tuple(rounds[i] for i in order if i < len(rounds)))) == found
    assert found.seats == len(found.winners) <= seats
    for number, each in enumerate(votes, start=1):
        won = {w.name for w in found.winners if w.round == number}
        before = {w.name for w in found.winners if w.round is not None and w.round < number}
        losers = [v for n, v in enumerate(each, start=1) if f"M{n}" not in won | before]
        winners = [v for n, v in enumerate(each, start=1) if f"M{n}" in won]
        assert not winners or min(winners) >= max(losers, default=0)
        assert number > 2 or seats > 1 or all(2 * v > sum(each) for v in winners)


def test_result_names_its_election():
    assert result(uninominal(turn(1, (8, 7)))).election == "e"


def test_list_that_won_ends_the_ballot_even_with_fewer_names_than_posts():
    """Two names for three posts: nothing is left to vote, and no second round is read."""
    lists = (CandidateTally("Liste A", 10, ("m1", "m2")), CandidateTally("Liste B", 5, ("m3", "m4", "m5")))
    again = Round(2, (CandidateTally("Liste B", 15, ("m3", "m4", "m5")),))
    election = Election("e", "p1", "Adjoints", seats=3, by_list=True, rounds=(Round(1, lists), again))
    assert summary(election) == (R.ABSOLUTE_MAJORITY, ["Liste A"], 1, True)


def test_candidates_with_one_name_are_told_apart_by_their_first_member():
    """Two persons of one name; the one elected in the first round does not run again in the second."""
    one, other = CandidateTally("Martin", 8, ("m1",)), CandidateTally("Martin", 4, ("m2",))
    first = Round(1, (one, other), envelopes=15)
    second = Round(2, (replace(one, votes=9), replace(other, votes=8)), envelopes=15)
    election = Election("e", "p1", "Délégués", seats=2, rounds=(first, second))
    assert [w.members for w in result(election).winners] == [("m1",), ("m2",)]
    assert len(candidates_of(election)) == 2


def test_list_of_the_highest_average_age_counts_every_name():
    """m6 alone is the oldest, and his list is younger on average (art. L. 2122-7-2)."""
    lists = (CandidateTally("Liste A", 7, ("m6", "m4")), CandidateTally("Liste B", 7, ("m1", "m2")))
    rounds = tuple(Round(n, lists) for n in (1, 2, 3))
    election = Election("e", "p1", "Adjoints", seats=2, by_list=True, rounds=rounds)
    assert summary(election) == (R.HIGHEST_AVERAGE_AGE, ["Liste B"], 3, True)


def test_list_of_the_highest_average_age_may_have_more_names_than_posts():
    """Three names born in 1960, 1955 and 1970 are older on average than two born in 1970 and 1980."""
    lists = (CandidateTally("A", 7, ("m1", "m6", "m2")), CandidateTally("B", 7, ("m8", "m3")))
    assert summary(deputies(*EQUAL, Round(3, lists))) == (R.HIGHEST_AVERAGE_AGE, ["A"], 3, True)
