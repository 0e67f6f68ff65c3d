"""Checks on the rounds, the papers and the result of elections (CGCT art. L. 2122-7, L. 2121-21, L. 1411-5)."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.elections import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Origin
from deliberations.domain.votes import CandidateTally, Election, Round
from tests.facts import make_council, make_item, make_person, make_sitting, move, voting

pytestmark = pytest.mark.unit

BIRTHS = [make_person("x", birth_date=date(1950 + n, 1, 1)) for n in range(12)]
COUNCIL = make_council(15, people=BIRTHS)


def turn(number, votes, elected=(), **facts):
    """One round: A gets the first number of votes and the first of ``elected`` seats, B the second…"""
    names = "ABCD"[: len(votes)]
    seats = (*elected, *(0 for _ in names))
    tallies = (
        CandidateTally(c, v, (f"m{n + 1}",), seats[n])
        for n, (c, v) in enumerate(zip(names, votes, strict=True))
    )
    return Round(number, tuple(tallies), **facts)


def delegate(*rounds, **facts):
    return Election("e", "p1", **{"posts": "Délégué", "rounds": rounds, **facts})


def findings(election, council=COUNCIL, present=14, **sitting):
    facts = make_sitting(present, elections=(election,), **sitting)
    record = Record(council, facts)
    return [finding for rule in RULES for finding in rule.findings(record)]


def codes(election, council=COUNCIL, **sitting):
    return [f.code for f in findings(election, council, **sitting)]


LIVE, OLD = {}, {"origin": Origin.RECORDED}
T1, T2 = turn(1, (7, 7)), turn(2, (7, 7))
MORE, LESS, AFTER = "election.no_winner_yet", "election.round_missing", "election.round_in_excess"
ROUNDS = {
    "decided-in-one": ((turn(1, (8, 6)),), LIVE, []),
    "decided-in-two": ((T1, turn(2, (8, 6))), LIVE, []),
    "decided-in-three": ((T1, T2, turn(3, (6, 5, 3))), LIVE, []),
    "decided-by-age": ((T1, T2, turn(3, (7, 7))), LIVE, []),
    "second-round-to-come": ((T1,), LIVE, [MORE]),
    "second-round-not-told": ((T1,), OLD, []),
    "third-round-to-come": ((T1, T2), LIVE, [MORE]),
    "third-before-two": ((T1, turn(3, (8, 6))), LIVE, [LESS]),
    "third-alone": ((turn(3, (8, 6)),), LIVE, [LESS]),
    "third-alone-on-old-paper": ((turn(3, (8, 6), (1,)),), OLD, [LESS]),
    "second-alone": ((turn(2, (8, 6)),), LIVE, [LESS]),
    "two-firsts": ((T1, turn(1, (8, 6))), LIVE, ["election.round_doubled"]),
    "second-after-the-winner": ((turn(1, (8, 6)), turn(2, (6, 8))), LIVE, [AFTER]),
    "third-after-the-winner": ((turn(1, (8, 6)), T2, turn(3, (6, 8))), LIVE, [AFTER, AFTER]),
    "fourth-after-the-winner": ((T1, T2, turn(3, (8, 6)), turn(4, (6, 8))), LIVE, [AFTER]),
    "fourth-without-a-winner": (
        (T1, T2, turn(3, (0, 0), blank=14), turn(4, (6, 8))),
        LIVE,
        [AFTER, MORE],
    ),
    "far-away": ((turn(10**9, (8, 6)),), LIVE, [LESS, AFTER]),
    "no-round": ((), LIVE, []),
}


@pytest.mark.parametrize(("rounds", "sitting", "expected"), ROUNDS.values(), ids=ROUNDS)
def test_rounds_l2122_7(rounds, sitting, expected):
    assert codes(delegate(*rounds), **sitting) == expected


@pytest.mark.parametrize(
    ("sitting", "severity", "remedy"),
    [
        (
            LIVE,
            Severity.REFUSAL,
            "Enregistrer le 2e tour avant le suivant : les deux premiers demandent la majorité",
        ),
        (OLD, Severity.NOTICE, "Retrouver au procès-verbal le 2e tour"),
    ],
    ids=["live", "recorded"],
)
def test_third_round_before_two_is_refused_l2122_7(sitting, severity, remedy):
    (finding,) = findings(delegate(T1, turn(3, (8, 6)), posts="Délégués au syndicat"), **sitting)
    assert (finding.severity, finding.article) == (severity, "CGCT art. L. 2121-21")
    assert finding.message == "Délégués au syndicat : le 3e tour est enregistré sans le 2e."
    assert finding.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("rounds", "remedy"),
    [
        ((T1,), "Procéder au 2e tour."),
        ((T1, T2), "Procéder au 3e tour."),
        ((T1, T2, turn(3, (0, 0))), "Reprendre l'élection : aucun suffrage ne désigne d'élu."),
    ],
)
def test_round_to_come_is_named(rounds, remedy):
    (finding,) = findings(delegate(*rounds))
    assert (finding.code, finding.severity, finding.remedy) == (MORE, Severity.NOTICE, remedy)


def test_posts_left_after_a_round_call_for_another():
    assert codes(delegate(turn(1, (9, 7, 6), envelopes=14), seats=2)) == [MORE]
    assert codes(delegate(turn(1, (9, 8, 6), envelopes=14), seats=2)) == []


def test_board_for_which_nobody_voted_is_elected_again():
    (finding,) = findings(board(0, 0))
    assert finding.remedy.startswith("Reprendre l'élection")


OTHER = "election.other_result"
RESULTS = {
    "as-the-votes-say": ((turn(1, (8, 6), (1,)),), []),
    "nobody-written": ((turn(1, (8, 6)),), []),
    "the-other-one": ((turn(1, (8, 6), (0, 1)),), [OTHER]),
    "both": ((turn(1, (8, 6), (1, 1)),), [OTHER]),
    "without-the-majority": ((turn(1, (7, 6), (1,), scattered=1),), [OTHER]),
    "in-the-wrong-round": ((turn(1, (7, 7), (1,)), turn(2, (8, 6))), [OTHER]),
    "the-younger": ((T1, T2, turn(3, (7, 7), (0, 1))), [OTHER]),
    "the-older": ((T1, T2, turn(3, (7, 7), (1, 0))), []),
}


@pytest.mark.parametrize(("rounds", "expected"), RESULTS.values(), ids=RESULTS)
def test_result_is_that_of_the_votes(rounds, expected):
    assert codes(delegate(*rounds), **OLD) == expected


def test_result_says_both_results_and_the_majority():
    found = findings(delegate(turn(1, (7, 6), (1,), scattered=1), posts="Maire"), **OLD)
    (finding,) = (each for each in found if each.code == OTHER)
    assert finding.message == (
        "Maire : le résultat écrit n'est pas celui que donnent les voix. Écrit : A (1 siège, 1er tour) ; d'après les "
        "voix : personne n'est élu (majorité absolue : 8 voix)."
    )
    assert (finding.severity, finding.article, finding.item) == (
        Severity.WARNING,
        "CGCT art. L. 2122-7",
        "p1",
    )


def test_result_unknown_without_ages_is_not_contradicted():
    nobody = make_council(15)
    third = turn(3, (7, 7), (0, 1))
    assert codes(delegate(T1, T2, third), nobody, **OLD) == []
    assert codes(delegate(T1, T2, third), nobody) == ["election.undetermined"]


def lists(one, names=10):
    """The same round, with that many names on each list."""
    more = tuple(f"m{n}" for n in range(6, 5 + names))
    return replace(one, candidates=tuple(replace(c, members=(*c.members, *more)) for c in one.candidates))


def board(*votes, seats=5, elected=(), **facts):
    return Election(
        "e",
        "p1",
        "Membres de la CAO",
        **{"seats": seats, "proportional": True, "rounds": (lists(turn(1, votes, elected)),), **facts},
    )


BOARDS = {
    "shared": (board(9, 5), []),
    "written-as-shared": (board(9, 5, elected=(3, 2)), []),
    "written-otherwise": (board(9, 5, elected=(4, 1)), [OTHER]),
    "three-seats": (board(9, 5, seats=3), []),
    "with-substitutes": (board(9, 5, seats=10), []),
    "four-seats": (board(9, 5, seats=4), ["election.board_seats"]),
    "not-proportional": (board(9, 5, by_list=True, proportional=False), ["election.not_proportional"]),
    "unopposed": (board(0, proportional=False, is_unopposed=True), []),
    "two-rounds": (board(rounds=(turn(1, (9, 5)), turn(2, (9, 5)))), [AFTER]),
    "tie-without-ages": (
        board(rounds=(Round(1, (CandidateTally("A", 7), CandidateTally("B", 7))),)),
        ["election.undetermined"],
    ),
    "papers-outside": (board(rounds=(turn(1, (9, 4), scattered=1),)), ["election.undetermined"]),
    "nobody-voted": (board(0, 0), [MORE]),
}


@pytest.mark.parametrize(("election", "expected"), BOARDS.values(), ids=BOARDS)
def test_boards_l1411_5(election, expected):
    assert codes(election) == expected


def test_boards_of_old_paper_may_not_tell_their_ballot():
    assert codes(board(9, 5, seats=4, by_list=True, proportional=False), **OLD) == []


def test_board_written_otherwise_says_the_seats_of_each_list():
    (finding,) = findings(board(9, 5, elected=(4, 1)))
    assert "Écrit : A (4 sièges, 1er tour) et B (1 siège, 1er tour)" in finding.message
    assert "d'après les voix : A (3 sièges, 1er tour) et B (2 sièges, 1er tour)." in finding.message


def test_round_in_excess_is_said_with_its_elision():
    found = findings(delegate(T1, T2, turn(3, (0, 0), blank=14), turn(4, (6, 8))))
    assert found[0].message == "Délégué : un 4e tour est enregistré, alors qu'il y a trois tours au plus."


def test_election_without_posts_is_named_by_its_item():
    (finding,) = findings(
        delegate(turn(1, (9, 6)), posts=" "), agenda=(make_item(title_html="Élection d'un délégué"),)
    )
    assert finding.message.startswith("Élection d'un délégué : 15 bulletins")


def test_papers_outside_the_lists_ask_what_they_are():
    (finding,) = findings(board(rounds=(turn(1, (9, 4), scattered=1),)))
    assert "1 bulletin hors des listes" in finding.message
    assert "nuls" in finding.remedy


@pytest.mark.parametrize(
    ("names", "told"), [(3, []), (2, ["election.list_too_short"]), (1, ["election.list_too_short"])]
)
def test_list_too_short_for_its_seats(names, told):
    assert codes(board(rounds=(lists(turn(1, (9, 5)), names),), seats=5)) == told * (1 if names > 1 else 2)


def test_list_too_short_for_the_posts_of_a_list_ballot():
    election = delegate(lists(turn(1, (9, 5)), 2), posts="Adjoints", seats=4, by_list=True)
    (finding,) = findings(election)
    assert finding.message == "Adjoints : la liste « A » obtient 4 sièges, et n'a que 2 noms."
    assert codes(election, **OLD) == []
    assert codes(replace(election, rounds=(Round(1, (CandidateTally("A", 9),)),))) == []


UNBALANCED, TOO_MANY = "election.papers_unbalanced", "election.too_many_papers"
PAPERS = {
    "all-vote": ((turn(1, (8, 6)),), []),
    "fewer-papers-than-members": ((turn(1, (8, 3)),), []),
    "not-voting": ((turn(1, (8, 3), not_voting=3),), []),
    "too-many": ((turn(1, (9, 6)),), [TOO_MANY]),
    "too-many-with-blank": ((turn(1, (8, 5), blank=1, null=1),), [TOO_MANY]),
    "too-many-not-voting": ((turn(1, (8, 5), not_voting=2),), [TOO_MANY]),
    "envelopes-agree": ((turn(1, (7, 4), blank=1, null=1, scattered=1, envelopes=14),), []),
    "envelopes-lack-one": ((turn(1, (8, 6), envelopes=13),), [UNBALANCED]),
    "envelopes-empty": ((turn(1, (8, 4), envelopes=14),), [UNBALANCED]),
    "envelopes-too-many": ((turn(1, (8, 6), envelopes=15),), [UNBALANCED, TOO_MANY]),
    "papers-alone-too-many": ((turn(1, (10, 7), envelopes=14),), [UNBALANCED]),
}


@pytest.mark.parametrize(("rounds", "expected"), PAPERS.values(), ids=PAPERS)
def test_papers(rounds, expected):
    assert codes(delegate(*rounds)) == expected


def test_papers_with_several_names_are_not_added_up():
    election = delegate(turn(1, (13, 12), envelopes=14), seats=2)
    assert codes(election) == []
    assert codes(replace(election, rounds=(turn(1, (13, 12), envelopes=15),))) == [TOO_MANY]


def test_papers_count_the_proxies_and_say_the_figures():
    election = delegate(turn(1, (9, 7), not_voting=1))
    (finding,) = findings(election, present=14, moves=[move(K.GIVES_PROXY, "m15", "m1")])
    assert (
        finding.message == "Délégué : 16 bulletins et 1 non-votant pour 15 votants (présents et représentés)."
    )
    assert finding.where == "tour n° 1"


def test_papers_are_those_of_the_members_in_the_room_at_that_round():
    leaves = [move(K.LEAVES, "m14", on=voting("p1", 2))]
    found = findings(delegate(T1, turn(2, (8, 6))), moves=leaves)
    assert [(f.code, f.where) for f in found] == [(TOO_MANY, "tour n° 2")]


def test_papers_are_not_compared_with_an_unknown_room():
    assert codes(delegate(turn(1, (90, 60))), attendance_recorded=False) == []


LEAVE = [move(K.LEAVES, "m8", on=voting("p1", 2)), move(K.LEAVES, "m7")]
TWO = (turn(1, (4, 4)), turn(2, (4, 2)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"present": 8, "moves": LEAVE}, [("election.quorum_between_rounds", Severity.WARNING)]),
        ({"present": 9, "moves": LEAVE[:1]}, []),
        ({"present": 7}, []),
        ({"present": 8, "moves": LEAVE, "convocation": Convocation(second_of="s0")}, []),
        (
            {"present": 8, "moves": LEAVE, "held_on": date(2021, 4, 9)},
            [("election.quorum_between_rounds", Severity.NOTICE)],
        ),
    ],
    ids=["members-leave", "still-enough", "never-met", "second-call", "exceptional-laws"],
)
def test_quorum_between_rounds_l2121_17(facts, expected):
    found = findings(delegate(*TWO), **{**OLD, **facts})
    assert [(f.code, f.severity) for f in found if f.code != TOO_MANY] == expected


def test_quorum_between_rounds_says_the_figures_once():
    (finding,) = findings(delegate(*TWO, turn(3, (4, 2))), present=8, moves=LEAVE, **OLD)[1:]
    assert (
        finding.message == "Délégué : 6 membres présents au 2e tour, pour 8 requis à l'ouverture (point 1)."
    )


NOT_ALONE = ["election.not_unopposed"]


@pytest.mark.parametrize(
    ("election", "expected"),
    [
        (delegate(is_unopposed=True), []),
        (delegate(turn(1, (0,), (1,)), is_unopposed=True), []),
        (delegate(turn(1, (0, 0)), is_unopposed=True), NOT_ALONE),
        (delegate(turn(1, (0, 0)), is_unopposed=True, seats=2), []),
        (delegate(turn(1, (14,)), is_unopposed=True), NOT_ALONE),
    ],
    ids=["not-named", "named", "two-candidates", "one-for-each-post", "voted"],
)
def test_unopposed_is_alone_l2121_21(election, expected):
    assert codes(election) == expected


@pytest.mark.parametrize("body_type", [BodyType.OTHER, BodyType.OPEN_SYNDICATE])
def test_elections_of_a_body_without_rules_of_ours(body_type):
    council = make_council(15, body_type=body_type)
    assert codes(delegate(turn(3, (9, 6), (1, 1))), council) == []


def test_elections_without_any():
    record = Record(COUNCIL, make_sitting(8, agenda=(make_item(),)))
    assert [f for rule in RULES for f in rule.findings(record)] == []


def test_election_rules_have_codes_of_their_own():
    seen = {}
    for rule in RULES:
        for code in rule.codes:
            assert seen.setdefault(code, rule.check.__name__.removesuffix("_before_2026")) == (
                rule.check.__name__.removesuffix("_before_2026")
            )
        assert rule.check.__doc__
