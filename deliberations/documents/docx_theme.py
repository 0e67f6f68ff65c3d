"""The type, the colours and the sizes of a Word act, for each theme of the house look."""

from councils.domain.look_variants import Accent, TextSize, Typeface
from deliberations.documents.view import Theme

USUAL = Theme()
BODY_SIZE = 11.0

_FONTS = {Typeface.SERIF: "Times New Roman", Typeface.SANS: "Arial", Typeface.LEGIBLE: "Verdana"}
"""On every Word; LibreOffice has Liberation Serif, Liberation Sans and DejaVu Sans, of the same or near metrics."""

_SCALE = {
    Typeface.SERIF: 1.0,
    Typeface.SANS: 10 / 11,
    Typeface.LEGIBLE: 9.5 / 11,
}
"""Fonts without serifs look larger at the same size."""

_SIZES = {TextSize.SMALL: 0.93, TextSize.NORMAL: 1.0, TextSize.LARGE: 1.12}

ACCENTS = {
    Accent.NAVY: ("1C2F5E", "EEF1F7"),
    Accent.BLACK: ("111111", "F1F1F1"),
    Accent.GREEN: ("1D4D2B", "ECF4EE"),
    Accent.BURGUNDY: ("6B1730", "F8EEF1"),
    Accent.TEAL: ("0B4A55", "E9F3F5"),
    Accent.PLUM: ("4B2A63", "F2EDF6"),
}
"""Colour → that of rules and headings, and the pale one behind the object and the headings of tables."""


def font_of(theme: Theme) -> str:
    return _FONTS[theme.typeface]


def accent_of(theme: Theme) -> str:
    return ACCENTS[theme.accent][0]


def pale_of(theme: Theme) -> str:
    return ACCENTS[theme.accent][1]


def size_of(theme: Theme, points: float) -> float:
    """``points`` of the usual theme, in this one, to the half point that Word knows."""
    return round(2 * points * _SCALE[theme.typeface] * _SIZES[theme.text_size]) / 2
