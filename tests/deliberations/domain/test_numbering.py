"""Numbers: allocation, patterns, printing and the @CTES form."""

import pytest

from deliberations.domain.acts import Deliberation
from deliberations.domain.numbering import (
    actes_number_from,
    format_number,
    is_valid_pattern,
    next_sequences,
    number_of,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("taken", "how_many", "expected"),
    [
        ([], 3, [1, 2, 3]),
        ([56], 2, [57, 58]),
        ([1, 2, 9], 1, [10]),
        ([9, 1], 2, [10, 11]),
        ([57], 0, []),
    ],
    ids=["first-of-the-year", "next", "recorded-gap-stays", "any-order", "nothing-voted"],
)
def test_next_sequences_have_no_gap(taken, how_many, expected):
    assert list(next_sequences(taken, how_many)) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{year}-{sequence}", "2023-57"),
        ("{year}- {sequence}", "2023- 57"),
        ("{sequence}/{year}", "57/2023"),
        ("DEL-{sequence:03d}", "DEL-057"),
        ("DEL-{sequence:03}", "DEL-057"),
        ("D{year}_{sequence:d}", "D2023_57"),
        ("{sequence}", "57"),
        ("{{{sequence}}}", "{57}"),
    ],
)
def test_pattern_prints_the_number(pattern, expected):
    assert is_valid_pattern(pattern)
    assert format_number(pattern, year=2023, sequence=57) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "2023-57", "{year}", "{sequence", "sequence}", "{}", "{0}", "{sequence}{number}"),
        *("{sequence.real}", "{sequence[0]}", "{sequence!r}", "{sequence:x}", "{sequence:>9999999999}"),
        *("{sequence:0999999999d}", "{sequence:{year}}", "{sequence:.3f}", "{sequence:,}", "{sequence:s}"),
    ],
)
def test_pattern_refused(pattern):
    assert not is_valid_pattern(pattern)
    with pytest.raises(ValueError, match="motif de numéro invalide"):
        format_number(pattern, year=2023, sequence=57)


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


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2023-57", "2023_57"),
        ("2023- 57", "2023_57"),
        ("57/2023", "57_2023"),
        ("del_20220628_1", "DEL_20220628_1"),
        ("D.2024.001", "D_2024_001"),
        ("-57-", "57"),
        ("7", "7"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", None),
        ("n° 2023-57 bis ter", None),
        ("", None),
        ("—", None),
    ],
)
def test_actes_number_is_at_most_15_capitals(number, expected):
    assert actes_number_from(number) == expected
