"""Reading a paper sheet: names as they are written on it, moments in its words."""

import pytest

from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.sheets import (
    NotFound,
    Sheet,
    SheetMember,
    SheetMove,
    When,
    find_member,
    find_members,
    is_on_sheet,
    is_plain_vote,
    moment_of,
    movements_of,
    when_of,
)
from deliberations.domain.votes import Ballot, Choice, StatedResult, Tally, VoteMethod, VotePurpose
from tests.facts import make_vote

pytestmark = pytest.mark.unit

NAMES = {
    "durieu": "Jacques DURIEU",
    "martin-p": "Paul MARTIN",
    "martin-a": "Anne MARTIN",
    "heroguer": "Hélène HÉROGUER",
    "dazin": "Mélanie DAZIN-DESLANDES",
    "de-gaulle": "Charles de GAULLE",
}
K = MovementKind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Durieu", "durieu"),
        ("  jacques   durieu ", "durieu"),
        ("DURIEU Jacques", "durieu"),
        ("Mme Heroguer", "heroguer"),
        ("M. de Gaulle", "de-gaulle"),
        ("Dazin Deslandes", "dazin"),
        ("Anne Martin", "martin-a"),
    ],
)
def test_member_is_found_by_what_the_sheet_says(text, found):
    assert find_member(text, NAMES) == found


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Martin", ("Paul MARTIN", "Anne MARTIN")),
        ("Dupont", ()),
        ("Mme", ()),
        ("", ()),
        ("Jacques Martin", ()),
    ],
)
def test_member_is_never_guessed(text, candidates):
    with pytest.raises(NotFound) as unknown:
        find_member(text, NAMES)
    assert unknown.value.candidates == candidates


def test_members_of_a_list_each_once():
    assert find_members("Durieu, Paul Martin et Mme Héroguer ; durieu", NAMES) == (
        "durieu",
        "martin-p",
        "heroguer",
    )
    assert find_members("  ", NAMES) == ()


@pytest.mark.parametrize(
    ("when", "phase"), [(When.BEFORE, Phase.DEBATE), (When.DURING, Phase.VOTE), (When.AFTER, Phase.AFTER)]
)
def test_moment_in_the_words_of_a_sheet(when, phase):
    assert moment_of("p1", when) == Moment("p1", phase)
    assert when_of(Moment("p1", phase)) is when


def test_moment_of_the_opening():
    assert when_of(None) is When.BEFORE


def test_movements_of_a_sheet_in_order():
    sheet = Sheet(
        members=(SheetMember("a", K.PRESENT), SheetMember("b", K.EXCUSED, "a")),
        moves=(
            SheetMove("a", K.STEPS_ASIDE, "p1"),
            SheetMove("a", K.LEAVES, "p2", When.AFTER, holder="c"),
        ),
    )
    told = [(m.kind, m.member, m.other, m.moment, m.until) for m, _ in movements_of(sheet)]
    after = Moment("p2", Phase.AFTER)
    assert told == [
        (K.PRESENT, "a", None, None, None),
        (K.EXCUSED, "b", None, None, None),
        (K.GIVES_PROXY, "b", "a", None, None),
        (K.STEPS_ASIDE, "a", None, Moment("p1"), Moment("p1", Phase.AFTER)),
        (K.LEAVES, "a", None, after, None),
        (K.GIVES_PROXY, "a", "c", after, None),
    ]


VOTE = Moment("p1", Phase.VOTE)
GONE = Movement(1, K.LEAVES, "a", moment=VOTE)


@pytest.mark.parametrize(
    ("movement", "is_on"),
    [
        (Movement(2, K.PRESENT, "a"), True),
        (Movement(2, K.GIVES_PROXY, "a", "b"), True),
        (Movement(2, K.GIVES_PROXY, "a"), False),
        (Movement(2, K.GIVES_PROXY, "a", "b", until=VOTE), False),
        (Movement(2, K.CHAIR_TAKEN, "a"), False),
        (Movement(2, K.ATTENDS_REMOTELY, "a"), True),
        (Movement(2, K.SUBSTITUTE_SEATED, "a", "b"), False),
        (GONE, True),
        (Movement(2, K.ARRIVES, "a", moment=Moment("p1", Phase.VOTE, 2)), False),
        (Movement(2, K.LEAVES, "a", moment=VOTE, until=Moment("p1", Phase.AFTER)), False),
        (Movement(2, K.STEPS_ASIDE, "a", moment=VOTE, until=Moment("p1", Phase.AFTER)), True),
        (Movement(2, K.STEPS_ASIDE, "a", moment=VOTE), False),
        (Movement(2, K.GIVES_PROXY, "a", "b", moment=VOTE), True),
        (Movement(2, K.GIVES_PROXY, "b", "c", moment=VOTE), False),
        (Movement(2, K.PROXY_ENDS, "a", moment=VOTE), False),
        (Movement(2, K.EXCUSED, "a", moment=VOTE), False),
    ],
)
def test_what_the_sheet_has_a_line_for(movement, is_on):
    assert is_on_sheet(movement, (GONE, movement)) is is_on


@pytest.mark.parametrize(
    ("votes", "is_plain"),
    [
        ((), True),
        ((make_vote(),), True),
        ((make_vote(against=["m2"]),), True),
        ((make_vote(method=VoteMethod.PUBLIC),), True),
        ((make_vote(everyone=None, method=VoteMethod.SECRET, tally=Tally(5)),), True),
        ((make_vote(everyone=None, tally=Tally(5)),), False),
        ((make_vote(everyone=Choice.AGAINST),), False),
        ((make_vote(everyone=None, ballots=(Ballot(Choice.FOR, "m1"),)),), False),
        ((make_vote(), make_vote(uid="v2", ballot=2)), False),
        ((make_vote("p1", "p2"),), True),
        ((make_vote(purpose=VotePurpose.AMENDMENT, decides=False),), False),
        ((make_vote(stated=StatedResult.UNANIMOUS),), False),
        ((make_vote(note="à relire"),), False),
    ],
)
def test_votes_that_fit_on_a_line(votes, is_plain):
    assert is_plain_vote(votes) is is_plain
