"""What the paper says against what the facts give."""

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from councils.domain.people import SeatKind
from deliberations.domain.checks.paper import RULES, check_statements
from deliberations.domain.checks.paper_words import FIGURES as KNOWN
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, Derogation, ItemKind, SourceStatement
from deliberations.domain.votes import (
    CandidateTally,
    Choice,
    Election,
    Round,
    StatedResult,
    Tally,
    VoteMethod,
)
from tests.facts import debate, make_council, make_item, make_mandate, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit

# Fifteen in office for sixteen seats. Ten in the room, one stepped aside, one at a distance, one substitute, two
# represented (one of them excused), one excused, one absent: twelve voters, two of whom make no choice.
MOVES = [
    *(move(K.EXCUSED, "m11"), move(K.GIVES_PROXY, "m11", "m1"), move(K.GIVES_PROXY, "m12", "m2")),
    *(move(K.SUBSTITUTE_SEATED, "m13", "s1"), move(K.EXCUSED, "m14")),
    *(move(K.STEPS_ASIDE, "m10"), move(K.ATTENDS_REMOTELY, "m9")),
]
FIGURES = {
    "in_office": 15,
    "seats": 16,
    "quorum": 8,
    "present": 9,
    "represented": 2,
    "excused": 1,
    "absent": 2,
    "substituted": 1,
    "stepped_aside": 1,
    "remote": 1,
    "voters": 12,
    "votes_cast": 7,
    "in_favour": 5,
    "against": 2,
    "abstentions": 1,
    "blank": 1,
    "null": 1,
    "not_voting": 2,
    "majority": 4,
}
VOTE = make_vote(
    everyone=None,
    method=VoteMethod.SECRET,
    tally=Tally(in_favour=5, against=2, abstentions=1, blank=1, null=1, not_voting=2),
)
SUBSTITUTE = make_mandate("s1", seat=SeatKind.SUBSTITUTE, substitute_for="m13")
# An EPCI: its members may sit at a distance, and have substitutes.
COUNCIL = make_council(15, more=[SUBSTITUTE], seats=(DatedNumber(16),), body_type=BodyType.EPCI)


def said(about: str, number: int | None, item: str | None = "p1", **facts) -> SourceStatement:
    return SourceStatement(about, str(number), number, item, **facts)


def record_of(*statements, **facts):
    sitting = make_sitting(10, **{"moves": MOVES, "votes": (VOTE,), "statements": statements, **facts})
    return Record(COUNCIL, sitting)


def run(*statements, **facts):
    found = check_statements(record_of(*statements, **facts))
    return [(f.code, f.item, f.where, f.message) for f in found]


def test_every_figure_is_tried():
    assert list(FIGURES) == list(KNOWN)
    assert RULES[0].codes == (*(f"paper.{about}" for about in FIGURES), "paper.verdict", "paper.not_compared")


@pytest.mark.parametrize(("about", "number"), FIGURES.items())
def test_statement_that_agrees_is_silent(about, number):
    assert run(said(about, number)) == []


@pytest.mark.parametrize(("about", "number"), FIGURES.items())
def test_statement_that_differs_is_reported(about, number):
    ((code, item, where, message),) = run(said(about, number + 20, place="en-tête"))
    assert (code, item, where) == (f"paper.{about}", "p1", "en-tête")
    assert f" : {number + 20} » ; les faits enregistrés donnent {number}." in message


def test_statement_message():
    ((_, _, where, message),) = run(said("present", 7))
    assert (where, message) == (
        "acte d'origine",
        "L'acte indique « présents : 7 » ; les faits enregistrés donnent 9.",
    )


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        (said("present", 99, confidence=Confidence.ILLEGIBLE), {}),
        (said("present", None), {}),
        (said("signatory", None), {}),
        (said("in_favour", 99), {"votes": ()}),
        (said("in_favour", 99, None), {}),
        (said("present", 99), {"attendance_recorded": False}),
        (said("quorum", 99), {"attendance_recorded": False}),
        (said("present", -1), {}),
        (SourceStatement("verdict", "rejeté", item="p1", confidence=Confidence.ILLEGIBLE), {}),
    ],
    ids=[
        *("illegible", "not-a-number", "not-a-figure", "no-vote", "no-item", "attendance-unknown"),
        *("quorum-unknown", "negative", "illegible-verdict"),
    ],
)
def test_statement_that_cannot_be_compared_is_silent(statement, facts):
    assert run(statement, **facts) == []


