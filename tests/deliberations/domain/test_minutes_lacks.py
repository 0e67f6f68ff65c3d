"""What minutes lack: each mandatory mention of article L. 2121-15, and where nothing is refused."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.minutes import (
    BallotRequest,
    Debate,
    Distribution,
    Minutes,
    MinutesChannel,
    MinutesSignature,
    MinutesStage,
    stages_reached,
)
from deliberations.domain.minutes_lacks import LackKind, is_bound, minutes_lacks
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.votes import Tally, Vote, VoteMethod
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

TOLD = Minutes(debates=(Debate("p1", is_silent=True),))


def record_with(council: dict[str, Any] | None = None, **facts: Any) -> Record:
    basics = {
        "starts_at": time(20),
        "votes": (make_vote("p1"),),
        "deliberations": (make_act("p1"),),
        "minutes": TOLD,
    }
    return Record(make_council(8, **(council or {})), make_sitting(8, members=8, **{**basics, **facts}))


def kinds(record: Record) -> list[LackKind]:
    return [lack.kind for lack in minutes_lacks(record)]


def test_complete_minutes_lack_nothing() -> None:
    assert minutes_lacks(record_with()) == ()


SECRET = Vote("v", ("p1",), method=VoteMethod.SECRET, tally=Tally(in_favour=8))
PUBLIC = Vote("v", ("p1",), method=VoteMethod.PUBLIC, tally=Tally(in_favour=8), requested_by_present=3)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"starts_at": None}, [LackKind.HOUR]),
        ({"chair": None}, [LackKind.CHAIR]),
        ({"secretaries": ()}, [LackKind.SECRETARY]),
        ({"attendance_recorded": False}, [LackKind.ROLL, LackKind.RESULT]),
        ({"minutes": Minutes()}, [LackKind.DEBATE]),
        ({"minutes": Minutes(debates=(Debate("p1", "  "),))}, [LackKind.DEBATE]),
        ({"deliberations": ()}, [LackKind.DECISION, LackKind.REPORT]),
        ({"votes": ()}, [LackKind.RESULT]),
        ({"votes": (PUBLIC,)}, [LackKind.NAMES]),
        ({"votes": (SECRET,)}, [LackKind.REQUEST]),
    ],
)
def test_each_mandatory_mention_l2121_15(facts: dict[str, Any], expected: list[LackKind]) -> None:
    assert kinds(record_with(**facts)) == expected


@pytest.mark.parametrize(
    ("acts", "expected"),
    [((make_act("p1", operative=(), clauses=()),), [LackKind.DECISION, LackKind.REPORT]), ((), [])],
    ids=["with-an-act", "without-an-act"],
)
def test_text_and_report_of_what_is_not_transmitted_l2121_15(acts: Any, expected: list[LackKind]) -> None:
    item = make_item("p1", is_transmissible=False)
    assert kinds(record_with(agenda=(item,), deliberations=acts)) == expected


def test_report_and_request_are_only_looked_at() -> None:
    lacks = minutes_lacks(record_with(votes=(SECRET,), deliberations=()))
    assert {lack.kind: lack.blocks for lack in lacks} == {
        LackKind.DECISION: True,
        LackKind.REPORT: False,
        LackKind.REQUEST: False,
    }


def test_request_told_by_name_is_enough() -> None:
    asked = replace(TOLD, requests=(BallotRequest("p1", VoteMethod.SECRET, "m2"),))
    assert kinds(record_with(votes=(SECRET,), minutes=asked)) == []


def test_nothing_is_asked_of_an_item_put_off() -> None:
    item = make_item("p1", outcome=ItemOutcome.ADJOURNED)
    assert kinds(record_with(agenda=(item,), votes=(), deliberations=(), minutes=Minutes())) == []


@pytest.mark.parametrize(
    ("council", "facts", "article"),
    [
        ({"territory": Territory.ALSACE_MOSELLE}, {}, "CGCT art. L. 2541-6"),
        ({"body_type": BodyType.CCAS}, {}, ""),
        ({"body_type": BodyType.OPEN_SYNDICATE}, {}, ""),
        ({}, {"origin": Origin.RECORDED}, "CGCT art. L. 2121-15"),
        ({}, {"held_on": date(2022, 6, 30)}, "CGCT art. L. 2121-15"),
    ],
    ids=["alsace-moselle", "ccas", "open-syndicate", "old-paper", "before-2022-07-01"],
)
def test_where_the_article_is_not_established_nothing_blocks(
    council: dict[str, Any], facts: dict[str, Any], article: str
) -> None:
    record = record_with(council, minutes=Minutes(), **facts)
    assert not is_bound(record)
    [lack] = minutes_lacks(record)
    assert (lack.kind, lack.blocks, lack.article) == (LackKind.DEBATE, False, article)


def test_group_of_communes_is_bound_by_l5211_1() -> None:
    record = record_with({"body_type": BodyType.EPCI}, minutes=Minutes())
    [lack] = minutes_lacks(record)
    assert (lack.blocks, lack.article) == (True, "CGCT art. L. 5211-1 et L. 2121-15")


def test_stages_are_those_that_the_facts_show() -> None:
    minutes = Minutes(
        distributions=(Distribution(date(2024, 7, 1), MinutesChannel.HAND),),
        signatures=(MinutesSignature("m1", date(2024, 9, 1)),),
    )
    told = {"is_settled": True, "is_published": False}
    reached = stages_reached(minutes, signatories=("m1", "m2"), **told)
    assert reached == {MinutesStage.DRAFT, MinutesStage.DISTRIBUTED, MinutesStage.SETTLED}
    assert MinutesStage.SIGNED in stages_reached(minutes, signatories=("m1",), **told)
    assert MinutesStage.SIGNED not in stages_reached(minutes, signatories=(), **told)
