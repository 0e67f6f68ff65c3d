from dataclasses import replace
from datetime import date

import pytest

from councils.domain.errors import Refusal
from councils.domain.people import Office, OfficeKind
from deliberations.domain.signing_power import (
    Right,
    SignatureDelegation,
    SignatureRight,
    replacement_doubt,
    right_of,
)
from tests.facts import make_council

pytestmark = pytest.mark.unit

DAY = date(2026, 3, 12)
FULL = SignatureDelegation(
    "m3", date(2026, 1, 1), date(2026, 12, 31), includes_signature=True, order_number="12"
)


def council():
    """m1 is mayor, m2 first deputy, m3 a councillor."""
    facts = make_council(5)
    offices = {"m1": OfficeKind.MAYOR, "m2": OfficeKind.DEPUTY}
    mandates = tuple(
        replace(m, offices=(Office(offices[m.uid]),) if m.uid in offices else ()) for m in facts.mandates
    )
    return replace(facts, mandates=mandates)


def test_mayor_signs_without_a_word():
    assert right_of(council(), "m1", DAY) == Right(SignatureRight.HEAD)


def test_who_chaired_signs_what_he_chaired():
    assert right_of(council(), "m4", DAY, chairs={"m4"}) == Right(SignatureRight.CHAIR)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 1, 1), "par délégation, arrêté n° 12, du 1er janvier 2026 au 31 décembre 2026"),
        (date(2026, 12, 31), "par délégation, arrêté n° 12, du 1er janvier 2026 au 31 décembre 2026"),
    ],
    ids=["first day", "last day"],
)
def test_delegate_signs_with_the_dates_of_his_order_l2122_18(on, told):
    assert right_of(council(), "m3", on, delegations=[FULL]) == Right(SignatureRight.DELEGATE, told)


def test_delegation_without_end_is_told_since():
    given = replace(FULL, until=None, order_number="")
    right = right_of(council(), "m3", DAY, delegations=[given])
    assert right.told == "par délégation, depuis le 1er janvier 2026"


@pytest.mark.parametrize(
    ("given", "on", "code"),
    [
        (FULL, date(2027, 1, 1), "signing.delegation_ended"),
        (FULL, date(2025, 12, 31), "signing.delegation_to_come"),
        (replace(FULL, includes_signature=False), DAY, "signing.delegation_without_signature"),
        (replace(FULL, mandate="m4"), DAY, "signing.no_power"),
    ],
    ids=["the day after the last", "the day before the first", "signature not included", "somebody else's"],
)
def test_delegation_is_refused_l2122_18(given, on, code):
    with pytest.raises(Refusal) as refused:
        right_of(council(), "m3", on, delegations=[given])
    assert (refused.value.code, refused.value.article) == (code, "CGCT art. L. 2122-17, L. 2122-18")


@pytest.mark.parametrize(("member", "is_first"), [("m2", True), ("m3", False)])
def test_who_comes_after_the_first_deputy_replaces_with_a_doubt_told_l2122_17(member, is_first):
    right = right_of(council(), member, DAY, replaces="hospitalisé")
    assert (right.kind, "hospitalisé" in right.told) == (SignatureRight.REPLACEMENT, True)
    assert ("un autre membre vient avant" in replacement_doubt(council(), member, DAY)) is not is_first


def test_first_of_the_table_replaces_where_there_is_no_deputy_l2122_17():
    facts = council()
    alone = replace(
        facts,
        mandates=tuple(replace(m, offices=m.offices[:0]) if m.uid == "m2" else m for m in facts.mandates),
    )
    assert [bool(replacement_doubt(alone, member, DAY)) for member in ("m2", "m3")] == [False, True]


def test_deputy_without_order_nor_reason_signs_nothing():
    with pytest.raises(Refusal) as refused:
        right_of(council(), "m2", DAY)
    assert refused.value.code == "signing.no_power"


def test_mandate_over_signs_nothing():
    facts = council()
    over = replace(facts, mandates=tuple(replace(m, until=date(2026, 3, 1)) for m in facts.mandates))
    with pytest.raises(Refusal) as refused:
        right_of(over, "m1", DAY)
    assert refused.value.code == "signing.no_mandate"
