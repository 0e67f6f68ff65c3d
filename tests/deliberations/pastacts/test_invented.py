"""Invented acts, in the ways town halls type them: those that rules are mended with are read whole."""

import pytest

from deliberations.pastacts import SourceLine, read_paper
from tests.support.past_invented import FIELDS, Tally, names_of, score
from tests.support.past_layouts import text_of

pytestmark = pytest.mark.unit


MENDED = ("dev", "fresh", "last", "unseen", "again")


@pytest.mark.parametrize("name", [name for folder in MENDED for name in names_of(folder)])
def test_every_act_is_read_whole(name):
    assert tally_of([name]).missed == []


def test_acts_held_out_keep_their_floor():
    tally = tally_of(names_of("held"))
    shares = {field: tally.share(field) for field in FIELDS}
    assert {field for field in FIELDS if shares[field] < 0.9} == set()
    assert (tally.invented, tally.clear_and_wrong <= 1) == (0, True)


def tally_of(names: list[str]) -> Tally:
    tally = Tally()
    for name in names:
        lines = [SourceLine(n, line) for n, line in enumerate(text_of(name), start=1)]
        score(tally, name, read_paper(lines).acts)
    return tally
