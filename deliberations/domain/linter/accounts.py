"""Accounts that do not add up: receipts less expenses make the result, and a balanced budget has as much of both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding
from deliberations.domain.linter.allocations import wrong_allocations
from deliberations.domain.linter.balance import unbalanced
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.ledgers import Entry, body_of, columns_of, label_of, number_of
from deliberations.domain.linter.lists import lists_of
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.told_accounts import is_a_slip, result_advice, told_results
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage

_OF = (
    r"(?: (?:de l exercice|de l annee|de|d|du|totales?|realisees|fonctionnement|investissement|exploitation"
    r"|\d{4})){0,6}"
)
_KINDS = {
    "expenses": re.compile(rf"(?:total (?:des )?)?depenses{_OF}"),
    "receipts": re.compile(rf"(?:total (?:des )?)?recettes{_OF}"),
    "carried": re.compile(
        r"(?:resultats?|excedent|deficit|report)"
        r"(?: (?:anterieurs?|de|d|fonctionnement|investissement|exploitation)){0,4}"
        r" (?:anterieurs?|reportes?|n 1)(?: (?:de|n 1|n|\d{4}|anterieurs?|reportes?)){0,4}"
    ),
    "closing": re.compile(rf"(?:resultat|excedent|deficit|solde) (?:cumule|de cloture|global){_OF}"),
    "result": re.compile(
        rf"(?:resultat|excedent|deficit|solde) (?:de l exercice|de l annee|annuel){_OF}|resultat \d{{4}}"
    ),
}
"""The lines of an account, by their whole label."""


@told_once
def check_accounts(record: Record) -> Iterator[Finding]:
    """The results of every account, by lines, across « dépenses » and « recettes », or in prose, and their use."""
    for act in record.sitting.deliberations:
        wrong = tuple(_wrong_results(act))
        known = {(where, advice.correction) for where, advice in wrong}
        in_prose = (told for told in told_results(act) if (told[0], told[1].correction) not in known)
        for where, advice in (*wrong, *in_prose, *wrong_allocations(act)):
            yield remark(record, Line(act, Passage(where, "")), advice)


@told_once
def check_balance(record: Record) -> Iterator[Finding]:
    """A budget told to be balanced has as much receipts as expenses."""
    for act in record.sitting.deliberations:
        for where, advice in unbalanced(act):
            yield remark(record, Line(act, Passage(where, "")), advice)


def _wrong_results(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    for pieces in pieces_of(act):
        for piece in pieces:
            if isinstance(piece.content, Table):
                for column in columns_of(piece, piece.content):
                    yield from _wrong_in(column.entries if column else ())
                yield from _across(piece, piece.content)
    for column in lists_of(act):
        yield from _wrong_in(column.entries)


# --- line by line


@dataclass(slots=True)
class _Account:
    """The lines of one account met so far, by kind."""

    lines: dict[str, Entry] = field(default_factory=dict)

    def value(self, kind: str) -> Decimal | None:
        """The amount of a line; a deficit is negative, whether the minus is printed or only the word."""
        entry = self.lines.get(kind)
        if entry is None or entry.number is None:
            return None
        is_deficit = entry.folded.startswith("deficit")
        return -abs(entry.number.value) if is_deficit else entry.number.value

    def mixes_sections(self) -> bool:
        labels = " ".join(entry.folded for entry in self.lines.values())
        return sum(name in labels for name in ("fonctionnement", "investissement", "exploitation")) > 1


def _wrong_in(entries: Sequence[Entry]) -> Iterator[tuple[str, Advice]]:
    account = _Account()
    for entry in entries:
        kind = next((k for k, name in _KINDS.items() if name.fullmatch(entry.folded)), None)
        if kind is None or entry.number is None or entry.number.is_share:
            account = _Account()
            continue
        if kind in account.lines:
            account = _Account()
        account.lines[kind] = entry
        if not account.mixes_sections():
            yield from _wrong_line(account, kind, entry)


def _wrong_line(account: _Account, kind: str, entry: Entry) -> Iterator[tuple[str, Advice]]:
    receipts, expenses = account.value("receipts"), account.value("expenses")
    if receipts is None or expenses is None or entry.number is None:
        return
    own, carried = receipts - abs(expenses), account.value("carried")
    if kind == "result" and abs(abs(entry.number.value) - abs(own)) > _slack(account):
        yield entry.where, result_advice(entry, "recettes − dépenses", own)
    elif kind == "closing" and carried is not None and not _closes(account, own, carried):
        yield entry.where, result_advice(entry, "recettes − dépenses + résultat reporté", own + carried)


def _closes(account: _Account, own: Decimal, carried: Decimal) -> bool:
    """A result carried over may be a deficit printed without its sign; the year's own result may be the wrong one."""
    closing, result = account.value("closing"), account.value("result")
    if closing is None:
        return True
    sums = {own + carried, own - carried}
    if result is not None:
        sums |= {result + carried, result - carried, -result + carried}
    is_signed = closing < 0
    return any(abs((s if is_signed else abs(s)) - closing) <= _slack(account) for s in sums)


def _slack(account: _Account) -> Decimal:
    numbers = [entry.number for entry in account.lines.values() if entry.number]
    finest = max(n.step for n in numbers)
    return finest * len(numbers) / 2 if finest == 1 else Decimal(0)


# --- across the columns


def _across(piece: Piece, table: Table) -> Iterator[tuple[str, Advice]]:
    """« Dépenses | Recettes | Résultat »: told when most rows show that the last is the difference of the others.

    Where none shows it, a result that looks like a slip for the difference is told too.
    """
    headings, rows = body_of(table)
    folded = [fold(heading) for heading in headings]
    places = [[c for c, h in enumerate(folded) if name.fullmatch(h)] for name in _HEADINGS]
    if any(len(found) != 1 for found in places):
        return
    (expenses,), (receipts,), (result,) = places
    wrong, right = [], 0
    for row in rows:
        out, back, told = (number_of(row[c]) for c in (expenses, receipts, result))
        if out is None or back is None or told is None:
            continue
        made = back.value - out.value
        if abs(abs(told.value) - abs(made)) <= max(told.step, out.step) * (told.step == 1):
            right += 1
        else:
            wrong.append((row, told, made))
    for row, told, made in wrong:
        if len(wrong) >= right and not is_a_slip(told, made):
            continue
        entry = Entry(piece.where, label_of(row, min(expenses, receipts, result)), told)
        yield piece.where, result_advice(entry, "recettes − dépenses", made)


_HEADINGS = tuple(
    re.compile(name)
    for name in (r"(?:total )?depenses", r"(?:total )?recettes", r"soldes?|resultats?(?: de l exercice)?")
)

RULES = (
    Rule(
        codes=("text.account_result",),
        title="Résultat qui n'est pas celui de ses recettes et de ses dépenses",
        article="",
        says="Le résultat de l'exercice est la différence des recettes et des dépenses, et le résultat de clôture y "
        "ajoute le résultat reporté ; ce qui est affecté et ce qui est reporté en font la somme.",
        check=check_accounts,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.balance",),
        title="Budget dit équilibré dont les totaux diffèrent",
        article="",
        says="Un budget que l'acte dit équilibré a autant de recettes que de dépenses, section par section, et son "
        "total est la somme des sections.",
        check=check_balance,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
