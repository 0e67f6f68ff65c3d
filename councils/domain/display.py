"""How a council is told from the others on the screens of somebody who serves several."""

from enum import StrEnum


class Colour(StrEnum):
    """Colour of the band at the top of every page of a council; white text stays at 7:1 on each."""

    NAVY = "NAVY"
    GREEN = "GREEN"
    WINE = "WINE"
    SLATE = "SLATE"
    PLUM = "PLUM"
    BROWN = "BROWN"
    TEAL = "TEAL"
