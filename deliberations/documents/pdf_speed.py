"""Hot spots of WeasyPrint 70 tightened: the bytes written stay the same, to the last one.

Each replacement handles the common case and hands every other back to the function it replaces. The tests
render with and without them, and compare.
"""

from collections.abc import Callable
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import pydyf
import weasyprint.css
import weasyprint.draw.text
import weasyprint.text.line_break
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from deliberations.documents.pdf_glyphs import runs_of, shown_run

_original_missing = weasyprint.css.ComputedStyle.__missing__
_original_setup = weasyprint.text.line_break.Layout.setup
_original_draw_first_line = weasyprint.draw.text.draw_first_line
_original_write = pydyf.PDF.write
_original_dictionary_data = pydyf.Dictionary.data
_original_stream_data = pydyf.Stream.data


def install() -> None:
    """Put the replacements in place. Once per process."""
    weasyprint.css.ComputedStyle.__missing__ = _missing
    weasyprint.text.line_break.Layout.setup = _setup
    weasyprint.draw.text.draw_first_line = _draw_first_line
    pydyf.PDF.write = _write
    pydyf.Dictionary.data = property(_final(_original_dictionary_data.fget))
    pydyf.Stream.data = property(_final(_original_stream_data.fget))


def uninstall() -> None:
    """Give WeasyPrint its own functions back: only to compare."""
    weasyprint.css.ComputedStyle.__missing__ = _original_missing
    weasyprint.text.line_break.Layout.setup = _original_setup
    weasyprint.draw.text.draw_first_line = _original_draw_first_line
    pydyf.PDF.write = _original_write
    pydyf.Dictionary.data = _original_dictionary_data
    pydyf.Stream.data = _original_stream_data


# Computed styles: a property nobody set is its parent's, or initial --------------------------------------

_INTERDEPENDENT = frozenset({"page", "position", "float", "display"})


def _missing(style: Any, key: str) -> Any:
    if not _is_unset(style, key):
        return _original_missing(style, key)
    value = style[key] = style.parent_style[key] if key in INHERITED else INITIAL_VALUES[key]
    return value


def _is_unset(style: Any, key: str) -> bool:
    if key in style.cascaded or key in _INTERDEPENDENT or key.startswith(("text_decoration_", "__")):
        return False
    if key in INHERITED:
        return style.parent_style is not None and not _logical_is_set(style, key)
    return key not in INITIAL_NOT_COMPUTED and not _logical_is_set(style, key)


def _logical_is_set(style: Any, key: str) -> bool:
    """Whether « margin-inline-start » and the like stand for ``key``."""
    if key not in PHYSICAL_FUNCTIONS:
        return False
    return _logical_name(key, style["direction"]) in style.cascaded


@cache
def _logical_name(key: str, direction: str) -> str:
    name: str = PHYSICAL_FUNCTIONS[key](block="ttb", inline=direction)
    return name


# Text layout: one Pango context per language, one font description per style -------------------------------


def _setup(layout: Any, style: Any) -> None:
    if not _is_common(style):
        _original_setup(layout, style)
        return
    layout.style, layout.first_line_direction = style, 0
    context, layout.language = _context(style)
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, _font_description(style))
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _is_common(style: Any) -> bool:
    return (
        style["text_decoration_line"] == "none"
        and style["font_language_override"] == "normal"
        and bool(style["lang"])
        and not _features(style)
    )


def _features(style: Any) -> dict[str, int]:
    names = ("position", "caps", "numeric", "alternates", "east_asian")
    variants = [style[f"font_variant_{name}"] for name in names]
    features: dict[str, int] = font_features(
        style["font_kerning"], style["font_variant_ligatures"], *variants, style["font_feature_settings"]
    )
    return features


def _context(style: Any) -> tuple[Any, Any]:
    known = style.font_config.__dict__.setdefault("known_contexts", {})
    key = (style["direction"], style["lang"])
    if key not in known:
        known[key] = _new_context(style)
    context: tuple[Any, Any] = known[key]
    return context


def _new_context(style: Any) -> tuple[Any, Any]:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    pointer, _kept_alive = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    return context, language


_FONT_PROPERTIES = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
)


def _font_description(style: Any) -> Any:
    known = style.font_config.__dict__.setdefault("known_descriptions", {})
    key = (tuple(style["font_family"]), *[style[name] for name in _FONT_PROPERTIES])
    if key not in known:
        known[key] = get_font_description(style)
    return known[key]


# Drawing: glyphs read in one go ---------------------------------------------------------------------------


def _draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip():
        return _original_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    line, _ = textbox.pango_layout.get_first_line()
    runs = runs_of(line)
    groups = [list(group) for _, group in groupby(runs, key=attrgetter("font"))]
    fonts = [stream.add_font(group[0].font) for group in groups]
    if not all(run.is_plain for run in runs) or not all(_is_outline(font) for font, _ in fonts):
        return _original_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for group, (font, size) in zip(groups, fonts, strict=True):
        stream.set_font_size(font.hash, size)
        stream.show_text("".join([shown_run(stream, textbox, run, font, size) for run in group]))
    return []


def _is_outline(font: Any) -> bool:
    return not (font.bitmap or font.svg or font.png or font.colr)


# Writing: each object serialised and deflated once, though the file identifier reads them again ------------


def _write(pdf: Any, *args: Any, **kwargs: Any) -> None:
    for thing in pdf.objects:
        thing.is_final = True
    _original_write(pdf, *args, **kwargs)


def _final(original: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def data(thing: Any) -> bytes:
        if not getattr(thing, "is_final", False):
            return original(thing)
        if not hasattr(thing, "final_data"):
            thing.final_data = original(thing)
        final: bytes = thing.final_data
        return final

    return data
