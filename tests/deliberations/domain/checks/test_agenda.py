"""What the convocation says, what may be decided, urgency refused, second call, place, installation."""

from datetime import UTC, date, datetime, time

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks import agenda, second_call
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, ItemKind, Origin, Subject
from deliberations.domain.votes import Election, VotePurpose
from tests.facts import (
    make_act,
    make_council,
    make_item,
    make_mandate,
    make_sitting,
    make_vote,
    member_names,
    move,
    timeline,
)

pytestmark = pytest.mark.unit

RULES = (*agenda.RULES, *second_call.RULES)

REFUSAL, WARNING, NOTICE = Severity.REFUSAL, Severity.WARNING, Severity.NOTICE
SENT = Convocation(date(2024, 6, 21))
FULL = {"starts_at": time(20), "place": "en mairie", "movements": ()}
REPORTED = make_item("p2", 2, subject=Subject.DELEGATED_DECISIONS)


def found(council=None, earlier=(), **facts):
    record = Record(council or make_council(15), make_sitting(9, **facts), earlier)
    return [(f.code, f.severity, f.item) for rule in RULES for f in rule.findings(record)]


INCOMPLETE = ("convocation.incomplete", REFUSAL, None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"starts_at": None}, [INCOMPLETE]),
        ({"place": " "}, [INCOMPLETE]),
        ({"agenda": ()}, [INCOMPLETE, ("agenda.no_delegated_decisions", NOTICE, None)]),
        ({"starts_at": None, "convocation": Convocation()}, []),
        ({"starts_at": None, "origin": Origin.RECORDED}, []),
        ({"starts_at": None, "opened_at": datetime(2024, 6, 28, 18, tzinfo=UTC)}, []),
    ],
    ids=["full", "no-hour", "no-place", "no-agenda", "not-sent", "old-paper", "begun"],
)
def test_convocation_says_all_l2121_10(facts, expected):
    assert found(**{**FULL, "agenda": (make_item(), REPORTED), **facts}) == expected


def test_delegated_decisions_are_reported_l2122_23():
    assert found(**FULL) == [("agenda.no_delegated_decisions", NOTICE, None)]
    installation = (make_item(subject=Subject.INSTALLATION),)
    assert found(**{**FULL, "held_on": date(2024, 6, 28), "agenda": installation}) == []


@pytest.mark.parametrize(
    ("is_added", "votes", "expected"),
    [
        (False, (make_vote(),), []),
        (True, (), []),
        (True, (make_vote(),), [("agenda.added_item", WARNING, "p1")]),
    ],
)
def test_added_items_only_warn(is_added, votes, expected):
    assert found(agenda=(make_item(added_in_sitting=is_added),), votes=votes) == expected


URGENT = Convocation(date(2024, 6, 26), is_urgent=True)
MOST = member_names(9)[1:8]


@pytest.mark.parametrize(
    ("against", "items", "expected"),
    [
        ((), ("p1",), []),
        (
            MOST,
            ("p1",),
            [("notice.urgency_refused", REFUSAL, "p2"), ("notice.urgency_refused", REFUSAL, "p3")],
        ),
        (MOST, ("p2",), [("notice.urgency_refused", REFUSAL, "p2")]),
    ],
    ids=["accepted", "refused-for-all", "refused-for-one"],
)
def test_urgency_refused_by_the_council_l2121_11(against, items, expected):
    agenda = (make_item("p1", 1, kind=ItemKind.INFORMATION), make_item("p2", 2), make_item("p3", 3))
    votes = (
        make_vote(*items, uid="u", purpose=VotePurpose.URGENCY, decides=False, against=against),
        make_vote("p2", uid="a", ballot=2),
        make_vote("p3", uid="b", ballot=2),
    )
    assert found(agenda=agenda, votes=votes, convocation=URGENT) == expected


def test_urgency_refused_under_the_local_law_only_warns():
    vote = make_vote(uid="u", purpose=VotePurpose.URGENCY, decides=False, against=MOST)
    council = make_council(15, territory=Territory.ALSACE_MOSELLE)
    refused = [("notice.urgency_refused", WARNING, "p1")]
    assert found(council, votes=(vote, make_vote(ballot=2)), convocation=URGENT) == refused


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"elections": (Election("e", "p2", "Délégué"),)}, "élection"),
        ({"deliberations": (make_act("p2"),)}, "acte"),
    ],
)
def test_urgency_refused_stops_elections_and_acts_too_l2121_11(facts, where):
    vote = make_vote("p1", uid="u", purpose=VotePurpose.URGENCY, decides=False, against=MOST)
    sitting = make_sitting(9, items=2, votes=(vote,), convocation=URGENT, **facts)
    findings = agenda.check_refused_urgency(Record(make_council(15), sitting))
    assert [(f.item, f.where) for f in findings] == [("p2", where)]


