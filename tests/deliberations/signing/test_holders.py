import pytest

from deliberations.signing.holders import is_holder

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("common_name", "person", "same"),
    [
        pytest.param("Olivier TURPIN", "Olivier TURPIN", True, id="the same"),
        pytest.param("olivier turpin", "Olivier TURPIN", True, id="capitals"),
        pytest.param("TURPIN Olivier", "Olivier TURPIN", True, id="family name first"),
        pytest.param("Olivier Turpin (DÉMONSTRATION)", "Olivier TURPIN", True, id="demonstration"),
        pytest.param("M. Olivier Turpin", "Olivier TURPIN", True, id="civility of the certificate"),
        pytest.param("Claire DURAND", "Mme Claire DURAND", True, id="civility of the person"),
        pytest.param("ELODIE LEFEVRE", "Élodie LEFÈVRE", True, id="accents"),
        pytest.param("E\u0301lodie Lefevre", "Élodie LEFÈVRE", True, id="combining accents"),
        pytest.param("Francoise LEBOEUF", "Françoise LEBŒUF", True, id="ligature and cedilla"),
        pytest.param("Jean Claude MARTIN", "Jean-Claude MARTIN", True, id="hyphen"),
        pytest.param("Jean D'ORMESSON", "Jean d’ORMESSON", True, id="apostrophes"),
        pytest.param("Olivier  TURPIN ", "Olivier TURPIN", True, id="spaces"),
        pytest.param("Olivier DUPONT", "Olivier TURPIN", False, id="another family name"),
        pytest.param("Olivia TURPIN", "Olivier TURPIN", False, id="another given name"),
        pytest.param("Claire DURAND-PETIT", "Claire DURAND", False, id="usage name"),
        pytest.param("Olivier Jean TURPIN", "Olivier TURPIN", False, id="second given name"),
        pytest.param("TURPIN", "Olivier TURPIN", False, id="family name alone"),
        pytest.param("TURPIN TURPIN", "Olivier TURPIN", False, id="one name twice"),
        pytest.param("", "Olivier TURPIN", False, id="no name on the certificate"),
        pytest.param("", "", False, id="nobody"),
        pytest.param("Madame", "Mme", False, id="civilities alone"),
    ],
)
def test_is_holder(common_name: str, person: str, same: bool) -> None:
    assert is_holder(common_name, person) is same
