"""The named variants of the house look, and what no look may make an act say."""

from dataclasses import replace
from typing import Any

import pytest

from councils.domain.look_blocks import ActBlock, BlockTitle
from councils.domain.look_data import VARIANTS
from councils.domain.look_variants import (
    AbsenceWording,
    CivilityForm,
    CountDigits,
    DecisionMark,
    DecisionWording,
    LeadPlace,
    MemberCounts,
    NameForm,
    NothingMark,
    ProxyWording,
    VerbPlace,
    VoteNames,
    VotesWording,
)
from councils.domain.looks import HouseLook
from councils.domain.people import Civility, Gender, Person
from deliberations.domain.acts import OperativeLayout, OperativePart
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.domain.votes import Ballot, Choice, Tally, Vote, VoteMethod
from deliberations.domain.wording import tallies
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.leads import DecisionWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.presence import PresenceWords
from tests.facts import HELD_ON, make_council, make_item

pytestmark = pytest.mark.unit

MEMBERS = (
    Person("m1", "Anne", "Martin", Gender.FEMININE, Civility.MADAME),
    Person("m2", "Paul", "Bernard", Gender.MASCULINE, Civility.MONSIEUR),
    Person("m3", "Claire", "Petit", Gender.FEMININE, Civility.MADAME),
    Person("m4", "Luc", "Durand", Gender.MASCULINE, Civility.MONSIEUR),
    Person("m5", "Jeanne", "Petit", Gender.FEMININE, Civility.MADAME),
)


def record(look: HouseLook, vote: Vote | None = None) -> Record:
    """Five members: m1 to m3 are there, m4 gives m1 a proxy, m5 is excused."""
    council = make_council(5, people=MEMBERS, look=look)
    movements = (
        *(Movement(n, MovementKind.PRESENT, f"m{n}") for n in (1, 2, 3)),
        Movement(4, MovementKind.GIVES_PROXY, "m4", "m1"),
        Movement(5, MovementKind.EXCUSED, "m5"),
    )
    sitting = Sitting(
        "seance",
        HELD_ON,
        attendance_recorded=True,
        agenda=(make_item(),),
        movements=movements,
        votes=(vote,) if vote else (),
    )
    return Record(council, sitting)


def words(look: HouseLook) -> tuple[Record, PresenceWords]:
    facts = record(look)
    return facts, PresenceWords(MemberWords(facts, BodyWords(facts.council)), look)


@pytest.mark.parametrize(
    ("look", "lead", "lines"),
    [
        ({"present": "NAMES"}, "Étaient présents : 3", ["Anne MARTIN, Paul BERNARD et Claire PETIT."]),
        (
            {"present": "NAMES", "lead_place": "RUN_IN", "separator": "SEMICOLON"},
            "Étaient présents (3) :",
            ["Anne MARTIN ; Paul BERNARD ; Claire PETIT."],
        ),
        (
            {"present": "TITLES", "counts_in_leads": False},
            "Étaient présents :",
            ["Anne MARTIN, Maire ; Paul BERNARD ; Claire PETIT."],
        ),
        (
            {"present": "MEN_AND_WOMEN", "names": "FAMILY_ONLY"},
            "Étaient présents : 3",
            ["M. BERNARD.", "Mmes MARTIN et PETIT Claire."],
        ),
        (
            {"present": "COLUMNS", "names": "FAMILY_FIRST", "name_order": "ALPHABETICAL"},
            "Étaient présents : 3",
            ["BERNARD Paul", "MARTIN Anne, Maire", "PETIT Claire"],
        ),
        (
            {"present": "NAMES", "civility": "SHORT"},
            "Étaient présents : 3",
            ["Mme Anne MARTIN, M. Paul BERNARD et Mme Claire PETIT."],
        ),
        (
            {"present": "NAMES", "civility": "LONG", "names": "FAMILY_FIRST"},
            "Étaient présents : 3",
            ["Madame MARTIN Anne, Monsieur BERNARD Paul et Madame PETIT Claire."],
        ),
        (
            {"present": "NAMES", "civility": "GROUPED", "names": "FAMILY_FIRST", "separator": "SEMICOLON"},
            "Étaient présents : 3",
            ["M. BERNARD Paul ; Mmes MARTIN Anne, PETIT Claire."],
        ),
        (
            {"present": "NAMES", "titles": (BlockTitle(ActBlock.PRESENT),)},
            "",
            ["Anne MARTIN, Paul BERNARD et Claire PETIT."],
        ),
    ],
)
def test_present(look: dict[str, Any], lead: str, lines: list[str]) -> None:
    facts, said = words(as_look(look))
    found = said.present(facts.attendance_at("p1"))
    assert (found.lead, list(found.lines)) == (lead, lines)


