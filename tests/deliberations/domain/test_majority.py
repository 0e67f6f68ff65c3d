"""Verdicts: votes cast, ties, casting vote, accounts, thresholds."""

import pytest

from deliberations.domain.ballots import VoteCount
from deliberations.domain.majority import Outcome, Reason, Verdict, decide, settled
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.votes import Choice, MajorityRule, StatedResult, VoteMethod
from tests.facts import make_council, make_item, make_sitting, make_vote, member_names, move, voting

pytestmark = pytest.mark.unit

ORDINARY, PUBLIC, SECRET = VoteMethod.ORDINARY, VoteMethod.PUBLIC, VoteMethod.SECRET
YES, NO, MAYBE = Verdict.ADOPTED, Verdict.REJECTED, Verdict.UNDETERMINED
RULE = MajorityRule


def counted(in_favour, against=0, abstentions=0, blank=0, null=0, not_voting=0, voters=None):
    known = [n or 0 for n in (in_favour, against, abstentions, blank, null, not_voting)]
    total = sum(known) if voters is None else voters
    return VoteCount(total, in_favour, against, abstentions, blank, null, not_voting)


SIMPLE = {
    "l2121_20-abstentions-are-not-votes-cast": (counted(4, 0, 6), ORDINARY, None, YES, Reason.MAJORITY_FOR),
    "l2121_20-one-vote-is-enough": (counted(1, 0, 14), ORDINARY, None, YES, Reason.MAJORITY_FOR),
    "l2121_20-one-more-for": (counted(8, 7), ORDINARY, None, YES, Reason.MAJORITY_FOR),
    "l2121_20-one-more-against": (counted(7, 8), ORDINARY, None, NO, Reason.MAJORITY_AGAINST),
    "l2121_20-only-against": (counted(0, 1, 14), ORDINARY, None, NO, Reason.MAJORITY_AGAINST),
    "l2121_20-tie-chair-for": (counted(7, 7), ORDINARY, Choice.FOR, YES, Reason.CASTING_VOTE),
    "l2121_20-tie-chair-against": (counted(7, 7), ORDINARY, Choice.AGAINST, NO, Reason.CASTING_VOTE),
    "l2121_20-tie-public-chair-for": (counted(7, 7, 1), PUBLIC, Choice.FOR, YES, Reason.CASTING_VOTE),
    "l2121_20-tie-chair-abstained": (
        *(counted(7, 7, 1), ORDINARY, Choice.ABSTENTION, NO),
        Reason.TIE_WITHOUT_CASTING_VOTE,
    ),
    "l2121_20-tie-chair-not-voting": (
        *(counted(7, 7, not_voting=1), ORDINARY, Choice.NOT_VOTING, NO),
        Reason.TIE_WITHOUT_CASTING_VOTE,
    ),
    "l2121_20-tie-chair-unknown": (counted(7, 7), ORDINARY, None, MAYBE, Reason.TIE_WITHOUT_CASTING_VOTE),
    "l2121_20-tie-secret": (counted(7, 7), SECRET, None, NO, Reason.TIE_UNDER_SECRET_BALLOT),
    "l2121_20-tie-secret-whatever-the-chair": (
        *(counted(7, 7), SECRET, Choice.FOR, NO),
        Reason.TIE_UNDER_SECRET_BALLOT,
    ),
    "l2121_20-casting-vote-is-for-ties-only": (
        *(counted(6, 8), ORDINARY, Choice.FOR, NO),
        Reason.MAJORITY_AGAINST,
    ),
    "l2121_20-nobody-voted": (counted(0, 0, 15), ORDINARY, Choice.FOR, NO, Reason.NO_VOTE_CAST),
    "l2121_20-only-blank-papers": (counted(0, 0, 0, 9, 1), SECRET, None, NO, Reason.NO_VOTE_CAST),
    "counts-for-unknown": (counted(None, 3), ORDINARY, Choice.FOR, MAYBE, Reason.COUNTS_UNKNOWN),
    "counts-against-unknown": (counted(9, None), ORDINARY, Choice.FOR, MAYBE, Reason.COUNTS_UNKNOWN),
}


