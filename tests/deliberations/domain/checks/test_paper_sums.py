"""The figures of one paper added up."""

import pytest

from deliberations.domain.checks.paper_sums import check_paper_arithmetic
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, SourceStatement
from tests.facts import make_council, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit


def said(about: str, number: int, item: str | None = "p1", **facts) -> SourceStatement:
    return SourceStatement(about, str(number), number, item, **facts)


def record_of(*statements) -> Record:
    return Record(make_council(), make_sitting(statements=statements))


def sums(item="p1", verdict="", **figures):
    """What the arithmetic says of these figures printed on one item."""
    statements = [said(about, number, item) for about, number in figures.items()]
    statements += [SourceStatement("verdict", verdict, item=item)] if verdict else []
    return [f.message for f in check_paper_arithmetic(record_of(*statements))]


ROOM = {"present": 13, "represented": 2}
VOICES = {"in_favour": 12, "against": 2, "abstentions": 1}


@pytest.mark.parametrize("item", ["p1", None])
@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({**ROOM, "voters": 14}, "13 présents + 2 représentés = 15, mais l'acte indique 14 votants."),
        (
            {"present": 9, "represented": 1, "remote": 2, "voters": 13},
            "9 présents + 1 représenté + 2 présents à distance = 12, mais l'acte indique 13 votants.",
        ),
        (
            {**ROOM, "absent": 2, "in_office": 19},
            "13 présents + 2 représentés + 2 absents = 17, mais l'acte indique 19 membres en exercice.",
        ),
        (
            {**ROOM, "absent": 2, "excused": 1, "in_office": 19},
            "13 présents + 2 représentés + 2 absents + 1 excusé = 18, mais l'acte indique 19 membres en exercice.",
        ),
        (
            {**VOICES, "voters": 14},
            "12 voix pour + 2 voix contre + 1 abstention = 15, mais l'acte indique 14 votants.",
        ),
        (
            {"in_favour": 12, "against": 2, "votes_cast": 15},
            "12 voix pour + 2 voix contre = 14, mais l'acte indique 15 suffrages exprimés.",
        ),
        ({"in_office": 16, "seats": 15}, "L'acte indique 16 membres en exercice, pour 15 sièges."),
        ({"quorum": 16, "in_office": 15}, "L'acte indique 16 présents requis, pour 15 membres en exercice."),
        ({"present": 7, "quorum": 8}, "L'acte indique 7 présents, pour un quorum de 8."),
        ({"verdict": "à l'unanimité", "against": 1}, "L'acte indique « à l'unanimité » et 1 voix contre."),
    ],
)
def test_arithmetic_contradiction_is_shown(item, figures, message):
    assert sums(item, **figures) == [message]


@pytest.mark.parametrize(
    "figures",
    [
        {},
        {**ROOM, "voters": 15},
        {"present": 15, "voters": 14},
        {**ROOM, "voters": 14, "stepped_aside": 1},
        {**ROOM, "voters": 14, "not_voting": 1},
        {**ROOM, "in_office": 17},
        {**ROOM, "absent": 2, "in_office": 17},
        {**ROOM, "absent": 2, "excused": 1, "in_office": 18},
        {**ROOM, "absent": 2, "excused": 1, "in_office": 17},
        {**ROOM, "absent": 4, "in_office": 17},
        {**ROOM, "absent": 2, "stepped_aside": 1, "in_office": 18},
        {**VOICES, "voters": 15},
        {"in_favour": 12, "voters": 14},
        {**VOICES, "blank": 1, "null": 1, "voters": 17},
        {**VOICES, "not_voting": 1, "voters": 16},
        {**VOICES, "not_voting": 1, "voters": 15},
        {"in_favour": 12, "against": 2, "votes_cast": 14},
        {"present": 8, "quorum": 8},
        {"present": 7, "remote": 1, "quorum": 8},
        {"in_office": 15, "seats": 15},
        {"verdict": "à l'unanimité", "against": 0},
        {"verdict": "à la majorité", "against": 1},
    ],
)
def test_arithmetic_is_silent_when_figures_agree_or_are_missing(figures):
    assert sums(**figures) == []


