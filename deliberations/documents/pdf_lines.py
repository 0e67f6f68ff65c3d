"""Hot spots of the text layout of WeasyPrint 70 tightened: the lines, and the bytes, stay the same.

What a style needs is worked out once and kept on it: no stylesheet of ours changes a style during the layout
(``pdf_speed.require_fixed_styles``). The rest is handed back to WeasyPrint.
"""

from typing import Any

import weasyprint.layout.inline
import weasyprint.layout.preferred
import weasyprint.text.line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import create_layout, get_next_break_point, line_size

ffi.cdef("void pango_layout_line_index_to_x(PangoLayoutLine *, int, int, int *);")

_original_setup = weasyprint.text.line_break.Layout.setup
_original_strut = weasyprint.layout.inline.strut
_original_split = weasyprint.text.line_break.split_first_line


def install() -> None:
    """Put the replacements in place. Once per process."""
    weasyprint.text.line_break.Layout.setup = _setup
    weasyprint.layout.inline.strut = _strut
    _use_split(_split_first_line)


def uninstall() -> None:
    """Give WeasyPrint its own functions back: only to compare."""
    weasyprint.text.line_break.Layout.setup = _original_setup
    weasyprint.layout.inline.strut = _original_strut
    _use_split(_original_split)


def _use_split(split: Any) -> None:
    weasyprint.layout.inline.split_first_line = split
    weasyprint.layout.preferred.split_first_line = split


# Text layout: one Pango context per language, one font description per style -------------------------------


def _setup(layout: Any, style: Any) -> None:
    known = style.__dict__.get("known_layout")
    if known is None:
        known = style.known_layout = _known_layout(style)
    if not known:
        _original_setup(layout, style)
        return
    context, language, font_description = known
    layout.style, layout.first_line_direction, layout.language = style, 0, language
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font_description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _known_layout(style: Any) -> tuple[Any, ...]:
    """Context, language and font description; empty for the texts that WeasyPrint is left to prepare."""
    return (*_context(style), _font_description(style)) if _is_common(style) else ()


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


def _strut(style: Any) -> tuple[float, float]:
    """Height and baseline of an empty line: WeasyPrint keeps them too, but its key is dear to make."""
    if "known_strut" not in style.__dict__:
        style.known_strut = _original_strut(style)
    strut: tuple[float, float] = style.known_strut
    return strut


# Line breaking: a next word plainly too long is not tried -------------------------------------------------

_LETTERS = 4  # line width over font size, times this: more letters than a line holds (as WeasyPrint does)
_LONGEST = 2**21  # pixels, what Pango can count
_CLEAR_EXCESS = 1  # pixel: below, kerning with the space before the word might let it fit


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """As WeasyPrint's, which sets the line a second time with the next word to see whether it fits."""
    line = None
    if max_width is not None and _is_ordinary(text, style, max_width):
        line = _plain_line(text, style, context, max_width, justification_spacing)
    if line is None:
        line = _original_split(text, style, context, max_width, justification_spacing, *args, **kwargs)
    return line


def _is_ordinary(text: str, style: Any, max_width: float) -> bool:
    return (
        0 < style["font_size"] * _LETTERS <= max_width < _LONGEST
        and style["white_space"] == "normal"
        and style["hyphens"] != "auto"
        and "\xad" not in text
    )


def _plain_line(
    text: str, style: Any, context: Any, max_width: float, justification_spacing: float
) -> Any | None:
    """The first line; None when it takes more than a glance, or is written from right to left."""
    draft = text[: int(max_width / style["font_size"] * _LETTERS)]
    layout = create_layout(draft, style, context, max_width, justification_spacing)
    line, resume_at = layout.get_first_line()
    width, _ = line_size(line, style)
    is_cut = resume_at is not None
    if width > max_width or layout.first_line_direction or (not is_cut and draft != text):
        return None
    if is_cut and width + _next_word_width(layout, draft, resume_at) <= max_width + _CLEAR_EXCESS:
        return None
    metrics = weasyprint.text.line_break.first_line_metrics  # as completed by ``pdf_conformity``
    return metrics(line, text, layout, resume_at, True, style)


def _next_word_width(layout: Any, draft: str, resume_at: int) -> float:
    """Pixels, up to the first place where the second line could break; 0 when there is none."""
    start = len(draft.encode()[:resume_at].decode())
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)[start + 1 : len(draft)]
    end = get_next_break_point(attributes)
    word = draft[start:][:end].rstrip(" ") if end is not None else ""
    if not word:
        return 0
    second_line, x = pango.pango_layout_get_line_readonly(layout.layout, 1), ffi.new("int *")
    pango.pango_layout_line_index_to_x(second_line, resume_at + len(word.encode()), 0, x)
    width: float = x[0] * FROM_UNITS
    return width
