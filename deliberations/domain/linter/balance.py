"""« Voté en équilibre », beside expenses and receipts that differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.amounts import look_alike
from deliberations.domain.linter.budget_totals import wrong_sections
from deliberations.domain.linter.figures import DIGITS, SENTENCE_END, is_whole, value_of
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.ledgers import body_of, columns_of, label_of, number_of
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.tables import Piece, Table, pieces_of
from deliberations.domain.linter.taxes import euros
from deliberations.domain.texts import passages

_BALANCED = re.compile(
    r"\b(?:(?:voté|adopté|présenté|proposé|arrêté)e?s?\sen\séquilibre\b"
    r"|(?:s['’]\s?équilibre(?:nt)?|équilibrée?s?)\sen\s(?:dépenses\set\s(?:en\s)?recettes|recettes\set\s(?:en\s)?dépenses)\b"
    r"|(?<=\bbudget\s)(?:s['’]\s?équilibre|équilibré|est\séquilibré)\b"
    r"|(?<=\d\d\d\d\s)(?:s['’]\s?équilibre|équilibré|est\séquilibré)(?=\s?(?::|,|comme\b|ainsi\b))"
    r"|(?<=,\s)équilibré(?=,?\sse\sprésente\b))",
    re.IGNORECASE,
)
_NOT_A_BUDGET = re.compile(
    r"compte\s(?:administratif|financier|de\sgestion)|réalisé|exécut|suréquilibr|excédentaire|sur-équilibr|\bCFU\b"
    r"|résultats?\s(?:de\s(?:l['’]exercice|clôture)|cumulé|reporté)|affectation",
    re.IGNORECASE,
)
"""What may show other figures beside those of the budget: accounts are never balanced."""

_CARRIED = re.compile(r"\b(?:report\w*|restes?|excedents?|deficits?|resultats?|00[12])\b")
"""A line that makes up the difference of a section."""
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
_ONE_AMOUNT_EACH = re.compile(
    rf"\s(?:à|pour)(?:\sla\ssomme\sde)?\s(?P<a>{DIGITS}){_EURO}\set\s(?:à\s)?(?P<b>{DIGITS}){_EURO}"
    r"\sen\s(?:section\sd['’e]\s?)?(?:fonctionnement|investissement|exploitation)\b(?!\set\b)",
    re.IGNORECASE,
)
"""« équilibré en dépenses et en recettes à 318 250 € et 318 520 € en investissement »."""
_SECTION = re.compile(r"(?:section (?:de |d )?)?(?:fonctionnement|investissement|exploitation)")
_TOTAL = re.compile(r"(?:total|totaux|ensemble)(?: general| du budget)?")


def unbalanced(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    """What differs in a sentence that tells the balance, then across an act that only tells a budget."""
    lines = [(p.where, p.text) for p in passages(act)]
    told = [
        (where, advice)
        for where, text in lines
        if _BALANCED.search(text)
        for sentence in SENTENCE_END.split(text)
        for advice in _in_sentence(sentence)
    ]
    yield from told
    if any(_NOT_A_BUDGET.search(text) for _, text in lines):
        return
    yield from wrong_sections(lines)
    said = next((found.group() for _, text in lines if (found := _BALANCED.search(text))), None)
    if said:
        in_tables = list(_in_pieces(act, said))
        yield from in_tables
        yield from () if told or in_tables else _down_prose(lines, said)


def _in_pieces(act: Deliberation, said: str) -> Iterator[tuple[str, Advice]]:
    """The tables, and the lines that make a list."""
    for pieces in pieces_of(act):
        for piece in pieces:
            if isinstance(piece.content, Table):
                yield from _in_table(piece, piece.content, said)
                yield from _down_table(piece, piece.content, said)
        yield from _down_lines(pieces, said)


# --- in prose

_OF_SECTION = r"\s(?:(?:de|en|d['’]|de\sla|en\sla)\s?)?(?:section\s(?:de\s|d['’]))?"
_OF_A_SECTION = re.compile(
    rf"\b(?P<kind>dépenses|recettes){_OF_SECTION}(?P<section>fonctionnement|investissement|exploitation)"
    rf"(?:\s(?:de|à|pour|s['’]élèvent\sà|d['’]un\s(?:montant|total)\sde)(?:\sla\ssomme\sde)?)?[\s:=,]{{1,3}}"
    rf"(?P<amount>{DIGITS}){_EURO}",
    re.IGNORECASE,
)


_MADE_UP = re.compile(rf"{_CARRIED.pattern}|\b(?:virements?|prelevements?|autofinancement)\b")


def _down_prose(lines: Sequence[tuple[str, str]], said: str) -> Iterator[tuple[str, Advice]]:
    """« recettes d'investissement : 210 000 € ; dépenses d'investissement : 201 000 € », balanced in another sentence.

    One amount of each, which looks like a slip for the other, unless both sections are told whole.
    """
    told: dict[tuple[str, str], dict[Decimal, tuple[str, str]]] = {}
    for where, text in lines if not any(_MADE_UP.search(fold(text)) for _, text in lines) else ():
        for found in _OF_A_SECTION.finditer(text):
            if is_whole(text, *found.span("amount")):
                key = (found["section"].lower(), found["kind"].lower())
                told.setdefault(key, {})[value_of(found["amount"])] = (where, f"{found['amount']} €")
    is_all = len(told) == _WHOLE_BUDGET
    for section in dict.fromkeys(name for name, _ in told):
        expenses, receipts = (told.get((section, kind), {}) for kind in ("dépenses", "recettes"))
        if len(expenses) == len(receipts) == 1:
            (out, (where, spent)), (back, (_, got)) = *expenses.items(), *receipts.items()
            if is_all or look_alike(out, back):
                yield from ((where, advice) for advice in _difference(section.capitalize(), spent, got, said))


_WHOLE_BUDGET = 4
"""Expenses and receipts of the two sections."""


def _in_sentence(sentence: str) -> Iterator[Advice]:
    balanced, pairs = _BALANCED.search(sentence), list(_SAID.finditer(sentence))
    if balanced is None or _NOT_A_BUDGET.search(sentence):
        return
    for found in pairs:
        names = ("a", "b") if found["a"] else ("d", "c")
        expenses, receipts = (f"{found[name]} €" for name in names)
        if all(is_whole(sentence, *found.span(name)) for name in names):
            yield from _difference("", expenses, receipts, balanced.group())
    yield from _in_one_go(sentence, balanced)


def _in_one_go(sentence: str, balanced: re.Match[str]) -> Iterator[Advice]:
    """The two amounts may be those of the two sections, unless one looks like a slip for the other."""
    found = _ONE_AMOUNT_EACH.match(sentence, balanced.end())
    if found and look_alike(value_of(found["a"]), value_of(found["b"])):
        first, second = (f"{found[name]} €" for name in ("a", "b"))
        is_receipts_first = balanced.group().lower().find("recettes") < balanced.group().lower().find(
            "dépenses"
        )
        expenses, receipts = (second, first) if is_receipts_first else (first, second)
        yield from _difference("", expenses, receipts, balanced.group())


def _in_table(piece: Piece, table: Table, said: str) -> Iterator[tuple[str, Advice]]:
    """« Section | Dépenses | Recettes »: each section, else the total."""
    headings, rows = body_of(table)
    folded = [fold(heading) for heading in headings]
    places = [
        [c for c, h in enumerate(folded) if re.fullmatch(rf"(?:total )?{name}", h)]
        for name in ("depenses", "recettes")
    ]
    is_one_each = all(len(found) == 1 for found in places)
    if not is_one_each or columns_of(piece, table)[places[0][0]] is None or _is_made_up(rows):
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

_TOLD_LINE = re.compile(
    rf"[-•–*▪\s]{{0,4}}(?P<label>[^\d:=]{{8,70}}?)\s?[:=]\s?(?P<amount>{DIGITS}{_EURO})\s?[;.,]?",
    re.IGNORECASE,
)
_LONGEST_LINE = 160


def _down_table(piece: Piece, table: Table, said: str) -> Iterator[tuple[str, Advice]]:
    """« Dépenses de fonctionnement », then « Recettes de fonctionnement »: the only two of their section."""
    for column in columns_of(piece, table) if not _is_made_up(table.rows) else ():
        if column and column.is_money:
            yield from _of_lines(
                ((piece.where, e.folded, e.number.written) for e in column.entries if e.number), said
            )


def _down_lines(pieces: Sequence[Piece], said: str) -> Iterator[tuple[str, Advice]]:
    """The same, line by line: « – Dépenses d'investissement : 318 250 € »."""
    lines = [p for p in pieces if isinstance(p.content, str) and len(p.content) <= _LONGEST_LINE]
    if _is_made_up([[str(line.content)] for line in lines]):
        return
    found = ((line.where, _TOLD_LINE.fullmatch(str(line.content))) for line in lines)
    yield from _of_lines(
        ((where, fold(line["label"]), line["amount"]) for where, line in found if line), said
    )


def _of_lines(lines: Iterable[tuple[str, str, str]], said: str) -> Iterator[tuple[str, Advice]]:
    """``lines`` are places, folded labels and amounts as they are written."""
    told: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for where, label, written in lines:
        found = _LINE.fullmatch(label)
        if found and (found["section"] or found["total"]):
            kinds = told.setdefault(found["section"] or "total", {})
            kinds.setdefault(found["kind"], []).append((where, written))
    for section, kinds in told.items():
        expenses, receipts = kinds.get("depenses", []), kinds.get("recettes", [])
        if len(expenses) == len(receipts) == 1:
            for advice in _difference(section.capitalize(), expenses[0][1], receipts[0][1], said):
                yield expenses[0][0], advice


def _is_made_up(rows: Sequence[Sequence[str]]) -> bool:
    """« Excédent reporté » in a row of its own: a section is then not balanced by its own amounts."""
    return any(_CARRIED.search(fold(cell)) for row in rows for cell in row)


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
