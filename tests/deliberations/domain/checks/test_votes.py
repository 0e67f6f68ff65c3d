"""Checks on counts, named voters and verdicts."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Gender
from deliberations.domain.checks.votes import check_counts, check_named_voters, check_stated, check_verdicts
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin, SourceStatement
from deliberations.domain.votes import (
    Ballot,
    Choice,
    MajorityRule,
    StatedResult,
    Tally,
    VoteMethod,
    VotePurpose,
)
from tests.facts import (
    applied,
    make_act,
    make_council,
    make_mandate,
    make_person,
    make_sitting,
    make_vote,
    member_names,
    move,
    voting,
)

pytestmark = pytest.mark.unit

FOR, AGAINST = Choice.FOR, Choice.AGAINST
SECRET = VoteMethod.SECRET


def run(check, vote, council=None, **sitting):
    """Codes found on a vote of thirteen present and two represented."""
    moves = [move(K.GIVES_PROXY, "m14", "m2"), move(K.GIVES_PROXY, "m15", "m3"), *sitting.pop("moves", [])]
    facts = {"present": 13, "votes": (vote,), **sitting}
    record = Record(council or make_council(15), make_sitting(moves=moves, **facts))
    return [(f.code, f.severity, f.item, f.message) for f in applied(check, record)]


def tally(*counts: int, **facts):
    return make_vote(everyone=None, tally=Tally(*counts), **facts)


NPPV = "« ne prend pas part au vote »"
MORE, FEWER = "vote.more_than_voters", "vote.fewer_than_voters"
TAIL = "pour 15 votants (présents et représentés)."
COUNTS = {
    "all-for": (make_vote(), []),
    "tally-adds-up": (tally(10, 2, 1, 1, 0, 1), []),
    "one-missing": (tally(14), [(FEWER, f"14 voix comptées {TAIL}")]),
    "one-too-many": (tally(15, 1), [(MORE, f"16 voix comptées {TAIL}")]),
    "single": (tally(1), [(FEWER, f"1 voix comptée {TAIL}")]),
    "exceptions-outnumber-voters": (
        make_vote(ballots=(Ballot(AGAINST, count=20),)),
        [(MORE, f"20 voix comptées {TAIL}")],
    ),
    "nothing-recorded": (make_vote(everyone=None), []),
}


@pytest.mark.parametrize(("vote", "expected"), COUNTS.values(), ids=COUNTS)
def test_counts_add_up_to_voters_l2121_20(vote, expected):
    found = run(check_counts, vote)
    assert [(code, message) for code, _, _, message in found] == expected
    assert {severity for _, severity, _, _ in found} <= {Severity.WARNING}


def test_counts_need_attendance():
    assert run(check_counts, tally(3), attendance_recorded=False) == []


VOTERS = {
    "present": (make_vote(against=["m1"]), [], []),
    "represented": (make_vote(against=["m14"]), [], []),
    "left-before": (
        *(make_vote(against=["m1", "m5"]), [move(K.LEAVES, "m5", on=voting("p1"))]),
        [("vote.not_a_voter", "Vote nominatif : Prénom M5 n'est ni présent(e) ni représenté(e).")],
    ),
    "stepped-aside": (
        *(make_vote(abstaining=["m5"]), [move(K.STEPS_ASIDE, "m5")]),
        [
            (
                "vote.not_a_voter",
                f"Vote nominatif : Prénom M5 s'est déporté(e) : à ne compter ni parmi les votants, ni en {NPPV}.",
            )
        ],
    ),
    "named-twice": (
        *(make_vote(against=["m5"], abstaining=["m5"]), []),
        [("vote.named_twice", "Vote nominatif : Prénom M5 y figure 2 fois.")],
    ),
    "counts-and-groups-name-nobody": (
        make_vote(ballots=(Ballot(AGAINST, count=2), Ballot(AGAINST, group="A"))),
        [],
        [],
    ),
}


@pytest.mark.parametrize(("vote", "moves", "expected"), VOTERS.values(), ids=VOTERS)
def test_named_voters_were_there(vote, moves, expected):
    found = run(check_named_voters, vote, moves=moves)
    assert [(code, message) for code, _, _, message in found] == expected


FEMININE, MASCULINE = Gender.FEMININE, Gender.MASCULINE


@pytest.mark.parametrize(
    ("gender", "fault", "abstained"),
    [
        (FEMININE, "n'est ni présente ni représentée.", "s'est abstenue"),
        (MASCULINE, "n'est ni présent ni représenté.", "s'est abstenu"),
        (None, "n'est ni présent(e) ni représenté(e).", "s'est abstenu(e)"),
    ],
)
def test_messages_agree_with_the_person(gender, fault, abstained):
    council = make_council(15, people=[make_person("x", gender=gender)] * 15)
    gone = [move(K.LEAVES, "m5", on=voting("p1"))]
    ((*_, message),) = run(check_named_voters, make_vote(against=["m5"]), council, moves=gone)
    assert message == f"Vote nominatif : Prénom X {fault}"
    tie = make_vote(against=member_names(15)[8:], abstaining=["m1"])
    ((*_, message),) = run(check_verdicts, tie, council)
    assert f"Prénom X, qui préside, {abstained} :" in message


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice.NOT_VOTING, "n'a pas pris part au vote"),
        (Choice.BLANK, "a voté blanc"),
        (Choice.NULL, "a voté nul"),
    ],
)
def test_tie_says_what_the_chair_did(choice, said):
    tie = make_vote(against=member_names(15)[8:], ballots=())
    ballots = (Ballot(choice, "m1"), *(Ballot(AGAINST, m) for m in member_names(15)[8:]))
    ((*_, message),) = run(check_verdicts, replace(tie, ballots=ballots))
    assert message.startswith(f"Partage égal des voix, et Prénom M1, qui préside, {said} :")


def test_tie_asks_no_vote_of_a_chair_without_a_seat():
    council = make_council(14, more=(make_mandate("m99", until=date(2024, 1, 1)),))
    record = Record(council, make_sitting(14, members=14, chair="m99", votes=(tally(7, 7),)))
    (finding,) = check_verdicts(record)
    assert finding.message.endswith("Prénom M99, qui préside sans siéger, n'a pas de voix à donner.")
    assert finding.remedy == "Constater le rejet."


def test_tie_in_secret_at_a_ccas_asks_for_the_result_and_for_no_choice_r123_18():
    council = make_council(14, body_type=BodyType.CCAS)
    vote = tally(7, 7, method=SECRET)
    (finding,) = check_verdicts(Record(council, make_sitting(14, members=14, votes=(vote,))))
    assert finding.remedy.startswith("Annoncer le résultat et l'enregistrer")
    assert "voix prépondérante" not in finding.message
    said = replace(vote, stated=StatedResult.ADOPTED)
    assert list(check_verdicts(Record(council, make_sitting(14, members=14, votes=(said,))))) == []


def places(check, *votes, **sitting):
    record = Record(make_council(15), make_sitting(13, items=2, votes=votes, **sitting))
    return [(f.item, f.where) for f in applied(check, record)]


AMENDED = (tally(12), tally(12, uid="v2", ballot=2))
PLACES = {
    "alone": ((tally(12),), [("p1", "vote")]),
    "second-of-two": ((tally(13), tally(12, uid="v2", ballot=2)), [("p1", "vote n° 2")]),
    "both-of-two": (AMENDED, [("p1", "vote n° 1"), ("p1", "vote n° 2")]),
    "en-bloc": (
        (make_vote("p1", "p2", everyone=None, tally=Tally(12)),),
        [("p1", "vote"), ("p2", "vote")],
    ),
    "en-bloc-after-another": (
        (tally(13), make_vote("p1", "p2", uid="v2", ballot=2, everyone=None, tally=Tally(12))),
        [("p1", "vote n° 2"), ("p2", "vote")],
    ),
}


@pytest.mark.parametrize(("votes", "expected"), PLACES.values(), ids=PLACES)
def test_votes_are_told_apart(votes, expected):
    assert places(check_counts, *votes) == expected


def test_verdict_of_a_vote_en_bloc_is_said_of_each_act():
    rejected = make_vote("p1", "p2", everyone=AGAINST)
    assert places(check_verdicts, rejected, deliberations=(make_act(), make_act("p2"))) == [
        ("p1", "décision"),
        ("p2", "décision"),
    ]


@pytest.mark.parametrize(
    ("body_type", "article"),
    [
        (BodyType.COMMUNE, "CGCT art. L. 2121-20"),
        (BodyType.EPCI, "CGCT art. L. 5211-1 et L. 2121-20"),
        (BodyType.CCAS, "CASF art. R. 123-18"),
    ],
)
def test_verdict_article(body_type, article):
    council = make_council(15, body_type=body_type)
    record = Record(council, make_sitting(15, votes=(tally(7, 7, 1),)))
    assert [f.article for f in check_verdicts(record)] == [article]


@pytest.mark.parametrize(
    ("origin", "beginning"),
    [(Origin.LIVE, "Enregistrer le vote du président"), (Origin.RECORDED, "Retrouver au procès-verbal")],
)
def test_tie_remedy_can_be_done(origin, beginning):
    record = Record(make_council(15), make_sitting(15, votes=(tally(7, 7, 1),), origin=origin))
    (finding,) = check_verdicts(record)
    assert finding.remedy.startswith(beginning)


def test_named_voters_need_attendance():
    assert run(check_named_voters, make_vote(against=["m15"]), attendance_recorded=False) == []


SEVEN = member_names(14)[7:]
TIE = make_vote(against=SEVEN)
ABSTAINED = "Partage égal des voix, et Prénom M1, qui préside, s'est abstenu(e) : aucune voix prépondérante."
UNKNOWN = "Partage égal des voix, et le vote du président de séance n'est pas enregistré : aucune voix prépondérante."
REJECTED = "Le vote rejette la proposition : le document produit ici est rédigé comme un rejet."
VERDICTS = {
    "adopted": (make_vote(), {}, []),
    "tie-with-casting-vote": (make_vote(against=member_names(15)[8:], abstaining=["m2"]), {}, []),
    "tie-chair-abstained": (make_vote(against=member_names(15)[8:], abstaining=["m1"]), {}, [ABSTAINED]),
    "tie-chair-unknown": (tally(7, 7, 1), {}, [UNKNOWN]),
    "tie-secret-is-a-rejection": (tally(7, 7, 1, method=SECRET), {}, [REJECTED]),
    "tie-adopts-the-accounts": (tally(7, 7, 1, majority=MajorityRule.NO_MAJORITY_AGAINST), {}, []),
    "rejected": (make_vote(everyone=AGAINST), {}, [REJECTED]),
    "rejected-without-an-act": (make_vote(everyone=AGAINST), {"deliberations": ()}, []),
    "rejected-act-without-decision": (
        make_vote(everyone=AGAINST),
        {"deliberations": (make_act(operative=()),)},
        [],
    ),
    "rejected-amendment": (make_vote(everyone=AGAINST, decides=False), {}, []),
    "rejected-in-another-assembly": (
        make_vote(everyone=AGAINST),
        {"council": make_council(15, body_type=BodyType.OTHER)},
        [],
    ),
}


@pytest.mark.parametrize(("vote", "facts", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts_l2121_20(vote, facts, expected):
    found = run(check_verdicts, vote, **{"deliberations": (make_act(),), **facts})
    assert [message for *_, message in found] == expected
    severities = {"vote.tie": Severity.WARNING, "vote.rejected": Severity.NOTICE}
    assert all(severities[code] is severity for code, severity, *_ in found)


@pytest.mark.parametrize(
    ("origin", "text", "severity"),
    [
        (Origin.RECORDED, "Adopté, voix prépondérante de Madame le Maire", Severity.NOTICE),
        (Origin.RECORDED, "Adopté", Severity.WARNING),
        (Origin.LIVE, "Adopté, voix prépondérante de Madame le Maire", Severity.WARNING),
    ],
)
def test_tie_of_totals_whose_paper_tells_the_casting_vote(origin, text, severity):
    sitting = make_sitting(
        14,
        origin=origin,
        votes=(make_vote(everyone=None, tally=Tally(in_favour=7, against=7)),),
        statements=(SourceStatement("verdict", text, None, "p1"),),
    )
    ties = [f for f in check_verdicts(Record(make_council(), sitting)) if f.code == "vote.tie"]
    assert [f.severity for f in ties] == [severity]


def test_refused_closed_doors_reject_nothing_of_the_act():
    closed = make_vote(uid="huis-clos", purpose=VotePurpose.CLOSED_DOORS, everyone=Choice.AGAINST, ballot=1)
    whole = make_vote(uid="ensemble", ballot=2)
    sitting = make_sitting(8, votes=(closed, whole), deliberations=(make_act(),))
    assert [f.code for f in check_verdicts(Record(make_council(), sitting))] == []
    alone = replace(sitting, votes=(replace(whole, everyone=Choice.AGAINST),))
    assert [f.code for f in check_verdicts(Record(make_council(), alone))] == ["vote.rejected"]


def test_tie_says_the_adoption_announced_against_it_and_nothing_else_does():
    vote = make_vote(abstaining=["m1"], against=[f"m{n}" for n in range(2, 9)], stated=StatedResult.ADOPTED)
    record = Record(make_council(15), make_sitting(15, votes=(vote,), deliberations=(make_act(),)))
    (finding,) = (*check_verdicts(record), *check_stated(record))
    assert finding.code == "vote.tie"
    assert finding.message.endswith(
        " : aucune voix prépondérante. Le résultat annoncé est pourtant l'adoption."
    )


def test_adoption_announced_of_what_the_voices_reject_is_told_once():
    vote = make_vote(everyone=AGAINST, stated=StatedResult.ADOPTED)
    record = Record(make_council(15), make_sitting(15, votes=(vote,), deliberations=(make_act(),)))
    assert [f.code for f in (*check_verdicts(record), *check_stated(record))] == ["vote.stated"]


def test_tie_in_secret_announced_as_adopted_says_that_no_voice_prevails_l2121_20():
    tally = Tally(4, 4)
    vote = make_vote(everyone=None, tally=tally, method=VoteMethod.SECRET, stated=StatedResult.ADOPTED)
    record = Record(make_council(15), make_sitting(8, votes=(vote,), deliberations=(make_act(),)))
    (finding,) = (*check_verdicts(record), *check_stated(record))
    assert (finding.code, finding.article) == ("vote.stated", "CGCT art. L. 2121-20")
    assert "personne n'a de voix prépondérante au scrutin secret" in finding.message
