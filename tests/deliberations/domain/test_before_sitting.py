"""Who holds which office at each item of a sitting that elects (CGCT art. L. 2122-7)."""

from dataclasses import replace

import pytest

from deliberations.domain.before_sitting import as_called, as_known_at
from deliberations.domain.record import Record
from tests.support.sitting_papers import record_of_dossier

DEPUTIES = ("argent", "garnier", "joubert", "loisel")


def holders(record: Record) -> tuple[str, ...]:
    return tuple(sorted(m.uid for m in record.council.mandates if m.offices))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("installation", ()),
        ("maire", ()),
        ("nombre", ("corbin",)),
        ("adjoints", ("corbin",)),
        ("charte", ("argent", "corbin", *DEPUTIES[1:])),
    ],
)
@pytest.mark.parametrize("has_results", [True, False])
def test_offices_are_held_after_the_item_that_gives_them(
    item: str, expected: tuple[str, ...], has_results: bool
):
    record = record_of_dossier("installation")
    if not has_results:  # then the titles of the items say what they fill
        record = replace(record, sitting=replace(record.sitting, elections=()))
    assert holders(as_known_at(record, item)) == expected


def test_order_of_the_table_follows_the_offices():
    record = record_of_dossier("installation")
    assert as_known_at(record, "maire").members == as_called(record).members
    assert as_known_at(record, "adjoints").members[:2] == ("corbin", "martel")
    assert as_known_at(record, "delegations").members == record.members


def test_offices_of_an_ordinary_sitting_stay():
    record = record_of_dossier("seance-mouvementee")
    assert as_known_at(record, record.sitting.agenda[0].uid) is record
