"""Exports: what a spreadsheet opens, and never runs."""

import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from councils.views.tables import LONGEST_CELL, Column, Table, csv_lines, safe_text, table_response

pytestmark = [pytest.mark.integration, pytest.mark.django_db]  # closing an answer looks at the database

ROW = {
    "text": "=HYPERLINK('http://x')",
    "day": date(2023, 12, 19),
    "at": datetime(2023, 12, 19, 18, 30, tzinfo=UTC),
    "number": 12,
    "rate": 66.66,
    "flag": True,
    "nothing": None,
}


def make_table(*rows):
    columns = [Column(name.capitalize(), lambda row, name=name: row[name]) for name in ROW]
    return Table("liste", columns, iter(rows or (ROW,)))


def sheet_of(table):
    """The sheet of a workbook, whose file is closed as the server closes it."""
    response = table_response(table, "xlsx")
    content = b"".join(response.streaming_content)
    response.close()
    return load_workbook(io.BytesIO(content)).active


def test_csv_is_what_a_french_spreadsheet_opens():
    content = b"".join(csv_lines(make_table()))
    assert content.startswith(b"\xef\xbb\xbfText;Day;")
    (line,) = content.decode("utf-8-sig").splitlines()[1:]
    assert line == "'=HYPERLINK('http://x');19/12/2023;19/12/2023 19:30;12;66,7;oui;"


def test_csv_comes_row_by_row():
    seen = []

    def rows():
        for number in range(3):
            seen.append(number)
            yield {**ROW, "number": number}

    lines = csv_lines(Table("liste", [Column("N", lambda row: row["number"])], rows()))
    next(lines)
    assert seen == []
    next(lines)
    assert seen == [0]


def test_xlsx_has_real_dates_and_no_formula():
    sheet = sheet_of(make_table())
    (head, row) = sheet.iter_rows()
    assert [cell.value for cell in head][:2] == ["Text", "Day"]
    assert [cell.data_type for cell in row] == ["s", "d", "d", "n", "n", "s", "n"]
    assert row[0].value == "'=HYPERLINK('http://x')"
    assert (row[1].value, row[1].number_format) == (datetime(2023, 12, 19), "DD/MM/YYYY")  # noqa: DTZ001
    assert (row[4].value, row[5].value, row[6].value) == (66.66, "oui", None)


def test_response_names_the_file():
    assert table_response(make_table(), "csv")["Content-Disposition"] == 'attachment; filename="liste.csv"'
    with pytest.raises(ValueError, match="pdf"):
        table_response(make_table(), "pdf")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Budget", "Budget"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("+33 6", "'+33 6"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tcmd", "'\tcmd"),
        ("\u00a0=1", "'\u00a0=1"),
        ("nul\x00ici", "nulici"),
        ("x" * 40_000, "x" * LONGEST_CELL),
        ("", ""),
    ],
)
def test_text_is_never_a_formula(text, safe):
    assert safe_text(text) == safe


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_can_be_exported(text):
    table = Table("liste", [Column("Texte", lambda row: row)], [text])
    b"".join(csv_lines(table))
    sheet = sheet_of(Table("liste", [Column("Texte", lambda row: row)], [text]))
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
