import pytest

from councils.domain.bodies import Territory
from councils.domain.departments import department, department_of_commune, departments
from councils.domain.identifiers import has_sound_key
from councils.domain.names import folded, in_lower_case, is_in_capitals
from councils.domain.tribunals import tribunal_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("insee", "code", "name", "territory"),
    [
        ("59275", "59", "Nord", Territory.ORDINARY),
        ("01004", "01", "Ain", Territory.ORDINARY),
        ("2a004", "2A", "Corse-du-Sud", Territory.ORDINARY),
        ("69123", "69", "Rhône", Territory.ORDINARY),
        ("57463", "57", "Moselle", Territory.ALSACE_MOSELLE),
        ("67482", "67", "Bas-Rhin", Territory.ALSACE_MOSELLE),
        ("68066", "68", "Haut-Rhin", Territory.ALSACE_MOSELLE),
        ("97411", "974", "La Réunion", Territory.OVERSEAS),
        ("98818", "988", "Nouvelle-Calédonie", Territory.OVERSEAS),
    ],
)
def test_department_of_commune(insee, code, name, territory):
    found = department_of_commune(insee)
    assert (found.code, found.name, found.territory) == (code, name, territory)


@pytest.mark.parametrize("insee", ["", "20004", "99999", "x"])
def test_unknown_department_is_none(insee):
    assert department_of_commune(insee) is None


def test_every_department_has_a_court_and_is_found_by_its_code():
    assert len(departments()) == 108
    assert [d.code for d in departments() if department(d.code) != d or not tribunal_of(d.code)] == []


@pytest.mark.parametrize(
    ("digits", "is_sound"),
    [
        ("215902750", True),
        ("215902751", False),
        ("123456789", False),
        ("732829320", True),
        ("73282932000074", True),
        ("", False),
        ("21590275O", False),
        ("２１５９０２７５０", False),
    ],
)
def test_key_of_a_siren(digits, is_sound):
    assert has_sound_key(digits) is is_sound


@pytest.mark.parametrize(
    ("one", "other"), [("HÉROGUER", "Héroguer"), ("Œuf-d'Or", "OEUF D’OR"), (" Jean  Paul ", "jean-paul")]
)
def test_two_writings_of_a_name_are_folded_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("name", "is_capital", "lower"),
    [
        ("DAZIN-DESLANDES", True, "Dazin-Deslandes"),
        ("D'ARTAGNAN", True, "D'Artagnan"),
        ("ÉLUARD", True, "Éluard"),
        ("Éluard", False, "Éluard"),
        ("X", False, "X"),
    ],
)
def test_names_in_capitals_get_their_small_letters_back(name, is_capital, lower):
    assert is_in_capitals(name) is is_capital
    assert in_lower_case(name) == lower
