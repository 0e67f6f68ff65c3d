"""Glyphs of a line, read from Pango in one go and written as PDF strings, for ``pdf_speed``."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_GLYPH = struct.Struct("=Iiii4x")  # PangoGlyphInfo: glyph, width, x_offset, y_offset, bit field
_EMPTY_GLYPH = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY, of what is not drawn; above it, characters no font has

if ffi.sizeof("PangoGlyphInfo") != _GLYPH.size:
    raise ImportError("PangoGlyphInfo has not the layout this module was written for")

Glyph = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font: (glyph, width, x offset, y offset), lengths in Pango units."""

    item: Any
    font: Any
    glyphs: tuple[Glyph, ...]

    @property
    def is_plain(self) -> bool:
        """No missing character, nothing raised."""
        return all(glyph <= _EMPTY_GLYPH and not rise for glyph, _, _, rise in self.glyphs)


def runs_of(line: Any) -> tuple[Run, ...]:
    """Runs of a ``PangoLayoutLine``."""
    return tuple(_runs(line.runs))


def _runs(node: Any) -> Iterator[Run]:
    while node != ffi.NULL:
        item = node.data
        size = item.glyphs.num_glyphs * _GLYPH.size
        yield Run(
            item, item.item.analysis.font, tuple(_GLYPH.iter_unpack(ffi.buffer(item.glyphs.glyphs, size)))
        )
        node = node.next


def shown_run(stream: Any, textbox: Any, run: Run, font: Any, font_size: float) -> str:
    """Operand of TJ for one plain run, exactly as ``draw_first_line`` writes it.

    What a glyph of a given width looks like is computed once per font and size of the document.
    """
    known: dict[Glyph, str] = font.__dict__.setdefault("shown_glyphs", {}).setdefault(font_size, {})
    for place, glyph in enumerate(run.glyphs):
        if glyph not in known:
            _note_text(textbox, run, place, font)
            known[glyph] = _shown_glyph(stream, run, glyph, font, font_size)
    shown = "<" + "".join([known[glyph] for glyph in run.glyphs])
    return shown[:-1] if shown[-1] == "<" else f"{shown}>"


def _shown_glyph(stream: Any, run: Run, glyph: Glyph, font: Any, font_size: float) -> str:
    number, width, x_offset, _ = glyph
    if number == _EMPTY_GLYPH:
        return f">{-width / font_size}<"
    offset = x_offset / font_size
    kerning = _width(stream, run, number, font, font_size) + offset - width * 1000 * FROM_UNITS / font_size
    before = f">{-offset}<" if offset else ""
    after = f">{int(kerning)}<" if kerning else ""
    return f"{before}{number:04x}{after}"


def _width(stream: Any, run: Run, number: int, font: Any, font_size: float) -> int:
    if number not in font.widths:
        pango.pango_font_get_glyph_extents(run.font, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / font_size)
    width: int = font.widths[number]
    return width


def _note_text(textbox: Any, run: Run, place: int, font: Any) -> None:
    """Map the glyph to its characters, for text extraction."""
    number = run.glyphs[place][0]
    if number in font.to_unicode or number == _EMPTY_GLYPH:
        return
    item, clusters = run.item.item, run.item.glyphs.log_clusters
    if item.analysis.level % 2:  # right to left
        end = item.length if place == 0 else clusters[place - 1]
    else:
        end = item.length if place == len(run.glyphs) - 1 else clusters[place + 1]
    text = textbox.pango_layout.text.encode()
    font.to_unicode[number] = text[item.offset + clusters[place] : item.offset + end].decode()
