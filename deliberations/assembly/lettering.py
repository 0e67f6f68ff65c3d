"""The font of the stamps, embedded with the only letters that were used, each known by its glyph and its character."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

FONT_FILE = (
    Path(__file__).resolve().parents[2] / "static" / "documents" / "fonts" / "SourceSerif4-Regular.ttf"
)
FONT_NAME = Name("/CFMREG+SourceSerif4")
UNUSED_TABLES = {"GSUB", "GPOS", "GDEF", "DSIG", "STAT", "BASE"}
MISSING = "?"
PAIRS_AT_ONCE = 100
"""Lines of one section of a character map (ISO 32000-1, 9.7.6.2)."""
_MAP_START = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_MAP_END = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """Its glyph in the font, and its width in thousandths of the size."""

    glyph: int
    width: int


@lru_cache(maxsize=1)
def _letters() -> dict[str, Letter]:
    """Every character of the font."""
    with TTFont(FONT_FILE, lazy=True) as font:
        widths, unit = font["hmtx"], font["head"].unitsPerEm
        return {
            chr(code): Letter(font.getGlyphID(name), round(widths[name][0] * 1000 / unit))
            for code, name in font.getBestCmap().items()
        }


def printable(text: str) -> str:
    """``text`` with spaces of one kind; a character that the font lacks becomes « ? »."""
    known = _letters()
    plain = text.replace("\u202f", " ").replace("\u00a0", " ")
    return "".join(character if character in known else MISSING for character in plain)


def text_width(text: str, size: float) -> float:
    """Points that ``text`` takes at that ``size``."""
    known = _letters()
    return sum(known[character].width for character in printable(text)) * size / 1000


def shown(text: str) -> bytes:
    """A printable text as the operand that shows it."""
    known = _letters()
    return b"<" + "".join(f"{known[character].glyph:04x}" for character in text).encode() + b">"


def font_dictionary(document: pikepdf.Pdf, characters: Collection[str]) -> Dictionary:
    """The font with ``characters`` alone, embedded. The same characters give the same bytes."""
    used = "".join(sorted(set(characters)))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=FONT_NAME,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=Array(list(_widths(used))),
        FontDescriptor=document.make_indirect(_descriptor(document, _subset(used))),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=FONT_NAME,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
        ToUnicode=document.make_stream(_character_map(used)),
    )


def _widths(used: str) -> Iterator[object]:
    for letter in sorted((_letters()[character] for character in used), key=lambda each: each.glyph):
        yield letter.glyph
        yield Array([letter.width])


def _character_map(used: str) -> bytes:
    """Glyph → character, so that a reader extracts what is printed."""
    pairs = [f"<{_letters()[each].glyph:04x}> <{each.encode('utf-16-be').hex()}>" for each in used]
    sections = b""
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        some = pairs[start : start + PAIRS_AT_ONCE]
        sections += f"{len(some)} beginbfchar\n{chr(10).join(some)}\nendbfchar\n".encode()
    return _MAP_START + sections + _MAP_END


def _descriptor(document: pikepdf.Pdf, content: bytes) -> Dictionary:
    file = document.make_stream(content)
    file.Length1 = len(content)
    with TTFont(BytesIO(content)) as font:
        head, lines, unit = font["head"], font["hhea"], font["head"].unitsPerEm
        sizes = [head.xMin, head.yMin, head.xMax, head.yMax, lines.ascent, lines.descent]
        *box, ascent, descent = (round(value * 1000 / unit) for value in sizes)
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=FONT_NAME,
        Flags=4,  # known by its glyphs
        FontBBox=Array(box),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=file,
    )


@lru_cache(maxsize=8)
def _subset(used: str) -> bytes:
    """The font file reduced to ``used``; glyphs keep their numbers."""
    with TTFont(FONT_FILE, recalcTimestamp=False) as font:
        for table in UNUSED_TABLES & set(font.keys()):
            del font[table]  # reading them to cut them down would take half a second
        cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, retain_gids=True))
        cutter.populate(text=used)
        cutter.subset(font)
        target = BytesIO()
        font.save(target)
    return target.getvalue()
