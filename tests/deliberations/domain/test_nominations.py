"""Nominations voted in the open (CGCT art. L. 2121-21): what allows them."""

import pytest

from deliberations.domain.nominations import NominationFault as F
from deliberations.domain.nominations import nomination_fault
from deliberations.domain.votes import Nomination, VoteMethod
from deliberations.domain.votes import NominationBasis as B
from tests.facts import make_vote

pytestmark = pytest.mark.unit

ORDINARY, PUBLIC, SECRET = VoteMethod.ORDINARY, VoteMethod.PUBLIC, VoteMethod.SECRET


@pytest.mark.parametrize(
    ("nomination", "method", "expected"),
    [
        (Nomination(), ORDINARY, F.NO_WAIVER),
        (Nomination(), PUBLIC, F.NO_WAIVER),
        (Nomination(), SECRET, None),
        (Nomination(B.WAIVABLE), ORDINARY, F.NO_WAIVER),
        (Nomination(B.WAIVABLE, unanimous_waiver=True), ORDINARY, None),
        (Nomination(B.WAIVABLE, unanimous_waiver=False), ORDINARY, F.NO_WAIVER),
        (Nomination(B.UNKNOWN, unanimous_waiver=True), PUBLIC, None),
        (Nomination(B.UNKNOWN, single_candidacy=True), ORDINARY, None),
        (Nomination(B.UNKNOWN, single_candidacy=False), ORDINARY, F.NO_WAIVER),
        (Nomination(B.IMPOSED), ORDINARY, F.SECRECY_IMPOSED),
        (Nomination(B.IMPOSED, unanimous_waiver=True), ORDINARY, F.SECRECY_IMPOSED),
        (Nomination(B.IMPOSED, single_candidacy=True), PUBLIC, F.SECRECY_IMPOSED),
        (Nomination(B.IMPOSED), SECRET, None),
    ],
    ids=[
        *("seed-nothing-recorded", "public-is-not-secret", "secret", "waivable-not-waived", "waived"),
        *("waiver-refused", "waived-basis-unknown", "single-candidacy", "several-candidacies"),
        *("imposed", "imposed-no-waiver-possible", "imposed-single-candidacy", "imposed-and-secret"),
    ],
)
def test_nomination_fault_l2121_21(nomination, method, expected):
    vote = make_vote(method=method) if method is not SECRET else make_vote(method=method, everyone=None)
    assert nomination_fault(nomination, vote) is expected
