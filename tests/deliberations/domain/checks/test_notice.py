"""Checks on the notice of a sitting: days before it, notes of synthesis, and urgency."""

from datetime import UTC, date, datetime, timedelta

import pytest

from councils.domain.bodies import BodyType, DatedNumber, Territory
from deliberations.domain.checks.notice import (
    RULES,
    check_calendar_days,
    check_notes,
    check_notice,
)
from deliberations.domain.checks.urgency import RULES as URGENCY_RULES
from deliberations.domain.checks.urgency import check_urgency
from deliberations.domain.findings import Severity
from deliberations.domain.notices import last_dispatches, last_sent_on
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel, Convocation, Dispatch, ItemKind, Origin
from deliberations.domain.votes import VotePurpose
from tests.facts import make_council, make_item, make_mandate, make_sitting, make_vote

pytestmark = pytest.mark.unit

HELD = date(2024, 6, 28)
SMALL, LARGE = {"populations": (DatedNumber(1200),)}, {"populations": (DatedNumber(3500),)}


def findings(convocation: Convocation, facts=None, **council):
    sitting = make_sitting(held_on=HELD, convocation=convocation, **(facts or {}))
    return list(check_notice(Record(make_council(**council), sitting)))


def by_the_book(council, **facts):
    record = Record(make_council(**council), make_sitting(held_on=HELD, **facts))
    return [finding for rule in (*RULES, *URGENCY_RULES) for finding in rule.findings(record)]


TO_COME = {"movements": ()}


def sent(days_before: int, **facts) -> Convocation:
    return Convocation(HELD - timedelta(days=days_before), **facts)


@pytest.mark.parametrize(
    ("council", "convocation", "severity"),
    [
        (SMALL, sent(4), None),
        (SMALL, sent(3), Severity.WARNING),
        (SMALL, sent(3, is_urgent=True), None),
        (SMALL, sent(2, is_urgent=True), None),
        (SMALL, sent(1, is_urgent=True), Severity.REFUSAL),
        (SMALL, sent(0), Severity.REFUSAL),
        (LARGE, sent(6), None),
        (LARGE, sent(5), Severity.WARNING),
        (SMALL, sent(3, second_of="s1"), Severity.WARNING),
        (SMALL, sent(3, second_of="s1", is_urgent=True), Severity.WARNING),
        (LARGE, sent(4, second_of="s1"), None),
        ({"body_type": BodyType.EPCI}, sent(5), Severity.WARNING),
        ({"body_type": BodyType.EPCI}, sent(6), None),
        ({"body_type": BodyType.OTHER}, sent(0), None),
        ({"territory": Territory.ALSACE_MOSELLE}, sent(1), None),
        (SMALL, Convocation(), None),
    ],
    ids=[
        *(
            "l2121_11-three",
            "l2121_11-two",
            "l2121_11-urgency-two",
            "l2121_11-urgency-one",
            "l2121_11-urgency-none",
        ),
        *(
            "l2121_11-same-day",
            "l2121_12-five",
            "l2121_12-four",
            "l2121_17-second-two",
            "l2121_17-no-urgency",
        ),
        *("l2121_17-second-three", "l5211_1-four", "l5211_1-five", "other", "l2541_1", "not-recorded"),
    ],
)
def test_notice(council, convocation, severity):
    assert [(f.code, f.severity) for f in findings(convocation, **council)] == (
        [("notice.too_short", severity)] if severity else []
    )


def test_notice_says_what_was_given_and_until_when():
    (finding,) = findings(sent(3), TO_COME, **SMALL)
    assert finding.article == "CGCT art. L. 2121-11"
    assert finding.message == "Convocation envoyée 2 jours francs avant la séance ; il en faut 3."
    assert finding.remedy == POSTPONED


@pytest.mark.parametrize(
    ("council", "days", "facts", "severity"),
    [
        (SMALL, 3, TO_COME, Severity.REFUSAL),
        (SMALL, 3, {}, Severity.WARNING),
        (SMALL, 1, {}, Severity.REFUSAL),
        ({}, 3, TO_COME, Severity.WARNING),
    ],
    ids=["to-come", "members-have-met", "not-even-one-day", "unknown-population"],
)
def test_notice_is_refused_until_the_members_meet_l2121_11(council, days, facts, severity):
    assert [f.severity for f in findings(sent(days), facts, **council)] == [severity]