def as_look(told: dict[str, Any]) -> HouseLook:
    return HouseLook(
        **{name: VARIANTS[name](value) if name in VARIANTS else value for name, value in told.items()}
    )


@pytest.mark.parametrize(
    ("look", "groups"),
    [
        (
            {"absences": AbsenceWording.PROXY_LIST},
            [
                ("A donné pouvoir : 1", ["Luc DURAND à Anne MARTIN"]),
                ("Absente excusée : 1", ["Jeanne PETIT."]),
            ],
        ),
        (
            {"absences": AbsenceWording.EXCUSED_THEN_PROXIES, "proxies": ProxyWording.POWERS},
            [
                ("Excusée : 1", ["Jeanne PETIT."]),
                ("Absent : 1", ["Luc DURAND."]),
                ("Pouvoir : 1", ["Luc DURAND à Anne MARTIN."]),
            ],
        ),
        (
            {
                "absences": AbsenceWording.BRACKETS,
                "proxies": ProxyWording.PROCURATIONS,
                "lead_place": LeadPlace.RUN_IN,
                "counts_in_leads": False,
                "names": NameForm.FAMILY_ONLY,
            },
            [
                ("Absente excusée :", ["Mme PETIT Jeanne."]),
                ("Absent :", ["M. DURAND (procuration à Mme MARTIN)."]),
            ],
        ),
        (
            {
                "absences": AbsenceWording.PROXY_PARAGRAPH,
                "proxies": ProxyWording.EXCUSED_GAVE_POWER,
                "were_absent": True,
                "lead_place": LeadPlace.RUN_IN,
                "counts_in_leads": False,
                "civility": CivilityForm.GROUPED,
            },
            [
                ("Était absent excusé ayant donné pouvoir :", ["M. Luc DURAND à Mme Anne MARTIN."]),
                ("Était absente excusée :", ["Mme Jeanne PETIT."]),
            ],
        ),
    ],
)
def test_absences(look: dict[str, Any], groups: list[tuple[str, list[str]]]) -> None:
    facts, said = words(HouseLook(**look))
    attendance = facts.attendance_at("p1")
    assert [(g.heading, list(g.lines)) for g in said.absences(attendance, attendance)] == groups


@pytest.mark.parametrize(
    ("look", "heading"),
    [
        (HouseLook(tells_nobody_absent=True), "Absents : 0"),
        (
            HouseLook(tells_nobody_absent=True, nothing=NothingMark.SLASH, were_absent=True),
            "Étaient absents : /",
        ),
    ],
)
def test_nobody_is_absent(look: HouseLook, heading: str) -> None:
    council = make_council(1, people=MEMBERS[:1], look=look)
    here = (Movement(1, MovementKind.PRESENT, "m1"),)
    sitting = Sitting("seance", HELD_ON, attendance_recorded=True, agenda=(make_item(),), movements=here)
    facts = Record(council, sitting)
    said = PresenceWords(MemberWords(facts, BodyWords(council)), look)
    attendance = facts.attendance_at("p1")
    assert [(g.heading, g.lines) for g in said.absences(attendance, attendance)] == [(heading, ())]


# Votes and decisions --------------------------------------------------------------------------------------

AGAINST = (Ballot(Choice.AGAINST, member="m2"), Ballot(Choice.ABSTENTION, member="m3"))
UNANIMOUS = Vote("v1", ("p1",), everyone=Choice.FOR)
SPLIT = Vote("v1", ("p1",), everyone=Choice.FOR, ballots=AGAINST)
PUBLIC = replace(SPLIT, method=VoteMethod.PUBLIC)
ABSTAINED = Vote("v1", ("p1",), everyone=Choice.FOR, ballots=AGAINST[1:])
REJECTED = Vote("v1", ("p1",), everyone=Choice.AGAINST, ballots=(Ballot(Choice.FOR, member="m2"),))
SECRET = Vote("v1", ("p1",), method=VoteMethod.SECRET, tally=Tally(2, 1, 1, 0, 0, 0))
BLANK = Vote("v1", ("p1",), method=VoteMethod.SECRET, tally=Tally(3, 0, blank=1))
APPROVES = OperativePart(("le projet",), verb="approuve")
SIGNS = OperativePart(("la maire à signer",), verb="autorise")


