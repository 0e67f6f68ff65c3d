"""« Voté en équilibre », beside expenses and receipts that differ."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.figures import DIGITS, SENTENCE_END, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.ledgers import body_of, columns_of, label_of, number_of
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.taxes import euros
from deliberations.domain.texts import passages

_BALANCED = re.compile(
    r"\b(?:(?:voté|adopté|présenté|proposé|arrêté)e?s?\sen\séquilibre\b"
    r"|(?:s['’]\s?équilibrent?|équilibrée?s?)\sen\s(?:dépenses\set\s(?:en\s)?recettes|recettes\set\s(?:en\s)?dépenses)\b)",
    re.IGNORECASE,
)
_NOT_A_BUDGET = re.compile(
    r"compte\s(?:administratif|financier|de\sgestion)|réalisé|exécut|suréquilibr|excédentaire|sur-équilibr|\bCFU\b"
    r"|résultats?\s(?:de\s(?:l['’]exercice|clôture)|cumulé|reporté)|affectation",
    re.IGNORECASE,
)
"""What may show other figures beside those of the budget: accounts are never balanced."""

_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_FIRST, _THEN = (
    rf"(?:\s(?:de|à|pour|d['’]un\smontant\sde))?[\s:=]{{1,3}}(?P<{name}>{DIGITS}){_EURO}" for name in "ab"
)
_SAID = re.compile(
    rf"\b(?:dépenses{_FIRST}[\s,;/–-]{{1,3}}(?:et\s)?(?:(?:en|des)\s)?recettes{_THEN}"
    rf"|recettes{_FIRST.replace('<a>', '<c>')}[\s,;/–-]{{1,3}}(?:et\s)?(?:(?:en|des)\s)?"
    rf"dépenses{_THEN.replace('<b>', '<d>')})",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:section (?:de |d )?)?(?:fonctionnement|investissement|exploitation)")
_TOTAL = re.compile(r"(?:total|totaux|ensemble)(?: general| du budget)?")


def unbalanced(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    """What differs in a sentence that tells the balance; else in the tables of an act that only tells a budget."""
    lines = [(p.where, p.text) for p in passages(act)]
    for where, text in lines:
        for sentence in SENTENCE_END.split(text) if _BALANCED.search(text) else ():
            for advice in _in_sentence(sentence):
                yield where, advice
    said = next((found for _, text in lines if (found := _BALANCED.search(text))), None)
    if said and not any(_NOT_A_BUDGET.search(text) for _, text in lines):
        for pieces in pieces_of(act):
            for piece in pieces:
                if isinstance(piece.content, Table):
                    yield from _in_table(piece, piece.content, said.group())
                    yield from _down_table(piece, piece.content, said.group())


def _in_sentence(sentence: str) -> Iterator[Advice]:
    balanced, pairs = _BALANCED.search(sentence), list(_SAID.finditer(sentence))
    if balanced is None or _NOT_A_BUDGET.search(sentence):
        return
    for found in pairs:
        names = ("a", "b") if found["a"] else ("d", "c")
        expenses, receipts = (f"{found[name]} €" for name in names)
        if all(is_whole(sentence, *found.span(name)) for name in names):
            yield from _difference("", expenses, receipts, balanced.group())


def _in_table(piece: Piece, table: Table, said: str) -> Iterator[tuple[str, Advice]]:
    """« Section | Dépenses | Recettes »: each section, else the total."""
    headings, rows = body_of(table)
    folded = [fold(heading) for heading in headings]
    places = [
        [c for c, h in enumerate(folded) if re.fullmatch(rf"(?:total )?{name}", h)]
        for name in ("depenses", "recettes")
    ]
    if any(len(found) != 1 for found in places) or columns_of(piece, table)[places[0][0]] is None:
        return
    for name in (_SECTION, _TOTAL):
        told = [
            a
            for row in rows
            if name.fullmatch(fold(label_of(row, min(places[0][0], places[1][0]))))
            for a in _in_row(row, places, said)
        ]
        yield from ((piece.where, advice) for advice in told)
        if told:
            return


_LINE = re.compile(
    r"(?P<total>total )?(?:des )?(?P<kind>depenses|recettes)"
    r"(?: (?:de |d )?(?:la section (?:de |d ))?(?P<section>fonctionnement|investissement|exploitation))?"
)


def _down_table(piece: Piece, table: Table, said: str) -> Iterator[tuple[str, Advice]]:
    """« Dépenses de fonctionnement », then « Recettes de fonctionnement »: the only two of their section."""
    for column in columns_of(piece, table):
        told: dict[str, dict[str, list[str]]] = {}
        for entry in column.entries if column and column.is_money else ():
            found = _LINE.fullmatch(entry.folded)
            if found and entry.number and (found["section"] or found["total"]):
                told.setdefault(found["section"] or "total", {}).setdefault(found["kind"], []).append(
                    entry.number.written
                )
        for section, kinds in told.items():
            expenses, receipts = kinds.get("depenses", []), kinds.get("recettes", [])
            if len(expenses) == len(receipts) == 1:
                for advice in _difference(section.capitalize(), expenses[0], receipts[0], said):
                    yield piece.where, advice


def _in_row(row: Sequence[str], places: Sequence[Sequence[int]], said: str) -> Iterator[Advice]:
    expenses, receipts = (number_of(row[found[0]]) for found in places)
    if expenses and receipts:
        label = label_of(row, min(places[0][0], places[1][0]))
        yield from _difference(label, expenses.written, receipts.written, said)


def _difference(label: str, expenses: str, receipts: str, said: str) -> Iterator[Advice]:
    out, back = map(_value, (expenses, receipts))
    if out is None or back is None or abs(out - back) < 1:
        return
    shown = euros(abs(out - back), "0")
    of = f"« {label} » : " if label else ""
    yield Advice(
        code="text.balance",
        message=f"{of}{expenses} de dépenses et {receipts} de recettes, pour un budget dit « {said} » : l'écart est "
        f"de {shown}.",
        consequence="Le texte et les chiffres se contredisent : on ne sait pas si le budget est en équilibre.",
        remedy="Corriger les chiffres, ou ne plus dire le budget équilibré.",
    )


def _value(figures: str) -> Decimal | None:
    number = number_of(figures)
    return number.value if number else None
