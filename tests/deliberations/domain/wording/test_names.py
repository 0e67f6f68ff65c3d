import pytest

from councils.domain.people import Civility
from deliberations.domain.wording.names import (
    family_capitals,
    full_name,
    join_list,
    with_civility,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("given", "family", "printed"),
    [
        ("Olivier", "Turpin", "Olivier TURPIN"),
        ("Mélanie", "Dazin-Deslandes", "Mélanie DAZIN-DESLANDES"),
        ("Hélène", "héroguer", "Hélène HÉROGUER"),
        ("Jean-Claude", "HAUTCOEUR", "Jean-Claude HAUTCOEUR"),
        (" Jean  Claude ", " Le  Moigne", "Jean Claude LE MOIGNE"),
        ("Nelly", "", "Nelly"),
        ("", "Prault", "PRAULT"),
        ("", "", ""),
    ],
)
def test_full_name(given, family, printed):
    assert full_name(given, family) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("de Gaulle", "de GAULLE"),
        ("De Gaulle", "DE GAULLE"),
        ("de gaulle", "DE GAULLE"),
        ("d'Ormesson", "d'ORMESSON"),
        ("d’Ormesson", "d’ORMESSON"),
        ("D'Ormesson", "D'ORMESSON"),
        ("du Bellay", "du BELLAY"),
        ("de la Tour", "de LA TOUR"),
        ("le Moigne", "LE MOIGNE"),
        ("Le Moigne", "LE MOIGNE"),
        ("Von Tschirschky", "VON TSCHIRSCHKY"),
        ("von der Leyen", "von der LEYEN"),
        ("de K/Martin", "de K/MARTIN"),
        ("N'Guyen", "N'GUYEN"),
        ("Œuvrard", "ŒUVRARD"),
        ("de", "DE"),
    ],
)
def test_family_capitals_particles(typed, printed):
    assert family_capitals(typed) == printed
    assert family_capitals(printed) == printed


@pytest.mark.parametrize(
    ("civility", "long", "printed"),
    [
        (Civility.MONSIEUR, False, "M. TURPIN"),
        (Civility.MADAME, False, "Mme TURPIN"),
        (Civility.MONSIEUR, True, "Monsieur TURPIN"),
        (Civility.MADAME, True, "Madame TURPIN"),
        (None, False, "TURPIN"),
        (None, True, "TURPIN"),
    ],
)
def test_with_civility(civility, long, printed):
    assert with_civility("TURPIN", civility, long=long) == printed


@pytest.mark.parametrize(
    ("items", "conjunction", "text"),
    [
        ([], "et", ""),
        (["A"], "et", "A"),
        (["A", "B"], "et", "A et B"),
        (["A", "B", "C"], "et", "A, B et C"),
        (["A", "B", "C"], "ou", "A, B ou C"),
    ],
)
def test_join_list(items, conjunction, text):
    assert join_list(items, conjunction) == text
