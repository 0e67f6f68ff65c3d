"""The whole from its parts: pages copied with their tags, stamped, moved for the binding."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from deliberations.assembly.metadata import describe
from deliberations.assembly.parts import About, AssemblyFailed, Layout, Part, Stamp
from deliberations.assembly.reading import A4, opened, size_of
from deliberations.assembly.stamping import MM, Stamper
from deliberations.assembly.structure import Attachments, Contents, Structure

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
BLANK = "Page laissée blanche"
SIGNATURES_AND_APPEND_ONLY = 3
"""ISO 32000-1, table 219."""
AS_DRAWN = Layout()
Progress = Callable[[int], None]


def assemble(
    parts: Iterable[Part], about: About, layout: Layout = AS_DRAWN, *, progress: Progress | None = None
) -> bytes:
    """One PDF/A-3a and PDF/UA-1 file from parts that are both. The same input gives the same bytes.

    Each part is read when its turn comes, and forgotten once its pages are copied. ``progress`` is told how many
    parts are in, after each. Raises ``AssemblyFailed`` when a part is unreadable, untagged, holds a form, or is not on
    A4, and when there is none.
    """
    with pikepdf.new() as document:
        whole = _Whole(document, layout)
        for number, part in enumerate(parts, start=1):
            with opened(part.read(), part.title, has_places=part.has_places) as source:
                whole.add(source, part)
            if progress is not None:
                progress(number)
        return whole.finished(about)


class _Whole:
    def __init__(self, document: pikepdf.Pdf, layout: Layout) -> None:
        self._document, self._layout = document, layout
        self._structure, self._attachments = Structure(document), Attachments(document)
        self._contents, self._stamper = Contents(), Stamper(document)

    def add(self, source: pikepdf.Pdf, part: Part) -> None:
        """Put the pages of ``source`` at the end. Nothing of ``source`` is needed afterwards."""
        before = self._mark()
        self._add_pages(source, part)
        self._own_streams(before, self._mark())

    def _mark(self) -> int:
        """Objects made from now on have greater numbers."""
        number: int = self._document.make_indirect(Dictionary()).objgen[0]
        return number

    def _own_streams(self, before: int, after: int) -> None:
        """Hold the bytes of the copied streams, still compressed: half of the memory was what they came from."""
        for number in range(before + 1, after):
            copied = self._document.get_object(number, 0)
            if isinstance(copied, pikepdf.Stream):
                told: dict[str, Any] = {
                    "filter": copied.get("/Filter"),
                    "decode_parms": copied.get("/DecodeParms"),
                }
                copied.write(copied.read_raw_bytes(), **told)

    def _add_pages(self, source: pikepdf.Pdf, part: Part) -> None:
        pages = self._document.pages
        if part.starts_on_recto and self._layout.is_double_sided and len(pages) % 2:
            self._add_blank(None)
        if not pages:
            self._take_output_intents(source)
        first = len(pages)
        for page in source.pages:  # fields come with their pages, and their form is made below
            pages.append(page)
        taken = [pages[number] for number in range(first, len(pages))]
        if part.has_places:
            self._take_places(taken)
        self._structure.add(source, taken, part.title)
        self._attachments.add(source)
        self._contents.add(part.title, part.group, first)
        for page, stamp in zip(taken, part.stamps, strict=False):
            self._stamper.stamp(page, stamp)
        for stamp in part.stamps[len(taken) :]:
            self._add_blank(stamp)

    def _take_output_intents(self, source: pikepdf.Pdf) -> None:
        intents = source.Root.OutputIntents
        held = intents if intents.is_indirect else source.make_indirect(intents)
        self._document.Root.OutputIntents = self._document.copy_foreign(held)

    def _take_places(self, pages: list[pikepdf.Page]) -> None:
        """The form of the whole lists the empty signature fields of ``pages``."""
        fields = [
            note for page in pages for note in page.obj.get("/Annots", []) if note.get("/FT") == Name.Sig
        ]
        form = Dictionary(Fields=Array(fields), SigFlags=SIGNATURES_AND_APPEND_ONLY)
        self._document.Root.AcroForm = self._document.make_indirect(form)

    def _add_blank(self, stamp: Stamp | None) -> None:
        """A page without text: what is printed on it is an artifact, and no tag leads to it."""
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *A4]), Resources=Dictionary(), Tabs=Name.S)
        self._document.pages.append(pikepdf.Page(self._document.make_indirect(page)))
        if stamp is not None:
            self._stamper.stamp(self._document.pages[-1], stamp)
        self._stamper.cross(self._document.pages[-1], BLANK)

    def finished(self, about: About) -> bytes:
        """The bytes of the whole."""
        if not self._document.pages:
            raise AssemblyFailed("Il n'y a aucun document à assembler.")
        self._stamper.finish()
        self._structure.finish()
        self._attachments.finish()
        self._contents.write(self._document)
        describe(self._document, about)
        self._move_pages()
        target = BytesIO()
        self._document.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            min_version="1.7",
        )
        return target.getvalue()

    def _move_pages(self) -> None:
        """The sheet moves under the page, so that what is on it, links included, stays as it was drawn."""
        if not self._layout.binding_mm:
            return
        for number, page in enumerate(self._document.pages, start=1):
            is_back = self._layout.is_double_sided and number % 2 == 0
            _shift(page, self._layout.binding_mm * MM * (-1 if is_back else 1))


def _shift(page: pikepdf.Page, by: float) -> None:
    """Move the page right by ``by`` points; a page that lies is bound by its top: it goes down."""
    width, height = size_of(page)
    across, down = (by, 0.0) if width <= height else (0.0, -abs(by))
    for name in BOXES:
        if name in page.obj:
            left, bottom, right, top = (float(edge) for edge in page.obj[name])
            moved = (left - across, bottom - down, right - across, top - down)
            page.obj[name] = Array([round(edge, 3) for edge in moved])