def test_notice_below_one_day_offers_no_urgency():
    (finding,) = findings(sent(1), TO_COME, **SMALL)
    assert (
        finding.remedy
        == "Reporter la séance au 1er juillet 2024 au plus tôt, pour une convocation déjà partie."
    )


def test_notice_names_who_was_called_late_l2121_10():
    late = Dispatch("m7", Channel.POST, datetime(2024, 6, 27, 12, tzinfo=UTC))
    (finding,) = findings(Convocation(date(2024, 6, 10), (late,)), TO_COME, **SMALL)
    assert finding.message == "Convocation envoyée 0 jour franc avant la séance à Prénom M7 ; il en faut 3."


@pytest.mark.parametrize(
    ("sent_on", "called", "message"),
    [
        (None, 13, "Aucun envoi de la convocation n'est enregistré pour Prénom M14 et Prénom M15."),
        (None, 15, None),
        (date(2024, 6, 10), 1, None),
    ],
    ids=["two-forgotten", "everyone", "told-apart-from-the-others"],
)
def test_everyone_is_called_l2121_10(sent_on, called, message):
    day = datetime(2024, 6, 10, 12, tzinfo=UTC)
    dispatches = tuple(Dispatch(f"m{n}", Channel.POST, day) for n in range(1, called + 1))
    found = by_the_book(SMALL, convocation=Convocation(sent_on, dispatches), **TO_COME)
    assert [f.message for f in found] == ([message] if message else [])


@pytest.mark.parametrize(
    ("days", "given"), [(1, "0 jour franc"), (0, "0 jour franc"), (-3, "0 jour franc"), (2, "1 jour franc")]
)
def test_notice_counts_no_fewer_than_none(days, given):
    assert findings(sent(days), **SMALL)[0].message.startswith(f"Convocation envoyée {given} avant la séance")


def test_notice_unknown_population_is_said():
    assert findings(sent(3))[0].message.endswith("(population inconnue : délai le plus court retenu).")


def test_notice_of_a_second_call_offers_no_urgency():
    (finding,) = findings(sent(3, second_of="s1"), TO_COME, **SMALL)
    assert (
        finding.remedy == "Reporter la séance au 29 juin 2024 au plus tôt, pour une convocation déjà partie."
    )


CROSSED = {
    "populations": (DatedNumber(3400), DatedNumber(3600, date(2024, 1, 1))),
    "more": (make_mandate("ancien", since=date(2020, 5, 25)),),
}


@pytest.mark.parametrize(
    ("days", "severity"), [(6, None), (5, Severity.WARNING), (4, Severity.WARNING), (1, Severity.REFUSAL)]
)
def test_notice_when_the_threshold_is_crossed_is_the_longer_one(days, severity):
    assert [f.severity for f in findings(sent(days), **CROSSED)] == ([severity] if severity else [])


def test_notice_when_the_threshold_is_crossed_says_since_when():
    assert findings(sent(5), **CROSSED)[0].message == (
        "Convocation envoyée 4 jours francs avant la séance ; il en faut 5 (population légale du 1er janvier 2024 ; "
        "seuil de 3 500 habitants franchi en cours de mandat : délai le plus long retenu)."
    )


POSTPONED = (
    "Reporter la séance au 29 juin 2024 au plus tôt, pour une convocation déjà partie, ou faire constater l'urgence à "
    "l'ouverture."
)
DONE = "L'irrégularité est acquise : en tenir compte avant de s'appuyer sur ces délibérations."
TIMES = {
    "to-come": (TO_COME, POSTPONED),
    "roll-called": ({}, DONE),
    "recorded": ({"origin": Origin.RECORDED}, DONE),
    "opened": ({"opened_at": datetime(2024, 6, 28, 18, tzinfo=UTC)}, DONE),
    "voting": ({"votes": (make_vote(),)}, DONE),
    "closed": ({"closed_at": datetime(2024, 6, 28, 20, tzinfo=UTC)}, DONE),
}


