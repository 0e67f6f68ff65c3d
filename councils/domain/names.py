"""Names compared and rewritten: registers print them in capitals."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def folded(name: str) -> str:
    """The name without accents, case, hyphens or apostrophes, by which two writings of it are told the same."""
    bare = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).casefold().split())


def is_in_capitals(name: str) -> bool:
    """Whether a name of two letters or more is written wholly in capitals."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def in_lower_case(name: str) -> str:
    """« Dazin-Deslandes » from « DAZIN-DESLANDES »: each word keeps its first letter.

    A particle (« DE LA TOUR ») cannot be told from the rest of the name: it is left with a capital, to be read over.
    """
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), name)