def parts(look: HouseLook, vote: Vote | None, *operative: OperativePart) -> list[str]:
    """Leads, then « label text » of each decision."""
    facts = record(look, vote)
    found = DecisionWords(facts, MemberWords(facts, BodyWords(facts.council)), vote).parts(
        operative or (APPROVES,)
    )
    return [
        line
        for part in found
        for line in (part.lead, *(f"{d.label} {d.html}".strip() for d in part.decisions))
        if line
    ]


@pytest.mark.parametrize(
    ("wording", "vote", "lead"),
    [
        ("VERDICT", UNANIMOUS, "Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve :"),
        ("VERDICT", None, "Le conseil municipal, après en avoir délibéré, approuve :"),
        (
            "VERDICT_THEN_ASSEMBLY",
            ABSTAINED,
            (
                "Après en avoir délibéré, à l'unanimité des suffrages exprimés (01 abstention), le conseil municipal "
                "approuve :"
            ),
        ),
        (
            "ASSEMBLY_THEN_VERDICT",
            SPLIT,
            (
                "Après en avoir délibéré, le conseil municipal, à la majorité (02 voix pour, 01 voix contre, "
                "01 abstention), approuve :"
            ),
        ),
        (
            "PRESENT_AND_REPRESENTED",
            UNANIMOUS,
            (
                "Après en avoir délibéré et à l'unanimité des membres présents et représentés, le conseil municipal "
                "approuve :"
            ),
        ),
        (
            "INFORMED",
            UNANIMOUS,
            "Ainsi informé et après en avoir délibéré, le conseil municipal, à l'unanimité, approuve :",
        ),
        (
            "VERDICT",
            BLANK,
            (
                "Le conseil municipal, après en avoir délibéré, au scrutin secret, à l'unanimité des suffrages "
                "exprimés, approuve :"
            ),
        ),
        (
            "VERDICT",
            SECRET,
            (
                "Le conseil municipal, après en avoir délibéré, au scrutin secret, à la majorité (02 voix pour, "
                "01 voix contre, 01 abstention), approuve :"
            ),
        ),
    ],
)
def test_lead(wording: str, vote: Vote | None, lead: str) -> None:
    assert parts(HouseLook(decision=DecisionWording(wording)), vote)[0] == lead


@pytest.mark.parametrize("wording", DecisionWording)
@pytest.mark.parametrize("verbs", VerbPlace)
def test_what_is_rejected_is_never_decided(wording: DecisionWording, verbs: VerbPlace) -> None:
    said = parts(HouseLook(decision=wording, verbs=verbs), REJECTED)
    assert "rejette la proposition suivante" in said[0]
    assert "approuve" not in " ".join(said).lower()
    assert "à la majorité" not in said[0]
    assert "unanimité" not in said[0]


@pytest.mark.parametrize("wording", DecisionWording)
@pytest.mark.parametrize("names", VoteNames)
def test_public_ballot_is_always_named_and_secret_one_never(
    wording: DecisionWording, names: VoteNames
) -> None:
    """CGCT art. L. 2121-21."""
    look = HouseLook(decision=wording, vote_names=names)
    public, secret = parts(look, PUBLIC)[0], parts(look, SECRET)[0]
    assert "Paul BERNARD" in public
    assert "Claire PETIT" in public
    assert [p.family_name.upper() for p in MEMBERS if p.family_name.upper() in secret] == []


@pytest.mark.parametrize(
    ("vote", "pairs"),
    [
        (SPLIT, [("Pour", "02"), ("Contre", "01 (Paul BERNARD)"), ("Abstention", "01 (Claire PETIT)")]),
        (SECRET, [("Pour", "02"), ("Contre", "01"), ("Abstention", "01")]),
    ],
)
def test_dissent_is_named_in_the_counts_of_an_ordinary_vote_only(
    vote: Vote, pairs: list[tuple[str, str]]
) -> None:
    assert tally(HouseLook(vote_names=VoteNames.DISSENT), vote) == pairs


