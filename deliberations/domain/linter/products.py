"""Simple products: « 188 € x 12 mois = 2 256 € », « 15 élèves à 40 €, soit 600 € »."""

import re
from collections.abc import Iterator

from deliberations.domain.linter.figures import DIGITS, decimals_of, figures_in, is_whole, value_of
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.taxes import euros, step_of
from deliberations.domain.linter.totals import sum_advice

_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_TIMES = re.compile(
    rf"(?P<left>{DIGITS})(?P<left_unit>{_EURO}|\s[^\W\d_]{{1,20}})?\s?[x×X*]\s?"
    rf"(?P<right>{DIGITS})(?P<right_unit>{_EURO}|\s[^\W\d_]{{2,20}})?"
    rf"\s?(?:=|,?\ssoit(?:\sun\s(?:total|montant)\sde|\sau\stotal)?)\s?(?P<total>{DIGITS}){_EURO}",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<left>{DIGITS})\s(?P<things>m²|[^\W\d_]{{2,30}}[sx])(?:\s[^\W\d_]{{2,30}})?\s(?:à|de)\s"
    rf"(?P<right>{DIGITS}){_EURO}"
    r"(?:\s(?P<each>l['’]unité|chacune?|pièce|(?:par|le|la|du)\s(?P<thing>m²|[^\W\d_]{2,30})))?"
    rf"\s?[,(:]?\s?soit\s(?:un\s(?:total|montant)(?:\stotal)?\sde\s|au\stotal\s|la\ssomme\sde\s)?"
    rf"(?P<total>{DIGITS}){_EURO}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s?(?:/|[x×*+=–-]\s?\d|par\b|l['’]|chacun|annue|mensue|HT|H\.T|TTC|T\.T|k|pour\s(?:chaque|un))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:[x×*+/=–-]|\b(?:lots?|articles?|n°|tranches?|zones?|de|entre|à|environ|près\sde|plus\sde))\s?\Z",
    re.IGNORECASE,
)
"""What makes of the first number a piece of something longer, a name or an approximation."""


def products_of(text: str) -> Iterator[Advice]:
    """Each product of a text with its result."""
    if "€" not in text and "euro" not in text.lower():
        return
    for figure in figures_in(text):
        for relation in (_TIMES, _EACH):
            found = relation.match(text, figure.start)
            if found and _is_sure(text, found) and _is_said_of_one(found):
                yield from _wrong_product(found)


def _is_sure(text: str, found: re.Match[str]) -> bool:
    is_alone = all(is_whole(text, *found.span(name)) for name in ("left", "right", "total"))
    before = text[max(0, found.start() - 12) : found.start()]
    return is_alone and not _GOES_ON.match(text, found.end()) and not _BEFORE.search(before)


def _is_said_of_one(found: re.Match[str]) -> bool:
    """One of the factors alone is an amount; the price of « par élève » is that of one of the « élèves »."""
    groups = found.groupdict()
    if "things" in groups:
        thing = groups["thing"]
        return thing is None or fold(thing)[:4] == fold(groups["things"])[:4]
    units = [unit or "" for unit in (groups["left_unit"], groups["right_unit"])]
    return sum("€" in unit or "eur" in unit.lower() for unit in units) <= 1


def _wrong_product(found: re.Match[str]) -> Iterator[Advice]:
    left, right, total = (value_of(found[name]) for name in ("left", "right", "total"))
    made = left * right
    slack = step_of(found["total"]) if decimals_of(found["total"]) or made != made.to_integral_value() else 0
    if abs(made - total) > slack and total < 2 * made < 4 * total:
        shown = euros(made, found["total"])
        factors = f"{found['left']} × {found['right']}"
        yield sum_advice(f"« {found.group()} » : {factors} font {shown}.", shown)
