"""How much one file may ask of the machine."""

from dataclasses import dataclass

VERSION = "2"
"""Of what is drawn from the same bytes: kept drawings of another version are made again."""
DRAWN = ("application/pdf", "image/png", "image/jpeg")
"""What can become sheets of the act."""
DOTS_PER_INCH = 200
A4_MM = (210.0, 297.0)
MOST_OBJECTS = 300_000
MOST_PIXELS = 100_000_000
MOST_LETTERS = 20_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """``pages`` that are drawn, ``seconds`` of processor, ``memory_mb`` of the process that reads the file.

    Two to three times the seconds may pass on a busy machine before the file is given up.
    """

    pages: int = 100
    seconds: int = 60
    memory_mb: int = 1536
    drawn_mb: int = 60
