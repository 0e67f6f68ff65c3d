"""Findings as the pages show them: their label, their place in the words of the agenda."""

import pytest

from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Tally
from deliberations.views.shown.findings import findings_of
from tests.facts import make_council, make_item, make_record, make_sitting, make_vote

pytestmark = pytest.mark.unit

SHORT = make_vote(everyone=None, tally=Tally(7))
TWO = (make_vote(), make_vote(uid="v2", ballot=2, everyone=None, tally=Tally(7)))


def shown(votes, *, item=None, **facts):
    sitting = make_sitting(8, votes=votes, **facts)
    return findings_of(make_record(make_council(15), sitting), item=item)


@pytest.mark.parametrize(
    ("title", "votes", "item", "place"),
    [
        ("Tarifs", (SHORT,), None, "Point 1 : Tarifs – vote"),
        ("Tarifs", TWO, None, "Point 1 : Tarifs – vote n° 2"),
        ("", TWO, None, "Point 1 – vote n° 2"),
        ("é" * 81, (SHORT,), None, f"Point 1 : {'é' * 80}… – vote"),
        ("Tarifs", TWO, "p1", "vote n° 2"),
    ],
    ids=["one-vote", "second-vote", "without-title", "long-title", "on-the-page-of-the-act"],
)
def test_finding_place_in_the_words_of_the_agenda(title, votes, item, place):
    (finding,) = shown(votes, item=item, agenda=(make_item(title_html=title),))
    assert finding.place == place


@pytest.mark.parametrize(("origin", "label"), [(Origin.LIVE, "Bloquant"), (Origin.RECORDED, "Irrégularité")])
def test_finding_label_of_a_refusal(origin, label):
    sitting = make_sitting(7, origin=origin)
    assert [f.label for f in findings_of(make_record(make_council(15), sitting))] == [label]


def test_finding_of_an_item_is_not_shown_on_another():
    assert shown((SHORT,), item="p2", items=2) == ()
