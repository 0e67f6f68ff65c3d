"""A Word file (.docx) given by somebody: opened within bounds, read as blocks, cut into the pieces of an act.

Knows neither the database nor the web. Nothing of a file is run, fetched or believed: macros, external links and
pictures are left in it, and said to be.
"""

from deliberations.wordfile.cutting import cut
from deliberations.wordfile.flat import FlatLine, flat_lines
from deliberations.wordfile.package import MAX_FILE, WordRefused, open_word
from deliberations.wordfile.pieces import Piece, Target, composed
from deliberations.wordfile.privacy import lost_marks, with_private_marks
from deliberations.wordfile.reading import Origin, WordBlock, WordText, read_word

__all__ = [
    "MAX_FILE",
    "FlatLine",
    "Origin",
    "Piece",
    "Target",
    "WordBlock",
    "WordRefused",
    "WordText",
    "composed",
    "cut",
    "flat_lines",
    "lost_marks",
    "open_word",
    "read_word",
    "with_private_marks",
]