SECOND = Convocation(date(2024, 6, 21), second_of="premiere")
FIRST = make_sitting(
    5,
    uid="premiere",
    held_on=date(2024, 6, 18),
    convocation=Convocation(sent_on=date(2024, 6, 10)),
    agenda=(make_item("x", 1, title_html="Objet p1"),),
)
SEVEN = timeline(move(K.PRESENT, uid) for uid in member_names(7))
EIGHT = timeline(move(K.PRESENT, uid) for uid in member_names(8))


@pytest.mark.parametrize(
    ("title", "movements", "earlier", "expected"),
    [
        ("Objet p1", SEVEN, (FIRST,), []),
        ("OBJET P1", SEVEN, (FIRST,), []),
        ("Objet p1 et ses suites", SEVEN, (FIRST,), []),
        ("Un autre", SEVEN, (FIRST,), [("second_call.new_item", REFUSAL, "p1")]),
        ("Un autre", EIGHT, (FIRST,), []),
        ("Un autre", SEVEN, (), [("second_call.unknown_first", NOTICE, None)]),
    ],
    ids=[
        "same-item",
        "same-item-in-capitals",
        "told-at-greater-length",
        "new-item",
        "new-item-with-quorum",
        "first-unknown",
    ],
)
def test_second_call_is_held_to_the_first_agenda_l2121_17(title, movements, earlier, expected):
    agenda = (make_item(title_html=title),)
    facts = {"agenda": agenda, "movements": movements, "votes": (make_vote(),), "convocation": SECOND}
    assert found(None, earlier, **facts) == expected


@pytest.mark.parametrize(
    ("place", "origin", "expected"),
    [
        ("en mairie", Origin.LIVE, []),
        ("En Mairie", Origin.LIVE, []),
        ("à la salle des fêtes", Origin.LIVE, [("sitting.other_place", WARNING, None)]),
        ("Mairie, salle du conseil", Origin.LIVE, []),
        ("à la salle des fêtes", Origin.RECORDED, []),
        ("", Origin.LIVE, []),
    ],
)
def test_place_l2121_7(place, origin, expected):
    assert found(make_council(15, usual_place="en mairie"), place=place, origin=origin) == expected


@pytest.mark.parametrize(
    ("held_on", "expected"),
    [
        (date(2026, 3, 19), [("sitting.installation_day", WARNING, None)]),
        (date(2026, 3, 20), []),
        (date(2026, 3, 22), []),
        (date(2026, 3, 23), [("sitting.installation_day", WARNING, None)]),
    ],
    ids=["thursday", "friday", "sunday", "monday"],
)
def test_installation_from_friday_to_sunday_l2121_7(held_on, expected):
    agenda = (make_item(subject=Subject.INSTALLATION),)
    assert found(held_on=held_on, agenda=agenda, convocation=Convocation()) == expected


ELECTED = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("held_on", "remedies"),
    [
        (date(2026, 3, 20), []),
        (date(2026, 3, 22), []),
        (date(2026, 3, 27), ["Réunir le conseil du vendredi 20 mars 2026 au dimanche 22 mars 2026."]),
        (date(2026, 3, 18), ["Réunir le conseil du vendredi 20 mars 2026 au dimanche 22 mars 2026."]),
    ],
    ids=["friday", "sunday", "a-week-late", "wednesday"],
)
def test_installation_follows_the_election_l2121_7(held_on, remedies):
    council = make_council(0, more=(make_mandate("elu", since=ELECTED),))
    agenda_ = (make_item(subject=Subject.INSTALLATION),)
    sitting = make_sitting(0, members=0, held_on=held_on, agenda=agenda_, chair=None, secretaries=())
    assert [f.remedy for f in agenda.check_installation(Record(council, sitting))] == remedies


@pytest.mark.parametrize(
    ("council", "facts", "is_found"),
    [
        ({}, {"is_public": False}, True),
        ({}, {"is_public": False, "votes": (make_vote(purpose=VotePurpose.CLOSED_DOORS),)}, False),
        ({}, {"is_public": False, "movements": ()}, False),
        ({}, {}, False),
        ({"body_type": BodyType.CCAS}, {"is_public": False}, False),
        ({"body_type": BodyType.OTHER}, {"is_public": False}, False),
    ],
    ids=["not-voted", "voted", "to-come", "public", "ccas", "other"],
)
def test_doors_are_closed_by_a_vote_l2121_18(council, facts, is_found):
    codes = [code for code, *_ in found(make_council(15, **council), **facts)]
    assert ("sitting.closed_doors_not_voted" in codes) is is_found


def test_another_assembly_hears_of_nothing():
    council = make_council(15, body_type=BodyType.OTHER)
    assert found(council, agenda=(make_item(added_in_sitting=True),), votes=(make_vote(),)) == []
