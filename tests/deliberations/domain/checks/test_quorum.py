"""The check on the quorum: which items need it, how much it weighs, what to do (CGCT art. L. 2121-17)."""

from datetime import UTC, date, datetime

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.quorum import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EXCEPTIONAL_REMEDY
from deliberations.domain.sittings import (
    Bar,
    BarGround,
    Convocation,
    Derogation,
    ItemKind,
    ItemOutcome,
    Origin,
    SourceStatement,
)
from deliberations.domain.votes import Election
from tests.facts import debate, make_act, make_council, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

COVID, BEFORE, AFTER = date(2021, 4, 9), date(2020, 3, 11), date(2022, 8, 1)
REFUSAL, WARNING, NOTICE = Severity.REFUSAL, Severity.WARNING, Severity.NOTICE


def found(council=None, **sitting):
    record = Record(council or make_council(15), make_sitting(**{"present": 8, **sitting}))
    return [finding for rule in RULES for finding in rule.findings(record)]


def run(council=None, **sitting):
    return [(f.code, f.severity, f.item) for f in found(council, **sitting)]


NO_QUORUM = ("quorum.not_met", REFUSAL, "p1")
TO_SECOND = Convocation(date(2024, 6, 21), second_of="seance-1")


@pytest.mark.parametrize(
    ("council", "facts", "expected"),
    [
        (None, {}, []),
        (None, {"present": 7}, [NO_QUORUM]),
        (
            None,
            {"present": 7, "moves": [move(K.GIVES_PROXY, f"m{n + 7}", f"m{n}") for n in range(1, 6)]},
            [NO_QUORUM],
        ),
        (None, {"moves": [move(K.STEPS_ASIDE, "m8")]}, [NO_QUORUM]),
        (None, {"present": 7, "items": 2, "moves": [move(K.ARRIVES, "m8", on=debate("p2"))]}, [NO_QUORUM]),
        (None, {"present": 7, "convocation": TO_SECOND}, []),
        (None, {"present": 7, "agenda": (make_item(outcome=ItemOutcome.ADJOURNED),)}, []),
        (None, {"present": 7, "agenda": (make_item(outcome=ItemOutcome.WITHDRAWN),)}, []),
        (None, {"present": 7, "attendance_recorded": False}, []),
        (make_council(0), {"present": 0, "members": 0}, []),
        (make_council(15, body_type=BodyType.EPCI), {"present": 7}, [NO_QUORUM]),
        (make_council(15, body_type=BodyType.OTHER), {"present": 7}, []),
        (make_council(15, body_type=BodyType.OPEN_SYNDICATE), {"present": 7}, []),
        (None, {"present": 7, "held_on": COVID}, [("quorum.not_met", NOTICE, "p1")]),
        (None, {"present": 7, "held_on": BEFORE}, [NO_QUORUM]),
        (None, {"present": 7, "held_on": AFTER}, [NO_QUORUM]),
    ],
    ids=[
        *(
            "met",
            "one-short",
            "proxies-never-count",
            "interested-member-out",
            "met-later-only",
            "second-call",
        ),
        *("adjourned", "withdrawn", "not-recorded", "no-member-known", "epci", "other", "statutes"),
        *("exceptional-laws", "before-them", "after-them"),
    ],
)
def test_quorum_l2121_17(council, facts, expected):
    assert run(council, **facts) == expected


@pytest.mark.parametrize(
    ("members", "present", "beginning"),
    [
        (15, 7, "7 membres présents pour 8 requis (15 membres en exercice"),
        (3, 1, "1 membre présent pour 2 requis (3 membres en exercice"),
        (1, 0, "0 membre présent pour 1 requis (1 membre en exercice"),
    ],
)
def test_quorum_message(members, present, beginning):
    (finding,) = found(make_council(members), members=members, present=present)
    assert finding.message == f"Quorum non atteint : {beginning} ; les pouvoirs ne comptent pas)."


QUESTION, INFORMATION = make_item(kind=ItemKind.QUESTION), make_item(kind=ItemKind.INFORMATION)
WITHOUT_DECISION = {
    "question": (QUESTION, {}, []),
    "information": (INFORMATION, {}, []),
    "question-voted": (QUESTION, {"votes": (make_vote(),)}, [NO_QUORUM]),
    "information-with-an-act": (INFORMATION, {"deliberations": (make_act(),)}, [NO_QUORUM]),
    "question-with-an-election": (QUESTION, {"elections": (Election("e", "p1", "Délégué"),)}, [NO_QUORUM]),
    "acknowledgement": (make_item(kind=ItemKind.ACKNOWLEDGEMENT), {}, [NO_QUORUM]),
}


@pytest.mark.parametrize(("item", "facts", "expected"), WITHOUT_DECISION.values(), ids=WITHOUT_DECISION)
def test_quorum_is_for_decisions(item, facts, expected):
    assert run(present=7, agenda=(item,), **facts) == expected


