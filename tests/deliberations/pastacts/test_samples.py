"""What is read of real papers in each layout never gets worse than these floors (``make bench-past`` prints all)."""

import pytest

from benchmarks.past import score_of
from tests.support.past_layouts import SAMPLES
from tests.support.past_truth import HELD_OUT, WITHOUT_ACT, truth_of

pytestmark = [pytest.mark.integration, pytest.mark.once]

ALONE = (
    "bailly-2024-06",
    "guingamp-paimpol-bureau-2023-02-12",
    "ibos-2023-009",
    "mazeres-2022-7-4",
    "tronget-36-2023",
)
"""Papers of one deliberation, whole."""


@pytest.mark.parametrize("layout", ["plain", "structured", "boxed", "typewriter"])
def test_a_deliberation_alone_is_read_whole(layout):
    score = score_of(layout, list(ALONE))
    for field in ("acts", "number", "date", "title", "visas", "considerants", "vote"):
        assert (field, score.recall(field), score.precision(field)) == (field, 1.0, 1.0)
    assert (score.recall("decisions"), score.precision("decisions")) == (1.0, 1.0)


def test_lists_minutes_and_collections_keep_their_floor():
    score = score_of("plain", sorted(set(SAMPLES) - HELD_OUT))
    floors = {
        "acts": 0.8,
        "number": 0.95,
        "date": 0.8,
        "title": 0.75,
        "visas": 1,
        "considerants": 1,
        "vote": 0.8,
    }
    assert {name: score.recall(name) >= floor for name, floor in floors.items()} == dict.fromkeys(
        floors, True
    )
    assert score.precision("acts") == 1.0
    assert score.precision("number") == 1.0


def test_every_real_paper_has_its_truth():
    assert {name for name in SAMPLES if not truth_of(name)} - WITHOUT_ACT == {
        "montreverd-2022-03-31",
        "siaep-condom-caussens-2021-03-03",
        "varennes-sur-allier-2026-06-05",
        *(name for name in SAMPLES if name in HELD_OUT and not truth_of(name) and name not in WITHOUT_ACT),
    }
