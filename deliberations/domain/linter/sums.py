"""Totals of a table or of a list that are not the sum of its lines."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding
from deliberations.domain.linter.figures import (
    DIGITS,
    decimals_of,
    figures_in,
    is_well_formed,
    is_whole,
    printed,
    value_of,
)
from deliberations.domain.linter.flattened import flattened_in
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.ledgers import (
    Column,
    Entry,
    body_of,
    columns_of,
    label_of,
    like,
    number_of,
)
from deliberations.domain.linter.lists import lists_of
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.parts import parts_of
from deliberations.domain.linter.plans import wrong_plans
from deliberations.domain.linter.products import products_of
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.totals import WrongTotal, slack_of, sum_advice, wrong_in_column
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage

_NOT_SUMMED = re.compile(
    r"\b(?:taux|part|pourcentage|unitaires?|p u|pu|prix au|moyen(?:ne)?s?|indice|coefficient|quotient|ages?|annees?"
    r"|exercice|numeros?|n|no|comptes?|articles?|imputation|chapitres?|fonction|parcelles?|section|dates?|durees?"
    r"|tarifs?|ratio|rang|ordre|variation|evolution|ecart|solde|resultat|restant|cumul\w{0,2})\b"
)
"""Headings of a column of numbers that are not parts of one total."""


@told_once
def check_totals(record: Record) -> Iterator[Finding]:
    """The rows and columns « Total » of every table, the lines « Total » of every list, and additions in a sentence."""
    for act in record.sitting.deliberations:
        for wrong in _wrong_totals(act):
            yield remark(record, Line(act, Passage(wrong.where, "")), _advice(wrong))
    for line in lines_of(record):
        for advice in (*_wrong_additions(line.text), *parts_of(line.text), *products_of(line.text)):
            yield remark(record, line, advice)


def _wrong_totals(act: Deliberation) -> Iterator[WrongTotal]:
    for pieces in pieces_of(act):
        for piece in pieces:
            if isinstance(piece.content, Table):
                yield from _of_table(piece, piece.content)
    for column in lists_of(act):
        yield from wrong_in_column(column)
        yield from wrong_plans(column)
    for column in flattened_in(act):
        yield from wrong_in_column(column)


def _of_table(piece: Piece, table: Table) -> Iterator[WrongTotal]:
    columns = columns_of(piece, table)
    for column in columns:
        if column and not _NOT_SUMMED.search(fold(column.heading)) and "%" not in column.heading:
            yield from (w for w in wrong_in_column(column) if not _is_of_products(w, column, columns))
            yield from wrong_plans(column)
    yield from _across(piece, table, columns)


def _is_of_products(wrong: WrongTotal, column: Column, columns: Sequence[Column | None]) -> bool:
    """« 100 | 4,50 € », « 50 | 1,00 € », « Total | 500,00 € »: the total of each price by its quantity."""
    for other in columns:
        pairs = zip(column.entries, other.entries, strict=True) if other and other is not column else ()
        products = (
            a.number.value * b.number.value for a, b in pairs if a.number and b.number and not a.is_total
        )
        if abs(sum(products, Decimal(0)) - wrong.number.value) <= wrong.number.step:
            return True
    return False


# --- across the rows


def _across(piece: Piece, table: Table, columns: Sequence[Column | None]) -> Iterator[WrongTotal]:
    """« HT | TVA | TTC », then a column « Total » that most rows show to be the sum of those on its left."""
    headings, rows = body_of(table)
    folded = [fold(heading) for heading in headings]
    summed = [c for c, column in enumerate(columns) if column and not _NOT_SUMMED.search(folded[c])]
    taxed = _taxed_columns(folded)
    if taxed is not None:
        yield from _rows_off(piece, rows, taxed[:2], taxed[2], is_money=True)
    for c in summed:
        is_money = _is_money(columns[c])
        left = [other for other in summed if other < c and _is_money(columns[other]) is is_money]
        if re.match(r"(?:total|ensemble)\b", folded[c]) and len(left) >= 2:
            faults = list(_rows_off(piece, rows, left, c, is_money=is_money))
            filled = sum(number_of(row[c]) is not None for row in rows)
            if filled - len(faults) > max(1, len(faults)):
                yield from faults


def _is_money(column: Column | None) -> bool:
    return column is not None and column.is_money


_TAXED_HEADINGS = tuple(
    re.compile(rf"(?:(?:montants?|prix|total|cout) )?{name}(?: en)?(?: euros?)?")
    for name in ("ht", "(?:de )?(?:la )?tva", "ttc")
)


def _taxed_columns(headings: Sequence[str]) -> tuple[int, int, int] | None:
    """The places of the only columns without tax, of the tax, with tax."""
    places = [[c for c, h in enumerate(headings) if name.fullmatch(h)] for name in _TAXED_HEADINGS]
    return (places[0][0], places[1][0], places[2][0]) if all(len(found) == 1 for found in places) else None


def _rows_off(
    piece: Piece, rows: Sequence[Sequence[str]], parts: Sequence[int], total: int, *, is_money: bool
) -> Iterator[WrongTotal]:
    for row in rows:
        whole = number_of(row[total])
        numbers = [n for n in (number_of(row[c]) for c in parts) if n is not None]
        if whole is None or len(numbers) < 2 or any(n.is_share for n in (whole, *numbers)):
            continue
        expected = sum((n.value for n in numbers), Decimal(0))
        entries = [Entry(piece.where, "", n) for n in numbers]
        if abs(expected - whole.value) > slack_of(whole, entries, is_money=is_money):
            said = f"les {len(numbers)} colonnes qui le précèdent donnent"
            yield WrongTotal(piece.where, label_of(row, min(parts)), whole, expected, said)


# --- in a sentence

_AMOUNT = r"\s?(?:euros?\b|EUR\b|€)(?:\s?(?:H\.?T\b\.?|T\.?T\.?C\b\.?))?"
_ADDITION = re.compile(
    rf"(?P<terms>{DIGITS}(?:{_AMOUNT})?(?:\s?\+\s?{DIGITS}(?:{_AMOUNT})?){{1,9}})"
    r"(?:\s?=\s?|[^\d.;+%=]{0,120}\bsoit\b[^\d.;+%=]{0,30}\btotal\b[^\d.;+%=]{0,15})"
    rf"(?P<sum>(?P<figures>{DIGITS})(?:{_AMOUNT})?)",
    re.IGNORECASE,
)
_ALL_MONEY = re.compile(rf"{DIGITS}{_AMOUNT}(?:\s?\+\s?{DIGITS}{_AMOUNT}){{1,9}}", re.IGNORECASE)
_CENTS = re.compile(r"[.,]\d\d\Z")
_AFTER_PLUS = re.compile(r"[-+×*/]\s?\Z")


def _wrong_additions(text: str) -> Iterator[Advice]:
    """« 275 000 € HT + 22 825 € HT, soit un total de 297 825 € HT », « 480,60 + 36,08 = 516,78 »."""
    for figure in figures_in(text) if "+" in text else ():
        found = _ADDITION.match(text, figure.start)
        if found is None or _AFTER_PLUS.search(text[max(0, figure.start - 3) : figure.start]):
            continue
        terms = [f for f in figures_in(found["terms"]) if is_well_formed(f.words)]
        total = value_of(found["figures"])
        expected = sum((f.value for f in terms), Decimal(0))
        slack = max(Decimal(1).scaleb(-decimals_of(f)) for f in (found["figures"], *(t.words for t in terms)))
        is_whole_sum = len(terms) == found["terms"].count("+") + 1 and is_whole(text, *found.span("figures"))
        is_of_money = all(_CENTS.search(t.words) for t in terms) or _ALL_MONEY.fullmatch(found["terms"])
        is_taxed_later = "TTC" in found["sum"].upper() and "TTC" not in found["terms"].upper()
        if is_of_money and is_whole_sum and not is_taxed_later and abs(expected - total) >= slack:
            yield _addition(found, expected)


def _addition(found: re.Match[str], expected: Decimal) -> Advice:
    written = found["sum"]
    number = number_of(written)
    right = like(expected, number) if number else printed(expected, 2)
    return sum_advice(
        f"« {found['terms']} » : le total écrit est {written}, mais l'addition donne {right}.", right
    )


def _advice(wrong: WrongTotal) -> Advice:
    right = like(wrong.expected, wrong.number)
    label = f"« {wrong.label} » : le" if wrong.label else "Le"
    return sum_advice(f"{label} total écrit est {wrong.number.written}, mais {wrong.said} {right}.", right)


RULES = (
    Rule(
        codes=("text.table_sum",),
        title="Total qui n'est pas la somme de ses lignes",
        article="",
        says="Le total d'un tableau, d'une liste ou d'une phrase est la somme, ou le produit, des montants qu'il "
        "réunit, et un montant TTC celle du montant HT et de la TVA.",
        check=check_totals,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
