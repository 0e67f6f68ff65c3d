"""Checks on nominations: the form of the vote, and those nobody marked as such (CGCT art. L. 2121-21)."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import OperativePart
from deliberations.domain.checks.nominations import check_nominations, check_unmarked_nominations
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Nomination, NominationBasis, Tally, VoteMethod
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

SECRET = make_vote(everyone=None, tally=Tally(8), method=VoteMethod.SECRET)
PUBLIC = make_vote(method=VoteMethod.PUBLIC)
NAMING = (OperativePart(("approuve les statuts", "Désigne le maire comme délégué")),)


def run(check, vote, nomination=None, council=None, **act):
    sitting = make_sitting(
        8,
        agenda=(make_item(nomination=nomination),),
        votes=(vote,) if vote else (),
        deliberations=(make_act(**act),) if act else (),
    )
    return [(f.code, f.where) for f in check(Record(council or make_council(15), sitting))]


NO_WAIVER, IMPOSED = [("nomination.no_waiver", "vote")], [("nomination.secrecy_imposed", "vote")]


@pytest.mark.parametrize(
    ("vote", "nomination", "expected"),
    [
        (make_vote(), Nomination(), NO_WAIVER),
        (PUBLIC, Nomination(), NO_WAIVER),
        (make_vote(), Nomination(unanimous_waiver=True), []),
        (make_vote(), Nomination(single_candidacy=True), []),
        (make_vote(), Nomination(NominationBasis.IMPOSED, unanimous_waiver=True), IMPOSED),
        (SECRET, Nomination(NominationBasis.IMPOSED), []),
        (make_vote(), None, []),
        (None, Nomination(), []),
    ],
    ids=["seed", "public", "waived", "single", "imposed", "secret", "not-a-nomination", "no-vote"],
)
def test_nominations(vote, nomination, expected):
    assert run(check_nominations, vote, nomination) == expected


IMPOSED_ITEM = Nomination(NominationBasis.IMPOSED)


@pytest.mark.parametrize(
    ("nomination", "origin", "ending"),
    [
        (Nomination(), Origin.LIVE, "l'enregistrer ; sinon procéder au scrutin secret."),
        (Nomination(), Origin.RECORDED, "l'enregistrer ; sinon délibérer à nouveau au scrutin secret."),
        (IMPOSED_ITEM, Origin.LIVE, "Procéder au scrutin secret : aucune renonciation n'est possible."),
        (
            IMPOSED_ITEM,
            Origin.RECORDED,
            "Délibérer à nouveau au scrutin secret : aucune renonciation n'est possible.",
        ),
    ],
)
def test_nominations_remedy_can_be_done(nomination, origin, ending):
    sitting = make_sitting(8, agenda=(make_item(nomination=nomination),), votes=(make_vote(),), origin=origin)
    (finding,) = check_nominations(Record(make_council(15), sitting))
    assert finding.remedy.endswith(ending)


def test_nominations_say_which_vote():
    waiver = make_vote(decides=False)
    sitting = make_sitting(
        8, agenda=(make_item(nomination=Nomination()),), votes=(waiver, make_vote(uid="v2", ballot=2))
    )
    assert [f.where for f in check_nominations(Record(make_council(15), sitting))] == ["vote n° 2"]


@pytest.mark.parametrize(
    ("body_type", "article"), [(BodyType.COMMUNE, "CGCT art. L. 2121-21"), (BodyType.CCAS, "")]
)
def test_nominations_article(body_type, article):
    sitting = make_sitting(8, agenda=(make_item(nomination=Nomination()),), votes=(make_vote(),))
    (finding,) = check_nominations(Record(make_council(15, body_type=body_type), sitting))
    assert finding.article == article


def test_nominations_are_never_refused():
    sitting = make_sitting(
        agenda=(make_item(nomination=Nomination(NominationBasis.IMPOSED)),), votes=(make_vote(),)
    )
    assert [f.severity for f in check_nominations(Record(make_council(15), sitting))] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("vote", "nomination", "operative", "expected"),
    [
        (make_vote(), None, NAMING, [("nomination.unmarked", "décision, point 2")]),
        (PUBLIC, None, NAMING, [("nomination.unmarked", "décision, point 2")]),
        (
            make_vote(),
            None,
            (OperativePart(("Mme Un",), "nomme"),),
            [("nomination.unmarked", "décision, point 1")],
        ),
        (make_vote(), None, (OperativePart(("la rue des Lilas",), "nomme"),), []),
        (make_vote(), Nomination(), NAMING, []),
        (SECRET, None, NAMING, []),
        (None, None, NAMING, []),
        (make_vote(), None, (OperativePart(("approuve les statuts",)),), []),
    ],
    ids=[
        "unmarked",
        "unmarked-public",
        "in-the-verb",
        "a-street",
        "marked",
        "secret",
        "no-vote",
        "names-nobody",
    ],
)
def test_unmarked_nominations(vote, nomination, operative, expected):
    assert run(check_unmarked_nominations, vote, nomination, operative=operative) == expected


@pytest.mark.parametrize("body_type", [BodyType.OTHER, BodyType.OPEN_SYNDICATE])
def test_nominations_of_a_body_without_rules_of_ours(body_type):
    council = make_council(15, body_type=body_type)
    assert run(check_nominations, make_vote(), Nomination(), council) == []
    assert run(check_unmarked_nominations, make_vote(), None, council, operative=NAMING) == []
