"""What is printed in the margins of a page, as pagination artifacts: out of the text, out of the tags.

The zones are those that our documents leave empty: above 11 mm from the top, and below 19 mm from the bottom on the
left. ``tests/deliberations/assembly`` looks at the drawn pages.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name

from deliberations.assembly.lettering import font_dictionary, printable, shown, text_width
from deliberations.assembly.parts import Stamp
from deliberations.assembly.reading import size_of

RESOURCE = "/ConformeStamp"
TEXT, LABEL = 9, 6.5
"""Points: of the two lines, and of the word in the box."""
MM = 72 / 25.4
SIDE, TOP = 24 * MM, 9 * MM
BOX_WIDTH, BOX_HEIGHT, BOX_BOTTOM = 34 * MM, 11 * MM, 6.5 * MM
TO_THE_EDGE = 2 * MM
GAP, LEAST = 4 * MM, 6.0
"""Between the two texts at the top; and the size below which a long name is cut."""
_ARTIFACT, _END = b"/Artifact <</Type /Pagination>> BDC\nq\n", b"\nQ\nEMC\n"


class Stamper:
    """Draws stamps on the pages of one document, in a font cut down to the letters that were used."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._font = document.make_indirect(Dictionary())
        self._used: set[str] = set()
        self._before = document.make_stream(b"q\n")

    def stamp(self, page: pikepdf.Page, stamp: Stamp) -> None:
        """Print ``stamp`` on ``page``. The graphics state that the page leaves behind does not matter."""
        width, height = size_of(page)
        lines = list(self._drawing(stamp, width, height))
        drawn = _ARTIFACT + b"\n".join(lines) + _END
        if "/Contents" in page.obj:
            page.contents_add(self._before, prepend=True)
            drawn = b"Q\n" + drawn
        page.contents_add(self._document.make_stream(drawn))
        self._with_font(page)

    def cross(self, page: pikepdf.Page, words: str) -> None:
        """Say in the middle of a blank page that it is left so, between two strokes: nothing can be added to it."""
        width, height = size_of(page)
        left, middle = (width - text_width(words, TEXT)) / 2, height / 2
        ends = ((SIDE, left - 8), (width - left + 8, width - SIDE))
        strokes = "".join(f"{a:.2f} {middle + 3:.2f} m {b:.2f} {middle + 3:.2f} l S " for a, b in ends)
        drawing = (
            b".27 .27 .27 rg .6 .6 .6 RG .5 w " + strokes.encode() + self._text(words, TEXT, left, middle)
        )
        page.contents_add(self._document.make_stream(_ARTIFACT + drawing + _END))
        self._with_font(page)

    def finish(self) -> None:
        """Write the font, once every stamp is drawn."""
        if self._used:
            self._font.update(font_dictionary(self._document, self._used))

    def _with_font(self, page: pikepdf.Page) -> None:
        page.add_resource(self._font, Name.Font, Name(RESOURCE), replace_existing=True)

    def _drawing(self, stamp: Stamp, width: float, height: float) -> Iterator[bytes]:
        yield b".13 .13 .13 rg .13 .13 .13 RG"
        right = width - SIDE - text_width(stamp.sheet, TEXT)
        place, size = fitted(stamp.place, right - SIDE - GAP)
        yield self._text(place, size, SIDE, height - TOP)
        yield self._text(stamp.sheet, TEXT, right, height - TOP)
        if stamp.initials:
            yield f".5 w {SIDE:.2f} {BOX_BOTTOM:.2f} {BOX_WIDTH:.2f} {BOX_HEIGHT:.2f} re S".encode()
            under = BOX_BOTTOM + BOX_HEIGHT - LABEL - TO_THE_EDGE / 4
            yield self._text(stamp.initials, LABEL, SIDE + TO_THE_EDGE / 2, under)

    def _text(self, text: str, size: float, left: float, bottom: float) -> bytes:
        printed = printable(text)
        self._used.update(printed)
        place = f"BT {RESOURCE} {size} Tf {left:.2f} {bottom:.2f} Td ".encode()
        return place + shown(printed) + b" Tj ET"


def fitted(text: str, room: float) -> tuple[str, float]:
    """``text`` and the size at which it takes at most ``room`` points: smaller, then cut with an ellipsis."""
    size: float = TEXT
    while size > LEAST and text_width(text, size) > room:
        size -= 0.5
    if text_width(text, size) <= room:
        return text, size
    kept = text
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…", size