@pytest.mark.parametrize(("facts", "remedy"), TIMES.values(), ids=TIMES)
def test_notice_remedy_can_be_done(facts, remedy):
    sitting = make_sitting(held_on=HELD, convocation=sent(3), **facts)
    assert [f.remedy for f in check_notice(Record(make_council(**SMALL), sitting))] == [remedy]


URGENT = sent(2, is_urgent=True, urgency_reason="Crue")
ON_URGENCY = (make_vote(purpose=VotePurpose.URGENCY, decides=False),)
URGENCIES = {
    "voted": (SMALL, URGENT, ON_URGENCY, None),
    "not-voted": (SMALL, URGENT, (make_vote(),), "CGCT art. L. 2121-11 et L. 2121-12"),
    "not-voted-large": (LARGE, URGENT, (), "CGCT art. L. 2121-11 et L. 2121-12"),
    "long-enough-without": (SMALL, sent(4, is_urgent=True, urgency_reason="Crue"), (), None),
    "not-voted-epci": ({"body_type": BodyType.EPCI}, URGENT, (), "CGCT art. L. 5211-1 et L. 2121-12"),
    "not-voted-alsace-moselle": (
        {"territory": Territory.ALSACE_MOSELLE},
        URGENT,
        (),
        "CGCT art. L. 2541-1 et s.",
    ),
    "not-urgent": (SMALL, sent(4), (), None),
    "second-call": (SMALL, sent(4, is_urgent=True, second_of="s1"), (), None),
    "ccas": ({"body_type": BodyType.CCAS}, URGENT, (), None),
    "other": ({"body_type": BodyType.OTHER}, URGENT, (), None),
}


@pytest.mark.parametrize(("council", "convocation", "votes", "article"), URGENCIES.values(), ids=URGENCIES)
def test_urgency_is_voted_l2121_11(council, convocation, votes, article):
    found = by_the_book(council, convocation=convocation, votes=votes)
    told = [(f.severity, f.article) for f in found if f.code == "notice.urgency_not_voted"]
    assert told == ([] if article is None else [(Severity.WARNING, article)])


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, ["notice.urgency_not_voted", "notice.urgency_reason"]),
        (TO_COME, ["notice.urgency_reason"]),
        ({"origin": Origin.RECORDED}, ["notice.urgency_not_voted"]),
    ],
    ids=["begun", "to-come", "old-paper"],
)
def test_urgency_has_a_reason_and_is_voted_once_the_members_met(facts, codes):
    assert [f.code for f in by_the_book(SMALL, convocation=sent(2, is_urgent=True), **facts)] == codes


@pytest.mark.parametrize(
    ("origin", "beginning"),
    [
        (Origin.LIVE, "Rendre compte de l'urgence dès l'ouverture"),
        (Origin.RECORDED, "Retrouver au procès-verbal"),
    ],
)
def test_urgency_remedy_can_be_done(origin, beginning):
    sitting = make_sitting(held_on=HELD, convocation=URGENT, origin=origin)
    (finding,) = check_urgency(Record(make_council(**SMALL), sitting))
    assert finding.remedy.startswith(beginning)


@pytest.mark.parametrize(
    ("sent_on", "times", "is_short"),
    [
        (None, [datetime(2024, 6, 24, 12, tzinfo=UTC)], False),
        (None, [datetime(2024, 6, 24, 12, tzinfo=UTC), datetime(2024, 6, 25, 12, tzinfo=UTC)], True),
        (date(2024, 6, 20), [datetime(2024, 6, 25, 12, tzinfo=UTC)], True),
        (date(2024, 6, 24), [datetime(2024, 6, 24, 21, 59, tzinfo=UTC)], False),
        (date(2024, 6, 24), [datetime(2024, 6, 24, 22, 1, tzinfo=UTC)], True),
        (date(2024, 6, 24), [None], False),
    ],
    ids=[
        "all-in-time",
        "one-late",
        "later-than-declared",
        "before-midnight-in-paris",
        "after-midnight",
        "undated",
    ],
)
def test_notice_counts_from_the_latest_dispatch_l2121_10(sent_on, times, is_short):
    dispatches = tuple(Dispatch(f"m{n}", Channel.POST, at) for n, at in enumerate(times, start=1))
    assert bool(findings(Convocation(sent_on, dispatches), **SMALL)) is is_short


