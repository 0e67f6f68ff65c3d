"""What stands against settling minutes, body by body and day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.findings import Severity
from deliberations.domain.minutes_settling import Settling, is_held, settling_findings
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from tests.facts import make_council, make_item, make_sitting, make_vote, member_names

pytestmark = pytest.mark.unit

EVENING = date(2024, 3, 5)


def reported(held_on: date = EVENING, **body: object) -> Record:
    return Record(make_council(8, **body), make_sitting(8, members=8, held_on=held_on))


def settling(record: Record, sense: str = "", *, is_surely_it: bool = True) -> Settling:
    """By the item of a later sitting, adopted, rejected or without a vote."""
    against = member_names(8) if sense == "AGAINST" else ()
    votes = (make_vote("pv", against=against),) if sense else ()
    later = make_sitting(
        8, members=8, uid="suivante", held_on=date(2024, 4, 9), agenda=(make_item("pv", 1),), votes=votes
    )
    return Settling(Record(record.council, later), "pv", is_surely_it)


def told(record: Record, by: Settling) -> list[tuple[str, Severity]]:
    return [(found.code, found.severity) for found in settling_findings(record, by)]


@pytest.mark.parametrize(
    ("body", "held_on", "severity"),
    [
        ({}, EVENING, Severity.REFUSAL),
        ({"body_type": BodyType.CCAS}, EVENING, Severity.WARNING),
        ({"territory": Territory.ALSACE_MOSELLE}, EVENING, Severity.WARNING),
        ({"body_type": BodyType.OTHER}, EVENING, Severity.WARNING),
        ({}, date(2022, 6, 30), Severity.WARNING),
    ],
)
def test_rejected_minutes_are_refused_only_where_l2121_15_binds(
    body: dict[str, object], held_on: date, severity: Severity
) -> None:
    record = reported(held_on, **body)
    assert told(record, settling(record, "AGAINST")) == [("minutes.rejected", severity)]


def test_item_that_may_be_of_other_minutes_only_warns() -> None:
    record = reported()
    assert told(record, settling(record, "AGAINST", is_surely_it=False)) == [
        ("minutes.rejected", Severity.WARNING)
    ]


def test_adopted_minutes_meet_nothing_and_a_missing_vote_a_warning() -> None:
    record = reported()
    assert told(record, settling(record, "FOR")) == []
    assert told(record, settling(record)) == [("minutes.not_voted", Severity.WARNING)]


@pytest.mark.parametrize(
    ("body", "severity"), [({}, Severity.REFUSAL), ({"body_type": BodyType.CCAS}, Severity.WARNING)]
)
def test_sitting_that_did_not_take_place_settles_nothing(body: dict[str, object], severity: Severity) -> None:
    record = reported(**body)
    by = replace(settling(record, "FOR"), took_place=False)
    assert told(record, by) == [("minutes.not_held", severity)]


@pytest.mark.parametrize(
    ("days", "code", "severity"),
    [
        ({"next_held": date(2024, 4, 9)}, ["minutes.followed"], Severity.REFUSAL),
        ({"next_planned": date(2024, 4, 9)}, ["minutes.planned_next"], Severity.WARNING),
        ({}, [], Severity.WARNING),
    ],
)
def test_own_sitting_settles_its_minutes_where_none_followed(
    days: dict[str, date], code: list[str], severity: Severity
) -> None:
    record = reported()
    assert told(record, Settling(record, **days)) == [(each, severity) for each in code]


def test_sitting_is_held_by_what_is_recorded_and_not_by_its_day() -> None:
    bare = make_sitting(0, members=8)
    bare = replace(bare, movements=(), votes=(), opened_at=None, closed_at=None)
    assert not is_held(bare)
    assert is_held(replace(bare, opened_at=datetime(2024, 3, 5, 19, 0, tzinfo=UTC)))
    assert is_held(replace(bare, origin=Origin.RECORDED))
