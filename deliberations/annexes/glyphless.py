"""A font that draws nothing, for the text behind a picture: it is read aloud, searched and copied."""

import io
from collections.abc import Iterable
from functools import cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name

ADVANCE = 500
"""Of every letter, in thousandths of the size."""
_BASE = "/CONFOR+Invisible"
_BLOCK = 100


class InvisibleFont:
    """The letters of one document, numbered from 1 in the order of Unicode."""

    def __init__(self, texts: Iterable[str]) -> None:
        letters = sorted({letter for text in texts for letter in text})
        self._codes = {letter: number for number, letter in enumerate(letters, start=1)}

    def shown(self, text: str) -> bytes:
        """The operand of ``Tj``."""
        return b"<" + b"".join(b"%04X" % self._codes[letter] for letter in text) + b">"

    def added_to(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """The font as an object of ``pdf``."""
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(_BASE),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(self._descriptor(pdf)),
            DW=ADVANCE,
            CIDToGIDMap=pdf.make_stream(b"\x00\x00" + b"\x00\x01" * len(self._codes)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(_BASE),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(self._unicode_map()),
            )
        )

    def _descriptor(self, pdf: pikepdf.Pdf) -> Dictionary:
        program = _program()
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(_BASE),
            Flags=4,
            FontBBox=[0, 0, ADVANCE, 1000],
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=800,
            StemV=80,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )

    def _unicode_map(self) -> bytes:
        pairs = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in self._codes.items()
        ]
        blocks = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
        told = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{told}"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


@cache
def _program() -> bytes:
    """TrueType of two empty glyphs, the same bytes every time."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "letter"])
    builder.setupCharacterMap({0x20: "letter"})
    builder.setupGlyf({".notdef": Glyph(), "letter": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (ADVANCE, 0), "letter": (ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()
