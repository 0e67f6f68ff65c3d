"""Totals of a column against what stands above them: their lines, all the lines, their sub-totals."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from deliberations.domain.linter.ledgers import Column, Entry, Number
from deliberations.domain.linter.reading import Advice

DOUBTFUL = re.compile(
    r"\b(?:soldes?|resultats?|ecarts?|differences?|deduire|deductions?|remises?|rabais|moins|reports?|reporte"
    r"|excedents?|deficits?|moyennes?|dont|memoire|pm|cumul\w{0,4}|chapitres?|maximum|plafond|rappel|options?"
    r"|variantes?|arrondi\w{0,2}|assiette|base|eligibles?|tarifs?|prix|unitaires?|mensuel\w{0,3}|annuel\w{0,3}"
    r"|inscrits|votants|blancs|nuls|exprimes|suffrages|bulletins|enveloppes|presents|pouvoirs|exercice|majorite)\b"
)
"""Labels of what is not simply added: a total that they precede may be of something else."""

_ACCOUNT = re.compile(r"\d{1,6}\b")
_FORMULA = re.compile(r"\w\s?[+=×*−–]\s?\w|\w\s-\s\w\)|\d-\d")
_MOST_CHILDREN = 40
_FARTHEST = 11


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """A total that is not what it adds up, and the right one; ``said`` tells what it adds up, with its verb."""

    where: str
    label: str
    number: Number
    expected: Decimal
    said: str


def wrong_in_column(column: Column) -> Iterator[WrongTotal]:
    """Each total of the column that is the sum of nothing above it: its lines, all lines, its sub-totals."""
    ledger = _Ledger(column)
    for before, entry in pairwise((Entry("", "", None), *column.entries)):
        if entry.number is None or entry.number.is_share:
            continue
        is_sum = entry.is_total or (entry.tax == "TTC" and before.is_vat)
        if not is_sum:
            ledger.add(entry)
            continue
        if (expected := ledger.expected(entry)) is not None:
            count = len(ledger.addends(entry))
            yield WrongTotal(
                entry.where, entry.label, entry.number, expected, f"les {count} lignes au-dessus donnent"
            )
        ledger.close(entry)


class _Ledger:
    """What stands above a total: the lines since the one before, all the lines, and the totals themselves."""

    def __init__(self, column: Column) -> None:
        self._is_money = column.is_money
        self._heading_tax = Entry("", column.heading, None).tax
        self._lines: list[Entry] = []
        self._everything: list[Entry] = []
        self._totals: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self._lines.append(entry)
        self._everything.append(entry)

    def close(self, entry: Entry) -> None:
        """Go on after a total: one that takes up the others stands for them all."""
        takes_up = not self._lines or self._takes_up_totals(entry)
        self._totals = [entry] if takes_up else [*self._totals, entry]
        self._lines = []

    def addends(self, total: Entry) -> list[Entry]:
        """What the total most likely adds up: sub-totals and the lines after them, else its own lines."""
        if self._lines and not self._takes_up_totals(total):
            return self._lines
        return [*self._totals, *self._lines]

    def _takes_up_totals(self, total: Entry) -> bool:
        """Whether a total that has lines of its own adds those before it too."""
        if total.is_subtotal:
            return False
        is_general = "general" in total.folded or any(e.is_subtotal for e in self._totals)
        return is_general or all(e.is_vat for e in self._lines)

    def expected(self, total: Entry) -> Decimal | None:
        """The sum that the total should be, ``None`` when it is right or when what it adds is not sure."""
        number, addends = total.number, self.addends(total)
        if number is None or len(addends) < 2 or self._is_doubtful(total, addends):
            return None
        slack = slack_of(number, addends, is_money=self._is_money)
        if any(abs(number.value - value) <= slack for value in self._sums()):
            return None
        expected = _sum(addends)
        return expected if is_near(number.value, expected) else None

    def _is_doubtful(self, total: Entry, addends: Sequence[Entry]) -> bool:
        labels = [e.folded for e in addends]
        if any(map(DOUBTFUL.search, (*labels, total.folded))) or _FORMULA.search(total.label):
            return True
        mixes = all(any(word in label for label in labels) for word in ("depense", "recette"))
        return mixes or _is_ranked(labels) or _mixes_taxes(total, addends, self._heading_tax)

    def _sums(self) -> Iterator[Decimal]:
        """Every sum that a total may be: the lines above it, from any of them on, and the totals before it."""
        yield from accumulate(_value(e) for e in reversed(self._everything))
        for lines in (self._lines, self._everything):
            values = [_value(e) for e in lines]
            yield _sum(e for e in lines if not _bracketed(e))
            yield sum(map(abs, values), Decimal(0))
            yield sum(_without_children(values), Decimal(0))
            yield sum(_without_children(values[::-1]), Decimal(0))
        if self._lines:
            yield _value(self._lines[0]) - _sum(self._lines[1:])
        yield from self._sums_of_totals()

    def _sums_of_totals(self) -> Iterator[Decimal]:
        """With the lines after them; the last two are also added or subtracted (« dépenses », « recettes »)."""
        own = _sum(self._lines)
        yield _sum(self._totals) + own
        if self._totals:
            yield _value(self._totals[-1]) + own
        if len(self._totals) > 1:
            before, last = map(_value, self._totals[-2:])
            yield last + before
            yield abs(last - before)


def is_near(total: Decimal, expected: Decimal) -> bool:
    """Whether one may be a slip for the other: a zero too many. Beyond, the lines are prices, the total takings."""
    return max(abs(total), abs(expected)) <= _FARTHEST * min(abs(total), abs(expected))


def _value(entry: Entry) -> Decimal:
    return entry.number.value if entry.number else Decimal(0)


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum(map(_value, entries), Decimal(0))


def _bracketed(entry: Entry) -> bool:
    return entry.number is not None and entry.number.is_bracketed


def _without_children(values: Sequence[Decimal]) -> Iterator[Decimal]:
    """The values without those that detail the one before them: « 011 : 100 », then « 6061 : 60 », « 6068 : 40 »."""
    i = 0
    while i < len(values):
        yield values[i]
        i += 1 + _children(values, i)


def _children(values: Sequence[Decimal], i: int) -> int:
    total = Decimal(0)
    for count, value in enumerate(values[i + 1 : i + 1 + _MOST_CHILDREN], start=1):
        total += value
        if total == values[i] and count > 1:
            return count
    return 0


def _is_ranked(labels: Sequence[str]) -> bool:
    """Labels that begin with accounts of several lengths, « 011 » and « 6061 »: some lines detail others."""
    accounts = [found.group() for label in labels if (found := _ACCOUNT.match(label))]
    return len({len(account) for account in accounts}) > 1


def _mixes_taxes(total: Entry, addends: Sequence[Entry], heading: str) -> bool:
    """A total with taxes of amounts without them, and no line for the tax."""
    if any(e.is_vat for e in addends):
        return False
    taxes = {e.tax or heading for e in addends}
    own = total.tax or heading
    if own == "TTC" or "TTC" in taxes:
        return taxes != {own}
    return False


def slack_of(total: Number, addends: Sequence[Entry], *, is_money: bool) -> Decimal:
    """What rounding may explain: amounts in whole euros may each have lost their cents; round amounts have not."""
    numbers = [e.number for e in addends if e.number]
    finest = min(n.step for n in numbers)
    if total.step > finest:
        return total.step / 2
    is_exact = not is_money or finest < Decimal("0.1") or all(n.value % 10 == 0 for n in numbers)
    return Decimal(0) if is_exact else finest * len(numbers) / 2


def sum_advice(message: str, right: str) -> Advice:
    """What is said of a wrong total, wherever it stands."""
    return Advice(
        code="text.table_sum",
        message=message,
        consequence="Un total faux engage le conseil sur un montant qui n'est pas celui du détail.",
        remedy="Refaire l'addition : corriger le total, ou la ligne qui est fausse.",
        correction=right,
    )
