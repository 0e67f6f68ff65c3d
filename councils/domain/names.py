"""Names compared and rewritten: registers print them in capitals."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")


def fold(text: str) -> str:
    """Without capitals or accents, for search and comparison: « Œuvre d'été » → « oeuvre d'ete »."""
    return strip_accents(unicodedata.normalize("NFKC", _without_marks(text)).casefold())


def strip_accents(text: str) -> str:
    """Letters without accents nor ligatures: « DÉCISION » → « DECISION », « œuvre » → « oeuvre »."""
    for ligature, letters in (("Œ", "OE"), ("œ", "oe"), ("Æ", "AE"), ("æ", "ae")):
        text = text.replace(ligature, letters)
    # Before as well as after: putting a long run of loose accents in order would take its length squared.
    decomposed = unicodedata.normalize("NFD", _without_marks(text))
    return unicodedata.normalize("NFC", _without_marks(decomposed))


def _without_marks(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))


def folded(name: str) -> str:
    """The name without accents, case, hyphens or apostrophes, by which two writings of it are told the same."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())


def is_in_capitals(name: str) -> bool:
    """Whether a name of two letters or more is written wholly in capitals."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def in_lower_case(name: str) -> str:
    """« Dazin-Deslandes » from « DAZIN-DESLANDES »: each word keeps its first letter.

    A particle (« DE LA TOUR ») cannot be told from the rest of the name: it is left with a capital, to be read over.
    """
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), name)
