"""The rules of the register: sheets, labels, periods, and the order of its tables."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.register import (
    Binding,
    Entry,
    EntryKind,
    SheetRule,
    Volume,
    by_matter,
    by_theme,
    last_day,
    listed,
    sheet_labels,
    sheets_of,
    shown_sheets,
    usual_binding,
)
from deliberations.domain.wording import register as words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.signing_list import initials
from tests.facts import make_council

pytestmark = pytest.mark.unit

DAY = date(2026, 3, 5)


def entry(kind: EntryKind = EntryKind.DELIBERATION, **facts) -> Entry:
    return Entry(**{"kind": kind, "on": DAY, "title": "Objet", "first": 1, "last": 1, "pages": 1, **facts})


@pytest.mark.parametrize(("pages", "by_page", "by_leaf"), [(1, 1, 1), (2, 2, 1), (3, 3, 2), (8, 8, 4)])
def test_sheets_by_page_and_by_leaf(pages, by_page, by_leaf):
    assert (sheets_of(pages, SheetRule.PAGE), sheets_of(pages, SheetRule.LEAF)) == (by_page, by_leaf)


def test_labels_number_pages_or_both_sides_of_a_leaf():
    assert sheet_labels(123, 2, SheetRule.PAGE) == ("Feuillet n° 000123", "Feuillet n° 000124")
    assert sheet_labels(9, 3, SheetRule.LEAF) == (
        "Feuillet n° 000009 recto",
        "Feuillet n° 000009 verso",
        "Feuillet n° 000010 recto",
        "Feuillet n° 000010 verso",
    )


@pytest.mark.parametrize(
    ("population", "binding"),
    [(None, "YEARLY"), (999, "FIVE_YEARS"), (1000, "YEARLY"), (0, "FIVE_YEARS")],
)
def test_binding_of_small_communes_r2121_9(population, binding):
    assert usual_binding(population) == binding


def test_last_day_of_a_volume():
    assert last_day(date(2026, 3, 1), Binding.YEARLY) == date(2026, 12, 31)
    assert last_day(date(2026, 1, 1), Binding.FIVE_YEARS) == date(2030, 12, 31)


def test_run_of_sheets():
    assert (shown_sheets(4, 4), shown_sheets(4, 6)) == ("4", "4 à 6")


def test_listed_by_date_then_order_then_sheets():
    late = entry(on=date(2026, 4, 1), order=1, first=2)
    second, first = entry(order=2, first=3), entry(order=1, first=5)
    again = entry(EntryKind.RECTIFICATION, order=1, first=9)
    left_out = [entry(EntryKind.CLOSING_SHEET), entry(EntryKind.TITLE)]
    assert listed([late, second, again, first, *left_out]) == (first, again, second, late)


def test_matters_in_the_order_of_the_nomenclature_unknown_last():
    codes = ["10.1", "", "7.10", "7.2", "1.1"]
    found = by_matter([entry(matter_code=code) for code in codes])
    assert [code for code, _ in found] == ["1.1", "7.2", "7.10", "10.1", ""]


def test_themes_in_alphabetical_order_none_left_out():
    found = by_theme([entry(theme=theme) for theme in ("voirie", "Écoles", "", "Budget", "voirie")])
    assert [(theme, len(acts)) for theme, acts in found] == [("Budget", 1), ("voirie", 2), ("Écoles", 1)]


VOLUME = Volume(
    2, date(2026, 1, 1), date(2026, 12, 31), Binding.YEARLY, SheetRule.PAGE, 41, DAY, date(2027, 1, 8)
)


def test_closing_words_count_sheets_sittings_and_acts():
    entries = [
        entry(),
        entry(EntryKind.RECTIFICATION),
        entry(EntryKind.DECISION),
        entry(EntryKind.CLOSING_SHEET),
    ]
    assert words.closed(VOLUME, entries, 60) == (
        "Le présent volume, clos le 8 janvier 2027, contient 20 feuillets, numérotés de 41 à 60. Il porte 1 séance, "
        "1 délibération, 1 délibération rectifiée et 1 décision du maire."
    )
    told = words.closed(VOLUME, [], 41)
    assert told.endswith("contient 1 feuillet, numéroté 41. Il porte 0 séance et 0 délibération.")


def test_decisions_of_the_mayor_are_announced_by_a_commune_alone_r2122_7_1():
    assert "R. 2122-7-1" in words.contents(BodyWords(make_council()))
    assert "R. 2122-7-1" not in words.contents(BodyWords(make_council(body_type=BodyType.EPCI)))


def test_row_of_a_table():
    act = entry(number="2026-7", first=12, last=14)
    assert words.row(act) == ("05/03/2026", "2026-7", "Objet", "12 à 14")
    assert words.row(entry(EntryKind.DECISION, number="2026-D3"))[1] == "Décision 2026-D3"
    assert words.row(entry(EntryKind.RECTIFICATION))[2] == "Objet (rectifiée)"
    assert (words.matter("7.1"), words.matter("")) == ("7.1 – Décisions budgétaires", "Sans matière indiquée")


@pytest.mark.parametrize(
    ("body", "by", "entered"),
    [
        (BodyType.COMMUNE, "par nous, maire (CGCT art. R. 2121-9).", "(CGCT art. L. 2121-23)"),
        (BodyType.EPCI, "par nous, président (CGCT art. R. 2121-9).", "(CGCT art. L. 5211-1 et L. 2121-23)"),
    ],
)
def test_sheets_have_the_words_and_the_articles_of_their_body(body, by, entered):
    told = BodyWords(make_council(body_type=body))
    assert words.opened(told, VOLUME, "").endswith(by)
    assert entered in words.contents(told)
    assert f"le {told.head} appose son paraphe" in initials(told)