@pytest.mark.parametrize(
    ("look", "pairs"),
    [
        (
            HouseLook(votes=VotesWording.HAVE_VOTED, nothing=NothingMark.SLASH, digits=CountDigits.PLAIN),
            [("Ont voté pour", "4"), ("Ont voté contre", "/"), ("Se sont abstenus", "/")],
        ),
        (
            HouseLook(votes=VotesWording.VOICES, nothing=NothingMark.NEANT, votes_in_capitals=True),
            [("VOIX POUR", "04"), ("VOIX CONTRE", "néant"), ("ABSTENTION", "néant")],
        ),
        (
            HouseLook(votes=VotesWording.VOTES, tells_not_voting=True, digits=CountDigits.PLAIN),
            [
                ("Votes pour", "4"),
                ("Votes contre", "0"),
                ("Abstention", "0"),
                ("Ne prend pas part au vote", "0"),
            ],
        ),
    ],
)
def test_counts_of_votes(look: HouseLook, pairs: list[tuple[str, str]]) -> None:
    assert tally(look, UNANIMOUS) == pairs


@pytest.mark.parametrize(
    ("look", "lead", "pairs"),
    [
        (
            HouseLook(member_counts=MemberCounts.WITH_ABSENT),
            "Membres du conseil municipal :",
            [("En exercice", "5"), ("Présents", "3"), ("Représentés", "1"), ("Absents", "1")],
        ),
        (
            HouseLook(
                member_counts=MemberCounts.ALL, proxies=ProxyWording.GAVE_POWER_COUNTED, count_on_title=True
            ),
            "",
            [
                ("Nombre de membres en exercice", "5"),
                ("Présents", "3"),
                ("Procurations", "1"),
                ("Votants", "4"),
            ],
        ),
    ],
)
def test_counts_of_members(look: HouseLook, lead: str, pairs: list[tuple[str, str]]) -> None:
    facts = record(look)
    found = tallies.members_tally(BodyWords(facts.council), facts.attendance_at("p1"), None)
    assert (found.lead, list(found.pairs)) == (lead, pairs)


def tally(look: HouseLook, vote: Vote) -> list[tuple[str, str]]:
    facts = record(look, vote)
    body = BodyWords(facts.council)
    attendance = facts.attendance_at("p1")
    found = tallies.votes_tally(body, MemberWords(facts, body), attendance, vote, facts.count(vote))
    return list(found.pairs)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (
            HouseLook(decision=DecisionWording.VERDICT, verbs=VerbPlace.CAPITALS),
            [
                "Le conseil municipal, après en avoir délibéré, à l'unanimité :",
                "APPROUVE le projet.",
                "AUTORISE la maire à signer.",
            ],
        ),
        (
            HouseLook(decision=DecisionWording.ASSEMBLY_THEN_VERDICT, verbs=VerbPlace.SENTENCE),
            [
                (
                    "Après en avoir délibéré, le conseil municipal, à l'unanimité, approuve le projet et autorise "
                    "la maire à signer."
                ),
            ],
        ),
        (
            HouseLook(decision=DecisionWording.VERDICT, decision_mark=DecisionMark.ARTICLE),
            [
                "Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve :",
                "Article 1er : le projet.",
                "Autorise :",
                "Article 2 : la maire à signer.",
            ],
        ),
    ],
)
def test_verbs_and_marks(look: HouseLook, said: list[str]) -> None:
    assert parts(look, UNANIMOUS, APPROVES, SIGNS) == said


def test_a_decision_of_several_blocks_is_no_sentence() -> None:
    several = OperativePart(("d'une chose", "d'une autre"))
    table = OperativePart(("<p>un texte</p><table></table>",), verb="arrête")
    look = HouseLook(decision=DecisionWording.VERDICT, verbs=VerbPlace.SENTENCE)
    assert parts(look, UNANIMOUS, several)[1:] == ["d'une chose ;", "d'une autre."]
    assert parts(look, UNANIMOUS, table)[0].endswith("arrête :")


def test_articles_that_were_written_stay_articles() -> None:
    written = OperativePart(("le projet",), layout=OperativeLayout.ARTICLES)
    assert (
        parts(HouseLook(decision_mark=DecisionMark.NONE), UNANIMOUS, written)[1] == "Article 1er : le projet."
    )
