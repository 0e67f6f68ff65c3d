"""The plain text of a PDF received, as far as its fonts say which characters they draw."""

import io
import logging
import re

import pikepdf

_PAGES, _OPERATORS = 10, 20_000
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_BREAKS = frozenset({"Td", "TD", "T*", "Tm", "ET"})
Table = dict[int, str]
MOST_PAGES, MOST_LETTERS = 400, 1_500_000
"""Of a PDF read line by line: minutes of a year bound together."""


class NotPdf(ValueError):
    """Not a PDF that opens without a password."""


def pdf_text(content: bytes) -> str:
    """Text of the first pages, in drawing order. Raises ``NotPdf``. Empty for a scan."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return "\n".join(_page_text(page) for page in list(pdf.pages)[:_PAGES])
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
    ) as error:
        raise NotPdf(str(error)) from error


def pdf_lines(content: bytes) -> list[list[str]]:
    """The lines of each page, top to bottom, as far as the file tells; all empty for a scan. Raises ``NotPdf``.

    At most ``MOST_PAGES`` pages and ``MOST_LETTERS`` characters are read. Nothing of the file is run.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells each oddity of each file
    pages: list[list[str]] = []
    letters = 0
    try:
        for page in list(PdfReader(io.BytesIO(content), strict=False).pages)[:MOST_PAGES]:
            text = page.extract_text()
            letters += len(text)
            pages.append(text[: max(0, MOST_LETTERS - letters + len(text))].split("\n"))
            if letters > MOST_LETTERS:
                break
    except _UNREADABLE as error:
        raise NotPdf(str(error)) from error
    except PyPdfError as error:
        raise NotPdf(str(error)) from error
    return pages


_UNREADABLE = (
    ValueError, TypeError, AttributeError, KeyError, IndexError, OSError, RecursionError, AssertionError,
    NotImplementedError, ZeroDivisionError, OverflowError, ArithmeticError, EOFError, UnicodeError, LookupError,
)  # fmt: skip


def _page_text(page: pikepdf.Page) -> str:
    resources: pikepdf.Object = page.get("/Resources", pikepdf.Dictionary())
    named: pikepdf.Object = resources.get("/Font", pikepdf.Dictionary())
    fonts = {str(name): _font(font) for name, font in named.items()}
    found: list[str] = []
    table: tuple[Table, int] = ({}, 1)
    for place, instruction in enumerate(pikepdf.parse_content_stream(page)):
        if place > _OPERATORS:
            break
        operator = str(instruction.operator)
        if operator == "Tf":
            table = fonts.get(str(instruction.operands[0]), ({}, 1))
        elif operator in {"Tj", "'", '"'}:
            found.append(_decoded(bytes(instruction.operands[-1]), *table))
        elif operator == "TJ":
            parts = (p for p in instruction.operands[0] if isinstance(p, pikepdf.String))
            found.append("".join(_decoded(bytes(part), *table) for part in parts))
        elif operator in _BREAKS:
            found.append(" ")
    return re.sub(r"\s+", " ", "".join(found))


def _font(font: pikepdf.Object) -> tuple[Table, int]:
    """The characters of each code, and how many bytes a code takes."""
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    unicode_map = font.get("/ToUnicode")
    return (_table(unicode_map.read_bytes()) if unicode_map is not None else {}, width)


def _table(cmap: bytes) -> Table:
    table: Table = {}
    for kind, body in _BLOCK.findall(cmap):
        if kind == b"bfchar":
            table |= {int(code, 16): _characters(text) for code, text in _PAIR.findall(body)}
            continue
        for first, last, text in _RANGE.findall(body):
            start, length = int(first, 16), min(int(last, 16) - int(first, 16) + 1, 256)
            table |= {start + n: chr(min(int(text, 16) + n, 0xFFFF)) for n in range(length)}
    return table


def _characters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "ignore")


def _decoded(raw: bytes, table: Table, width: int) -> str:
    codes = (int.from_bytes(raw[i : i + width], "big") for i in range(0, len(raw), width))
    if not table and width == 1:
        return raw.decode("latin-1")
    return "".join(table.get(code, "") for code in codes)
