"""Decisions in a dossier file: what is read, and what is refused with its place."""

import json

import pytest

from deliberations.dossier.problems import InvalidDossier
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from tests.deliberations.decisions.world import commune, decided, given

pytestmark = pytest.mark.unit

TO_SIGN = {"is_signed": False, "is_to_sign": True}


def told(**facts) -> dict:
    basics = {"decisions": (decided(amount_cents=250_000_000_00),), "delegations": (given(),)}
    dossier = Dossier.of(commune(), (), **{**basics, **facts})
    return json.loads(canonical_json(dossier))


def problems(content: dict) -> list[str]:
    with pytest.raises(InvalidDossier) as refused:
        read_dossier(json.dumps(content).encode())
    return [str(problem) for problem in refused.value.problems]


def test_what_is_written_is_read():
    read = read_dossier(json.dumps(told(decision_pattern="{sequence}/{year}")).encode())
    assert read.decisions == (decided(amount_cents=250_000_000_00),)
    assert (read.delegations, read.decision_pattern) == ((given(),), "{sequence}/{year}")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"signatory": {"member": "m99"}}, "$.decisions[0].signatory.member"),
        ({"delegation": "autre"}, "$.decisions[0].delegation"),
        ({"paragraph": 0}, "$.decisions[0].paragraph"),
        ({"nature": 100}, "$.decisions[0].nature"),
        ({"amount_cents": -1}, "$.decisions[0].amount_cents"),
        ({"amount_cents": 10**14}, "$.decisions[0].amount_cents"),
        ({"year": 10**9}, "$.decisions[0].year"),
        ({"title_html": "<script>x</script>"}, "$.decisions[0].title_html"),
        ({"uid": "Pas Un Uid"}, "$.decisions[0].uid"),
        ({"decided_on": None}, "$.decisions[0].decided_on"),
        ({"is_to_sign": True}, "$.decisions[0].is_to_sign"),
        ({"given_up": "Offre retirée."}, "$.decisions[0].given_up"),
        ({**TO_SIGN, "decided_on": None}, "$.decisions[0].decided_on"),
        ({**TO_SIGN, "signatory": None}, "$.decisions[0].signatory"),
        ({**TO_SIGN, "sequence": None}, "$.decisions[0].sequence"),
        ({"is_signed": False, "given_up": "Offre retirée.", "year": None}, "$.decisions[0].sequence"),
        ({"inconnu": 1}, "$.decisions[0].inconnu"),
        ({"operative": [{"blocks_html": ["a"]}, {"blocks_html": ["b"]}]}, "$.decisions[0].operative"),
    ],
)
def test_faults_are_told_with_their_place(change, place):
    content = told()
    content["decisions"][0] |= change
    assert any(problem.startswith(place) for problem in problems(content))


def test_doubled_names_and_bad_pattern_are_told():
    content = told()
    content["decisions"] *= 2
    content["delegations"][0]["powers"] *= 2
    content["delegations"][0] |= {"since": "2024-05-01", "until": "2024-04-01"}
    content["decision_pattern"] = "{year}"
    found = problems(content)
    for place in (
        "$.decision_pattern",
        "$.decisions",
        "$.delegations[0].powers",
        "$.delegations[0].until",
    ):
        assert any(problem.startswith(place) for problem in found)
