"""Checks on minutes that are said to be settled."""

from datetime import UTC, date, datetime

import pytest

from deliberations.domain.checks.book import check_sitting
from deliberations.domain.checks.minutes import check_content, check_settled_at_once, check_settled_later
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from tests.facts import HELD_ON, make_council, make_sitting

pytestmark = pytest.mark.unit

EARLIER = make_sitting(uid="avant", held_on=date(2024, 3, 1))
OPENED = datetime(2024, 6, 28, 18, tzinfo=UTC)


def record_of(**facts) -> Record:
    return Record(make_council(), make_sitting(**{"opened_at": OPENED, **facts}), (EARLIER,))


@pytest.mark.parametrize(("settled_in", "is_found"), [("avant", True), ("apres", False), ("", False)])
def test_minutes_are_settled_in_a_later_sitting_l2121_15(settled_in, is_found):
    found = [f.severity for f in check_settled_later(record_of(minutes_settled_in=settled_in))]
    assert found == ([Severity.REFUSAL] if is_found else [])


@pytest.mark.parametrize(("settled_in", "is_found"), [("seance", True), ("apres", False), ("", False)])
def test_minutes_settled_at_once_are_only_warned_of(settled_in, is_found):
    found = [f.severity for f in check_settled_at_once(record_of(minutes_settled_in=settled_in))]
    assert found == ([Severity.WARNING] if is_found else [])


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, None),
        ({"opened_at": None}, "l'heure de la séance"),
        ({"chair": None}, "le président"),
        ({"secretaries": ()}, "le secrétaire"),
        ({"attendance_recorded": False}, "les membres présents ou représentés"),
        ({"movements": ()}, "les membres présents ou représentés"),
        ({"agenda": (), "chair": None}, "le président, l'ordre du jour"),
        ({"secretaries": (), "origin": Origin.RECORDED}, None),
        ({"secretaries": (), "minutes_settled_in": ""}, None),
    ],
)
def test_minutes_say_what_they_must_before_they_are_settled_l2121_15(facts, missing):
    found = [f.message for f in check_content(record_of(**{"minutes_settled_in": "apres", **facts}))]
    assert found == ([f"Le procès-verbal est dit arrêté, mais il manque : {missing}."] if missing else [])


@pytest.mark.parametrize(("held_on", "is_found"), [(date(2022, 6, 30), False), (HELD_ON, True)])
def test_minutes_rules_begin_with_the_reform(held_on, is_found):
    sitting = make_sitting(held_on=held_on, minutes_settled_in="seance")
    codes = {f.code for f in check_sitting(Record(make_council(), sitting))}
    assert ("minutes.settled_at_once" in codes) is is_found
