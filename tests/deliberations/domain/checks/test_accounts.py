"""The vote of the accounts: who chairs it, who leaves, what comes before (CGCT art. L. 2121-14, L. 1612-12)."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.accounts import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Bar, BarGround, ItemKind, ItemOutcome, Origin, Subject
from deliberations.domain.votes import Ballot, Choice, Nomination, VotePurpose
from tests.facts import make_council, make_item, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit

LEAVES = move(K.LEAVES, "m1", on=voting("p1"))
OTHER_CHAIR = {"chair": "m2"}
FORMER = (Bar("m5", BarGround.AUTHORISING_OFFICER),)


def found(item=None, moves=(LEAVES,), council=None, vote=None, **facts):
    agenda = (make_item(**{"kind": ItemKind.ACCOUNTS, **OTHER_CHAIR, **(item or {})}),)
    sitting = make_sitting(10, agenda=agenda, moves=moves, votes=(vote or make_vote(),), **facts)
    record = Record(council or make_council(15), sitting)
    return [finding for rule in RULES for finding in rule.findings(record)]


CASES = {
    "another-chair-and-the-mayor-leaves": ({}, []),
    "the-mayor-chairs": ({"item": {"chair": "m1"}}, ["accounts.officer_chairs"]),
    "the-mayor-chairs-and-stays": (
        {"item": {"chair": "m1"}, "moves": ()},
        ["accounts.officer_chairs", "accounts.officer_votes"],
    ),
    "the-mayor-stays": ({"moves": ()}, ["accounts.officer_votes"]),
    "the-mayor-stays-and-does-not-vote": (
        {"moves": (), "vote": make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m1"),))},
        ["accounts.officer_votes"],
    ),
    "the-mayor-leaves-a-proxy": (
        {"moves": (LEAVES, move(K.GIVES_PROXY, "m1", "m3"))},
        ["accounts.officer_votes"],
    ),
    "the-mayor-leaves-after-the-vote": (
        {"moves": (move(K.LEAVES, "m1", on=voting("p1", 2)),)},
        ["accounts.officer_votes"],
    ),
    "the-former-mayor-is-away": ({"moves": (), "item": {"bars": (Bar("m15", FORMER[0].ground),)}}, []),
    "the-former-mayor-votes": ({"moves": (), "item": {"bars": FORMER}}, ["accounts.officer_votes"]),
    "the-subject-is-enough": (
        {"moves": (), "item": {"kind": ItemKind.DELIBERATION, "subject": Subject.ACCOUNTS}},
        ["accounts.officer_votes"],
    ),
    "another-item": ({"moves": (), "item": {"kind": ItemKind.DELIBERATION, "chair": None}}, []),
    "put-off": ({"moves": (), "item": {"outcome": ItemOutcome.ADJOURNED}}, []),
    "treasurer-account-missing": (
        {"item": {"treasurer_account_received": False}},
        ["accounts.treasurer_account"],
    ),
    "treasurer-account-unknown": ({"item": {"treasurer_account_received": None}}, []),
    "president-of-a-group": (
        {"moves": (), "council": make_council(15, body_type=BodyType.EPCI)},
        ["accounts.officer_votes"],
    ),
    "ccas-not-established": ({"moves": (), "council": make_council(15, body_type=BodyType.CCAS)}, []),
}


@pytest.mark.parametrize(("facts", "codes"), CASES.values(), ids=[f"l2121_14-{name}" for name in CASES])
def test_accounts(facts, codes):
    assert [f.code for f in found(**facts)] == codes


def test_accounts_are_refused_with_the_way_out():
    (chair,) = found(item={"chair": "m1"})
    assert (chair.severity, chair.article) == (Severity.REFUSAL, "CGCT art. L. 2121-14")
    assert chair.remedy == "Faire élire par l'assemblée un autre président pour ce point, et l'enregistrer."
    (old,) = found(item={"chair": "m1"}, origin=Origin.RECORDED)
    assert old.remedy == "Vérifier au procès-verbal qui a présidé le vote des comptes, et l'enregistrer."


STAYS = "Prénom M1, qui a ordonné les dépenses de l'exercice, "
HELD = (move(K.GIVES_PROXY, "m11", "m1"),)
PARTS = {
    "votes": ((), (), Severity.REFUSAL, "est dans la salle au vote des comptes."),
    "stays": (
        (),
        ("m1",),
        Severity.WARNING,
        "ne vote pas les comptes, mais reste dans la salle pendant le vote.",
    ),
    "votes-for-another": (
        *(HELD, ("m1",), Severity.REFUSAL),
        "ne vote pas les comptes, mais reste dans la salle pendant le vote, et détient le pouvoir de Prénom M11.",
    ),
    "stays-with-an-unused-proxy": (
        *(HELD, ("m1", "m11"), Severity.WARNING),
        "ne vote pas les comptes, mais reste dans la salle pendant le vote, et détient le pouvoir de Prénom M11.",
    ),
}


@pytest.mark.parametrize(("moves", "not_voting", "severity", "fault"), PARTS.values(), ids=PARTS)
def test_accounts_officer_leaves_at_the_vote_l2121_14(moves, not_voting, severity, fault):
    vote = make_vote(ballots=tuple(Ballot(Choice.NOT_VOTING, uid) for uid in not_voting))
    (finding,) = found(moves=moves, vote=vote)
    assert (finding.severity, finding.message) == (severity, STAYS + fault)


def test_accounts_officer_represented_is_not_told_to_leave_the_room():
    (finding,) = found(moves=(LEAVES, move(K.GIVES_PROXY, "m1", "m3")))
    assert finding.message == f"{STAYS}est représenté(e) au vote des comptes."
    assert finding.remedy.startswith("Ne pas compter ce pouvoir")


@pytest.mark.parametrize(
    ("title", "is_found"),
    [
        ("Compte administratif 2023", True),
        ("Vote du compte financier unique 2023 du budget principal", True),
        ("Approbation du CFU 2024", True),
        ("Compte administratif 2023 et affectation du résultat", True),
        ("Compte financier unique 2024 et reprise des résultats", True),
        ("Compte de gestion 2023", False),
        ("Compte de gestion 2023 et affectation du résultat", False),
        ("Compte administratif 2023 : affectation du résultat", False),
        ("Présentation du compte administratif et affectation du résultat", False),
        ("Affectation du résultat du compte administratif 2023", False),
        ("Présentation du compte administratif", False),
        ("Élection du président de séance pour le compte administratif", False),
        ("Compte administratif 2023 : information", False),
    ],
)
def test_accounts_left_as_an_ordinary_matter_are_found(title, is_found):
    item = {"kind": ItemKind.DELIBERATION, "title_html": title, "chair": None}
    assert [f.code for f in found(item=item, moves=())] == (["accounts.unmarked"] if is_found else [])


def outcome(*against, **item):
    agenda = (make_item(**{"kind": ItemKind.ACCOUNTS, **OTHER_CHAIR, **item}),)
    vote = make_vote(against=against)
    sitting = make_sitting(9, agenda=agenda, moves=(LEAVES,), votes=(vote,))
    return Record(make_council(15), sitting).outcome(vote)


def test_accounts_are_adopted_on_a_tie_l1612_12():
    tie = outcome("m2", "m3", "m4", "m5")
    assert (tie.verdict, tie.reason) == (Verdict.ADOPTED, Reason.TIE_ADOPTS_ACCOUNTS)
    assert tie.article == "CGCT art. L. 1612-12"
    assert outcome("m2", "m3", "m4", "m5", "m6").verdict is Verdict.REJECTED


def test_another_item_is_not_adopted_on_a_tie_without_the_chair():
    tie = outcome("m2", "m3", "m4", "m5", kind=ItemKind.DELIBERATION)
    assert (tie.verdict, tie.reason) == (Verdict.REJECTED, Reason.CASTING_VOTE)


def test_a_vote_on_an_amendment_of_the_accounts_is_an_ordinary_one():
    agenda = (make_item(kind=ItemKind.ACCOUNTS, chair="m2"),)
    vote = make_vote(purpose=VotePurpose.AMENDMENT, decides=False, against=("m2", "m3", "m4", "m5"))
    record = Record(make_council(15), make_sitting(9, agenda=agenda, moves=(LEAVES,), votes=(vote,)))
    assert record.outcome(vote).verdict is Verdict.REJECTED


ELECTED = make_item("p0", 0, title_html="Élection du président de séance", nomination=Nomination())
SECRETARY = make_item("p0", 0, title_html="Secrétaire de séance", nomination=Nomination())


@pytest.mark.parametrize(
    ("before", "facts", "is_found"),
    [
        ((), {}, True),
        ((SECRETARY,), {}, True),
        ((ELECTED,), {}, False),
        ((), {"origin": Origin.LIVE}, False),
        ((), {"votes": (make_vote(uid="chair", decides=False), make_vote(ballot=2))}, False),
    ],
)
def test_accounts_chair_is_elected_by_the_council_l2121_14(before, facts, is_found):
    accounts = make_item(kind=ItemKind.ACCOUNTS, **OTHER_CHAIR)
    base = {
        "agenda": (*before, accounts),
        "moves": (LEAVES,),
        "votes": (make_vote(),),
        "origin": Origin.RECORDED,
    }
    record = Record(make_council(15), make_sitting(10, **{**base, **facts}))
    codes = [finding.code for rule in RULES for finding in rule.findings(record)]
    assert ("accounts.chair_not_elected" in codes) is is_found
