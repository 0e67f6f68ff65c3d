"""The identifier of a transmission, and the numbers of the acts of one sitting."""

from datetime import date

import pytest

from deliberations.domain.acts import Identifier, PublicFact, Source
from deliberations.domain.checks.identifiers import check_identifiers, check_numbers, identifier_in
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_council, make_sitting

pytestmark = pytest.mark.unit

COUNCIL = make_council(siren="215902776", department_code="59")


def run(text, **facts):
    act = make_act(identifiers=(Identifier("@CTES", text),), **{"printed_number": "2024-57", **facts})
    return list(check_identifiers(Record(COUNCIL, make_sitting(deliberations=(act,)))))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("059-215902776-20240628-2024_57-DE", "2024_57"),
        ("ID : 059-215902776-20240628-2024_57-DE", "2024_57"),
        ("059-215902776-20240628-Delib2024-57-DE-1-1_0.pdf", "Delib2024-57"),
    ],
)
def test_identifier_is_read(text, number):
    assert identifier_in(text).number == number


@pytest.mark.parametrize(
    "text",
    ["", "accusé fictif 2024-21", "2022-41", "59-215902776-20240628-1-DE", "0" * 200_000, "1-" * 90_000],
)
def test_text_of_another_form_is_silent(text):
    assert identifier_in(text) is None
    assert run(text) == []


@pytest.mark.parametrize(
    "number", ["2024_57", "57_2024", "DEL2024057", "D2024-57", "20240628_57", "DEL-57", "0572024", "57_24"]
)
def test_identifier_of_the_act_is_silent_however_its_number_is_spelled(number):
    assert run(f"059-215902776-20240628-{number}-DE") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("059-215902776-20240629-2024_57-DE", "le jour (29 juin 2024, pour une séance du 28 juin 2024)"),
        ("059-215902776-20240699-2024_57-DE", "un jour qui n'existe pas"),
        ("059-215902777-20240628-2024_57-DE", "le SIREN (215902777, pour 215902776)"),
        ("062-215902776-20240628-2024_57-DE", "le département (062, pour 59)"),
        ("059-215902776-20240628-2024_58-DE", "le numéro (2024_58, pour 2024-57)"),
    ],
)
def test_identifier_of_another_act_is_found(text, said):
    (found,) = run(text)
    assert (found.code, found.severity) == ("transmission.identifier", Severity.WARNING)
    assert said in found.message


def test_identifier_follows_the_number_sent_where_it_is_recorded():
    assert run("059-215902776-20240628-7_58-DE", actes_number="7_58") == []


SPELLINGS = {
    "same-but-for-case": ("Delib_A", "DELIB_A", True),
    "nothing-to-compare": ("2024-57", "DELIB", True),
    "other-order": ("57-3", "3_57", True),
    "year-in-two-digits": ("24-57", "2024_57", True),
    "year-in-two-digits-is-the-number-when-alone": ("24", "2024_57", False),
    "year-in-two-digits-beside-the-whole-year": ("2024-24", "57", False),
    "year-in-two-digits-is-no-number-beside-another": ("24-57", "2024_24", False),
    "number-that-is-the-year": ("2024-2024", "2024_57", False),
    "one-for-another": ("57", "58", False),
    "figures-joined": ("5-7", "57", True),
    "figures-joined-the-other-way": ("57", "5_7", True),
    "figures-of-another": ("5-8", "57", False),
    "one-of-several": ("3-57", "57-3-1", True),
    "several-of-others": ("3-57", "58-4-1", False),
    "as-many-and-others": ("3-57", "57-4", False),
    "repeated": ("3-3", "3-5-7", False),
}


@pytest.mark.parametrize(("printed", "sent", "is_same"), SPELLINGS.values(), ids=SPELLINGS)
def test_numbers_may_be_spellings_of_one(printed, sent, is_same):
    found = run(f"059-215902776-20240628-{sent}-DE", printed_number=printed)
    assert bool(found) is not is_same


def test_identifier_of_an_act_numbered_by_the_council_is_compared():
    numbered = {"printed_number": "", "year": 2024, "sequence": 57}
    assert run("059-215902776-20240628-2024_57-DE", **numbered) == []
    assert len(run("059-215902776-20240628-2024_58-DE", **numbered)) == 1


def test_identifier_written_twice_is_told_once():
    text = "059-215902776-20240629-2024_57-DE"
    receipt = PublicFact(date(2024, 7, 1), Source.DECLARED, reference=text)
    assert len(run(text, transmission=receipt)) == 1


def test_identifier_written_on_the_transmission_alone_is_compared():
    receipt = PublicFact(date(2024, 7, 1), Source.DECLARED, reference="059-215902776-20240629-2024_57-DE")
    assert len(run("", transmission=receipt)) == 1


def numbers(*printed, origin=Origin.LIVE):
    acts = tuple(make_act(f"p{n}", printed_number=number) for n, number in enumerate(printed, start=1))
    sitting = make_sitting(items=len(printed), deliberations=acts, origin=origin)
    return [(f.code, f.item, f.severity) for f in check_numbers(Record(COUNCIL, sitting))]


def test_numbers_doubled_are_told_once():
    assert numbers("2024-05", "2024-06", "2024-05") == [("number.doubled", "p1", Severity.WARNING)]
    found = numbers("2024-05", "2024-05", origin=Origin.RECORDED)
    assert found == [("number.doubled", "p1", Severity.NOTICE)]


@pytest.mark.parametrize(
    ("number", "is_found"),
    [
        ("2023-06", True),
        ("06/2023", True),
        ("2024-06", False),
        ("2023", False),
        ("2023-2024/6", False),
        ("D06", False),
    ],
)
def test_number_bears_the_year_of_the_sitting(number, is_found):
    assert bool(numbers(number)) is is_found