def test_statement_doubtful_is_compared():
    assert [code for code, *_ in run(said("present", 99, confidence=Confidence.DOUBTFUL))] == [
        "paper.present"
    ]


def test_statement_without_item_is_about_any_time_of_the_evening():
    later = [*MOVES, move(K.ARRIVES, "m15", on=debate("p2"))]
    facts = {"moves": later, "agenda": (make_item("p1"), make_item("p2", 2))}
    agreed = [said("present", 9, None), said("present", 10, "p2"), said("present", 10, None)]
    assert run(*agreed, **facts) == []
    assert [code for code, *_ in run(said("present", 12, None), **facts)] == ["paper.present"]


@pytest.mark.parametrize(
    ("derogation", "required"), [(Derogation(), 8), (Derogation(quorum_of_third=True), 5)]
)
@pytest.mark.parametrize("item", ["p1", None])
def test_statement_quorum_is_the_number_required(derogation, required, item):
    assert run(said("quorum", required, item), derogation=derogation) == []
    assert len(run(said("quorum", required + 1, item), derogation=derogation)) == 1


def test_statement_is_not_compared_where_no_member_is_listed():
    sitting = make_sitting(
        0, members=0, chair=None, secretaries=(), statements=(said("in_office", 11, None),)
    )
    assert list(check_statements(Record(make_council(0), sitting))) == []


@pytest.mark.parametrize(
    ("about", "text", "number", "codes"),
    [
        ("absent", "Absents non excusés : 1", 1, []),
        ("absent", "Absents non excusés : 2", 2, ["paper.absent"]),
        ("absent", "Absents : 4 dont 2 représentés", 4, []),
        ("absent", "Absents : 2 dont 1 excusé", 2, []),
        ("absent", "Absents : 4", 4, []),
        ("absent", "Absents : 5 dont 1 suppléé", 5, []),
        ("absent", "Absents : 7", 7, ["paper.absent"]),
        ("excused", "Excusés : 2", 2, []),
        ("excused", "Excusés : 3", 3, ["paper.excused"]),
    ],
)
def test_statement_absent_and_excused_follow_the_words(about, text, number, codes):
    assert [code for code, *_ in run(SourceStatement(about, text, number, "p1"))] == codes


def test_statement_absent_may_count_the_represented_when_the_figures_show_it():
    assert run(said("in_office", 15), said("absent", 4), said("present", 11)) == [
        (
            *("paper.present", "p1", "acte d'origine"),
            "L'acte indique « présents : 11 » ; les faits enregistrés donnent 9.",
        )
    ]


@pytest.mark.parametrize(
    ("moves", "more", "found"),
    [
        (MOVES[1:3], [], [("paper.absent", Severity.NOTICE)]),
        (MOVES[1:3], [said("represented", 2)], []),
        ([], [], []),
    ],
    ids=["not-set-apart", "set-apart", "nobody-represented"],
)
def test_statement_nobody_absent_while_some_are_represented(moves, more, found):
    sitting = make_sitting(
        10,
        members=12 if moves else 10,
        moves=moves,
        statements=[SourceStatement("absent", "/", 0, "p1"), *more],
    )
    record = Record(make_council(12 if moves else 10), sitting)
    findings = list(check_statements(record))
    assert [(f.code, f.severity) for f in findings] == found
    assert {f.message for f in findings} <= {"L'acte n'indique aucun absent, alors qu'il y a 2 représentés."}