CCAS, LOCAL_LAW = {"body_type": BodyType.CCAS}, {"territory": Territory.ALSACE_MOSELLE}


@pytest.mark.parametrize(
    ("council", "convocation", "expected"),
    [
        (CCAS, sent(3), None),
        (CCAS, sent(2), "CASF art. R. 123-16"),
        (CCAS, sent(2, is_urgent=True), "CASF art. R. 123-16"),
        (LOCAL_LAW, sent(3), None),
        (LOCAL_LAW, sent(2), "CGCT art. L. 2541-1 et s."),
        (LOCAL_LAW, sent(1, is_urgent=True), None),
        (LOCAL_LAW, sent(0, is_urgent=True), "CGCT art. L. 2541-1 et s."),
        (CCAS, Convocation(), None),
    ],
)
def test_notice_in_days_that_are_not_clear(council, convocation, expected):
    record = Record(make_council(**council), make_sitting(held_on=HELD, convocation=convocation))
    assert [f.article for f in check_calendar_days(record)] == ([expected] if expected else [])


def test_notice_in_days_that_are_not_clear_says_until_when():
    sitting = make_sitting(0, held_on=HELD, convocation=sent(1), movements=())
    (finding,) = check_calendar_days(Record(make_council(**CCAS), sitting))
    assert finding.message == "Convocation envoyée 1 jour avant la séance ; il en faut 3."
    assert (
        finding.remedy == "Reporter la séance au 30 juin 2024 au plus tôt, pour une convocation déjà partie."
    )


def test_notice_of_a_group_in_alsace_moselle_only_warns():
    council = {"body_type": BodyType.EPCI, "territory": Territory.ALSACE_MOSELLE}
    noted = (make_item(note_html="<p>Note</p>"),)
    (finding,) = by_the_book(council, convocation=sent(1), agenda=noted, **TO_COME)
    assert (finding.code, finding.severity) == ("notice.too_short", Severity.WARNING)
    assert finding.article == "CGCT art. L. 5211-1 et L. 2121-12"


NOTED = make_item("p1", note_html="<p>Note</p>")
INFORMATION = make_item("p2", 2, kind=ItemKind.INFORMATION)
EPCI = {"body_type": BodyType.EPCI}


@pytest.mark.parametrize(
    ("council", "agenda", "facts", "expected"),
    [
        (LARGE, (NOTED, INFORMATION), {}, []),
        (LARGE, (NOTED, make_item("p2", 2)), {}, ["Aucune note de synthèse n'est enregistrée (point 2)."]),
        (EPCI, (make_item(),), {}, ["Aucune note de synthèse n'est enregistrée (point 1)."]),
        (SMALL, (make_item(),), {}, []),
        ({}, (make_item(),), {}, []),
        (CROSSED, (make_item(),), {}, []),
        (LARGE, (make_item(added_in_sitting=True),), {}, []),
        (LARGE, (make_item(),), {"origin": Origin.RECORDED}, []),
        (LARGE, (make_item(),), {"convocation": Convocation()}, []),
        (LARGE, (make_item(),), {"convocation": sent(6, second_of="s1")}, []),
        (LOCAL_LAW | LARGE, (make_item(),), {}, []),
    ],
)
def test_notes_go_with_the_convocation_l2121_12(council, agenda, facts, expected):
    sitting = make_sitting(held_on=HELD, **{"agenda": agenda, "convocation": sent(6), **facts})
    assert [f.message for f in check_notes(Record(make_council(**council), sitting))] == expected


@pytest.mark.parametrize(("zone", "day"), [("Indian/Reunion", 21), ("Europe/Paris", 20)])
def test_notice_counts_from_the_day_of_the_council_not_of_the_machine(zone, day):
    sent = Dispatch("m1", Channel.ELECTRONIC, datetime(2024, 6, 20, 20, 30, tzinfo=UTC))
    sitting = make_sitting(held_on=HELD, convocation=Convocation(dispatches=(sent,)))
    record = Record(make_council(time_zone=zone), sitting)
    assert last_sent_on(record) == date(2024, 6, day)
    assert last_dispatches(record) == (sent,)
    assert last_dispatches(Record(make_council(), make_sitting(convocation=Convocation()))) == ()
