"""Papers as scanners, programs and habits leave them: the act is read all the same, or said not to be."""

from datetime import date

import pytest

from deliberations.pastacts import ReadAct, SourceLine, read_paper
from deliberations.services.importing_reading import _is_garbled

pytestmark = pytest.mark.unit

ACT = """Délibération n° 2019-34
Séance du 12 juin 2019
Objet : Tarifs de la cantine
Vu le code général des collectivités territoriales,
Le Conseil Municipal, après en avoir délibéré, à l'unanimité,
DÉCIDE de fixer le prix du repas à 3,80 €,
AUTORISE le maire à signer."""


def read(text: str) -> tuple[str, date, str, int, int]:
    (act,) = read_paper([SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)]).acts
    return told(act)


def told(act: ReadAct) -> tuple[str, date, str, int, int]:
    return (act.number.value, act.held_on.value, act.title.value, len(act.clauses), len(act.decisions))


WHOLE = ("2019-34", date(2019, 6, 12), "Tarifs de la cantine", 1, 2)


@pytest.mark.parametrize(
    "damaged",
    [
        ACT,
        ACT.encode().decode("cp1252", "replace").replace("\ufffd", "\x8d"),
        ACT.replace("fi", "ﬁ").replace("Tarifs", "Ta\u00adrifs"),
        ACT.replace("'", "’").replace(" ", "\u00a0"),
        ACT.replace("\n", "\r\n"),
        ACT.replace(" : ", "\t:\t"),
        ACT.replace("2019-34", "2019\u201134"),
        ACT.replace("Objet", "\ufeffObjet"),
        "\n\n".join(ACT.split("\n")),
    ],
    ids=["whole", "utf8-as-cp1252", "ligatures", "spaces", "crlf", "tabs", "hyphen", "mark", "gaps"],
)
def test_damaged_text_is_read_all_the_same(damaged):
    assert read(damaged) == WHOLE


def test_the_number_of_the_margin_is_that_of_an_act_alone():
    lines = [SourceLine(n, line) for n, line in enumerate(ACT.split("\n")[1:], 1)]
    margin = SourceLine(len(lines) + 1, "Commune d'Exemple – Délibération n° 2019-34", is_margin=True)
    (act,) = read_paper([*lines, margin]).acts
    assert told(act) == WHOLE
    assert act.number.is_clear


@pytest.mark.parametrize(
    ("text", "is_garbled"),
    [
        ("(cid:12)(cid:45) (cid:3)" * 90, True),
        ("/12/45/33 " * 90, True),
        ("\ue012\ue045 " * 200, True),
        (ACT, False),
        ("12 345,00 € | 6 789,00 € | " * 20, False),
    ],
)
def test_a_text_without_letters_is_told(text, is_garbled):
    assert _is_garbled([SourceLine(1, text)]) is is_garbled


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (("2019-34", "2018-34"), "Le numéro porte l'année 2018, la séance est de 2019."),
        (
            ("à l'unanimité", "par 12 voix pour et 1 contre"),
            "Le vote compte 13 voix, le document annonce 14 votants (ligne 3).",
        ),
        (("Séance du 12 juin 2019", ""), "La date de la séance n'a pas été lue."),
        (("Délibération n° 2019-34", ""), "Aucun numéro n'a été lu."),
    ],
)
def test_what_contradicts_itself_is_told(change, doubt):
    text = ACT.replace("Objet :", "Votants : 14\nObjet :").replace(*change)
    (act,) = read_paper([SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)]).acts
    assert act.doubts == (doubt,)
