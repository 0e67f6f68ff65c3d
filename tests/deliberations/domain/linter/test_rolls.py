"""A member counted twice, in the text or in the facts."""

import pytest

from deliberations.domain.linter.rolls import RULES
from deliberations.domain.movements import MovementKind
from tests.facts import debate, make_act, make_council, make_person, make_record, make_sitting, move

pytestmark = pytest.mark.unit

NAMES = [("Anne", "Un"), ("Bruno", "Deux"), ("Chloé", "Trois"), ("David", "Quatre"), ("Ève", "Quatre")]
PEOPLE = [make_person(f"m{n}", given_name=g, family_name=f) for n, (g, f) in enumerate(NAMES, start=1)]


def found_in(*lines, moves=()):
    act = make_act(statement_html="".join(f"<p>{line}</p>" for line in lines))
    sitting = make_sitting(5, members=5, moves=moves, deliberations=(act,))
    record = make_record(make_council(5, people=PEOPLE), sitting)
    return [f.message for rule in RULES for f in rule.findings(record)]


BOTH = "figure à la fois parmi les présents et parmi les absents ou représentés dans le texte."
TWICE = "figure deux fois parmi les présents dans le texte."


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Présents : Mme UN, M. DEUX, Mme TROIS", "Absents : M. DEUX"), [f"Bruno DEUX {BOTH}"]),
        (
            ("Étaient présents : Anne UN, Bruno DEUX", "Excusés : Mme UN (pouvoir à M. DEUX)"),
            [f"Anne UN {BOTH}"],
        ),
        (
            ("Présents : Anne UN et Bruno DEUX", "Ont donné pouvoir :", "Anne UN à Bruno DEUX"),
            [f"Anne UN {BOTH}"],
        ),
        (("Présents :", "UN Anne", "DEUX Bruno", "UN Anne", "Secrétaire : Bruno DEUX"), [f"Anne UN {TWICE}"]),
        (("Membres présents (3) : Mme UN, M. DEUX, Mme UN",), [f"Anne UN {TWICE}"]),
        (
            ("Présents : David QUATRE, Ève QUATRE, David QUATRE", "Absents : Mme TROIS"),
            [f"David QUATRE {TWICE}"],
        ),
    ],
)
def test_roll_names_someone_twice(lines, told):
    assert found_in(*lines) == told


@pytest.mark.parametrize(
    "lines",
    [
        ("Présents : Mme UN, M. DEUX", "Excusée : Mme TROIS (pouvoir à M. DEUX)"),
        ("Présents : Mme UN, M. DEUX", "Procurations :", "Chloé TROIS", "à Bruno DEUX"),
        ("Présents : Mme UN, M. DEUX", "Pouvoirs : Chloé TROIS donne pouvoir à Bruno DEUX"),
        ("Présents : Mme UN, M. DEUX", "Mme UN demande le prix. M. DEUX répond.", "Mme UN"),
        ("Présents : M. QUATRE, Mme QUATRE",),
        ("Présents depuis un an, Mme UN et Mme UN", "Absents : néant"),
        ("Présents : Mme UN", "Objet : cantine", "Présents : Mme UN"),
        ("Présents : David QUATRE", "Absents : Ève QUATRE"),
    ],
)
def test_roll_none(lines):
    assert found_in(*lines) == []


def test_roll_of_the_facts_present_and_represented():
    moves = (move(MovementKind.GIVES_PROXY, "m2", "m1"),)
    assert found_in(moves=moves) == [
        "Bruno DEUX est enregistré(e) à la fois comme présent(e) et comme représenté(e)."
    ]


def test_roll_of_the_facts_leaving_with_a_proxy_is_regular():
    later = (move(MovementKind.LEAVES, "m2", on=debate("p1")), move(MovementKind.GIVES_PROXY, "m2", "m1"))
    assert found_in(moves=later) == []


@pytest.mark.parametrize("piece", ["Présents : ", "A, ", "(", "à ", "Un\n", "- "])
def test_roll_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert found_in("Présents : " + piece * (100_000 // len(piece))) == []
