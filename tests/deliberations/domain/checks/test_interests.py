"""Members with an interest: told on the item, or told once and named by the agenda (CGCT art. L. 2131-11)."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Interest
from deliberations.domain.checks.interests import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Bar, BarGround, Subject
from deliberations.domain.votes import Ballot, Choice
from tests.facts import make_council, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

TOLD = (Bar("m3", BarGround.INTEREST),)


def council_with(*interests, **facts):
    council = make_council(15, **facts)
    told = (replace(m, interests=interests) if m.uid == "m3" else m for m in council.mandates)
    return replace(council, mandates=tuple(told))


def found(council=None, moves=(), vote=None, held_on=date(2026, 1, 15), **item):
    sitting = make_sitting(
        9, held_on=held_on, agenda=(make_item(**item),), moves=moves, votes=(vote or make_vote(),)
    )
    record = Record(council or make_council(15), sitting)
    return [finding for rule in RULES for finding in rule.findings(record)]


PART = {
    "stays": ((), None, ["est compté(e) parmi les votants"]),
    "steps-aside": ((move(K.STEPS_ASIDE, "m3"),), None, []),
    "leaves": ((move(K.LEAVES, "m3"),), None, []),
    "stays-and-does-not-vote": ((), make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),)), []),
    "votes-by-proxy": (
        (move(K.LEAVES, "m3"), move(K.GIVES_PROXY, "m3", "m4")),
        None,
        ["vote par Prénom M4, qui détient son pouvoir"],
    ),
    "votes-for-another": (
        (move(K.GIVES_PROXY, "m15", "m3"),),
        None,
        ["est compté(e) parmi les votants", "vote pour Prénom M15, par pouvoir"],
    ),
}


@pytest.mark.parametrize(("moves", "vote", "faults"), PART.values(), ids=PART)
@pytest.mark.parametrize("held_on", [date(2025, 12, 23), date(2025, 12, 24)], ids=["before", "since-2025"])
def test_part_taken_l2131_11(held_on, moves, vote, faults):
    if vote is not None and held_on < date(2025, 12, 24):
        faults = ["reste dans la salle pendant le vote"]  # Old case law could take his presence for a part.
    findings = found(moves=moves, vote=vote, held_on=held_on, bars=TOLD)
    assert [f.message for f in findings] == [
        f"Prénom M3 a un intérêt déclaré sur ce point, et {fault}." for fault in faults
    ]
    assert {(f.code, f.severity) for f in findings} <= {("interest.part_taken", Severity.WARNING)}


@pytest.mark.parametrize("held_on", [date(2025, 12, 23), date(2025, 12, 24)], ids=["before", "since-2025"])
def test_part_taken_by_the_chair_who_does_not_vote(held_on):
    vote = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m1"),))
    (finding,) = found(vote=vote, held_on=held_on, bars=(Bar("m1", BarGround.INTEREST),))
    assert finding.message.endswith("a un intérêt déclaré sur ce point, et préside ce point.")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("subject", "severity"), [(Subject.NONE, Severity.NOTICE), (Subject.PROCUREMENT, Severity.WARNING)]
)
def test_a_representative_has_no_interest_for_that_alone_l1111_6(subject, severity):
    (finding,) = found(bars=(Bar("m3", BarGround.REPRESENTATIVE),), subject=subject)
    assert (finding.severity, finding.article) == (severity, "CGCT art. L. 1111-6")
    assert finding.message.startswith(
        "Prénom M3 représente le conseil dans l'autre structure, et est compté(e)"
    )


def test_the_authorising_officer_is_another_matter():
    assert found(bars=(Bar("m3", BarGround.AUTHORISING_OFFICER),)) == []


TOPICS = {
    "named": (
        "Association des parents",
        {"title_html": "Subvention à l'association des parents d'élèves"},
        1,
    ),
    "without-accents-or-plural": ("Comité des fêtes", {"title_html": "COMITE DES FETES : subvention"}, 1),
    "in-the-theme": ("Comité des fêtes", {"theme": "comité des fêtes"}, 1),
    "one-word-missing": ("Association des parents", {"title_html": "Subvention à l'association sportive"}, 0),
    "kept-out": ("Comité des fêtes", {"title_html": "Comité des fêtes", "bars": TOLD}, 0),
    "only-small-words": ("le conseil de la commune", {"title_html": "Le conseil de la commune"}, 0),
}


@pytest.mark.parametrize(("topic", "item", "number"), TOPICS.values(), ids=TOPICS)
def test_an_item_that_speaks_of_an_interest(topic, item, number):
    findings = [f for f in found(council_with(Interest(topic)), **item) if f.code == "interest.told"]
    assert len(findings) == number


@pytest.mark.parametrize(
    ("interest", "subject", "number"),
    [
        (Interest("Comité des fêtes", until=date(2026, 1, 14)), Subject.NONE, 0),
        (Interest("Comité des fêtes", since=date(2026, 1, 15)), Subject.NONE, 1),
        (Interest("Comité des fêtes", is_representation=True), Subject.NONE, 0),
        (Interest("Comité des fêtes", is_representation=True), Subject.PROCUREMENT, 1),
    ],
    ids=["ended", "begins", "represents", "represents-in-procurement"],
)
def test_interest_in_force_and_representation_l1111_6(interest, subject, number):
    findings = found(council_with(interest), title_html="Comité des fêtes", subject=subject)
    assert len(findings) == number


def test_interest_of_somebody_away_or_elsewhere():
    assert found(council_with(Interest("fêtes")), (move(K.STEPS_ASIDE, "m3"),), title_html="Fêtes") == []
    ccas = council_with(Interest("fêtes"), body_type=BodyType.CCAS)
    assert found(ccas, title_html="Fêtes") == []


NOT_VOTING = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),))
NEITHER = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"), Ballot(Choice.NOT_VOTING, "m15")))
PROXY = (move(K.GIVES_PROXY, "m15", "m3"),)


@pytest.mark.parametrize(
    ("held_on", "vote", "moves", "more"),
    [
        (date(2026, 1, 15), None, (), [""]),
        (date(2026, 1, 15), NOT_VOTING, (), []),
        (date(2025, 12, 23), NOT_VOTING, (), [""]),
        (date(2026, 1, 15), NOT_VOTING, PROXY, [", et vote pour Prénom M15, par pouvoir"]),
        (date(2026, 1, 15), NEITHER, PROXY, []),
        (date(2026, 1, 15), None, PROXY, [", et vote pour Prénom M15, par pouvoir"]),
    ],
    ids=["votes", "stays-silent", "stays-before-2025", "votes-by-proxy", "no-voice-at-all", "votes-for-two"],
)
def test_interest_told_and_the_part_taken(held_on, vote, moves, more):
    findings = found(council_with(Interest("fêtes")), moves, vote, held_on, title_html="Fêtes")
    told = "Prénom M3 a déclaré un intérêt (« fêtes ») dont ce point semble parler"
    assert [f.message for f in findings] == [f"{told}{words}." for words in more]


def test_proxies_that_do_not_vote_are_no_part_taken():
    assert found(moves=PROXY, vote=NEITHER, bars=TOLD) == []
    represented = (move(K.LEAVES, "m3"), move(K.GIVES_PROXY, "m3", "m4"))
    assert found(moves=represented, vote=NOT_VOTING, bars=TOLD) == []