@pytest.mark.parametrize(("count", "method", "chair", "verdict", "reason"), SIMPLE.values(), ids=SIMPLE)
def test_verdict_simple_majority(count, method, chair, verdict, reason):
    outcome = decide(count, rule=RULE.SIMPLE, method=method, chair_choice=chair, in_office=15)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    assert (outcome.article, outcome.required, outcome.count) == ("CGCT art. L. 2121-20", None, count)
    assert outcome.casting_vote is (reason is Reason.CASTING_VOTE)


ACCOUNTS = {
    "tie-adopts": (counted(7, 7), YES, Reason.TIE_ADOPTS_ACCOUNTS),
    "majority-for": (counted(8, 6), YES, Reason.MAJORITY_FOR),
    "majority-against": (counted(6, 8), NO, Reason.MAJORITY_AGAINST),
    "all-abstain-so-no-majority-against": (counted(0, 0, 14), YES, Reason.TIE_ADOPTS_ACCOUNTS),
    "one-against": (counted(0, 1, 13), NO, Reason.MAJORITY_AGAINST),
    "unknown": (counted(None, 1), MAYBE, Reason.COUNTS_UNKNOWN),
}


@pytest.mark.parametrize(("count", "verdict", "reason"), ACCOUNTS.values(), ids=ACCOUNTS)
@pytest.mark.parametrize("method", [ORDINARY, SECRET])
def test_verdict_of_the_accounts_l1612_12(count, method, verdict, reason):
    outcome = decide(
        count, rule=RULE.NO_MAJORITY_AGAINST, method=method, chair_choice=Choice.AGAINST, in_office=15
    )
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


THRESHOLDS = {
    "l2121_18-closed-doors-7-of-15": (RULE.PRESENT_OR_REPRESENTED, counted(7, 0, 8), 15, 8, NO),
    "l2121_18-closed-doors-8-of-15": (RULE.PRESENT_OR_REPRESENTED, counted(8, 7), 15, 8, YES),
    "l2121_18-closed-doors-8-of-15-rest-abstains": (
        RULE.PRESENT_OR_REPRESENTED,
        counted(8, 0, 7),
        15,
        8,
        YES,
    ),
    "l2121_18-closed-doors-half-of-even-is-not-enough": (
        *(RULE.PRESENT_OR_REPRESENTED, counted(7, 7), 15),
        *(8, NO),
    ),
    "l2121_18-closed-doors-voters-unknown": (
        *(RULE.PRESENT_OR_REPRESENTED, VoteCount(None, 9, 0, 0, 0, 0, 0), 15),
        *(None, MAYBE),
    ),
    "members-in-office-8-of-15": (RULE.MEMBERS_IN_OFFICE, counted(8, 0, 2), 15, 8, YES),
    "members-in-office-7-of-14": (RULE.MEMBERS_IN_OFFICE, counted(7), 14, 8, NO),
    "members-in-office-unknown": (RULE.MEMBERS_IN_OFFICE, counted(7), None, None, MAYBE),
    "two-thirds-exact": (RULE.TWO_THIRDS_CAST, counted(10, 5), 15, 10, YES),
    "two-thirds-rounded-up": (RULE.TWO_THIRDS_CAST, counted(9, 5), 15, 10, NO),
    "two-thirds-of-cast-not-of-present": (RULE.TWO_THIRDS_CAST, counted(4, 2, 9), 15, 4, YES),
    "three-fifths-exact": (RULE.THREE_FIFTHS_CAST, counted(9, 6), 15, 9, YES),
    "three-fifths-rounded-up": (RULE.THREE_FIFTHS_CAST, counted(8, 6), 15, 9, NO),
    "no-vote-cast": (RULE.TWO_THIRDS_CAST, counted(0, 0, 15), 15, 0, NO),
}


@pytest.mark.parametrize(
    ("rule", "count", "in_office", "required", "verdict"), THRESHOLDS.values(), ids=THRESHOLDS
)
def test_verdict_with_a_threshold(rule, count, in_office, required, verdict):
    outcome = decide(count, rule=rule, method=ORDINARY, chair_choice=Choice.FOR, in_office=in_office)
    reasons = {YES: Reason.THRESHOLD_REACHED, NO: Reason.THRESHOLD_NOT_REACHED, MAYBE: Reason.COUNTS_UNKNOWN}
    assert (outcome.required, outcome.verdict, outcome.reason) == (required, verdict, reasons[verdict])


