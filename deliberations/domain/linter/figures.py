"""Numbers as acts write them: « 12 500,00 », « 12.500,00 », « douze mille cinq cents »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.wording.numbers import LARGEST, cardinal, parse_cardinal

_UNITS = (
    "zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|vingts?|trente|quarante|cinquante|soixante|cents?|mille|mil|millions?"
)
_GAP = r"[\s\u2010\u2011-]"
WORDS = rf"\b(?:{_UNITS})\b(?:{_GAP}{{1,3}}+(?:et{_GAP}{{1,3}}+)?+(?:{_UNITS})\b)*+"
"""A run of number words. The quantifiers never give a character back: a run is read once."""

BARE_DIGITS = r"\d(?:\d|[ \u00a0\u202f.](?=\d{3}(?!\d)))*+(?:[.,]\d{1,2}(?!\d))?+"
DIGITS = rf"(?<![\w.,/-]){BARE_DIGITS}"
"""An amount or a count in figures, thousands parted by a space or a dot."""

SENTENCE_END = re.compile(r"(?<![.\s][A-Z])\.\s(?=[A-ZÀ-Ý])")
"""Neither « M. Un » nor « H.T. »."""

_NUMBER = re.compile(DIGITS)
_WELL_FORMED = re.compile(
    r"(?:\d{1,15}|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}|\d{1,3}(?:\.\d{3}){1,4})(?:[.,]\d{1,2})?"
)
_SIGNED = re.compile(r"[-\u2212]\d{1,3}(?:[ \u00a0\u202f]\d{3}){0,4}[ \u00a0\u202f]\Z")
_MILLION = re.compile(rf"{_GAP}*+\bmillions?\b{_GAP}*+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number found in a text, from ``start`` to ``end``."""

    start: int
    end: int
    words: str
    value: Decimal


def value_of(figures: str) -> Decimal:
    """Value of a number in figures; a comma, or a dot before one or two last figures, begins the decimals."""
    bare = re.sub(r"[ \u00a0\u202f]", "", figures)
    if "," not in bare and re.search(r"\.\d{1,2}$", bare):
        whole, _, decimals = bare.rpartition(".")
        return Decimal(f"{whole.replace('.', '')}.{decimals}")
    return Decimal(bare.replace(".", "").replace(",", "."))


def value_of_words(words: str) -> int | None:
    """Value of a run of number words, up to 999 millions; ``None`` when it is not one well-formed number."""
    parts = _MILLION.split(words.strip())
    try:
        if len(parts) == 1:
            return parse_cardinal(parts[0])
        millions, rest = parts
        return parse_cardinal(millions) * 1_000_000 + (parse_cardinal(rest) if rest else 0)
    except ValueError:
        return None


def decimals_of(figures: str) -> int:
    """Decimals printed: 2 for « 12,50 »."""
    found = re.search(r"[.,](\d{1,2})$", figures)
    return len(found[1]) if found else 0


def figures_in(text: str) -> Iterator[Figure]:
    """Every number in figures of a text."""
    for found in _NUMBER.finditer(text):
        yield Figure(found.start(), found.end(), found.group(), value_of(found.group()))


def is_well_formed(figures: str) -> bool:
    """One number: columns that a PDF has run together (« 2022 492 142.35 ») are several."""
    return bool(_WELL_FORMED.fullmatch(figures))


def is_whole(text: str, start: int, end: int) -> bool:
    """The figures from ``start`` to ``end`` are a number of their own, not the tail of « -12 300 » nor a « 0,125 »."""
    is_tail = _SIGNED.search(text[max(0, start - 25) : start])
    return is_well_formed(text[start:end]) and not is_tail and not re.match(r"[.,]?\d", text[end : end + 2])


def words_of(value: int, *, feminine: bool = False, hyphens: bool = False) -> str:
    """« douze mille cinquante », « deux millions cinq cent mille ». ``ValueError`` from one thousand millions on."""
    millions, rest = divmod(value, 1_000_000)
    if not 0 <= millions <= LARGEST // 1000:
        raise ValueError(f"no words for {value}")
    parts = (
        [f"{cardinal(millions, hyphens=hyphens)} million{'s' if millions > 1 else ''}"] if millions else []
    )
    if rest or not millions:
        parts.append(cardinal(rest, feminine=feminine, hyphens=hyphens))
    return ("-" if hyphens else " ").join(parts)


def printed(value: Decimal, decimals: int) -> str:
    """« 12 500,00 »: thousands parted by a space, a comma before the decimals."""
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")
