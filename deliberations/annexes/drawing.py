"""Pages of a PDF drawn as pictures, with the text they say and where. Runs in the sandbox.

PDFium draws: it is pinned, so that the same bytes give the same picture on every machine.
"""

import ctypes
import unicodedata
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from deliberations.annexes.bounds import A4_MM, DOTS_PER_INCH, MOST_LETTERS
from deliberations.annexes.pictures import LEAST_MM, MM_PER_INCH, encoded
from deliberations.annexes.sheets import Line, Sheet

_POINTS_PER_INCH = 72
_SMALLEST_POINTS = 3.0
_GRID = 10_000
"""Steps of a page when PDFium is asked where a letter is."""
_NEXT_PARAGRAPH = 0.75
_UNSAID = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})
_HYPHEN = "\x02"
Letter = tuple[str, float, float, float, float]


def sheets_of_pdf(content: bytes) -> Iterator[Sheet]:
    """Each page in its turn, upright, its visible part alone; larger ones are brought down to A4."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    for number in range(len(document)):
        page = document[number]
        yield _sheet(page)
        page.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = (max(_SMALLEST_POINTS, edge) for edge in page.get_size())
    short, long = sorted((width, height))
    millimetres = MM_PER_INCH / _POINTS_PER_INCH
    shrink = min(1.0, A4_MM[0] / (short * millimetres), A4_MM[1] / (long * millimetres))
    bitmap = page.render(scale=shrink * DOTS_PER_INCH / _POINTS_PER_INCH, may_draw_forms=True)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    scale = shrink * millimetres
    across, down = (max(LEAST_MM, round(edge * scale, 3)) for edge in (width, height))
    return Sheet(across, down, encoded(picture), tuple(_paragraphs(_lines(page))))


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    text, shape = page.get_textpage(), page.get_size()
    try:
        line: list[Letter] = []
        for letter in _letters(page, text):
            if letter is None:
                yield from _line(line, shape)
                line = []
            else:
                line.append(letter)
        yield from _line(line, shape)
    finally:
        text.close()


def _letters(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[Letter | None]:
    """Each letter with its box on the upright page; ``None`` at the end of a line."""
    count = text.count_chars()
    if count > MOST_LETTERS:
        return
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = "-" if chr(code) == _HYPHEN else chr(code)
        if letter in "\r\n":
            yield None
            continue
        box = _box(page, text, index)
        if unicodedata.category(letter) not in _UNSAID and _is_shown(*box):
            yield (" " if letter.isspace() else letter, *(min(1.0, max(0.0, edge)) for edge in box))  # type: ignore[misc]


def _is_shown(left: float, top: float, right: float, bottom: float) -> bool:
    """What is outside the visible part of the page is not drawn: it must not be said either."""
    return 0 <= (left + right) / 2 <= 1 and 0 <= (top + bottom) / 2 <= 1


def _box(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, index: int
) -> tuple[float, float, float, float]:
    left, bottom, right, top = text.get_charbox(index, loose=True)
    corners = [_upright(page, x, y) for x, y in ((left, bottom), (right, top))]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return xs[0], ys[0], xs[1], ys[1]


def _upright(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page as shares of what is shown, from the top left."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _line(letters: list[Letter], shape: tuple[float, float]) -> Iterator[Line]:
    said = " ".join("".join(letter[0] for letter in letters).split())
    drawn = [letter for letter in letters if letter[0] != " " and letter[3] > letter[1]]
    if said and drawn:
        yield Line(
            said,
            min(letter[1] for letter in drawn),
            min(letter[2] for letter in drawn),
            max(letter[3] for letter in drawn),
            max(letter[4] for letter in drawn),
            _turn(drawn, shape),
        )


def _turn(drawn: list[Letter], shape: tuple[float, float]) -> int:
    """0 for a line that goes to the right, 90 for one that goes down, 270 for one that goes up."""
    across = abs(drawn[-1][1] - drawn[0][1]) * shape[0]
    down = (drawn[-1][2] - drawn[0][2]) * shape[1]
    return 0 if abs(down) <= across else 90 if down > 0 else 270


def _paragraphs(lines: Iterator[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that follow each other closely, downwards, are read as one paragraph."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _continues(paragraph[-1], line):
            yield tuple(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield tuple(paragraph)


def _continues(before: Line, line: Line) -> bool:
    height = max(before.bottom - before.top, line.bottom - line.top, 1 / _GRID)
    is_below = line.top - before.top > 0
    is_near = line.top - before.bottom < _NEXT_PARAGRAPH * height
    return is_below and is_near and line.left < before.right and before.left < line.right
