"""The grid of a Word table: every span in its place, no hole, widths that suit the text."""

import pytest

from deliberations.documents.docx_grid import column_count, column_shares, place_rows
from deliberations.richtext import Table, parse_blocks

pytestmark = pytest.mark.unit


def grid_of(html: str) -> list[list[str]]:
    (table,) = parse_blocks(html)
    assert isinstance(table, Table)
    rows = (*table.header_rows, *table.rows)
    marks = {(True, False): "^", (False, True): "v", (False, False): ""}
    return [
        [
            "".join(run.text for block in slot.cell.blocks for run in getattr(block, "runs", ()))
            + marks[slot.continues, slot.restarts]
            + (f"×{slot.width}" if slot.width > 1 else "")
            for slot in row
        ]
        for row in place_rows(rows, column_count(rows))
    ]


@pytest.mark.parametrize(
    ("html", "grid"),
    [
        ("<table><tr><td>a<td>b<tr><td>c</table>", [["a", "b"], ["c", ""]]),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", [["av", "b"], ["a^", "c"]]),
        (
            "<table><tr><td>a<td rowspan=3>b<tr><td>c<tr><td>d</table>",
            [["a", "bv"], ["c", "b^"], ["d", "b^"]],
        ),
        ("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>", [["a×2", "b"], ["c", "d", "e"]]),
        (
            "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>d<td>e</table>",
            [["a", "bv", "c"], ["d", "b^", "e"]],
        ),
        ("<table><tr><td colspan=2 rowspan=2>a<td>b<tr><td>c</table>", [["av×2", "b"], ["a^×2", "c"]]),
    ],
)
def test_docx_grid_of_a_table(html, grid):
    assert grid_of(html) == grid


def test_docx_column_widths_follow_the_text():
    (table,) = parse_blocks(f"<table><tr><td>1</td><td>{'mot ' * 60}</td><td>120 000 €</td></tr></table>")
    assert isinstance(table, Table)
    number, text, amount = column_shares(place_rows(table.rows))
    assert number < amount < text
    assert number + text + amount == pytest.approx(1)
    assert number > 0.08
