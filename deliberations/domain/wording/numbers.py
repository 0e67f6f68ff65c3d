"""French cardinals, years and ordinals in words.

The default spelling is the one of 1990 (a hyphen between all elements: « deux-mille-vingt-et-un »);
``hyphens=False`` gives the traditional one (« deux mille vingt et un »). Only 0 to 999 999 is written.
"""

import re
from functools import lru_cache

from num2words import num2words

LARGEST = 999_999
_SEPARATORS = re.compile(r"[\s\u2010\u2011-]+")
_VARIANTS = {"une": "un", "vingts": "vingt", "cents": "cent", "mil": "mille"}


@lru_cache(maxsize=4096)
def _traditional(n: int) -> str:
    if not 0 <= n <= LARGEST:
        raise ValueError(f"no words for {n}: expected 0 to {LARGEST}")
    return str(num2words(n, lang="fr"))


_SIMPLE_WORDS = {_traditional(n): n for n in (*range(17), 30, 40, 50, 60)}


def _hyphenate(words: str, hyphens: bool) -> str:
    return words.replace(" ", "-") if hyphens else words


def cardinal(n: int, *, feminine: bool = False, hyphens: bool = True) -> str:
    """Words of ``n`` (« quatre-vingt-un », « deux-cents »); ``feminine`` turns a final « un » into « une ».

    The « un » of « vingt-et-un-mille » never agrees. Raises ``ValueError`` outside 0 to 999 999.
    """
    words = _traditional(n)
    if feminine:
        words = re.sub(r"\bun$", "une", words)
    return _hyphenate(words, hyphens)


def year_in_words(year: int, *, hyphens: bool = True) -> str:
    """Words of a year, whose « vingt » and « cent » take no s (« deux-mille-quatre-vingt »).

    Raises ``ValueError`` outside 0 to 999 999.
    """
    return _hyphenate(re.sub(r"\b(vingt|cent)s$", r"\1", _traditional(year)), hyphens)


def _elements(words: str) -> list[str]:
    found = _SEPARATORS.split(words.strip().lower())
    return [_VARIANTS.get(word, word) for word in found]


def _evaluate(words: list[str]) -> int:
    total = group = 0
    for word in words:
        if word == "mille":
            total, group = total + (group or 1) * 1000, 0
        elif word == "cent":
            group = (group or 1) * 100
        elif word == "vingt":
            group += 76 if group % 100 == 4 else 20
        elif word == "dix":
            group += 10
        elif word != "et":
            group += _SIMPLE_WORDS[word]
    return total + group


def parse_cardinal(words: str) -> int:
    """Value of a number in words, the inverse of ``cardinal`` and ``year_in_words``.

    Accepts both spellings, either gender, « mil », capitals, and a plural s missing or in excess.
    Raises ``ValueError`` for anything that is not one well-formed French number.
    """
    elements = _elements(words)
    try:
        value = _evaluate(elements)
    except KeyError:
        raise ValueError(f"not a French number: {words!r}") from None
    if elements != _elements(cardinal(min(value, LARGEST))):
        raise ValueError(f"not a French number: {words!r}")
    return value


def two_digits(n: int) -> str:
    """A count of votes as acts print it: « 00 », « 07 », « 15 », « 104 ». ``ValueError`` when negative."""
    if n < 0:
        raise ValueError(f"a count cannot be negative: {n}")
    return f"{n:02d}"


def ordinal(n: int, *, feminine: bool = False, hyphens: bool = True) -> str:
    """« premier », « première », « deuxième », « vingt-et-unième »… ``ValueError`` below 1.

    Built on the cardinal, because num2words keeps the plural s (« quatre-vingtsième »).
    """
    if n < 1:
        raise ValueError(f"no ordinal for {n}")
    if n == 1:
        return "première" if feminine else "premier"
    stem = re.sub(r"e$", "", year_in_words(n, hyphens=hyphens))
    stem = re.sub(r"cinq$", "cinqu", re.sub(r"neuf$", "neuv", stem))
    return f"{stem}ième"


def short_ordinal(n: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e »… ``ValueError`` below 1."""
    if n < 1:
        raise ValueError(f"no ordinal for {n}")
    if n == 1:
        return "1re" if feminine else "1er"
    return f"{n}e"


def article_label(n: int) -> str:
    """Heading of an operative article: « Article 1er », then « Article 2 »… ``ValueError`` below 1."""
    if n == 1:
        return "Article 1er"
    if n < 1:
        raise ValueError(f"no article {n}")
    return f"Article {n}"
