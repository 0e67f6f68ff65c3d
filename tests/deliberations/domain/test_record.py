"""The record: which vote decides, who is secretary, what is computed when facts are missing."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import IssuedFile, Signatory
from deliberations.domain.issued import DocumentKind
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record, records_of
from deliberations.domain.votes import MajorityRule, Tally, VoteMethod, VotePurpose
from tests.facts import (
    debate,
    make_act,
    make_council,
    make_item,
    make_record,
    make_sitting,
    make_vote,
    member_names,
    move,
    voting,
)

pytestmark = pytest.mark.unit

AMENDMENT = make_vote(uid="amendement", purpose=VotePurpose.AMENDMENT, decides=False, ballot=1)
WHOLE = make_vote(uid="ensemble", ballot=2)
AGAIN = make_vote(uid="nouveau", ballot=3)
EN_BLOC = make_vote("p2", "p3", uid="bloc")


@pytest.mark.parametrize(
    ("votes", "item", "expected"),
    [
        ((), "p1", None),
        ((WHOLE,), "p1", "ensemble"),
        ((WHOLE, AMENDMENT), "p1", "ensemble"),
        ((AMENDMENT,), "p1", None),
        ((AGAIN, WHOLE), "p1", "nouveau"),
        ((EN_BLOC,), "p2", "bloc"),
        ((EN_BLOC,), "p3", "bloc"),
        ((EN_BLOC,), "p1", None),
    ],
    ids=[
        *("no-vote", "one", "amendment-first", "amendment-alone", "vote-taken-again"),
        *("en-bloc-first", "en-bloc-second", "en-bloc-other-item"),
    ],
)
def test_deciding_vote_of_an_item(votes, item, expected):
    vote = make_record(sitting=make_sitting(items=3, votes=votes)).deciding_vote(item)
    assert (vote.uid if vote else None) == expected


def test_votes_on_an_item_are_in_ballot_order():
    record = make_record(sitting=make_sitting(items=3, votes=(AGAIN, EN_BLOC, AMENDMENT, WHOLE)))
    assert [v.uid for v in record.votes_on("p1")] == ["amendement", "ensemble", "nouveau"]


def test_secretaries_of_the_item_replace_those_of_the_sitting():
    agenda = (make_item("p1"), make_item("p2", 2, secretary="m5"))
    record = make_record(sitting=make_sitting(agenda=agenda, secretaries=("m2", "m3")))
    assert [record.secretaries(p) for p in ("p1", "p2")] == [("m2", "m3"), ("m5",)]


def test_item_unknown_is_a_key_error():
    with pytest.raises(KeyError):
        make_record().item("p9")


def test_accounts_the_mayor_debates_and_leaves_for_the_vote_l2121_14():
    moves = [
        move(K.EXCUSED, "m15"),
        move(K.GIVES_PROXY, "m15", "m1"),
        move(K.LEAVES, "m1", on=voting("p1"), until=debate("p2")),
    ]
    agenda = (make_item("p1", chair="m2"), make_item("p2", 2))
    accounts = make_vote(
        against=member_names(14)[7:13], abstaining=["m14"], majority=MajorityRule.NO_MAJORITY_AGAINST
    )
    record = make_record(sitting=make_sitting(14, agenda=agenda, moves=moves, votes=(accounts,)))
    debating, at_vote = record.attendance(debate("p1")), record.attendance(voting("p1"))
    assert [(a.present, a.represented, a.voters) for a in (debating, at_vote)] == [(14, 1, 15), (13, 0, 13)]
    outcome = record.outcome(accounts)
    assert (outcome.count.in_favour, outcome.count.against, outcome.count.abstentions) == (6, 6, 1)
    assert (outcome.verdict, outcome.reason) == (Verdict.ADOPTED, Reason.TIE_ADOPTS_ACCOUNTS)
    assert [record.chair(debate(p)) for p in ("p1", "p2")] == ["m2", "m1"]


def test_person_of_a_mandate_without_person_is_unknown():
    council = make_council(2)
    council = replace(
        council, mandates=(replace(council.mandates[0], person=None, label="Maire"), council.mandates[1])
    )
    record = make_record(council, make_sitting(2, members=2))
    assert record.person_of("m1") is None
    assert record.person_of("m2").family_name == "m2"


def test_sitting_without_issued_files_is_the_same_facts():
    file = IssuedFile(DocumentKind.CERTIFIED, 1, "a" * 64, 10)
    issued = make_sitting(deliberations=(make_act(issued=(file,)), make_act("p2")), items=2)
    bare = make_sitting(deliberations=(make_act(), make_act("p2")), items=2)
    assert make_record(sitting=issued).without_issued_files() == bare


@pytest.mark.parametrize(
    ("body", "verdict"), [(BodyType.COMMUNE, Verdict.REJECTED), (BodyType.CCAS, Verdict.UNDETERMINED)]
)
def test_outcome_secret_tie_depends_on_the_body(body, verdict):
    vote = make_vote(method=VoteMethod.SECRET, everyone=None, tally=Tally(in_favour=4, against=4))
    sitting = make_sitting(votes=(vote,))
    assert Record(make_council(body_type=body), sitting).outcome(vote).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "body", "article", "required"),
    [
        (MajorityRule.SIMPLE, BodyType.COMMUNE, "CGCT art. L. 2121-20", None),
        (MajorityRule.SIMPLE, BodyType.CCAS, "CASF art. R. 123-18", None),
        (MajorityRule.NO_MAJORITY_AGAINST, BodyType.COMMUNE, "CGCT art. L. 1612-12", None),
        (MajorityRule.PRESENT_OR_REPRESENTED, BodyType.COMMUNE, "CGCT art. L. 2121-18", 5),
        (MajorityRule.MEMBERS_IN_OFFICE, BodyType.COMMUNE, "texte spécial", 8),
        (MajorityRule.TWO_THIRDS_CAST, BodyType.COMMUNE, "texte spécial", 6),
    ],
)
def test_outcome_cites_the_article_of_its_majority(rule, body, article, required):
    vote = make_vote(majority=rule)
    record = Record(make_council(15, body_type=body), make_sitting(8, votes=(vote,)))
    outcome = record.outcome(vote)
    assert (outcome.article, outcome.required, outcome.count) == (article, required, record.count(vote))


def test_outcome_of_a_vote_that_is_not_the_one_recorded_is_its_own():
    recorded, other = make_vote(), make_vote(against=("m2", "m3", "m4", "m5", "m6"))
    record = Record(make_council(15), make_sitting(8, votes=(recorded,)))
    assert [record.outcome(v).verdict for v in (recorded, other, recorded)] == [
        Verdict.ADOPTED,
        Verdict.REJECTED,
        Verdict.ADOPTED,
    ]


def test_acts_are_found_by_item_and_by_uid():
    first, second = make_act("p1"), make_act("p2")
    record = Record(make_council(), make_sitting(items=3, deliberations=(first, second)))
    assert (record.act("acte-p2"), record.acts_on("p1"), record.acts_on("p3")) == (second, (first,), ())
    with pytest.raises(KeyError, match="inconnu"):
        record.act("inconnu")


@pytest.mark.parametrize(("signatory", "expected"), [(None, "m1"), (Signatory("m4"), "m4")])
def test_act_is_signed_by_the_chair_unless_another_is_recorded(signatory, expected):
    act = make_act(signatory=signatory)
    assert Record(make_council(), make_sitting(deliberations=(act,))).signatory(act) == expected


def test_records_know_the_sittings_held_before_each():
    days = {
        "juin": date(2024, 6, 1),
        "mars": date(2024, 3, 1),
        "soir": date(2024, 6, 1),
        "mai": date(2024, 5, 1),
    }
    sittings = [make_sitting(uid=uid, held_on=day) for uid, day in days.items()]
    council = make_council()
    found = {r.sitting.uid: [s.uid for s in r.earlier] for r in records_of(council, sittings)}
    assert found == {"juin": ["mars", "mai"], "mars": [], "soir": ["mars", "mai"], "mai": ["mars"]}
    assert {r.council.uid for r in records_of(council, sittings)} == {council.uid}
