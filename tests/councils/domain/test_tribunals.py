"""Administrative court of a department (CJA art. R. 221-3)."""

import pytest

from councils.domain.tribunals import tribunal_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("department", "seat"),
    [
        ("59", "Lille"),
        ("059", "Lille"),
        (" 59 ", "Lille"),
        ("62", "Lille"),
        ("1", "Lyon"),
        ("01", "Lyon"),
        ("02", "Amiens"),
        ("2A", "Bastia"),
        ("02b", "Bastia"),
        ("10", "Châlons-en-Champagne"),
        ("20", ""),
        ("93", "Montreuil"),
        ("95", "Cergy-Pontoise"),
        ("971", "la Guadeloupe"),
        ("974", "La Réunion"),
        ("976", "Mayotte"),
        ("", ""),
        ("999", ""),
        ("Nord", ""),
    ],
)
def test_tribunal_of_a_department(department, seat):
    assert tribunal_of(department) == seat
