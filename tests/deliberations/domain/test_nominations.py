"""Nominations voted in the open (CGCT art. L. 2121-21): what allows them."""

import pytest

from deliberations.domain.nominations import NominationFault as F
from deliberations.domain.nominations import forms_offered, is_unanimous, nomination_fault, nomination_on
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.domain.votes import Ballot, Choice, Nomination, StatedResult, Tally, VoteMethod
from deliberations.domain.votes import NominationBasis as B
from tests.facts import make_item, make_record, make_sitting, make_vote

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


ELECTION = ItemKind.ELECTION


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (make_item(), None),
        (make_item(title_html="Nombre d'adjoints"), None),
        (make_item(title_html="Élection du maire"), Nomination(B.IMPOSED)),
        (make_item(title_html="Désignation du maire", kind=ELECTION), Nomination(B.IMPOSED)),
        (make_item(title_html="Élection du maire", kind=ELECTION), Nomination(B.IMPOSED)),
        (make_item(title_html="Élection d'un délégué", kind=ELECTION), Nomination()),
        (make_item(title_html="Élection du maire", nomination=Nomination()), Nomination(B.IMPOSED)),
        (make_item(subject=Subject.SOCIAL_BOARD, nomination=Nomination()), Nomination(B.IMPOSED)),
        (make_item(nomination=Nomination(B.WAIVABLE, True)), Nomination(B.WAIVABLE, True)),
    ],
    ids=[
        "plain",
        "number",
        "unmarked",
        "designated",
        "mayor",
        "delegate",
        "marked-mayor",
        "social-board",
        "as-recorded",
    ],
)
def test_nomination_on_an_item(item, expected):
    record = make_record(sitting=make_sitting(agenda=(item,)))
    assert nomination_on(record, item) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"against": ["m3"]}, False),
        ({"abstaining": ["m3"]}, False),
        ({"everyone": None, "ballots": (Ballot(Choice.AGAINST, count=2),)}, False),
        ({"everyone": None}, None),
        ({"everyone": None, "stated": StatedResult.UNANIMOUS}, True),
        ({"everyone": None, "stated": StatedResult.REJECTED}, False),
        ({"everyone": None, "tally": Tally(8)}, True),
        ({"everyone": None, "tally": Tally(7, blank=1)}, False),
        ({"everyone": None, "tally": Tally()}, False),
    ],
)
def test_is_unanimous(facts, expected):
    vote = make_vote(**facts)
    assert is_unanimous(make_record(sitting=make_sitting(votes=(vote,))), vote) is expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (make_item(title_html="Élection du maire", kind=ELECTION), {SECRET}),
        (make_item(title_html="Élection d'un délégué", kind=ELECTION), {ORDINARY, PUBLIC, SECRET}),
        (make_item(), {ORDINARY, PUBLIC, SECRET}),
    ],
    ids=["mayor", "delegate", "plain"],
)
def test_forms_offered_l2122_7(item, expected):
    record = make_record(sitting=make_sitting(agenda=(item,)))
    assert forms_offered(record, item) == expected


@pytest.mark.parametrize(
    ("title", "is_imposed"),
    [
        ("Désignation des membres élus du conseil d'administration du CCAS", True),
        ("Désignation des représentants au CCAS", True),
        ("CCAS : élection des membres du conseil d'administration", True),
        ("Désignation de quatre délégués au Centre Communal d'Action Sociale", True),
        ("Fixation du nombre de membres du conseil d'administration du CCAS", False),
        ("Désignation des représentants du CCAS à la mission locale", False),
        ("Membres du CCAS nommés par le maire", False),
        ("Désignation des représentants des associations au CCAS", False),
        ("Désignation du vice-président du CCAS", False),
        ("Suppression du CCAS", False),
        ("Désignation d'un délégué au syndicat", False),
    ],
)
def test_nomination_to_the_board_of_the_ccas_is_read_in_the_title_r123_8(title, is_imposed):
    item = make_item(title_html=title)
    record = make_record(sitting=make_sitting(agenda=(item,)))
    assert nomination_on(record, item) == (Nomination(B.IMPOSED) if is_imposed else None)


def test_nomination_to_the_board_is_imposed_whatever_was_noted_r123_8():
    item = make_item(
        title_html="Désignation des représentants au CCAS", nomination=Nomination(B.WAIVABLE, True)
    )
    record = make_record(sitting=make_sitting(agenda=(item,)))
    assert nomination_on(record, item) == Nomination(B.IMPOSED, True)
    assert forms_offered(record, item) == {SECRET}
