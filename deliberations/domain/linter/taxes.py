"""The value added tax that an act announces, against its amounts without and with tax."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from deliberations.domain.linter.figures import (
    DIGITS,
    SENTENCE_END,
    decimals_of,
    figures_in,
    is_well_formed,
    is_whole,
    printed,
    value_of,
)
from deliberations.domain.linter.ledgers import Entry, like
from deliberations.domain.linter.reading import Advice

HUNDRED = Decimal(100)
_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_CHANGES = re.compile(
    r"augment|hauss|revaloris|baiss|diminu|major|minor|remise|rabais|réduc|retenue|actualis|pénalit|intérêt"
    r"|environ|près de|au moins|au plus|maxim|minim|plafon|limite|jusqu",
    re.IGNORECASE,
)
_AROUND = 60
"""Characters read before two amounts: an increase, a ceiling or an approximation makes their relation another."""


def is_hedged(text: str, start: int) -> bool:
    """What stands at ``start`` is not a plain share or tax: « une augmentation de », « environ »."""
    return bool(_CHANGES.search(SENTENCE_END.split(text[max(0, start - _AROUND) : start])[-1]))


def advice_of(message: str, correction: str) -> Advice:
    return Advice(
        code="text.percentage",
        message=message,
        consequence="L'un des chiffres est faux : l'aide, la part ou la taxe ne peut pas être contrôlée.",
        remedy="Refaire le calcul et corriger le chiffre qui est faux.",
        correction=correction,
    )


def step_of(figures: str) -> Decimal:
    """One unit of the last figure printed."""
    return Decimal(1).scaleb(-decimals_of(figures))


def euros(value: Decimal, like: str) -> str:
    """« 3 000 € », with the decimals of ``like``, or cents when there are some."""
    return f"{printed(value, max(decimals_of(like), 0 if value == value.to_integral_value() else 2))} €"


# --- in a sentence

_VAT_NAME = r"(?<!\w)T\.?V\.?A\b\.?"
_RATE_AFTER = re.compile(rf"{_VAT_NAME}[^\d%€;]{{0,20}}(?P<rate>{DIGITS})\s?%", re.IGNORECASE)
_RATE_BEFORE = re.compile(rf"\s?%\s(?:de\s)?{_VAT_NAME}", re.IGNORECASE)
_TURN = r"[\s,;()+=:–-]{0,4}(?:(?:soit|et|plus|ou|pour|un\stotal\sde|un\smontant\sde|total)[\s(:,]{1,2}){0,3}"
_VAT_PART = (
    rf"(?:(?:avec\s(?:une\s)?|une\s|de\s|la\s)?{_VAT_NAME}(?:\s?\(?(?:à\s|de\s|au\staux\sde\s|:\s)?{DIGITS}\s?%\s?\)?)?"
    rf"(?:\s?(?:de|:|soit|=|,)?\s?(?P<vat>{DIGITS}){_EURO})?(?:\sde\s{_VAT_NAME})?"
    rf"|(?P<vat_first>{DIGITS}){_EURO}\s(?:de\s)?{_VAT_NAME}(?:\s?\(?\s?(?:à\s)?{DIGITS}\s?%\s?\)?)?)"
)
_HT = r"(?:H\.?T\b\.?|hors\staxes?\b|hors\sTVA\b)"
_TTC = r"(?:T\.?T\.?C\b\.?|toutes\staxes\scomprises\b)"
_TAXED = re.compile(
    rf"(?P<net>{DIGITS}){_EURO}\s?{_HT}{_TURN}(?:{_VAT_PART}{_TURN})?(?P<gross>{DIGITS}){_EURO}\s?{_TTC}",
    re.IGNORECASE,
)

_ANY_TAX = re.compile(rf"(?<!\w)(?:{_HT}|{_TTC})", re.IGNORECASE)
_RATES = tuple(map(Decimal, ("20", "10", "8.5", "5.5", "2.1", "1.75", "1.05", "0.9", "0")))
"""Rates of the tax: mainland, Corsica, overseas."""


def taxes_of(text: str) -> Iterator[Advice]:
    """« 10 000 € HT, TVA 20 % : 2 000 €, soit 12 000 € TTC ». Two such amounts in a passage may have two rates."""
    pairs = [found for figure in figures_in(text) if (found := _TAXED.match(text, figure.start))]
    if len(pairs) != 1 or not all(is_whole(text, *pairs[0].span(name)) for name in ("net", "gross")):
        return
    found = pairs[0]
    if is_hedged(text, found.start()):
        return
    vat = found["vat"] or found["vat_first"]
    rates = _rates_of(text)
    if vat:
        yield from _wrong_sum(found, vat)
    elif len(rates) == 1:
        yield from _wrong_tax(found, rates.pop())
    elif not rates:
        yield from _unknown_rate(found)


def _unknown_rate(found: re.Match[str]) -> Iterator[Advice]:
    """« 1 000 € HT, soit 1 250 € TTC »: the tax of no French rate. Goods of several rates may explain it."""
    net, gross = value_of(found["net"]), value_of(found["gross"])
    slack = step_of(found["net"]) * 2 + step_of(found["gross"])
    is_of_a_rate = any(abs(net * (HUNDRED + rate) / HUNDRED - gross) <= slack for rate in _RATES)
    if is_of_a_rate or not net < gross < net * 3 / 2 or not _is_restated(found):
        return
    rate = printed((gross - net) / net * HUNDRED, 2)
    doubt = (
        f"« {found.group().rstrip('.')} » : la TVA serait de {rate} %, qui n'est aucun des taux français. Plusieurs "
        "taux s'appliquent peut-être ; sinon, l'un des deux montants est faux."
    )
    yield replace(advice_of(doubt, ""), consequence="La taxe ne peut pas être contrôlée.")


def _is_restated(found: re.Match[str]) -> bool:
    """The only two amounts of the sentence said without and with tax, and no percentage, are those of one thing."""
    between = found.string[found.end("net") : found.start("gross")]
    is_one_thing = re.search(r"\bsoit\b|\bou\b|[(=]", between, re.IGNORECASE)
    amounts = found.group().rstrip(".")
    before, after = found.string[: found.start()], found.string[found.start() + len(amounts) :]
    sentence = SENTENCE_END.split(before)[-1] + amounts + SENTENCE_END.split(after)[0]
    return bool(is_one_thing) and "%" not in sentence and len(_ANY_TAX.findall(sentence)) == 2


def _rates_of(text: str) -> set[Decimal]:
    """Every rate of the tax that a text names."""
    after = {value_of(found["rate"]) for found in _RATE_AFTER.finditer(text)}
    return after | {f.value for f in figures_in(text) if _RATE_BEFORE.match(text, f.end)}


def _wrong_sum(found: re.Match[str], vat: str) -> Iterator[Advice]:
    net, gross = found["net"], found["gross"]
    right = value_of(net) + value_of(vat)
    if is_well_formed(vat) and abs(right - value_of(gross)) > max(map(step_of, (net, vat, gross))):
        shown = euros(right, gross)
        yield advice_of(f"« {found.group()} » : {net} € et {vat} € de TVA font {shown}.", f"{shown} TTC")


def _wrong_tax(found: re.Match[str], rate: Decimal) -> Iterator[Advice]:
    net, gross = found["net"], found["gross"]
    right = value_of(net) * (HUNDRED + rate) / HUNDRED
    if rate < HUNDRED and abs(right - value_of(gross)) > max(step_of(net), step_of(gross)):
        shown = euros(right, gross)
        words = printed(rate, max(0, -int(rate.as_tuple().exponent)))
        yield advice_of(
            f"« {found.group()} » : {net} € HT avec {words} % de TVA font {shown} TTC.", f"{shown} TTC"
        )


# --- in a column


def wrong_taxes(entries: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    """« Total HT : 10 000 € », then « TVA 20 % : 2 500 € »: the tax of a line against the amount just above it."""
    for above, entry in pairwise(entries):
        rates = _rates_of(entry.label)
        if not entry.is_vat or above.tax != "HT" or not above.number or not entry.number or len(rates) != 1:
            continue
        rate = rates.pop()
        right = above.number.value * rate / HUNDRED
        if rate < HUNDRED and abs(right - entry.number.value) > max(above.number.step, entry.number.step):
            shown = like(right, entry.number)
            taxed = f"la TVA sur {above.number.written} est de {shown}"
            message = f"« {entry.label} » : {entry.number.written}, mais {taxed}."
            yield entry.where, advice_of(message, shown)
