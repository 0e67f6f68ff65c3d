"""Files of rows, read within bounds: CSV however it was written, and XLSX. Nothing of them is ever run."""

import codecs
import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from councils.domain.errors import Refusal
from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened

LARGEST = 2 * 1024 * 1024
"""Bytes of the file."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2000, 60, 500
UNPACKED = 20 * 1024 * 1024
"""Bytes of an XLSX once unpacked: a register of 2,000 rows takes about 2 MB."""
MOST_PARTS = 200
_DELIMITERS = (";", ",", "\t")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    ParseError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
)
"""All that openpyxl and zipfile raise on a file that is damaged, encrypted, or not theirs."""


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


def _numbered(rows: Iterable[Iterable[object]]) -> Iterator[FileRow]:
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
        yield from _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
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
    try:
        _require_plain_workbook(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = tuple(_numbered(_values(row) for row in sheet.iter_rows(max_col=MOST_COLUMNS)))
        finally:
            book.close()
    except FileRefused:
        raise
    except _UNREADABLE as error:
        raise FileRefused(
            "Ce classeur est illisible. Ouvrez-le dans votre tableur et enregistrez-le à nouveau au format « Classeur "
            "Excel (.xlsx) » ou CSV."
        ) from error
    yield from rows


def _values(row: Iterable[object]) -> list[object]:
    """Values of a row, without the empty cells that end it. A formula is a text that begins by « = »."""
    values = [getattr(cell, "value", None) for cell in row]
    while values and values[-1] is None:
        values.pop()
    return values


def _require_plain_workbook(content: bytes) -> None:
    """Refuse, before anything is parsed, what unpacks too large, holds macros or declares XML entities."""
    try:
        with opened(content, Bounds(MOST_PARTS, UNPACKED, UNPACKED)) as archive:
            _require_plain_parts(archive)
    except ArchiveRefused as refused:
        if refused.fault in (Fault.SIZE, Fault.ENTRIES):
            raise FileRefused(
                "Ce classeur est trop gros une fois ouvert. Ne gardez que la feuille des membres."
            ) from refused
        raise ValueError(refused.fault) from refused


def _require_plain_parts(archive: Archive) -> None:
    if "xl/workbook.xml" not in archive.names:
        raise FileRefused(
            "Ce fichier n'est pas un classeur Excel (.xlsx). Enregistrez-le au format CSV ou XLSX."
        )
    if any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in archive.names):
        raise FileRefused(
            "Ce classeur contient des macros. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macro."
        )
    for part in archive.entries:
        _require_no_entity(archive.read(part), part.file_size)


def _require_no_entity(content: bytes, told: int) -> None:
    """A part that unpacks to another size than it declares is a trap.

    Whatever its name and encoding, what expat reads as XML may declare no document type: no entity, then.
    """
    if len(content) != told:
        raise FileRefused("Ce classeur est abîmé.")
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except ExpatError:
        return  # A picture, or XML that openpyxl will not read either.


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("Ce classeur contient des éléments interdits.")