def record_of(vote, *, moves=(), **facts) -> Record:
    return Record(make_council(15), make_sitting(14, moves=moves, votes=(vote,), **facts))


SEVEN = member_names(14)[7:]


@pytest.mark.parametrize(
    ("vote", "facts", "verdict", "reason"),
    [
        (make_vote(against=SEVEN), {}, YES, Reason.CASTING_VOTE),
        (make_vote(against=SEVEN), {"chair": "m14"}, NO, Reason.CASTING_VOTE),
        (make_vote(against=SEVEN), {"chair": None}, MAYBE, Reason.TIE_WITHOUT_CASTING_VOTE),
        (make_vote(against=SEVEN), {"agenda": (make_item(chair="m9"),)}, NO, Reason.CASTING_VOTE),
        (
            make_vote(against=SEVEN),
            {"moves": [move(K.CHAIR_TAKEN, "m8", on=voting("p1"))]},
            NO,
            Reason.CASTING_VOTE,
        ),
        (make_vote(against=SEVEN[1:], abstaining=SEVEN[:1]), {}, YES, Reason.MAJORITY_FOR),
    ],
    ids=["mayor-for", "chair-against", "no-chair", "chair-of-the-item", "chair-taken-for-the-vote", "no-tie"],
)
def test_outcome_uses_the_vote_of_who_chairs_l2121_20(vote, facts, verdict, reason):
    record = record_of(vote, **facts)
    outcome = record.outcome(record.sitting.votes[0])
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("bars", "verdict", "reason"),
    [
        (True, Verdict.REJECTED, Reason.TIE_UNDER_SECRET_BALLOT),
        (False, Verdict.UNDETERMINED, Reason.TIE_WITHOUT_CASTING_VOTE),
    ],
    ids=["l2121_20-council", "casf_r123_18-ccas"],
)
def test_tie_under_secret_ballot_by_body(bars, verdict, reason):
    outcome = decide(
        counted(5, 5),
        rule=RULE.SIMPLE,
        method=SECRET,
        chair_choice=None,
        in_office=11,
        secrecy_bars_casting_vote=bars,
    )
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


UNKNOWN = VoteCount(10, None, None, None, None, None, None)
COUNTED = VoteCount(10, 6, 4, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("outcome", "stated", "expected"),
    [
        (Outcome(Verdict.ADOPTED, Reason.MAJORITY_FOR, COUNTED, ""), None, Verdict.ADOPTED),
        (Outcome(Verdict.ADOPTED, Reason.MAJORITY_FOR, COUNTED, ""), StatedResult.REJECTED, Verdict.ADOPTED),
        (Outcome(Verdict.UNDETERMINED, Reason.COUNTS_UNKNOWN, UNKNOWN, ""), None, Verdict.UNDETERMINED),
        (
            Outcome(Verdict.UNDETERMINED, Reason.COUNTS_UNKNOWN, UNKNOWN, ""),
            StatedResult.REJECTED,
            Verdict.REJECTED,
        ),
        (
            Outcome(Verdict.UNDETERMINED, Reason.COUNTS_UNKNOWN, UNKNOWN, ""),
            StatedResult.UNANIMOUS,
            Verdict.ADOPTED,
        ),
    ],
)
def test_verdict_is_the_one_announced_only_where_nothing_is_counted(outcome, stated, expected):
    assert settled(outcome, stated) is expected


def test_verdict_of_a_single_vote_reaches_its_threshold():
    count = VoteCount(1, 1, 0, 0, 0, 0, 0)
    rule, method = MajorityRule.TWO_THIRDS_CAST, VoteMethod.ORDINARY
    outcome = decide(count, rule=rule, method=method, chair_choice=None, in_office=None)
    assert (outcome.verdict, outcome.required) == (Verdict.ADOPTED, 1)
