"""Percentages said in one sentence: an evolution between two amounts, a rate that adds others."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from deliberations.domain.linter.figures import (
    DIGITS,
    Figure,
    decimals_of,
    figures_in,
    is_whole,
    printed,
    value_of,
)
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.taxes import HUNDRED, advice_of, step_of

_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_EVOLUTION = re.compile(
    rf"\bde\s(?P<old>{DIGITS})(?:{_EURO})?\sà\s(?P<new>{DIGITS}){_EURO}"
    r"[\s,(:]{1,3}(?:soit|représentant)\s(?:(?:une?|d['’]une)\s)?(?:forte\s|légère\s)?"
    r"(?:(?P<up>hausse|augmentation|majoration|progression)|(?P<down>baisse|diminution|réduction))\sde\s"
    rf"(?P<rate>{DIGITS})\s?%",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s?%")
_MOST_TERMS = 5
_HEDGED = re.compile(r"environ|près de|en moyenne|moyenne|par an\b|annuel|plus de|moins de|/", re.IGNORECASE)
_JOINED = re.compile(r"[^\d%.;=]{0,60}(?:\set\s|\+|,)[^\d%.;=]{0,40}", re.IGNORECASE)
_ADDS_UP = re.compile(r"[^\d%.;=]{0,60}(?:\bsoit\b|\btotal\b|=)[^\d%.;=]{0,40}", re.IGNORECASE)
_COMPARED = re.compile(
    r"hauss|augment|baiss|diminu|évol|moyen|point|écart|différence|contre|au lieu|passe|réduc|environ|majorit|remise"
    r"|entre|chacun",
    re.IGNORECASE,
)


def rates_of(text: str) -> Iterator[Advice]:
    """Each evolution, and each sum of percentages, that is not the one of its figures."""
    if "%" not in text:
        return
    for found in _EVOLUTION.finditer(text):
        yield from _wrong_evolution(text, found)
    yield from _wrong_additions(text)


def _wrong_evolution(text: str, found: re.Match[str]) -> Iterator[Advice]:
    """« de 450 € à 470 €, soit une hausse de 3 % »: the rate may have been rounded or cut."""
    is_alone = all(is_whole(text, *found.span(name)) for name in ("old", "new", "rate"))
    around = text[max(0, found.start() - 40) : found.end() + 15]
    old, new, rate = (value_of(found[name]) for name in ("old", "new", "rate"))
    if not is_alone or not old or _HEDGED.search(around):
        return
    right = (new - old) / old * HUNDRED * (1 if found["up"] else -1)
    slack = step_of(found["rate"]) + (step_of(found["old"]) + step_of(found["new"])) / old * HUNDRED / 2
    if right > 0 and abs(right - rate) > slack:
        shown = f"{printed(right, max(2, decimals_of(found['rate'])))} %"
        kind = found["up"] or found["down"]
        yield advice_of(
            f"« {found.group()} » : de {found['old']} à {found['new']} €, c'est une {kind.lower()} de {shown}.",
            shown,
        )


def _wrong_additions(text: str) -> Iterator[Advice]:
    """« 20,59 % part communale et 16,21 % part départementale soit 36,80 % »."""
    terms: list[Figure] = []
    end = 0
    for figure in figures_in(text):
        sign = _PERCENT.match(text, figure.end)
        if sign is None or not is_whole(text, figure.start, figure.end):
            terms = []
            continue
        between = text[end : figure.start] if terms else ""
        if 1 < len(terms) <= _MOST_TERMS and _ADDS_UP.fullmatch(between):
            yield from _wrong_addition(text, terms, figure, sign.end())
        is_one_more = len(terms) <= _MOST_TERMS and _JOINED.fullmatch(between)
        terms = [*terms, figure] if is_one_more else [figure]
        end = sign.end()


def _wrong_addition(text: str, terms: Sequence[Figure], total: Figure, end: int) -> Iterator[Advice]:
    """Told unless the words compare the percentages; figures less precise than others may have been rounded."""
    made = sum((term.value for term in terms), Decimal(0))
    decimals = [decimals_of(f.words) for f in (*terms, total)]
    slack = Decimal(1).scaleb(-min(decimals)) * len(decimals) / 2 if len(set(decimals)) > 1 else Decimal(0)
    is_near = 2 * total.value < 3 * made and 2 * made < 3 * total.value
    if not is_near or abs(total.value - made) <= slack:
        return
    if not _COMPARED.search(text[max(0, terms[0].start - 80) : end + 60]):
        shown = f"{printed(made, max(decimals))} %"
        said = text[terms[0].start : end]
        yield advice_of(f"« {said} » : l'addition des pourcentages donne {shown}.", shown)
