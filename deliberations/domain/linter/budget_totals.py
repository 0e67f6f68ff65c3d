"""The total of a budget beside its two sections: « 640 000 € et 210 000 €, soit un total de 860 000 € »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.linter.figures import DIGITS, SENTENCE_END, is_whole, value_of
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.taxes import euros

_AMOUNT = rf"(?P<between>[^\d.;€]{{0,90}}?)(?P<amount>{DIGITS})\s?(?:euros?\b|EUR\b|€)"
_NAMED = {
    "running": re.compile(rf"\b(?:fonctionnement|exploitation)\b{_AMOUNT}", re.IGNORECASE),
    "investment": re.compile(rf"\binvestissement\b{_AMOUNT}", re.IGNORECASE),
    "total": re.compile(rf"\b(?:totale?|totalité|équilibr\w{{1,5}})\b{_AMOUNT}", re.IGNORECASE),
}
_BUDGET = re.compile(r"\bbudget\b.{0,200}?\b[eé]quilibr", re.IGNORECASE | re.DOTALL)
_ONE_SIDE = re.compile(r"\b(?:depenses|recettes)\b")
_OTHER = re.compile(
    r"\b(?:fonctionnement|exploitation|investissement|total des|chapitres?|dont|excedents?|deficits?|resultats?"
    r"|virement\w*|hors|reel\w*|ordre|restes?|report\w*|emprunts?|subventions?|prelev\w+|autofinancement|charges|produits|par)\b"
)
"""What an amount is, when it is neither that of a section nor that of the budget."""
_AROUND = 40
_NEAREST = 10
"""A difference of less than a tenth may be a slip; a larger one is that of another amount."""

_Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Amount:
    where: str
    written: str
    value: Decimal


def wrong_sections(lines: _Lines) -> Iterator[tuple[str, Advice]]:
    """The two sections of a budget that do not make its total; ``lines`` are places and texts.

    Read in one sentence, where several budgets may be told, else in the whole act when it tells one of each.
    """
    if not _BUDGET.search("\n".join(text for _, text in lines)):
        return
    sentences = [(where, s) for where, text in lines for s in SENTENCE_END.split(text)]
    told = [found for line in sentences if (found := _three_of((line,)))]
    whole = None if told else _three_of(sentences)
    for running, investment, total in (*told, *([whole] if whole else ())):
        made = running.value + investment.value
        if abs(made - total.value) > 1 and abs(made - total.value) * _NEAREST < made:
            yield total.where, _advice(running, investment, total, made)


def _three_of(lines: _Lines) -> tuple[_Amount, _Amount, _Amount] | None:
    """The amounts of the two sections and of the budget, ``None`` when one is missing or told with two values."""
    found: dict[str, dict[Decimal, _Amount]] = {name: {} for name in _NAMED}
    for where, text in lines:
        for name, pattern in _NAMED.items():
            for match in pattern.finditer(text):
                if _is_plain(text, match):
                    amount = _Amount(where, f"{match['amount']} €", value_of(match["amount"]))
                    found[name].setdefault(amount.value, amount)
    if any(len(amounts) != 1 for amounts in found.values()):
        return None
    running, investment, total = (next(iter(amounts.values())) for amounts in found.values())
    return running, investment, total


def _is_plain(text: str, found: re.Match[str]) -> bool:
    """An amount of both expenses and receipts, with no word of another one before or after it."""
    before = fold(re.split(r"[.;:,]", text[max(0, found.start() - _AROUND) : found.start()])[-1])
    between, after = fold(found["between"]), fold(text[found.end() : found.end() + _AROUND].split(",")[0])
    sides = set(_ONE_SIDE.findall(f"{before} {between}"))
    is_other = _OTHER.search(between) or re.search(r"\b(?:hors|dont|par)\b", after)
    return len(sides) != 1 and not is_other and is_whole(text, *found.span("amount"))


def _advice(running: _Amount, investment: _Amount, total: _Amount, made: Decimal) -> Advice:
    return Advice(
        code="text.balance",
        message=f"Les deux sections, {running.written} et {investment.written}, font {euros(made, '0')}, pour un "
        f"budget dit de {total.written}.",
        consequence="Le texte et les chiffres se contredisent : on ne sait pas quel budget est voté.",
        remedy="Refaire l'addition : corriger le total, ou la section qui est fausse.",
    )
