"""The form of a vote: what is offered where a text imposes the secret ballot (CGCT art. L. 2121-21)."""

import pytest

from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Origin, Subject
from deliberations.domain.votes import Nomination, NominationBasis
from deliberations.forms.votes import VoteForm
from tests.facts import make_council, make_item, make_sitting

pytestmark = pytest.mark.unit

DELEGATE = {"title_html": "Délégué au syndicat", "nomination": Nomination(NominationBasis.WAIVABLE)}
MAYOR = {"title_html": "Élection du maire", "kind": ItemKind.ELECTION}
BOARD = {"title_html": "Élection des membres", "kind": ItemKind.ELECTION, "subject": Subject.SOCIAL_BOARD}
OTHER = {"title_html": "Jury", "nomination": Nomination(NominationBasis.IMPOSED)}


def form(item, origin=Origin.LIVE):
    sitting = make_sitting(8, agenda=(make_item(**item),), origin=origin)
    return VoteForm(Record(make_council(15), sitting), sitting.agenda[0].uid)


@pytest.mark.parametrize(
    ("item", "article"),
    [
        (DELEGATE, ""),
        (MAYOR, "CGCT art. L. 2122-7"),
        (BOARD, "CASF art. R. 123-8"),
        (OTHER, "CGCT art. L. 2121-21"),
    ],
    ids=["délégué", "maire", "CCAS", "autre"],
)
def test_waiver_is_offered_only_where_the_council_may_drop_secrecy(item, article):
    shown = form(item)
    assert ("waiver" in shown.fields, shown.secrecy_article) == (not article, article)


def test_old_paper_may_tell_a_waiver_that_the_law_forbids():
    assert "waiver" in form(MAYOR, Origin.RECORDED).fields
