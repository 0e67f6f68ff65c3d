"""Words compared without what differs from one hand to another: accents, capitals, hyphens, apostrophes."""

import re

from councils.domain.names import strip_accents

_NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """« Villeneuve-d'Ascq » → « villeneuve d ascq »."""
    return _NOT_A_LETTER.sub(" ", strip_accents(text).lower()).strip()


def folded_words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())