def test_quorum_second_call_frees_the_first_agenda_only_l2121_17():
    agenda = (make_item(), make_item("p2", 2, added_in_sitting=True))
    (finding,) = found(present=7, agenda=agenda, convocation=TO_SECOND)
    assert (finding.item, finding.severity) == ("p2", REFUSAL)
    assert finding.remedy == "Inscrire ce point à l'ordre du jour d'une prochaine convocation."


LOCAL = make_council(15, territory=Territory.ALSACE_MOSELLE)
LIVE = "Convoquer à nouveau à trois jours francs au moins ; le quorum ne sera plus exigé."
PAST = "Vérifier les présences à l'ouverture du point ; si elles sont exactes, délibérer à nouveau."
WORDS = {
    "commune": (make_council(15), {}, "CGCT art. L. 2121-17", LIVE),
    "epci": (make_council(15, body_type=BodyType.EPCI), {}, "CGCT art. L. 5211-1 et L. 2121-17", LIVE),
    "ccas": (
        *(make_council(15, body_type=BodyType.CCAS), {}, "CASF art. R. 123-17"),
        "Convoquer à nouveau ; le quorum ne sera plus exigé.",
    ),
    "alsace-moselle": (
        *(LOCAL, {}, "CGCT art. L. 2121-17"),
        "Convoquer à nouveau en rappelant que le quorum ne sera plus exigé (CGCT art. L. 2541-4).",
    ),
    "recorded": (make_council(15), {"origin": Origin.RECORDED}, "CGCT art. L. 2121-17", PAST),
    "closed": (
        *(make_council(15), {"closed_at": datetime(2024, 6, 28, 21, tzinfo=UTC)}, "CGCT art. L. 2121-17"),
        PAST,
    ),
}


@pytest.mark.parametrize(("council", "facts", "article", "remedy"), WORDS.values(), ids=WORDS)
def test_quorum_article_and_remedy(council, facts, article, remedy):
    (finding,) = found(council, present=7, **facts)
    assert (finding.article, finding.remedy) == (article, remedy)
    assert finding.consequence == "Aucune décision ne peut être prise sur ce point."


def test_quorum_under_exceptional_laws_concludes_nothing():
    (finding,) = found(present=7, held_on=COVID, origin=Origin.RECORDED)
    assert finding.message.startswith("Quorum non atteint : 7 membres présents pour 8 requis")
    assert (finding.consequence, finding.remedy) == (
        "Sans régime dérogatoire : aucune décision ne peut être prise sur ce point.",
        f"{EXCEPTIONAL_REMEDY} Sinon : {PAST[0].lower()}{PAST[1:]}",
    )


ONE_REMOTE = [move(K.ATTENDS_REMOTELY, "m8")]
REMOTE = {
    "epci-met-with-them": (BodyType.EPCI, 7, [("quorum.at_a_distance", NOTICE, "p1")]),
    "epci-met-without-them": (BodyType.EPCI, 9, []),
    "epci-not-met-even-so": (BodyType.EPCI, 6, [NO_QUORUM]),
    "commune": (BodyType.COMMUNE, 7, [NO_QUORUM]),
    "syndicate": (BodyType.CLOSED_SYNDICATE, 7, [NO_QUORUM]),
    "ccas": (BodyType.CCAS, 7, [NO_QUORUM]),
}


@pytest.mark.parametrize(("body_type", "present", "expected"), REMOTE.values(), ids=REMOTE)
def test_quorum_with_members_at_a_distance_l5211_11_1(body_type, present, expected):
    council = make_council(15, body_type=body_type)
    assert run(council, present=present, moves=ONE_REMOTE) == expected


def test_quorum_at_a_distance_is_said_once():
    (finding,) = found(make_council(15, body_type=BodyType.EPCI), present=7, items=2, moves=ONE_REMOTE)
    assert finding.message == "Le quorum n'est atteint qu'en comptant les membres à distance (points 1 et 2)."


def test_quorum_counts_those_at_a_distance_where_the_clerk_recorded_it():
    facts = {"present": 7, "held_on": COVID, "moves": ONE_REMOTE}
    assert found(derogation=Derogation("loi", is_remote_allowed=True), **facts) == []
    assert [f.severity for f in found(derogation=Derogation("loi", is_remote_allowed=False), **facts)] == [
        WARNING
    ]


@pytest.mark.parametrize(
    ("sent_on", "codes"),
    [(date(2024, 6, 24), []), (date(2024, 6, 25), ["quorum.not_met"]), (None, [])],
    ids=["three-clear-days", "two", "unknown"],
)
def test_quorum_is_due_after_an_irregular_second_call_l2121_17(sent_on, codes):
    convocation = Convocation(sent_on, second_of="seance-1", is_urgent=True)
    findings = found(present=7, convocation=convocation)
    assert [f.code for f in findings] == codes
    assert all("n'a pas laissé trois jours francs" in f.message and f.remedy == LIVE for f in findings)


