"""A rule applies to its bodies, its territories and its days, and refuses only when it is established."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, OUTSIDE_LOCAL_LAW, Certainty, Rule
from tests.facts import make_council, make_sitting

pytestmark = pytest.mark.unit

BEGINS, ENDS = date(2022, 7, 1), date(2024, 6, 30)


def rule(severity=Severity.REFUSAL, **facts) -> Rule:
    finding = Finding("essai", severity, "", "Essai.")
    return Rule(("essai",), "Essai", "CGCT", "Essai.", lambda record: iter((finding,)), **facts)


@pytest.mark.parametrize(
    ("held_on", "applies"),
    [
        (date(2022, 6, 30), False),
        (BEGINS, True),
        (ENDS, True),
        (date(2024, 7, 1), False),
    ],
)
def test_rule_is_in_force_between_its_days(held_on, applies):
    assert rule(since=BEGINS, until=ENDS).applies(make_council(), held_on) is applies


@pytest.mark.parametrize(
    ("council", "applies"),
    [
        ({}, True),
        ({"body_type": BodyType.EPCI}, False),
        ({"territory": Territory.ALSACE_MOSELLE}, False),
        ({"territory": Territory.OVERSEAS}, True),
    ],
)
def test_rule_is_for_its_bodies_and_territories(council, applies):
    found = rule(bodies=COMMUNES, territories=OUTSIDE_LOCAL_LAW).findings(
        Record(make_council(**council), make_sitting())
    )
    assert bool(list(found)) is applies


@pytest.mark.parametrize("certainty", Certainty)
def test_rule_refuses_only_when_it_is_established(certainty):
    (finding,) = rule(certainty=certainty).findings(Record(make_council(), make_sitting()))
    is_sure = certainty is Certainty.ESTABLISHED
    assert finding == Finding("essai", Severity.REFUSAL if is_sure else Severity.WARNING, "", "Essai.")


def test_rule_keeps_a_notice_a_notice():
    notice = rule(Severity.NOTICE, certainty=Certainty.OLD_TEXT)
    assert [f.severity for f in notice.findings(Record(make_council(), make_sitting()))] == [Severity.NOTICE]
