"""The number of an act."""

import pytest

from deliberations.domain.acts import Deliberation
from deliberations.domain.numbering import number_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"year": 2023, "sequence": 57}, "2023-57"),
        ({"printed_number": "DEL_20220628_1"}, "DEL_20220628_1"),
        ({"printed_number": "57 bis", "year": 2023, "sequence": 57}, "57 bis"),
        ({"year": 2023}, ""),
        ({"sequence": 57}, ""),
        ({}, ""),
    ],
    ids=["built", "as-printed", "printed-wins", "no-sequence", "no-year", "draft"],
)
def test_number_of_an_act(facts, expected):
    assert number_of(Deliberation("acte", "p1", **facts), "{year}-{sequence}") == expected
