"""What the process of one workbook does (``councils.untrusted.child``): the rows of its first sheet."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from councils.services.row_files import MOST_COLUMNS, FileRefused, FileRow, numbered
from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened

UNPACKED = 20 * 1024 * 1024
"""Bytes of an XLSX once unpacked: a register of 2,000 rows takes about 2 MB."""
MOST_PARTS = 200
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
_CURE = (
    "Ce classeur est illisible. Ouvrez-le dans votre tableur et enregistrez-le à nouveau au format « Classeur Excel "
    "(.xlsx) » ou CSV."
)


def prepare() -> None:
    """Read a workbook of ours, so that all is loaded."""
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["Nom", 1])
    book.save(stream)
    _rows(stream.getvalue())


def answer(_request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``rows``, each with its number, or ``refused`` with the cure."""
    try:
        return {"rows": [(row.line, row.cells) for row in _rows(content)]}, b""
    except FileRefused as refused:
        return {"refused": refused.message_fr}, b""
    except _UNREADABLE:
        return {"refused": _CURE}, b""


def _rows(content: bytes) -> list[FileRow]:
    _require_plain_workbook(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return list(numbered(_values(row) for row in sheet.iter_rows(max_col=MOST_COLUMNS)))
    finally:
        book.close()


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
