"""What the paper says against what the facts give."""

import pytest

from deliberations.domain.checks.paper import check_statements
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, SourceStatement
from tests.facts import make_council, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

# Fifteen in office, eight in the room, two represented, one stepped aside: nine voters.
MOVES = [move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m10", "m2"), move(K.STEPS_ASIDE, "m8")]
FIGURES = {
    "in_office": 15,
    "present": 7,
    "represented": 2,
    "absent": 5,
    "voters": 9,
    "in_favour": 6,
    "against": 2,
    "abstentions": 1,
    "not_voting": 0,
}
VOTE = make_vote(against=["m3", "m9"], abstaining=["m4"])


def said(about: str, number: int | None, item: str | None = "p1", **facts) -> SourceStatement:
    return SourceStatement(about, str(number), number, item, **facts)


def run(*statements, **facts):
    sitting = make_sitting(8, **{"moves": MOVES, "votes": (VOTE,), "statements": statements, **facts})
    return [(f.code, f.item, f.where, f.message) for f in check_statements(Record(make_council(15), sitting))]


@pytest.mark.parametrize(("about", "number"), FIGURES.items())
def test_statement_that_agrees_is_silent(about, number):
    assert run(said(about, number)) == []


@pytest.mark.parametrize(("about", "number"), FIGURES.items())
def test_statement_that_differs_is_reported(about, number):
    ((code, item, where, message),) = run(said(about, number + 1, place="en-tête"))
    assert (code, item, where) == (f"paper.{about}", "p1", "en-tête")
    assert f" : {number + 1} » ; les faits enregistrés donnent {number}." in message


def test_statement_message():
    ((_, _, where, message),) = run(said("present", 8))
    assert (where, message) == (
        "acte d'origine",
        "L'acte indique « présents : 8 » ; les faits enregistrés donnent 7.",
    )


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        (said("present", 99, confidence=Confidence.ILLEGIBLE), {}),
        (said("present", None), {}),
        (said("signatory", 99), {}),
        (said("in_favour", 99), {"votes": ()}),
        (said("in_favour", 99, None), {}),
        (said("present", 99), {"attendance_recorded": False}),
    ],
    ids=["illegible", "not-a-number", "not-a-figure", "no-vote", "no-item", "attendance-unknown"],
)
def test_statement_that_cannot_be_compared_is_silent(statement, facts):
    assert run(statement, **facts) == []


def test_statement_doubtful_is_compared():
    assert [code for code, *_ in run(said("present", 99, confidence=Confidence.DOUBTFUL))] == [
        "paper.present"
    ]


def test_statement_without_item_is_about_the_opening():
    arrival = [*MOVES, move(K.ARRIVES, "m11", on=None)]
    assert run(said("present", 8, None), moves=arrival) == []


def test_statement_remedy_claims_nothing_of_the_facts():
    record = Record(
        make_council(15), make_sitting(8, moves=MOVES, votes=(VOTE,), statements=(said("present", 8),))
    )
    assert [f.remedy for f in check_statements(record)] == [
        "Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés."
    ]
