"""Hot spots of WeasyPrint 70 tightened: the bytes written stay the same, to the last one.

Each replacement handles the common case and hands every other back to the function it replaces. The tests
render with and without them, and compare. One exception, in both cases: streams are deflated a little less.
"""

import re
import zlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import groupby
from operator import attrgetter
from typing import Any

import pydyf
import weasyprint.css
import weasyprint.draw.text
import weasyprint.layout.percent
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text.ffi import pango

from deliberations.documents import pdf_lines
from deliberations.documents.pdf_glyphs import runs_of, shown_run

_original_missing = weasyprint.css.ComputedStyle.__missing__
_original_resolve_percentages = weasyprint.layout.percent.resolve_percentages
_original_draw_first_line = weasyprint.draw.text.draw_first_line
_original_write = pydyf.PDF.write
_original_dictionary_data = pydyf.Dictionary.data


def install() -> None:
    """Put the replacements in place. Once per process."""
    weasyprint.css.ComputedStyle.__missing__ = _missing
    for layout in _LAYOUTS:
        layout.resolve_percentages = _resolve_percentages
    weasyprint.draw.text.draw_first_line = _draw_first_line
    pydyf.PDF.write = _write
    pydyf.Dictionary.data = property(_final(_original_dictionary_data.fget))
    pydyf.Stream.data = property(_final(_deflated))
    pdf_lines.install()


def uninstall() -> None:
    """Give WeasyPrint its own functions back, but for the deflate level: only to compare."""
    weasyprint.css.ComputedStyle.__missing__ = _original_missing
    for layout in _LAYOUTS:
        layout.resolve_percentages = _original_resolve_percentages
    weasyprint.draw.text.draw_first_line = _original_draw_first_line
    pydyf.PDF.write = _original_write
    pydyf.Dictionary.data = _original_dictionary_data
    pydyf.Stream.data = property(_deflated)
    pdf_lines.uninstall()


_CHANGING_STYLES = re.compile(rb"::?first-l(?:ine|etter)\b|\bdisplay\s*:\s*(?:inline-)?(?:flex|grid)\b")


def require_fixed_styles(stylesheet: bytes) -> None:
    """Raise ``ValueError`` if ``stylesheet`` asks for what makes WeasyPrint change styles during the layout.

    What is worked out from a style is kept on it: a later change would go unseen.
    """
    found = _CHANGING_STYLES.search(stylesheet)
    if found:
        raise ValueError(f"« {found[0].decode()} »: the styles of a document must not change while it is set")


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


# Lengths: those in pixels are worked out once for a style ---------------------------------------------------

_LENGTHS = (
    *[f"{name}_{side}" for name in ("margin", "padding") for side in ("top", "right", "bottom", "left")],
    *["width", "min_width", "max_width", "height", "min_height", "max_height"],
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LAYOUTS: tuple[Any, ...] = tuple(
    import_module(f"weasyprint.layout.{name}")
    for name in ("absolute", "block", "column", "float", "grid", "inline", "page", "table")
)


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    style = box.style
    if "known_lengths" not in style.__dict__:
        style.known_lengths = _known_lengths(style)
    if style.known_lengths:
        box.__dict__.update(style.known_lengths)
    else:
        _original_resolve_percentages(box, containing_block)


def _known_lengths(style: Any) -> dict[str, Any]:
    """Used lengths by name; empty when one depends on the containing block or on other boxes."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}
    lengths = {name: _known_length(name, style[name]) for name in _LENGTHS}
    if None in lengths.values():
        return {}
    return lengths | {name: style[name] for name in _BORDERS}


def _known_length(name: str, value: Any) -> Any:
    if value == "auto":
        return 0 if name in ("min_width", "min_height") else value
    return value.value if getattr(value, "unit", None) == "px" else None


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


_DEFLATE_LEVEL = 7  # WeasyPrint's 9 takes twice the time to gain half a hundredth of the size


def _deflated(stream: Any) -> bytes:
    content = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, _DEFLATE_LEVEL)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))
