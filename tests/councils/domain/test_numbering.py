"""The pattern of the numbers: one rule for the rows, the dossiers and the documents."""

import pytest

from councils.domain.numbering import format_number, is_valid_pattern, read_number

pytestmark = pytest.mark.unit


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
    ("pattern", "number", "expected"),
    [
        ("{year}-{sequence}", "2023-57", (2023, 57)),
        ("{sequence}/{year}", "57/2023", (2023, 57)),
        ("D{year}-{sequence:03d}", "D2023-057", (2023, 57)),
        ("D{year}-{sequence:03d}", "D2023-57", None),
        ("{year}-{sequence}", "2023-057", None),
        ("{year}-{sequence}", "2023/57", None),
        ("{year}-{sequence}", "", None),
        ("{sequence}", "57", None),
        ("{year}.{sequence}", "2023x57", None),
        ("{year}-{sequence}", "2023-" + "9" * 400, None),
    ],
)
def test_number_is_read_to_the_letter(pattern, number, expected):
    assert read_number(pattern, number) == expected


def test_number_of_a_wrong_pattern_is_not_read():
    with pytest.raises(ValueError, match="motif de numéro invalide"):
        read_number("{an}", "2023")