def test_quorum_remains_after_an_irregular_first_call_l2121_17():
    first, added = found(
        present=7,
        convocation=Convocation(date(2024, 6, 27)),
        agenda=(make_item(), make_item("p2", 2, added_in_sitting=True)),
    )
    assert first.remedy == (
        "Convoquer à nouveau dans le délai ordinaire ; la convocation étant irrégulière, le quorum reste exigé."
    )
    assert added.remedy == "Inscrire ce point à l'ordre du jour d'une prochaine convocation."


def test_quorum_keeps_a_representative_in_office_before_2022_l2131_11():
    bars = (Bar("m3", BarGround.REPRESENTATIVE), Bar("m4", BarGround.REPRESENTATIVE))
    facts = {"present": 9, "agenda": (make_item("p1", bars=bars),)}
    assert found(**facts) == []
    (finding,) = found(held_on=date(2018, 6, 20), convocation=Convocation(), **facts)
    assert finding.message.startswith("Quorum non atteint : 7 membres présents pour 8 requis (15 membres")


@pytest.mark.parametrize(
    ("origin", "opened_at", "expected"),
    [
        (Origin.LIVE, None, []),
        (Origin.LIVE, datetime(2024, 6, 28, 16, 30, tzinfo=UTC), [NO_QUORUM]),
        (Origin.RECORDED, None, [NO_QUORUM]),
    ],
    ids=["in-preparation", "opened-with-nobody", "recorded-with-nobody"],
)
def test_nobody_is_missing_before_the_roll_is_called(origin, opened_at, expected):
    assert run(movements=(), origin=origin, opened_at=opened_at) == expected


THIRD = Derogation(basis="loi du 23 mars 2020", quorum_of_third=True)
BARS = {
    "accounts-the-mayor-is-not-counted": (8, {"kind": ItemKind.ACCOUNTS}, [NO_QUORUM]),
    "accounts-with-one-more": (9, {"kind": ItemKind.ACCOUNTS}, []),
    "accounts-of-a-former-mayor": (
        8,
        {"kind": ItemKind.ACCOUNTS, "bars": (Bar("m3", BarGround.AUTHORISING_OFFICER),)},
        [NO_QUORUM],
    ),
    "accounts-of-a-former-mayor-who-is-away": (
        8,
        {"kind": ItemKind.ACCOUNTS, "bars": (Bar("m15", BarGround.AUTHORISING_OFFICER),)},
        [],
    ),
    "interest-told": (
        8,
        {"bars": (Bar("m3", BarGround.INTEREST),)},
        [("quorum.not_met", WARNING, "p1")],
    ),
    "representative-out-of-both-numbers": (
        8,
        {"bars": (Bar("m3", BarGround.REPRESENTATIVE),)},
        [("quorum.not_met", WARNING, "p1")],
    ),
    "two-representatives-lower-the-quorum": (
        9,
        {"bars": (Bar("m3", BarGround.REPRESENTATIVE), Bar("m4", BarGround.REPRESENTATIVE))},
        [],
    ),
}


@pytest.mark.parametrize(("present", "facts", "expected"), BARS.values(), ids=[f"l2131_11-{n}" for n in BARS])
def test_quorum_without_those_the_law_keeps_out(present, facts, expected):
    findings = found(present=present, agenda=(make_item("p1", **facts),))
    assert [(f.code, f.severity, f.item) for f in findings] == expected


def test_quorum_says_who_is_not_counted():
    (finding,) = found(present=8, agenda=(make_item("p1", bars=(Bar("m3", BarGround.INTEREST),)),))
    assert "Prénom M3 n'est pas compté(e) sur ce point" in finding.message


@pytest.mark.parametrize(("present", "severities"), [(5, []), (4, [WARNING])])
def test_quorum_of_a_third_where_the_clerk_recorded_it(present, severities):
    findings = found(present=present, held_on=COVID, derogation=THIRD)
    assert [f.severity for f in findings] == severities


@pytest.mark.parametrize(
    ("printed", "severity", "told"),
    [
        (None, REFUSAL, "(15 membres en exercice ; les pouvoirs ne comptent pas)"),
        (15, REFUSAL, "(15 membres en exercice ; les pouvoirs ne comptent pas)"),
        (27, REFUSAL, "(15 membres en exercice, 27 d'après l'acte ; les pouvoirs ne comptent pas)"),
        (13, WARNING, "(15 membres en exercice, 13 d'après l'acte ; les pouvoirs ne comptent pas)"),
    ],
)
def test_quorum_on_another_number_of_members_than_the_paper(printed, severity, told):
    statements = () if printed is None else (SourceStatement("in_office", str(printed), printed, "p1"),)
    (finding,) = found(present=7, statements=statements)
    assert finding.severity is severity
    assert told in finding.message
