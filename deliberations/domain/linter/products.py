"""Simple products: « 188 € x 12 mois = 2 256 € », « 15 élèves à 40 €, soit 600 € », « 150 € par mois, 1 800 € par an »,

and the total of several.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from deliberations.domain.linter.figures import DIGITS, Figure, decimals_of, figures_in, is_whole, value_of
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
_EVERY = (
    r"(?P<every>\s?(?:/|par|le)\s?(?:mois|trimestre|semestre)|\s(?:mensuel|trimestriel|semestriel)(?:le)?s?"
    r"(?:lement)?)"
)
_A_YEAR = r"\s?(?:/|par|l['’])\s?ann?(?:ée)?\b|\sannuel(?:le)?s?(?:lement)?\b|\spour\sl['’]année\b"
_PER_YEAR = re.compile(
    rf"(?P<part>{DIGITS}){_EURO}(?:\s?(?:HT|TTC))?(?:\s(?:charges|taxes)\s(?:comprises|incluses))?{_EVERY}"
    r"\s?[,(:]?\s?soit\s(?:un\s|une\s|la\s|le\s|de\s)?(?P<named>[^\d.;:()]{0,40}?)\s?"
    rf"(?P<total>{DIGITS}){_EURO}(?:\s?(?:HT|TTC))?(?P<year>{_A_YEAR})?",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\benviron\b|près\sde|au\sprorata|arrondi|première\sannée|revalor|hors|remise|gratuit", re.IGNORECASE
)
_TIMES_A_YEAR = {"mois": 12, "mensuel": 12, "trimestr": 4, "semestr": 2}
_BETWEEN = re.compile(r"(?:[^\d.]|\.\s){0,80}")
_THEN_TOTAL = re.compile(
    r"[\s;,.]{1,4}(?:soit\s)?(?:(?:un|le|au)\s)?(?:montant\s)?total\s?(?:de|:|=|est\sde)?\s?", re.IGNORECASE
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
    yield from _wrong_totals(text)
    for figure in figures_in(text):
        yearly = _PER_YEAR.match(text, figure.start)
        if yearly:
            yield from _wrong_year(text, yearly)
        for relation in (_TIMES, _EACH):
            found = relation.match(text, figure.start)
            if found and _is_sure(text, found) and _is_said_of_one(found):
                yield from _wrong_product(found)


def _wrong_totals(text: str) -> Iterator[Advice]:
    """« 12 km x 62,02 € = 744,24 € ; 5 km x 46,51 € = 232,55 € ; total 976,79 € »."""
    run: list[re.Match[str]] = []
    for figure in figures_in(text) if _TIMES.search(text) else ():
        end = run[-1].end() if run else 0
        if figure.start < end:
            continue
        found = _TIMES.match(text, figure.start)
        is_next = found is not None and _BETWEEN.fullmatch(text, end, figure.start)
        if found is None and len(run) > 1 and _THEN_TOTAL.fullmatch(text, end, figure.start):
            yield from _wrong_total(text, run, figure)
        if found and run and is_next:
            run.append(found)
        else:
            run = [found] if found else []


def _wrong_total(text: str, run: Sequence[re.Match[str]], total: Figure) -> Iterator[Advice]:
    """The total of products written just before it."""
    numbers = [value_of(found["total"]) for found in run]
    is_sure = re.match(_EURO, text[total.end : total.end + 6]) and is_whole(text, total.start, total.end)
    slack = (
        max(step_of(found["total"]) for found in run) if len({step_of(f["total"]) for f in run}) > 1 else 0
    )
    made = sum(numbers, Decimal(0))
    if is_sure and abs(made - total.value) > slack and total.value < 2 * made < 4 * total.value:
        shown = euros(made, total.words)
        terms = " + ".join(found["total"] for found in run)
        yield sum_advice(
            f"« total {total.words} € » : les produits qui le précèdent font {shown} ({terms}).", shown
        )


def _wrong_year(text: str, found: re.Match[str]) -> Iterator[Advice]:
    """« 150 € par mois, soit 1 900 € par an »: a month told in whole euros may be a twelfth rounded."""
    is_of_year = found["year"] or re.search(r"\bannuel", found["named"], re.IGNORECASE)
    is_alone = all(is_whole(text, *found.span(name)) for name in ("part", "total"))
    if not is_of_year or not is_alone or _HEDGED.search(text[max(0, found.start() - 20) : found.end()]):
        return
    times = next(number for name, number in _TIMES_A_YEAR.items() if name in found["every"].lower())
    part, total = value_of(found["part"]), value_of(found["total"])
    slack = max(step_of(found["part"]) * times / 2, step_of(found["total"]))
    if part % 10 == 0:
        slack = step_of(found["total"])
    if abs(part * times - total) > slack and total < 2 * part * times < 4 * total:
        shown = euros(part * times, found["total"])
        yield sum_advice(f"« {found.group()} » : {found['part']} € × {times} font {shown}.", shown)


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
