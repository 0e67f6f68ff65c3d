"""The lines of one act, before anything is read in them."""

import re
from dataclasses import dataclass, field

from deliberations.pastacts import numbers
from deliberations.pastacts.lines import Paragraph

ORDINAL = re.compile(
    r"^(?:(?:[Pp]oint|POINT|[Qq]uestion|QUESTION|[Aa]ffaire|AFFAIRE|[Dd]ossier)\s+(?:[Nn]°\s?)?)?"
    r"(?P<order>\d{1,2}|[IVX]{1,5})(?:[.-]\d{1,2})?\s?(?:[./):°-]|[–—])[\s./°):–—-]*(?=[A-ZÀ-Ý«])"
)


@dataclass(slots=True)
class Segment:
    """The paragraphs of one act. ``heading`` is its numbered line, ``title`` the heading of an item.

    ``is_sentence``: the act is told in one sentence of the minutes.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    heading: numbers.Numbered | None = None
    title: str = ""
    is_line: bool = False
    is_sentence: bool = False
