"""Interests that the act itself writes: the head of the body it helps, the other party to a sale."""

import pytest

from councils.domain.people import Interest
from deliberations.domain.acts import OperativePart
from deliberations.domain.checks.interests_written import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Bar, BarGround
from deliberations.domain.votes import Ballot, Choice, Tally
from tests.deliberations.domain.checks.test_interests import council_with
from tests.facts import make_act, make_item, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

GRANT = "d'attribuer une subvention de 500 € à l'association Les Amis du Four"
HEAD = "Mme Prénom M3, présidente de l'association Les Amis du Four, présente la demande."
SALE = "de vendre à M. Prénom M3 la parcelle A 12"


def found(statement="", decision=GRANT, vote=None, moves=(), council=None, **item):
    act = make_act(statement_html=f"<p>{statement}</p>", operative=(OperativePart((decision,)),))
    sitting = make_sitting(
        9, agenda=(make_item(**item),), moves=moves, votes=(vote or make_vote(),), deliberations=(act,)
    )
    record = Record(council or council_with(), sitting)
    return [f.severity for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    ("statement", "decision"),
    [
        (HEAD, GRANT),
        (
            "M. M3, trésorier du club Amicale Bouliste, demande une aide.",
            "attribue une aide au club Amicale Bouliste",
        ),
        ("M. M3, président du comité des fêtes", "de signer la convention avec le comité des fêtes"),
        ("M. M3, gérant de la SARL Durand Frères", "d'attribuer le marché à la SARL DURAND FRERES"),
    ],
    ids=["association", "club", "comité-des-fêtes", "sarl"],
)
def test_head_of_the_body_helped_votes_l2131_11(statement, decision):
    assert found(statement, decision) == [Severity.WARNING]


@pytest.mark.parametrize(
    "facts",
    [
        {"decision": "d'attribuer une subvention à l'association Escapade"},
        {"decision": "de saluer l'action de l'association Les Amis du Four"},
        {"statement": f"{HEAD} Elle quitte la salle."},
        {"statement": f"{HEAD} Elle ne prend pas part au vote."},
        {"statement": HEAD.replace("présente", "où elle représente la commune, présente")},
        {"statement": "M. Prénom ZED, président de l'association Les Amis du Four, est reçu."},
        {"moves": (move(K.LEAVES, "m3"),)},
        {"moves": (move(K.STEPS_ASIDE, "m3"),)},
        {"vote": make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),))},
        {"vote": make_vote(everyone=None, tally=Tally(8, not_voting=1))},
        {"bars": (Bar("m3", BarGround.INTEREST),)},
        {"council": council_with(Interest("Les Amis du Four"))},
    ],
    ids=[
        *(
            "another-body",
            "no-deal",
            "leaves-in-words",
            "does-not-vote-in-words",
            "for-the-council",
            "stranger",
        ),
        *("left", "stepped-aside", "not-voting", "may-not-vote", "barred", "declared"),
    ],
)
def test_head_of_a_body_is_silent(facts):
    assert found(**{"statement": HEAD, **facts}) == []


def test_other_party_of_a_sale_is_only_a_notice_for_namesakes():
    assert found(decision=SALE) == [Severity.NOTICE]
    assert found(decision="d'acquérir la parcelle A 12 appartenant à Mme Prénom M3") == [Severity.NOTICE]


@pytest.mark.parametrize(
    "decision",
    [
        "de vendre à M. M3 la parcelle A 12",
        "de vendre la parcelle A 12 et de donner pouvoir à M. Prénom M3 pour signer",
        "de vendre à M. Prénom ZED la parcelle A 12",
        "de remercier M. Prénom M3",
    ],
    ids=["family-name-alone", "power-to-sign", "stranger", "no-sale"],
)
def test_other_party_is_silent(decision):
    assert found(decision=decision) == []


def test_words_of_an_interest_are_read_in_linear_time():
    assert found("M. Prénom M3, présidente de l'association " * 4000) == []
    assert found(decision="vendre la " * 20000) == []