def test_arithmetic_may_mix_the_roll_with_the_room_of_the_vote():
    """Eight at the opening and a proxy; one member is out for the item: « 8 présents, 8 votants »."""
    printed = [said("present", 8), said("represented", 1), said("voters", 8)]
    moves = [move(K.GIVES_PROXY, "m9", "m2"), move(K.STEPS_ASIDE, "m3", on=voting("p1"))]
    sitting = make_sitting(8, moves=moves, votes=(make_vote(),), statements=printed)
    assert list(check_paper_arithmetic(Record(make_council(), sitting))) == []
    wrong = make_sitting(8, moves=moves, votes=(make_vote(),), statements=[*printed[:2], said("voters", 7)])
    assert len(list(check_paper_arithmetic(Record(make_council(), wrong)))) == 1


@pytest.mark.parametrize(
    ("figures", "severity"),
    [
        ({"voters": 33, "majority": 11}, Severity.NOTICE),
        ({"voters": 33, "blank": 2, "majority": 11}, Severity.WARNING),
        ({"votes_cast": 33, "majority": 16}, Severity.WARNING),
        ({"votes_cast": 33, "majority": 17}, None),
        ({"voters": 33, "blank": 2, "null": 1, "majority": 16}, None),
        ({"majority": 11}, None),
    ],
)
def test_arithmetic_majority_is_more_than_half(figures, severity):
    record = record_of(*(said(about, number) for about, number in figures.items()))
    assert [f.severity for f in check_paper_arithmetic(record)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        (
            {"voters": 33, "majority": 11},
            "L'acte indique une majorité absolue de 11, pour 33 votants : s'ils sont tous exprimés, elle est de 17.",
        ),
        (
            {"voters": 33, "blank": 2, "majority": 11},
            "L'acte indique une majorité absolue de 11, pour 33 votants : elle est de 16.",
        ),
        (
            {"voters": 33, "not_voting": 3, "majority": 11},
            "L'acte indique une majorité absolue de 11, pour 33 votants : elle est de 16.",
        ),
        (
            {"voters": 33, "votes_cast": 30, "majority": 17},
            "L'acte indique une majorité absolue de 17, pour 30 suffrages exprimés : elle est de 16.",
        ),
        (
            {"votes_cast": 33, "blank": 2, "majority": 16},
            "L'acte indique une majorité absolue de 16, pour 33 suffrages exprimés : elle est de 17.",
        ),
    ],
)
def test_arithmetic_majority_says_of_what(figures, message):
    assert sums(**figures) == [message]


def test_arithmetic_takes_each_item_apart():
    statements = [said("present", 13, None), said("represented", 2, "p1"), said("voters", 14, "p1")]
    assert list(check_paper_arithmetic(record_of(*statements))) == []


@pytest.mark.parametrize(
    "more",
    [said("voters", 15), said("voters", 14, confidence=Confidence.ILLEGIBLE)],
    ids=["two-values", "illegible"],
)
def test_arithmetic_leaves_out_a_figure_that_cannot_be_trusted(more):
    first = [said("voters", 14)] if more.confidence is Confidence.CLEAR else []
    statements = [said("present", 13), said("represented", 2), *first, more]
    assert list(check_paper_arithmetic(record_of(*statements))) == []


def test_arithmetic_finding_says_where_and_why():
    statements = [said("present", 13, place="liste"), said("represented", 2), said("voters", 14, place="bas")]
    (found,) = check_paper_arithmetic(record_of(*statements))
    assert (found.code, found.severity, found.item) == ("paper.arithmetic", Severity.WARNING, "p1")
    assert found.where == "liste ; bas"
    assert found.consequence
    assert found.remedy
