"""Checks on the channel of the transmission and on the number sent through @CTES."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.checks.transmission import check_actes_number, check_electronic_transmission
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from tests.facts import make_act, make_council, make_sitting

pytestmark = pytest.mark.unit


def record_of(council=None, **facts) -> Record:
    return Record(make_council(**(council or {})), make_sitting(deliberations=(make_act(**facts),)))


@pytest.mark.parametrize(
    ("council", "channel", "is_found"),
    [
        ({"populations": (DatedNumber(50_001),)}, "papier", True),
        ({"populations": (DatedNumber(50_000),)}, "papier", False),
        ({"populations": (DatedNumber(50_001),)}, "préfecture", False),
        ({"populations": (DatedNumber(50_001),)}, "", False),
        ({}, "papier", False),
        ({"body_type": BodyType.EPCI}, "Courrier", True),
        ({"body_type": BodyType.CLOSED_SYNDICATE}, "papier", False),
    ],
)
def test_paper_transmission_is_noticed_where_it_must_be_electronic_l2131_2(council, channel, is_found):
    sent = PublicFact(date(2024, 7, 1), Source.DECLARED, channel)
    found = [
        (f.code, f.severity) for f in check_electronic_transmission(record_of(council, transmission=sent))
    ]
    assert found == ([("transmission.not_electronic", Severity.NOTICE)] if is_found else [])


@pytest.mark.parametrize(
    ("number", "is_found"),
    [
        ("", False),
        ("2023_57", False),
        ("A23456789012345", False),
        ("A234567890123456", True),
        ("2023-57", True),
        ("2023_57b", True),
        ("2023_É", True),
        ("2023_57\n", True),
    ],
)
def test_actes_number_has_fifteen_signs_at_most(number, is_found):
    codes = [f.code for f in check_actes_number(record_of(actes_number=number))]
    assert codes == (["transmission.actes_number"] if is_found else [])
