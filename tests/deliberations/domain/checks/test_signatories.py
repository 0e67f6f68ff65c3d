"""Who signs as the mayor is the mayor."""

import pytest

from deliberations.domain.acts import Signatory
from deliberations.domain.checks.signatories import check_signatories
from deliberations.domain.record import Record
from deliberations.domain.votes import Election
from tests.facts import make_act, make_council, make_mandate, make_sitting

pytestmark = pytest.mark.unit


def run(member, capacity, council=None, **facts):
    act = make_act(signatory=Signatory(member, capacity))
    found = check_signatories(Record(council or make_council(), make_sitting(deliberations=(act,), **facts)))
    return [f.code for f in found]


@pytest.mark.parametrize(
    ("member", "capacity", "is_found"),
    [
        ("m2", "Le Maire", True),
        ("m2", "Madame la Maire", True),
        ("m2", "Maire d'Exemple", True),
        ("m1", "Le Maire", False),
        ("m2", "", False),
        ("m2", "1er adjoint", False),
        ("m2", "Pour le Maire, le premier adjoint", False),
        ("m2", "Adjoint au maire", False),
        ("m2", "Maire déléguée de Bourg", False),
    ],
)
def test_signatory_in_the_name_of_the_head_is_the_head(member, capacity, is_found):
    assert run(member, capacity) == (["act.signatory_not_head"] if is_found else [])


def test_signatory_is_taken_at_its_word_where_the_head_is_not_known_or_is_elected():
    assert run("m2", "Le Maire", make_council(0, more=[make_mandate("m2")])) == []
    assert run("m2", "Le Maire", elections=(Election("e", "p1", "maire"),)) == []