@pytest.mark.parametrize(
    ("text", "vote", "severity"),
    [
        ("adopté", VOTE, None),
        ("Approuvée à la majorité", VOTE, None),
        ("rejeté à l'unanimité", VOTE, Severity.WARNING),
        ("n'est pas adoptée", VOTE, Severity.WARNING),
        ("rejeté", make_vote(against=["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]), None),
        ("ADOPTÉ", make_vote(against=["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]), Severity.WARNING),
        ("à l'unanimité", make_vote(), None),
        ("à l'unanimité", make_vote(against=["m3"]), Severity.WARNING),
        ("à l'unanimité", make_vote(abstaining=["m3"]), Severity.NOTICE),
        ("à l'unanimité des suffrages exprimés", make_vote(abstaining=["m3"]), None),
        ("à l'unanimité moins une voix", make_vote(against=["m3"]), None),
        ("point reporté", VOTE, None),
        ("Adopté à la majorité", make_vote(), Severity.NOTICE),
        ("Adopté à la majorité", make_vote(against=["m3"]), None),
        ("Adopté à la majorité", make_vote(abstaining=["m3"]), None),
        ("Adopté à la majorité absolue", make_vote(), None),
        ("Adopté à la majorité des suffrages exprimés", make_vote(), None),
        ("Rejeté à la majorité", make_vote(everyone=Choice.AGAINST), None),
    ],
)
def test_statement_verdict_is_compared(text, vote, severity):
    statement = SourceStatement("verdict", text, item="p1")
    found = list(check_statements(record_of(statement, votes=(vote,))))
    assert [(f.code, f.severity) for f in found] == ([("paper.verdict", severity)] if severity else [])


def test_statement_verdict_messages():
    texts = ("à l'unanimité", "rejeté")
    votes = (make_vote(against=["m3", "m4"], abstaining=["m5"]),)
    statements = [SourceStatement("verdict", text, item="p1") for text in texts]
    assert [message for *_, message in run(*statements, votes=votes)] == [
        "L'acte indique « à l'unanimité » ; les faits enregistrés donnent 2 voix contre.",
        "L'acte indique « rejeté » ; d'après les voix enregistrées, le point est adopté.",
    ]


def test_statement_verdict_of_nothing_decided_is_silent():
    assert run(SourceStatement("verdict", "rejeté", item="p1"), votes=()) == []
    assert run(SourceStatement("verdict", "rejeté")) == []


def test_statement_findings_explain_themselves():
    statements = [said(about, number + 20 + n) for n, (about, number) in enumerate(FIGURES.items())]
    found = list(check_statements(record_of(*statements, SourceStatement("verdict", "rejeté", item="p1"))))
    assert [f.code.removeprefix("paper.") for f in found] == ["verdict", *FIGURES]
    assert all(f.consequence and f.remedy for f in found)


def test_statement_remedy_claims_nothing_of_the_facts():
    assert {f.remedy for f in check_statements(record_of(said("present", 7)))} == {
        "Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés."
    }


ACCOUNTS = {
    "moves": [move(K.STEPS_ASIDE, "m1", on=voting("p1")), move(K.LEAVES, "m9", on=voting("p1"))],
    "votes": (make_vote(),),
}


@pytest.mark.parametrize(
    ("about", "number", "is_found"),
    [
        *[("present", number, number in (7, 11)) for number in (7, 8, 9, 10, 11)],
        *[("voters", number, number != 8) for number in (7, 8, 9, 10)],
    ],
)
def test_statement_present_may_be_the_roll_of_the_opening_voters_never(about, number, is_found):
    """Ten at the opening; one steps aside and another leaves for the vote, which eight members take."""
    assert bool(run(said(about, number), **ACCOUNTS)) is is_found


@pytest.mark.parametrize(("number", "is_found"), [(9, True), (10, False), (11, True), (12, False)])
def test_statement_voters_may_leave_out_those_who_say_they_do_not_vote(number, is_found):
    assert bool(run(said("voters", number))) is is_found


def test_statement_voters_may_leave_out_the_authorising_officer():
    item = make_item("p1", kind=ItemKind.ACCOUNTS)
    sitting = make_sitting(10, agenda=(item,), statements=(said("voters", 9),))
    assert list(check_statements(Record(make_council(), sitting))) == []


def test_statement_represented_may_count_the_givers_of_the_evening():
    gone = [
        *(move(K.GIVES_PROXY, "m11", "m1"), move(K.ARRIVES, "m11", on=debate("p2"))),
        *(move(K.LEAVES, "m9", on=debate("p2")), move(K.GIVES_PROXY, "m9", "m2")),
    ]
    facts = {"moves": gone, "agenda": (make_item("p1"), make_item("p2", 2))}
    assert run(said("represented", 2, None), said("represented", 1, None), **facts) == []
    assert len(run(said("represented", 3, None), said("represented", 2, "p2"), **facts)) == 2


ELECTION = Election(
    "e",
    "p1",
    "Maire",
    rounds=(Round(1, (CandidateTally("A", 20), CandidateTally("B", 9)), blank=3, null=1, envelopes=33),),
)


@pytest.mark.parametrize("item", ["p1", None])
@pytest.mark.parametrize(
    ("about", "number"),
    [("votes_cast", 29), ("majority", 15), ("majorité absolue", 15), ("blank", 3), ("null", 1)],
)
def test_statement_of_an_election_is_compared_with_its_papers(about, number, item):
    facts = {"elections": (ELECTION,), "votes": ()}
    assert run(said(about, number, item), **facts) == []
    assert len(run(said(about, number + 2, item), **facts)) == 1


@pytest.mark.parametrize(
    ("about", "number"),
    [
        *(("présents", 9), ("Votants", 12), ("pour", 5), ("contre", 2), ("abstention", 1), ("exprimés", 7)),
        *(("pouvoirs", 2), ("absents", 2), ("excusés", 1), ("en exercice", 15), ("en_exercice", 15)),
        *(("Quorum", 8), ("majorité", 4)),
    ],
)
def test_statement_under_a_plain_french_word_is_compared(about, number):
    assert run(said(about, number)) == []
    if about != "Quorum":
        assert len(run(said(about, number + 20))) == 1


def test_statement_number_under_an_unknown_name_is_told():
    (found,) = check_statements(record_of(said("listed", 18)))
    assert (found.code, found.severity) == ("paper.not_compared", Severity.NOTICE)
    assert "18, dont le nom (« listed »)" in found.message
    assert "votants (voters)" in found.remedy


def test_figures_off_by_the_same_number_are_told_once():
    more = [said(about, FIGURES[about] + 2) for about in ("in_office", "present", "voters", "excused")]
    (together, alone) = check_statements(record_of(*more))
    assert (together.code, alone.code) == ("paper.in_office", "paper.excused")
    assert together.message == (
        "L'acte indique 17 membres en exercice, 11 présents et 14 votants ; les faits enregistrés donnent 15, 9 "
        "et 12 : 2 personnes de plus dans l'acte, partout."
    )
    assert "compté d'un seul côté" in together.remedy


def test_figures_lower_by_two_on_the_paper_say_so():
    less = [said(about, FIGURES[about] - 1) for about in ("in_office", "remote")]
    (found,) = check_statements(record_of(*less))
    assert found.message.endswith(" : 1 personne de moins dans l'acte, partout.")


def test_figures_off_by_other_numbers_or_elsewhere_are_told_apart():
    apart = [said("present", FIGURES["present"] + 3), said("voters", FIGURES["voters"] + 2)]
    assert [code for code, *_ in run(*apart)] == ["paper.present", "paper.voters"]
    elsewhere = [said("present", FIGURES["present"] + 3), said("in_office", FIGURES["in_office"] + 3, None)]
    assert [(code, item) for code, item, *_ in run(*elsewhere)] == [
        ("paper.present", "p1"),
        ("paper.in_office", None),
    ]


def test_voters_of_the_paper_that_are_its_voices_are_told_by_the_count_alone():
    facts = {"votes": (make_vote(everyone=None, tally=Tally(in_favour=14)),)}
    assert run(said("voters", 14), **facts) == []
    assert [code for code, *_ in run(said("voters", 15), **facts)] == ["paper.voters"]
    balanced = {"votes": (make_vote(everyone=None, tally=Tally(in_favour=12)),)}
    assert [code for code, *_ in run(said("voters", 14), **balanced)] == ["paper.voters"]


@pytest.mark.parametrize(("stated", "told"), [("ADOPTED", 0), ("REJECTED", 1), (None, 1)])
def test_verdict_of_the_paper_that_the_announced_result_already_contradicts_is_not_told_twice(stated, told):
    vote = make_vote(everyone=Choice.AGAINST, stated=stated and StatedResult(stated))
    assert len(run(SourceStatement("verdict", "adopté", item="p1"), votes=(vote,))) == told
