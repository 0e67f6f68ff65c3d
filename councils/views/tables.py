"""Any list as a CSV or XLSX file: the same rows as the page, written one at a time."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import is_aware, localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
LONGEST_CELL = 32_000
"""Characters: a spreadsheet refuses more than 32,767 in one cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """``value`` reads a row; ``width`` is in characters."""

    label: str
    value: Callable[[Any], Value]
    width: int = 16


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is that of the file, without extension; ``rows`` may be a generator: it is read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def table_response(table: Table, file_format: str) -> HttpResponseBase:
    """The table as a file to download. ``ValueError`` for a format that is not one of ``FORMATS``."""
    if file_format not in FORMATS:
        raise ValueError(file_format)
    name = f"{table.name}.{file_format}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    if file_format == CSV:
        return StreamingHttpResponse(
            csv_lines(table), content_type="text/csv; charset=utf-8", headers=headers
        )
    return FileResponse(_xlsx_file(table), as_attachment=True, filename=name, content_type=_XLSX_TYPE)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons: what a French spreadsheet opens with a double click."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    head = [column.label for column in table.columns]
    yield ("\ufeff" + writer.writerow(head)).encode()
    for row in table.rows:
        cells = [_csv_cell(column.value(row)) for column in table.columns]
        yield str(writer.writerow(cells)).encode()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return f"{_local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return safe_text(value) if isinstance(value, str) else str(value)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula, nor refuses.

    A first character that would start a formula gets an apostrophe before it, spaces before it or not.
    """
    clean = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()[:LONGEST_CELL]
    return f"'{clean}" if clean.lstrip(" \u00a0\u202f").startswith(_FORMULA) else clean


def _local(moment: datetime) -> datetime:
    return localtime(moment).replace(tzinfo=None) if is_aware(moment) else moment


def _xlsx_file(table: Table) -> BinaryIO:
    """A workbook whose rows go to the disk as they come; dates are dates, numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = column.width
    sheet.append([column.label for column in table.columns])
    for row in table.rows:
        sheet.append([_xlsx_cell(sheet, column.value(row)) for column in table.columns])
    target = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  the response closes it
    book.save(target)
    target.seek(0)
    return target


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return _formatted(sheet, _local(value), "DD/MM/YYYY HH:MM")
    if isinstance(value, date):
        return _formatted(sheet, value, "DD/MM/YYYY")
    return safe_text(value) if isinstance(value, str) else value


def _formatted(sheet: Any, value: date, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell
