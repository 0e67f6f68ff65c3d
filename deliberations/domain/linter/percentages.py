"""Percentages and taxes that are not those of the amounts beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding
from deliberations.domain.linter.figures import (
    DIGITS,
    figures_in,
    is_whole,
    printed,
    value_of,
)
from deliberations.domain.linter.ledgers import Column, Entry, columns_of
from deliberations.domain.linter.lists import lists_of
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.plans import added, plan_of
from deliberations.domain.linter.rates import rates_of
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.taxes import (
    HUNDRED,
    advice_of,
    euros,
    is_hedged,
    step_of,
    taxes_of,
    wrong_taxes,
)
from deliberations.domain.linter.totals import wrong_in_column
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage


@told_once
def check_percentages(record: Record) -> Iterator[Finding]:
    """Shares and taxes said in a sentence, then those of every financing plan."""
    for line in lines_of(record):
        for advice in (*_shares_of(line.text), *rates_of(line.text), *taxes_of(line.text)):
            yield remark(record, line, advice)
    for act in record.sitting.deliberations:
        for where, advice in _plans_of(act):
            yield remark(record, Line(act, Passage(where, "")), advice)


# --- a share in a sentence

_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_TAX = r"(?:\s?(?P<{}>H\.?T\b\.?|T\.?T\.?C\b\.?|hors\staxes?\b|toutes\staxes\scomprises\b))?"
_OF = (
    r"\s(?:(?:de|du|des|sur|un|une|la|le|les|total|totale|montant|coût|cout|dépenses?|prix|somme|travaux|opération"
    r"|projet|estimé|estimée|éligibles?|subventionnables?|prévisionnel|prévisionnelle|global|globale|HT|TTC)\s"
    r"|[ld]['’]\s?){1,12}(?:à\s|:\s)?"
)
"""From a percentage to what it is taken of: these words only, so that « 30 % de la population » is not read."""

_EQUALS = (
    r"(?:\s?,?\s?\(?\s?soit\s|\s?=\s?|\s?,?\sreprésentant\s)"
    r"(?:la\ssomme\sde\s|un\smontant\sde\s|une\saide\sde\s)?"
)
_PART = rf"(?P<part>{DIGITS}){_EURO}{_TAX.format('part_tax')}"
_BASE = rf"(?P<base>{DIGITS}){_EURO}{_TAX.format('base_tax')}"
_RATE = rf"(?P<rate>{DIGITS})\s?%"
_REPRESENTS = r"\s(?:représente(?:nt|ra|rait)?|correspond(?:ent|ant)?\sà|équivaut\sà)\s"
_ON = r"\ssur\s(?:un\s(?:montant|total|coût)\sde\s)?"
_RELATIONS = (
    re.compile(rf"{_RATE}{_OF}{_BASE}{_EQUALS}{_PART}", re.IGNORECASE),
    re.compile(rf"{_PART}(?:\s?\(|,?\s(?:soit|représentant)\s){_RATE}\s?\)?{_OF}{_BASE}", re.IGNORECASE),
    re.compile(rf"{_PART}{_REPRESENTS}{_RATE}{_OF}{_BASE}", re.IGNORECASE),
    re.compile(rf"{_PART}{_ON}{_BASE}\s?(?:,?\ssoit\s|\(){_RATE}", re.IGNORECASE),
)
_HEDGED = re.compile(
    r"\s?(?:/|par\b|l['’]an\b|annuel|mensuel|maxim|minim|\w{0,12}\s?plafon|environ|au plus|arrondi)",
    re.IGNORECASE,
)


def _shares_of(text: str) -> Iterator[Advice]:
    for figure in figures_in(text) if "%" in text else ():
        for relation in _RELATIONS:
            found = relation.match(text, figure.start)
            if found and _is_sure(text, found):
                yield from _wrong_share(found)


def _is_sure(text: str, found: re.Match[str]) -> bool:
    if not all(is_whole(text, *found.span(group)) for group in ("rate", "base", "part")):
        return False
    is_doubtful = is_hedged(text, found.start()) or _HEDGED.match(text, found.end())
    taxes = {_tax(found[group]) for group in ("part_tax", "base_tax")}
    return not is_doubtful and taxes != {"HT", "TTC"}


def _tax(words: str | None) -> str:
    bare = (words or "").upper().replace(".", "")
    return "TTC" if bare.startswith(("TT", "TOUTES")) else bare and "HT"


def _wrong_share(found: re.Match[str]) -> Iterator[Advice]:
    rate, base, part = (value_of(found[group]) for group in ("rate", "base", "part"))
    right = base * rate / HUNDRED
    if abs(right - part) > _share_slack(found["rate"], base) + step_of(found["part"]) and rate <= HUNDRED:
        words = f"{found['rate']} %"
        shown = euros(right, found["part"])
        yield advice_of(f"« {found.group()} » : {words} de {found['base']} € font {shown}.", shown)


def _share_slack(rate: str, base: Decimal) -> Decimal:
    """What the rounding of the rate may hide: half a point for « 30 % », less for « 33,33 % »."""
    return base * step_of(rate) / 2 / HUNDRED


# --- a financing plan


def _plans_of(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    for pieces in pieces_of(act):
        for piece in pieces:
            if isinstance(piece.content, Table):
                yield from _plans_of_table(piece, piece.content)
    for column in lists_of(act):
        yield from wrong_taxes(column.entries)
        yield from _wrong_plan([e for e in column.entries if e.share is not None])
        yield from _wrong_after_cost(column.entries)


def _plans_of_table(piece: Piece, table: Table) -> Iterator[tuple[str, Advice]]:
    columns = columns_of(piece, table)
    for place, column in enumerate(columns):
        if column and _is_of_shares(column):
            amounts = _amounts_beside(columns, place)
            numbers = [e.number for e in amounts.entries] if amounts else [None] * len(column.entries)
            entries = zip(column.entries, numbers, strict=True)
            plan = [Entry(e.where, e.label, n, e.number) for e, n in entries if n or e.number]
            yield from _wrong_plan([e for e in plan if e.share is not None])
            yield from _wrong_after_cost(plan)
        yield from wrong_taxes(_entries(column))


def _entries(column: Column | None) -> tuple[Entry, ...]:
    return column.entries if column else ()


def _is_of_shares(column: Column) -> bool:
    numbers = [e.number for e in column.entries if e.number]
    return all(n.is_share for n in numbers) or ("%" in column.heading and all(not n.unit for n in numbers))


def _amounts_beside(columns: Sequence[Column | None], share: int) -> Column | None:
    """The column of amounts of the same part of the table; ``None`` when several could be meant."""
    beside = takewhile(lambda column: column is not None, reversed(columns[:share]))
    amounts = [column for column in beside if column and column.is_money]
    return amounts[0] if len(amounts) == 1 else None


def _wrong_plan(plan: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    """A plan closed by a total of 100 %: each share is that of its amount, and they add up."""
    if len(plan) < 3 or not plan[-1].is_total or plan[-1].share is None or plan[-1].share.value != HUNDRED:
        return
    *lines, total = plan
    wrong = list(_wrong_parts(lines, total))
    # No share is right: they are of something else than this total.
    yield from wrong if len(wrong) < len(lines) else ()
    if not wrong:
        yield from _wrong_hundred(plan)


def _wrong_parts(lines: Sequence[Entry], total: Entry) -> Iterator[tuple[str, Advice]]:
    parts = [e for e in lines if not e.is_total]
    if total.number is not None and _is_a_plan(total, lines, parts):
        for entry in lines:
            yield from _wrong_part(entry, total.number.value)


def _wrong_after_cost(entries: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    """A plan whose whole cost comes first: its shares, unless they are all those of the sum of the parts."""
    plan = plan_of(entries) if entries else None
    if plan is None or plan[0].number is None:
        return
    parts = [e for e in plan[1] if e.share is not None]
    wrong = [told for e in parts for told in _wrong_part(e, plan[0].number.value)]
    of_the_sum = [told for e in parts for told in _wrong_part(e, added(plan[1]))]
    if of_the_sum and len(wrong) < len(parts):
        yield from wrong


def _is_a_plan(total: Entry, lines: Sequence[Entry], parts: Sequence[Entry]) -> bool:
    """The amounts make the total printed with 100 %, sub-totals apart."""
    if total.number is None or total.number.value <= 0:
        return False
    numbers = [e.number for e in parts if e.number and e.number.value >= 0 and not e.is_vat]
    added = sum((n.value for n in numbers), Decimal(0))
    slack = sum((n.step for n in numbers), Decimal(0)) / 2
    is_of_subtotals = all(e.is_subtotal for e in lines if e.is_total)
    is_of_one_tax = all(e.tax in ("", total.tax) for e in parts)
    is_whole_plan = len(numbers) == len(parts) and abs(added - total.number.value) <= slack
    return is_of_subtotals and is_of_one_tax and is_whole_plan


def _wrong_part(entry: Entry, total: Decimal) -> Iterator[tuple[str, Advice]]:
    share, number = entry.share, entry.number
    if share is None or number is None:
        return
    right = number.value / total * HUNDRED
    if abs(right - share.value) > share.step / 2 + number.step / total * HUNDRED:
        shown = _percent(right, share.decimals)
        of = printed(total, 0 if total == total.to_integral_value() else 2)
        said = f"{number.written} sur un total de {of} €, c'est {shown}"
        message = f"« {entry.label} » : {said}, et non {_percent(share.value, share.decimals)}."
        yield entry.where, advice_of(message, shown)


def _percent(value: Decimal, decimals: int) -> str:
    return f"{printed(value, decimals)} %"


def _wrong_hundred(plan: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    """The shares added up like amounts, sub-totals apart; each may have been rounded."""
    shares = [replace(e.share, unit="") for e in plan if e.share]
    entries = tuple(Entry(e.where, e.label, share) for e, share in zip(plan, shares, strict=True))
    slack = sum((share.step for share in shares), Decimal(0)) / 2
    for wrong in wrong_in_column(Column("", entries)):
        if abs(wrong.expected - wrong.number.value) > slack and wrong.number.value == HUNDRED:
            added = _percent(wrong.expected, max(share.decimals for share in shares))
            message = f"« {wrong.label} » : les pourcentages font {added}, et non 100 %."
            yield wrong.where, advice_of(message, "")


RULES = (
    Rule(
        codes=("text.percentage",),
        title="Pourcentage ou taxe qui ne correspond pas aux montants",
        article="",
        says="Un pourcentage est celui des montants qui l'accompagnent, ceux d'un plan de financement font 100 %, et "
        "un montant TTC est le montant HT augmenté de la TVA annoncée.",
        check=check_percentages,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
