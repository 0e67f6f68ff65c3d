"""Numbers, objects and names of an act in @CTES."""

from datetime import date

import pytest

from deliberations.domain.actes import (
    act_identifier,
    actes_number,
    cut_object,
    is_actes_number,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("2026-57", "2026_57"),
        ("DEL/2026/057", "DEL_2026_057"),
        ("délib. n° 12", "DELIB_N_12"),
        ("DELIBERATION-2026-057", "2026_57"),
        ("—", "2026_57"),
        ("_12_", "12"),
    ],
)
def test_number_as_the_operators_take_it(number, written):
    assert actes_number(number, year=2026, sequence=57) == written
    assert is_actes_number(written)


def test_number_is_unlike_those_taken():
    assert actes_number("2026-5", year=2026, sequence=5, taken={"2026_5"}) == "2026_5_2"
    taken = {"ABCDEFGHIJKLMNO", "ABCDEFGHIJKLM_2"}
    found = actes_number("ABCDEFGHIJKLMNO", year=2026, sequence=5, taken=taken)
    assert (found, is_actes_number(found)) == ("ABCDEFGHIJKLM_3", True)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("2026_57", True),
        ("A", True),
        ("A" * 15, True),
        ("A" * 16, False),
        ("2026-57", False),
        ("_57", False),
        ("57_", False),
        ("a57", False),
        ("", False),
    ],
)
def test_number_checked(number, is_one):
    assert is_actes_number(number) is is_one


def test_object_is_cut_between_two_words():
    assert cut_object("  Tarifs \n de la cantine ") == "Tarifs de la cantine"
    cut = cut_object("mot " * 200)
    assert (len(cut) <= 499, cut.endswith("mot…")) == (True, True)
    assert cut_object("x" * 499) == "x" * 499


@pytest.mark.parametrize(
    ("department", "siren", "name"),
    [
        ("59", "123456782", "059-123456782-20231219-2023_57-DE"),
        ("2A", "123456782", "02A-123456782-20231219-2023_57-DE"),
        ("971", "123456782", "971-123456782-20231219-2023_57-DE"),
        ("", "123456782", None),
        ("59", "", None),
    ],
)
def test_identifier(department, siren, name):
    found = act_identifier(
        department=department, siren=siren, decided_on=date(2023, 12, 19), number="2023_57"
    )
    assert found == name
