"""Percentages and taxes that are not those of the amounts beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding
from deliberations.domain.linter.amounts import are_swapped, differ_by_one, figures_of
from deliberations.domain.linter.figures import (
    printed,
    value_of,
)
from deliberations.domain.linter.ledgers import Column, Entry, columns_of, like
from deliberations.domain.linter.lists import lists_of
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.plans import added, plan_of
from deliberations.domain.linter.rates import rates_of
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.shares import OF_A_PART, share_slack, shares_of
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.taxes import (
    HUNDRED,
    advice_of,
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
        for advice in (*shares_of(line.text), *rates_of(line.text), *taxes_of(line.text)):
            yield remark(record, line, advice)
    for act in record.sitting.deliberations:
        for where, advice in _plans_of(act):
            yield remark(record, Line(act, Passage(where, "")), advice)


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
        yield from _wrong_announced(column.entries)


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
        yield from _wrong_announced(_entries(column) if column and column.is_money else ())


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


_ANNOUNCED = re.compile(r"(?<![\d.,])(?P<rate>\d{1,3}(?:[.,]\d{1,2})?)\s?%")


def _wrong_announced(entries: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    """« DETR (30 %) | 13 860 € » in a plan closed by its total: an amount that is a slip for its share.

    Another figure is a slip only where the plan shows another share of the same total to be right.
    """
    *lines, total = entries or (Entry("", "", None),)
    parts = [e for e in lines if not e.is_total]
    if len(parts) < 2 or not total.is_total or not total.number or total.share:
        return
    if not _is_a_plan(total, lines, parts):
        return
    made = [
        (e, e.number, rate, total.number.value * value_of(rate) / HUNDRED)
        for e, rate in _announced(parts)
        if e.number
    ]
    has_right = any(abs(right - number.value) <= number.step for _, number, _, right in made)
    for entry, number, rate, right in made:
        figures = figures_of(right, number.value)
        is_another = has_right and abs(right - number.value) > share_slack(rate, total.number.value)
        if are_swapped(*figures) or (is_another and differ_by_one(*figures)):
            shown = like(right, number)
            message = (
                f"« {entry.label} » : {number.written}, mais {rate} % de {total.number.written} font {shown}."
            )
            yield entry.where, advice_of(message, shown)


def _announced(parts: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """The lines whose label tells one rate, with the rate; not « 30 % de la dépense éligible »."""
    for entry in parts:
        rates = [found["rate"] for found in _ANNOUNCED.finditer(entry.label)]
        if entry.share and not rates:
            rates = [entry.share.written.removesuffix(" %")]
        if len(rates) == 1 and not entry.is_vat and not OF_A_PART.search(entry.folded):
            yield entry, rates[0]


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
