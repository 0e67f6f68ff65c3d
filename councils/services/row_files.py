"""Files of rows, read within bounds: CSV however it was written, and XLSX. Nothing of them is ever run."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from councils.domain.errors import Refusal
from councils.untrusted.children import Busy, ReadingEnded, ask
from councils.untrusted.limits import Limits

LARGEST = 2 * 1024 * 1024
"""Bytes of the file."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2000, 60, 500
_DELIMITERS = (";", ",", "\t")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_WORKBOOKS = "councils.services.workbook_rows"
_LIMITS = Limits(seconds=20, wall_seconds=60, memory_mb=1024, output_mb=16)


class FileRefused(Refusal):
    """The file is not read at all; the message says why and what to do."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("file.refused", message_fr)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row that holds something; ``line`` is its number in the file, from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(content: bytes) -> tuple[FileRow, ...]:
    """The rows of a CSV or XLSX file, told by its first bytes and not by its name. Raises ``FileRefused``."""
    if not content:
        raise FileRefused("Ce fichier est vide.")
    if len(content) > LARGEST:
        raise FileRefused(
            "Ce fichier est trop lourd : 2 Mo au plus. Ne gardez que les lignes de votre commune."
        )
    if content.startswith(_OLD_EXCEL):
        raise FileRefused(
            "Ce fichier est dans l'ancien format d'Excel, ou protégé par un mot de passe. Enregistrez-le au format "
            "« Classeur Excel (.xlsx) », sans mot de passe, puis recommencez."
        )
    rows = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    found = tuple(rows)
    if not found:
        raise FileRefused("Ce fichier ne contient aucune ligne.")
    return found


def numbered(rows: Iterable[Iterable[object]]) -> Iterator[FileRow]:
    """The rows that hold something, as texts, with their numbers. Raises ``FileRefused``: too many, too long…"""
    for line, row in enumerate(rows, start=1):
        if line > MOST_ROWS:
            raise FileRefused(
                f"Ce fichier compte plus de {MOST_ROWS} lignes. Ne gardez que les lignes de votre commune."
            )
        cells = tuple(_text(cell, line) for cell in row)
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(f"Ligne {line} : plus de {MOST_COLUMNS} colonnes.")
        if any(cells):
            yield FileRow(line, cells)


def _text(cell: object, line: int) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    is_plain = cell is None or isinstance(cell, str | int | float | time | timedelta)
    text = "" if cell is None else " ".join(str(cell).split()) if is_plain else "="
    if len(text) > LONGEST_CELL:
        raise FileRefused(f"Ligne {line} : une case compte plus de {LONGEST_CELL} caractères.")
    if text.startswith(("=", "@")):
        raise FileRefused(
            f"Ligne {line} : une case contient une formule (« {text[:40]} »). Remplacez les formules par leur valeur."
        )
    return text


# --- CSV


def _csv_rows(content: bytes) -> Iterator[FileRow]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        yield from numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused("Ce fichier CSV est mal formé : vérifiez les guillemets.") from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(c < " " and c not in "\t\r\n" for c in text):
            break
        return text
    raise FileRefused(
        "Ce fichier n'est ni un fichier CSV, ni un classeur Excel. Enregistrez votre tableau au format CSV ou XLSX."
    )


# --- XLSX


def _xlsx_rows(content: bytes) -> Iterator[FileRow]:
    """The rows that another process reads, within bounds (``workbook_rows``)."""
    try:
        told, _ = ask(_WORKBOOKS, {}, content, _LIMITS)
    except ReadingEnded as error:
        raise FileRefused(
            "Ce classeur demande trop de temps ou de mémoire pour être lu sans risque. Enregistrez sa feuille au "
            "format CSV, puis recommencez."
        ) from error
    except Busy as busy:
        raise FileRefused(busy.message_fr) from busy
    if "refused" in told:
        raise FileRefused(str(told["refused"]))
    for line, cells in told.get("rows", ()):
        yield FileRow(int(line), tuple(map(str, cells)))
