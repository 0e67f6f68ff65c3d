"""Checks on what a record leaves unsaid once the sitting is over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deliberations.domain.checks import silences
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    Confidence,
    Convocation,
    ItemKind,
    ItemOutcome,
    Origin,
    SourceStatement,
)
from deliberations.domain.votes import Election, Nomination
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

CLOSED = datetime(2024, 6, 28, 20, tzinfo=UTC)
VOTED = {"votes": (make_vote(),), "deliberations": (make_act(),)}
UNVOTED = {"deliberations": (make_act(),)}
LOST = SourceStatement("verdict", "[illisible]", item="p1", confidence=Confidence.ILLEGIBLE)


def found(check, **facts):
    record = Record(make_council(), make_sitting(**{"closed_at": CLOSED, **facts}))
    return [(f.severity, f.item) for f in check(record)]


NOTICE, WARNING = [(Severity.NOTICE, None)], [(Severity.WARNING, None)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"chair": None}, WARNING),
        ({"chair": None, "origin": Origin.RECORDED}, NOTICE),
        ({"chair": None, "closed_at": None}, []),
        ({"chair": None, "votes": ()}, []),
        ({"chair": None, "moves": [move(K.CHAIR_TAKEN, "m3")]}, []),
        ({"chair": None, "agenda": (make_item(chair="m3"),)}, []),
        ({}, []),
    ],
)
def test_chair_is_known_l2121_14(facts, expected):
    assert found(silences.check_chair_known, **{**VOTED, **facts}) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, WARNING),
        ({"origin": Origin.RECORDED}, NOTICE),
        ({"closed_at": None}, []),
        ({"deliberations": ()}, []),
        ({"convocation": Convocation(sent_on=date(2024, 6, 20))}, []),
    ],
)
def test_dispatch_is_known_l2121_10(facts, expected):
    base = {**VOTED, "convocation": Convocation()}
    assert found(silences.check_dispatch_known, **{**base, **facts}) == expected


ON_P1 = [(Severity.WARNING, "p1")]
NOT_TO_ASK = {
    "voted": {"votes": (make_vote(),)},
    "elected": {"elections": (Election("e", "p1", posts="délégué"),)},
    "lost-on-the-paper": {"statements": (LOST,)},
    "not-over": {"closed_at": None},
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ON_P1),
        ({"origin": Origin.RECORDED, "closed_at": None}, ON_P1),
        ({"deliberations": ()}, []),
        ({"deliberations": (replace(make_act(), operative=()),)}, []),
        ({"agenda": (make_item(outcome=ItemOutcome.ADJOURNED),)}, []),
        ({"agenda": (make_item(kind=ItemKind.ACKNOWLEDGEMENT),)}, []),
        ({"agenda": (make_item(kind=ItemKind.ACCOUNTS),)}, []),
        ({"agenda": (make_item(nomination=Nomination()),)}, []),
        *((facts, []) for facts in NOT_TO_ASK.values()),
    ],
)
def test_vote_of_each_decision_is_known_l2121_20(facts, expected):
    assert found(silences.check_votes_known, **{**UNVOTED, **facts}) == expected


@pytest.mark.parametrize(
    ("facts", "expected"), [({}, ON_P1), *((facts, []) for facts in NOT_TO_ASK.values())]
)
def test_accounts_are_voted_l2121_14(facts, expected):
    agenda = (make_item(kind=ItemKind.ACCOUNTS),)
    assert found(silences.check_accounts_voted, **{"agenda": agenda, **facts}) == expected


@pytest.mark.parametrize(
    ("nomination", "facts", "expected"),
    [
        (Nomination(), {}, ON_P1),
        (Nomination(single_candidacy=True), {}, []),
        (None, {}, []),
        *((Nomination(), facts, []) for facts in NOT_TO_ASK.values()),
    ],
)
def test_nomination_is_made_by_the_council_l2121_21(nomination, facts, expected):
    agenda = (make_item(nomination=nomination),)
    assert found(silences.check_nominations_voted, **{"agenda": agenda, **facts}) == expected
